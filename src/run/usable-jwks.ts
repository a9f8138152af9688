import { isObject, tryJson, type JsonObject } from "../core/json.ts";

/** Base64url, as every member of a key that holds a number is written (RFC 7518). */
const base64url = /^[A-Za-z0-9_-]+$/;

/** The members that a public key of each type must have (RFC 7518 section 6, RFC 8037 section 2). */
const required: Readonly<Record<string, readonly string[]>> = {
  RSA: ["n", "e"],
  EC: ["crv", "x", "y"],
  OKP: ["crv", "x"],
};

/** The curves of keys that sign; others of OKP (X25519) only agree on secrets. */
const signatureCurves: Readonly<Record<string, readonly string[]>> = {
  EC: ["P-256", "P-384", "P-521", "secp256k1"],
  OKP: ["Ed25519", "Ed448"],
};

/**
 * The beginnings of algorithms that encrypt keys or contents (RFC 7518 sections 4 and 5): a key that
 * is for one of them is for no signature.
 */
const encryption = /^(RSA1_5|RSA-OAEP|ECDH-|PBES2-|HPKE-|A\d+(KW|GCM|CBC)|dir$)/;

/** The members that only a private or a secret key has (RFC 7518 section 6, RFC 8037 section 2). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;

/**
 * Why a body is no JWKS that signatures can be verified with, as the end of "its answer …"; undefined
 * if it is one: a JSON object with `keys`, at least one of them a complete signature key.
 */
export function jwksMistake(body: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(body);
  const value = tryJson(text);
  if (value === undefined)
    return /^\s*</.test(text) ? "is a page of HTML or XML, not JSON" : "is not JSON";
  if (!isObject(value) || !Array.isArray(value["keys"]))
    return 'is no JWKS: it has no list of "keys"';
  const keys: readonly unknown[] = value["keys"];
  if (keys.length === 0) return "is a JWKS without any key";
  if (!keys.some((key) => isObject(key) && isSignatureKey(key)))
    return "is a JWKS without a key that signatures can be verified with";
  return undefined;
}

/**
 * The names of the members by which the keys of a body can be seen to be private, or secret; empty
 * if there are none. Such keys are no secret any more: whoever reads them can sign with them.
 */
export function publishedSecrets(body: Uint8Array): readonly string[] {
  const value = tryJson(new TextDecoder().decode(body));
  if (!isObject(value) || !Array.isArray(value["keys"])) return [];
  const keys: readonly unknown[] = value["keys"];
  const objects = keys.filter((key) => isObject(key));
  return privateMembers.filter((member) => objects.some((key) => Object.hasOwn(key, member)));
}

function isSignatureKey(key: JsonObject): boolean {
  const type = key["kty"];
  // By own key: `kty` may be the name of something that every object has.
  if (typeof type !== "string" || !Object.hasOwn(required, type)) return false;
  if (key["use"] !== undefined && key["use"] !== "sig") return false;
  const operations = key["key_ops"];
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes("verify")))
    return false;
  const algorithm = key["alg"];
  if (algorithm !== undefined && (typeof algorithm !== "string" || encryption.test(algorithm)))
    return false;
  const curves = signatureCurves[type];
  if (curves !== undefined && !curves.includes(String(key["crv"]))) return false;
  return (required[type] ?? []).every((member) => {
    const written = key[member];
    return typeof written === "string" && (member === "crv" || base64url.test(written));
  });
}
