import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Emulator } from "../../src/emulator/index.ts";
import { ask, made, members, withEmulator } from "./client.ts";

const test = suite("tokens");
const path = "/org/appUserIdToken";

async function world(emulator: Emulator) {
  const pool = await made(emulator, "/org/userPool", members);
  const kind = { application: { userPoolId: pool["id"] } };
  const client = await made(emulator, "/org/sdkClient", { ...members, kind });
  return { pool, client };
}

async function issue(emulator: Emulator, body: object): Promise<string> {
  return String((await made(emulator, path, body))["appUserIdToken"]);
}

test("a token verifies against the JWKS URL that its own pool answers with", async () => {
  await withEmulator({}, async (emulator) => {
    const { pool, client } = await world(emulator);
    const body = { appUserId: "ada", sdkClientId: client["id"] };
    // Two requests come at once, before there is a signing key: both tokens must verify.
    const tokens = await Promise.all([issue(emulator, body), issue(emulator, body)]);
    const { jwksUri } = pool["authorization"] as { jwksUri: string };
    const keys = createRemoteJWKSet(new URL(jwksUri));
    for (const token of tokens) {
      const { payload, protectedHeader } = await jwtVerify(token, keys);
      assert.is(protectedHeader.alg, "RS256");
      assert.is(payload.sub, "ada");
      assert.is(payload["sdkClientId"], client["id"]);
    }
  });
});

test("the JWKS tells nothing of the private key", async () => {
  await withEmulator({}, async (emulator) => {
    const { json } = await ask(emulator, "GET", "/.well-known/jwks.json", { key: null });
    const [key] = json["keys"] as Record<string, unknown>[];
    assert.equal(Object.keys(key ?? {}).toSorted(), ["alg", "e", "kid", "kty", "n", "use"]);
  });
});

test("a token lasts six months unless the body says otherwise", async () => {
  await withEmulator({}, async (emulator) => {
    const { client } = await world(emulator);
    const body = { appUserId: "ada", sdkClientId: client["id"] };
    for (const exp of [undefined, null]) {
      const claims = decodeJwt(await issue(emulator, { ...body, exp }));
      const days = ((claims.exp ?? 0) - (claims.iat ?? 0)) / 86_400;
      assert.ok(days > 180 && days < 185, `${days} days`);
    }
    for (const exp of [0, 4_294_967_295])
      assert.is(decodeJwt(await issue(emulator, { ...body, exp })).exp, exp);
  });
});

test("the older reference's userPoolId names the client where the pool has only one", async () => {
  await withEmulator({}, async (emulator) => {
    const { pool, client } = await world(emulator);
    const body = { appUserId: "ada", userPoolId: pool["id"] };
    assert.is(decodeJwt(await issue(emulator, body))["sdkClientId"], client["id"]);
    const kind = { application: { userPoolId: pool["id"] } };
    await made(emulator, "/org/sdkClient", { ...members, kind });
    assert.is(decodeJwt(await issue(emulator, body))["sdkClientId"], undefined);
  });
});

test("a token is issued only for a user of a hosted pool that exists", async () => {
  await withEmulator({}, async (emulator) => {
    const { pool, client } = await world(emulator);
    const authorization = { jwksUri: "https://login.example.com/jwks.json" };
    const staff = await made(emulator, "/org/userPool", { ...members, authorization });
    const kind = { application: { userPoolId: staff["id"] } };
    const intranet = await made(emulator, "/org/sdkClient", { ...members, kind });
    const service = await made(emulator, "/org/sdkClient", { ...members, kind: "service" });
    const bodies = [
      {},
      { sdkClientId: intranet["id"] },
      { userPoolId: staff["id"] },
      { sdkClientId: service["id"] },
      { sdkClientId: "nobody" },
      { userPoolId: "nowhere" },
      { sdkClientId: client["id"], userPoolId: staff["id"] },
      { sdkClientId: client["id"], appUserId: "" },
    ];
    for (const body of bodies) {
      const sent = { body: { appUserId: "ada", ...body } };
      assert.is((await ask(emulator, "POST", path, sent)).status, 400, JSON.stringify(body));
    }
    const both = { appUserId: "ada", sdkClientId: client["id"], userPoolId: pool["id"] };
    assert.ok(await issue(emulator, both));
  });
});

test.run();
