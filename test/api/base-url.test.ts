import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkBaseUrl, isLoopback } from "../../src/api/base-url.ts";

const test = suite("base URL");

const accepted: readonly (readonly [string, string])[] = [
  ["https://svc.sandbox.anon.com", "https://svc.sandbox.anon.com"],
  ["https://svc.sandbox.anon.com/", "https://svc.sandbox.anon.com"],
  ["HTTPS://Svc.Example:443/anon//", "https://svc.example/anon"],
  ["http://localhost:4010", "http://localhost:4010"],
  ["http://127.0.0.1:4010/", "http://127.0.0.1:4010"],
  ["http://127.255.1.2", "http://127.255.1.2"],
  ["http://[::1]:4010", "http://[::1]:4010"],
];
for (const [text, normalised] of accepted) {
  test(`${text} is accepted as ${normalised}`, () => assert.is(checkBaseUrl(text), normalised));
}

const refused: readonly (readonly [string, string])[] = [
  ["", "an empty text is no URL"],
  ["svc.sandbox.anon.com", "a bare host is no URL"],
  ["http://svc.sandbox.anon.com", "the key would travel in the clear"],
  ["http://127.0.0.1.example.com", "a name that looks like loopback is not"],
  ["http://localhost.example.com", "a name that starts with localhost is not loopback"],
  ["http://0.0.0.0:4010", "every address is not loopback"],
  ["http://[::ffff:10.0.0.1]", "a mapped address is not loopback"],
  ["ftp://localhost", "other protocols are not spoken"],
  ["file:///etc/passwd", "a file is no server"],
  ["https://user:hunter2@svc.example", "a password belongs into no URL"],
  ["https://user@svc.example", "a user name belongs into no URL"],
  ["https://svc.example/?", "an empty query is one"],
  ["https://svc.example/?key=hunter2", "a query would end up before the path"],
  ["https://svc.example/#a", "a fragment is never sent"],
  [" https://svc.example", "white space is a typing error"],
  ["https://svc.example\n.evil.example", "a newline would vanish silently"],
];
for (const [text, why] of refused) {
  test(`${JSON.stringify(text)} is refused: ${why}`, () => {
    const problem = checkBaseUrl(text);
    assert.ok(typeof problem !== "string", String(problem));
    assert.is(problem.code, "invalid-base-url");
    assert.ok(problem.next);
    assert.not.match(JSON.stringify(problem), /hunter2/);
  });
}

test("loopback is this machine, whatever way it is written", () => {
  for (const text of ["http://2130706433", "http://0x7f.1", "http://127.1", "https://localhost"]) {
    const checked = checkBaseUrl(text);
    assert.ok(typeof checked === "string" && isLoopback(checked), text);
  }
  assert.is(isLoopback("https://svc.sandbox.anon.com"), false);
});

test.run();
