import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tokenFault } from "../../src/api/token-proof.ts";
import type { JsonObject } from "../../src/core/json.ts";

/** Tests of whether a token is for the user and client that were asked for. */
const proof = suite("the proof of a token");

const nowMs = 1_800_000_000_000;
const asked = {
  user: "somebody",
  sdkClientId: "client-1",
  userPoolId: "pool-1",
  expiresAt: nowMs / 1_000 + 60,
};
const good: JWTPayload = {
  sub: "somebody",
  sdkClientId: "client-1",
  userPoolId: "pool-1",
  exp: asked.expiresAt,
};

const pairs = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);
const [ours, others] = pairs;
const jwk = async (pair = ours, kid: string | undefined = "key-1") =>
  ({ ...(await exportJWK(pair.publicKey)), alg: "ES256", ...(kid && { kid }) }) as JsonObject;
const jwks = { keys: [await jwk()] };

function signed(claims: JWTPayload, kid: string | undefined = "key-1"): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "ES256", ...(kid && { kid }) })
    .sign(ours.privateKey);
}

/** Returns one part of a token in its encoding. */
function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

proof(
  "a token with the right key and claims has no fault; one of the two ids is enough",
  async () => {
    const { sdkClientId: _client, ...poolOnly } = good;
    const { userPoolId: _pool, ...clientOnly } = good;
    for (const claims of [good, poolOnly, clientOnly, { ...good, exp: asked.expiresAt - 10 }])
      assert.is(await tokenFault(await signed(claims), jwks, asked, nowMs), undefined);
  },
);

const wrong: readonly (readonly [why: string, claims: JWTPayload, says: string])[] = [
  ["another user's", { ...good, sub: "nobody" }, "sub"],
  ["another client's", { ...good, sdkClientId: "client-2" }, "another client's"],
  ["another pool's", { ...good, userPoolId: "pool-2" }, "another pool's"],
  ["of no client and no pool", { sub: good.sub, exp: good.exp }, "neither"],
  ["expired", { ...good, exp: nowMs / 1_000 - 90 }, "expired"],
  ["expired a moment ago", { ...good, exp: nowMs / 1_000 - 30 }, "expired"],
  ["to end before what was asked for", { ...good, exp: asked.expiresAt - 11 }, "as long as"],
  ["to live on after what was asked for", { ...good, exp: asked.expiresAt + 1 }, "longer"],
  ["without an end", { ...good, exp: undefined }, "never expires"],
  ["not valid before tomorrow", { ...good, nbf: nowMs / 1_000 + 86_400 }, "not valid yet"],
];

for (const [why, claims, says] of wrong)
  proof(`a token is refused that is ${why}`, async () => {
    assert.match((await tokenFault(await signed(claims), jwks, asked, nowMs)) ?? "none", says);
  });

proof("a token that no key of the JWKS signed is refused, whatever the key is called", async () => {
  const token = await signed(good);
  const cases: readonly (readonly [readonly JsonObject[], string])[] = [
    [[], "no key"],
    [[await jwk(ours, "key-2")], "no key"],
    [[await jwk(others)], "does not fit"],
    [[{ kty: "oct", kid: "key-1", k: "c2VjcmV0" }], "no key"],
    [[{ kty: "EC", kid: "key-1", alg: "ES256", crv: "P-256", x: "!", y: "!" }], "cannot be used"],
  ];
  for (const [keys, says] of cases)
    assert.match((await tokenFault(token, { keys }, asked, nowMs)) ?? "none", says);
});

proof("where the token names no key, each that could be meant is tried", async () => {
  const token = await signed(good, "");
  const both = { keys: [await jwk(others, "a"), await jwk(ours, "b")] };
  assert.is(await tokenFault(token, both, asked, nowMs), undefined);
  const neither = { keys: [await jwk(others, "a"), await jwk(others, "b")] };
  assert.match((await tokenFault(token, neither, asked, nowMs)) ?? "none", "does not fit");
});

proof("what is signed with no key, or with a shared secret, proves nothing", async () => {
  const none = `${part({ alg: "none" })}.${part(good)}.c2ln`;
  assert.type(await tokenFault(none, jwks, asked, nowMs), "string");
  const secret = new Uint8Array(32).fill(7);
  const shared = await new SignJWT(good).setProtectedHeader({ alg: "HS256" }).sign(secret);
  const k = Buffer.from(secret).toString("base64url");
  const published = { keys: [{ kty: "oct", alg: "HS256", k }] };
  assert.type(await tokenFault(shared, published, asked, nowMs), "string");
});

proof("no fault repeats any part of the token", async () => {
  for (const [, claims] of wrong) {
    const token = await signed(claims);
    const fault = (await tokenFault(token, jwks, asked, nowMs)) ?? "";
    for (const part of token.split(".")) assert.not.ok(fault.includes(part));
  }
});

proof.run();
