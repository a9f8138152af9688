import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startEmulator } from "../../src/emulator/index.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { ask, exchange, made, members, withEmulator, type Sent } from "./client.ts";
import { testSecret } from "../support/secrets.ts";

const test = suite("the emulated API");
const pool = "/org/userPool";
const client = "/org/sdkClient";
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const clientOf = (userPoolId: unknown) => ({ ...members, kind: { application: { userPoolId } } });

test("a wrong, missing or malformed key is told apart from a missing resource by a 401", async () => {
  await withEmulator({}, async (emulator) => {
    const bad: readonly Sent[] = [
      { key: null },
      { key: testSecret("wrong") },
      { key: null, headers: { authorization: emulator.apiKey } },
      { key: null, headers: { authorization: `Basic ${emulator.apiKey}` } },
      { key: `${emulator.apiKey}x` },
    ];
    for (const sent of bad) {
      const { status, json } = await ask(emulator, "GET", `${pool}/nothing`, sent);
      assert.is(status, 401, JSON.stringify(json));
      assert.not.ok(JSON.stringify(json).includes(emulator.apiKey), "an error tells the key");
    }
  });
});

test("a read-only member's key looks up, and creates nothing", async () => {
  await withEmulator({}, async (emulator) => {
    const key = emulator.readOnlyKey;
    const { id } = await made(emulator, pool, members);
    assert.is((await ask(emulator, "GET", `${pool}/${id}`, { key })).status, 200);
    for (const path of [pool, client, "/org/appUserIdToken"])
      assert.is((await ask(emulator, "POST", path, { key, body: members })).status, 403, path);
    const { json } = await ask(emulator, "GET", "/_emulator/resources");
    assert.equal(json["creates"], { userPools: 1 });
  });
});

test("keys are random unless given, and keys that cannot be told apart or sent are refused", async () => {
  const [first, second] = await Promise.all([startEmulator(), startEmulator()]);
  const keys = [first.apiKey, first.readOnlyKey, second.apiKey, second.readOnlyKey];
  await Promise.all([first.close(), second.close()]);
  assert.is(new Set(keys).size, 4);
  for (const key of keys) assert.match(key, /^anon_[\w+/]{79}=$/);
  await withEmulator({ apiKey: testSecret("mine") }, async (emulator) => {
    assert.is(emulator.apiKey, testSecret("mine"));
    assert.ok(await made(emulator, pool, members));
  });
  for (const options of [{ apiKey: "a\nb" }, { apiKey: "" }, { apiKey: "k", readOnlyKey: "k" }]) {
    const error = await startEmulator(options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, Failure);
  }
});

test("requests that the contract has no answer for get the status a server would give", async () => {
  await withEmulator({}, async (emulator) => {
    const rows: readonly [number, string, string, Sent?][] = [
      [404, "GET", `${pool}/00000000-0000-4000-8000-000000000000`],
      [404, "GET", `${pool}/%zz`],
      [404, "GET", `${pool}/__proto__`],
      [404, "GET", `${pool}/a/b`],
      [404, "GET", `${pool}/`],
      [404, "GET", "/org/elsewhere"],
      [404, "GET", "/"],
      [405, "GET", pool],
      [405, "DELETE", `${pool}/x`],
      [405, "PUT", `${pool}/x`],
      [405, "GET", "/org/appUserIdToken"],
      [405, "POST", "/.well-known/jwks.json"],
      [400, "POST", pool, { text: "" }],
      [400, "POST", pool, { text: "{" }],
      [400, "POST", pool, { text: Buffer.from([0x22, 0xff, 0x22]) }],
      [400, "POST", pool, { text: "[]" }],
      [400, "POST", pool, { text: "null" }],
      [413, "POST", pool, { text: `{"name":"${"x".repeat(1024 * 1024)}"}` }],
    ];
    for (const [expected, method, path, sent] of rows) {
      const { status, json } = await ask(emulator, method, path, sent);
      assert.is(status, expected, `${method} ${path}`);
      const { code, message } = json["error"] as { code: unknown; message: unknown };
      assert.type(code, "string");
      assert.type(message, "string");
    }
    const { headers } = await exchange(emulator, "DELETE", `${pool}/x`);
    assert.is(headers["allow"], "GET");
  });
});

test("another organization's id is forbidden, and a pool that is not there is a bad request", async () => {
  await withEmulator({}, async (emulator) => {
    const { organizationId } = emulator;
    const other = { ...members, organizationId: "someone-else" };
    assert.is((await ask(emulator, "POST", pool, { body: other })).status, 403);
    const { id } = await made(emulator, pool, { ...members, organizationId });
    assert.is((await ask(emulator, "POST", client, { body: clientOf("nowhere") })).status, 400);
    assert.ok(await made(emulator, client, clientOf(id)));
    const { json } = await ask(emulator, "GET", "/_emulator/resources");
    assert.equal(json["creates"], { userPools: 1, sdkClients: 1 });
  });
});

test("two equal creates make two resources: the API has no idempotency key", async () => {
  await withEmulator({}, async (emulator) => {
    const first = await made(emulator, pool, members);
    const second = await made(emulator, pool, members);
    assert.match(String(first["id"]), uuid);
    assert.is.not(first["id"], second["id"]);
    assert.is(first["organizationId"], emulator.organizationId);
  });
});

test("a service client's secret stands in its create answer and nowhere else", async () => {
  await withEmulator({}, async (emulator) => {
    const created = await made(emulator, client, { ...members, kind: "service" });
    const { secret } = created["auth"] as { secret: string };
    assert.match(secret, /^anon_[\w+/]{79}=$/);
    const again = await exchange(emulator, "GET", `${client}/${created["id"]}`);
    const console = await exchange(emulator, "GET", "/_emulator/resources");
    assert.not.ok(again.text.includes("secret") || again.text.includes(secret));
    assert.not.ok(console.text.includes(secret));
  });
});

test("web pages cannot reach it, neither by a rebound name nor from their own origin", async () => {
  await withEmulator({}, async (emulator) => {
    const { port } = new URL(emulator.url);
    const rows: readonly [number, Record<string, string>][] = [
      [403, { host: "evil.example" }],
      [403, { host: `evil.example:${port}` }],
      [403, { host: "127.0.0.1:1" }],
      [403, { host: "127.0.0.1" }],
      [403, { origin: "https://evil.example" }],
      [403, { origin: "null" }],
      [200, { host: `localhost:${port}` }],
      [200, { host: `LOCALHOST:${port}` }],
      [200, { host: `[::1]:${port}` }],
      [200, { origin: emulator.url }],
    ];
    for (const [expected, headers] of rows) {
      for (const path of ["/_emulator/instance", "/.well-known/jwks.json"]) {
        const { status } = await ask(emulator, "GET", path, { headers });
        assert.is(status, expected, JSON.stringify(headers));
      }
    }
    const headers = { host: "evil.example" };
    assert.is((await ask(emulator, "POST", pool, { headers, body: members })).status, 403);
  });
});

test.run();
