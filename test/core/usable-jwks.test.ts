import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exportJWK, generateKeyPair } from "jose";
import { jwksMistake, publishedSecrets } from "../../src/run/usable-jwks.ts";

const Jwks = suite("a usable JWKS");

const rsa = { kty: "RSA", n: "0vx7", e: "AQAB" };

function mistake(value: unknown): string | undefined {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return jwksMistake(new TextEncoder().encode(text));
}

function secrets(value: unknown): readonly string[] {
  return publishedSecrets(new TextEncoder().encode(JSON.stringify(value)));
}

Jwks("every kind of key that providers publish is one", async () => {
  for (const algorithm of ["RS256", "ES256", "ES384", "ES512", "EdDSA"]) {
    const { publicKey } = await generateKeyPair(algorithm, { extractable: true });
    const key = await exportJWK(publicKey);
    assert.is(mistake({ keys: [{ ...key, kid: "1", alg: algorithm }] }), undefined, algorithm);
    assert.is(mistake({ keys: [{ ...key, use: "sig", key_ops: ["verify"] }] }), undefined);
  }
});

Jwks("one good key among others is enough", () => {
  assert.is(mistake({ keys: [null, { kty: "RSA" }, { ...rsa, use: "enc" }, rsa] }), undefined);
});

Jwks("what is no JSON, or not of this form, is told apart", () => {
  assert.is(mistake("<!doctype html><title>Sign in</title>"), "is a page of HTML or XML, not JSON");
  assert.is(mistake(""), "is not JSON");
  assert.is(mistake('{"keys":['), "is not JSON");
  for (const value of [null, [], "keys", { keys: {} }, { key: [rsa] }, rsa])
    assert.is(mistake(JSON.stringify(value)), 'is no JWKS: it has no list of "keys"');
  assert.is(mistake({ keys: [] }), "is a JWKS without any key");
});

Jwks("keys that verify nothing do not count", () => {
  const useless: readonly unknown[] = [
    { ...rsa, use: "enc" },
    { ...rsa, key_ops: ["encrypt"] },
    { ...rsa, key_ops: "verify" },
    { ...rsa, use: "sig", alg: "RSA-OAEP" },
    ...["RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "dir", "A256KW", "A128GCM", 5].map((alg) => ({
      ...rsa,
      alg,
    })),
    { kty: "EC", crv: "P-256", x: "AA", y: "AA", alg: "ECDH-ES+A128KW" },
    { kty: "RSA", n: "0vx7" },
    { ...rsa, n: "" },
    { ...rsa, n: 5 },
    { ...rsa, n: "not base64url!" },
    { kty: "EC", crv: "P-256", x: "AA" },
    { kty: "EC", crv: "P-999", x: "AA", y: "AA" },
    { kty: "OKP", crv: "X25519", x: "AA" },
    { kty: "oct", k: "AAAA" },
    { kty: "toString" },
    { kty: 5 },
    "key",
  ];
  for (const key of useless)
    assert.is(
      mistake({ keys: [key] }),
      "is a JWKS without a key that signatures can be verified with",
      JSON.stringify(key),
    );
});

Jwks("a key that is private or secret is told by its members, whatever else it is", () => {
  assert.equal(secrets({ keys: [rsa, { ...rsa, d: "AA", p: "AA" }, { kty: "oct", k: "AA" }] }), [
    "d",
    "p",
    "k",
  ]);
  assert.is(mistake({ keys: [{ ...rsa, d: "AA" }] }), undefined, "signatures can be verified");
  for (const value of [{ keys: [rsa, null, "d"] }, { keys: { d: 1 } }, [], "d", { d: 1 }])
    assert.equal(secrets(value), []);
});

Jwks.run();
