import {
  createLocalJWKSet,
  errors,
  jwtVerify,
  type CryptoKey,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
} from "jose";
import type { Jwks } from "./jwks.ts";

/** The request for a token. */
export interface TokenRequest {
  readonly user: string;
  readonly sdkClientId: string;
  readonly userPoolId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** How far this machine's clock and the server's may be apart, if a token is not valid yet. */
const toleranceSeconds = 60;
/** How far the end of a token may be from the requested end: well below the requested life. */
const endToleranceSeconds = 10;

/**
 * Why a token is not the one that was asked for, as a sentence; undefined if its signature fits
 * the JWKS and its claims fit `asked`. No sentence holds any part of the token. `nowMs`: this
 * machine's clock, in milliseconds since 1970.
 */
export async function tokenFault(
  token: string,
  jwks: Jwks,
  request: TokenRequest,
  nowMs: number,
): Promise<string | undefined> {
  const options = { currentDate: new Date(nowMs), clockTolerance: toleranceSeconds };
  try {
    const claims = await verified(token, jwks as unknown as JSONWebKeySet, options);
    return claimFault(claims, request, nowMs / 1_000);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) return "A key of the JWKS cannot be used.";
    return sentences[error.code] ?? `The token could not be verified (${error.code}).`;
  }
}

const expired = "It had expired when it came, or the clock of this machine is wrong.";

const sentences: Readonly<Record<string, string>> = {
  ERR_JWKS_NO_MATCHING_KEY: "The JWKS has no key that the token could be signed with.",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "Its signature does not fit the key in the JWKS.",
  ERR_JWT_EXPIRED: expired,
  ERR_JWT_CLAIM_VALIDATION_FAILED:
    "It is not valid yet, or one of its times is none; or the clock of this machine is wrong.",
  ERR_JWKS_INVALID: "The answer at the JWKS URL is no JWKS.",
};

/** Returns the payload of a token whose signature fits. Throws jose's errors. */
async function verified(
  token: string,
  jwks: JSONWebKeySet,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, createLocalJWKSet(jwks), options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // The token names no key, and several keys match: any matching key will do.
    for await (const key of error) {
      const payload = await verifiedWith(token, key, options);
      if (payload !== undefined) return payload;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

async function verifiedWith(
  token: string,
  key: CryptoKey,
  options: JWTVerifyOptions,
): Promise<JWTPayload | undefined> {
  try {
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
    throw error;
  }
}

function claimFault(
  claims: JWTPayload,
  request: TokenRequest,
  nowSeconds: number,
): string | undefined {
  const { sub, exp, sdkClientId, userPoolId } = claims;
  if (sub !== request.user) return "Its claim sub is not the user it was issued for.";
  if (sdkClientId === undefined && userPoolId === undefined)
    return "It has neither a claim sdkClientId nor userPoolId.";
  if (sdkClientId !== undefined && sdkClientId !== request.sdkClientId)
    return "Its claim sdkClientId is another client's.";
  if (userPoolId !== undefined && userPoolId !== request.userPoolId)
    return "Its claim userPoolId is another pool's.";
  if (exp === undefined) return "It never expires: it has no claim exp.";
  // jose has only one tolerance, and it is as long as the whole life of the token.
  if (exp + endToleranceSeconds <= nowSeconds) return expired;
  if (exp > request.expiresAt) return "It lives longer than was asked for.";
  const isShort = exp < request.expiresAt - endToleranceSeconds;
  return isShort ? "It does not live as long as was asked for." : undefined;
}
