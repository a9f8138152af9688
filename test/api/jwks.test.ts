import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fetchJwks, isJwksUrl } from "../../src/api/jwks.ts";
import { systemRandom } from "../../src/system/clock.ts";
import { createTransport } from "../../src/system/http/transport.ts";
import { say, sayJson, serveRaw, type Answer } from "./raw-server.ts";

/** Tests of the fetch of a pool's public keys. */
const jwks = suite("fetching a JWKS");

const keys = [{ kty: "EC", kid: "a" }];
const instantClock = { now: () => 0, sleep: () => Promise.resolve() };

/** Fetches from a server with this answer. Returns the verdict and the server's requests. */
async function fetched(answer: Answer) {
  const server = await serveRaw(answer);
  const transport = createTransport();
  const parts = { transport, clock: instantClock, random: systemRandom, version: "1.2.3" };
  try {
    const verdict = await fetchJwks(parts, `${server.url}/keys?x=1`, undefined);
    return { verdict, requests: server.requests };
  } finally {
    transport.close();
    await server.close();
  }
}

jwks("a JWKS is asked for once, without a key and with nothing but its URL", async () => {
  const { verdict, requests } = await fetched(sayJson(200, { keys }));
  assert.equal(verdict, { verdict: "found", jwks: { keys } });
  assert.is(requests.length, 1);
  assert.match(requests[0] ?? "", /^GET \/keys\?x=1 HTTP/);
  assert.not.match(requests[0] ?? "", /authorization|cookie/i);
});

jwks("trouble that may pass is asked again", async () => {
  const { verdict, requests } = await fetched((socket, request, count) =>
    (count === 1 ? sayJson(503, {}) : sayJson(200, { keys }))(socket, request, count),
  );
  assert.is(verdict.verdict, "found");
  assert.is(requests.length, 2);
});

const refused: readonly (readonly [what: string, answer: Answer, says: RegExp])[] = [
  ["a redirect", say("HTTP/1.1 302 X", "location: /keys", "content-length: 0", "", ""), /redirect/],
  ["more than 1 MiB", sayJson(200, { keys, more: "x".repeat(1_100_000) }), /too large/],
  ["a portal's page", say("HTTP/1.1 200 X", "content-length: 6", "", "<html>"), /not JSON/],
  ["no keys", sayJson(200, { keys: "a" }), /no JWKS/],
  ["keys that are none", sayJson(200, { keys: [1] }), /no JWKS/],
  ["404", sayJson(404, { error: "canary" }), /^The answer was 404\.$/],
  ["401", sayJson(401, { error: "canary" }), /^The answer was 401\.$/],
  ["500", sayJson(500, { error: "canary" }), /^The answer was 500\.$/],
];

for (const [what, answer, says] of refused)
  jwks(`not believed, and not repeated: ${what}`, async () => {
    const { verdict } = await fetched(answer);
    assert.is(verdict.verdict, "unreadable");
    assert.match(verdict.verdict === "unreadable" ? verdict.reason : "", says);
    assert.not.match(JSON.stringify(verdict), "canary");
  });

jwks("only https may be asked, or http on this machine where the API is an emulator", () => {
  for (const [url, real, emulated] of [
    ["https://keys.example.com/jwks.json", true, true],
    ["http://127.0.0.1:4010/jwks.json", false, true],
    ["http://keys.example.com/jwks.json", false, false],
    ["https://user:password@keys.example.com/", false, false],
    ["https://keys.example.com/\njwks", false, false],
    ["file:///etc/passwd", false, false],
    ["/jwks.json", false, false],
    [`https://keys.example.com/${"x".repeat(2048)}`, false, false],
  ] as const)
    assert.equal([isJwksUrl(url, false), isJwksUrl(url, true)], [real, emulated], url);
});

jwks.run();
