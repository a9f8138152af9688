import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import { isObject, type JsonObject } from "../core/json.ts";
import { ok, refusal, type Answer } from "./answer.ts";
import type { EmulatorParts } from "./parts.ts";
import { resourcesOf, type State } from "./state.ts";

/** The path that issues tokens (contract: createAppUserIdToken). */
export const tokenPath = "/org/appUserIdToken";

/** Answers the public keys that verify tokens. The request needs no API key. */
export async function answerJwks(parts: EmulatorParts): Promise<Answer> {
  const { kty, kid, alg, use, n, e } = await signingKey(parts);
  return ok({ keys: [{ kty, kid, alg, use, n, e }] });
}

/** Issues a token for a user of a hosted pool (contract: CreateAppUserIdToken). */
export async function answerToken(body: JsonObject, parts: EmulatorParts): Promise<Answer> {
  const { appUserId, exp } = body;
  if (typeof appUserId !== "string" || appUserId === "")
    return invalid("appUserId must be a non-empty string");
  const expiry = exp ?? sixMonthsFromNow();
  if (!Number.isInteger(expiry) || Number(expiry) < 0 || Number(expiry) > 4_294_967_295)
    return invalid("exp must be an integer from 0 to 4294967295, or null");
  const audience = audienceOf(body, parts.state);
  if (typeof audience === "string") return invalid(audience);
  const key = await signingKey(parts);
  const appUserIdToken = await new SignJWT({ ...audience, sub: appUserId, exp: Number(expiry) })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: String(key["kid"]) })
    .setIssuedAt()
    .sign(await importJWK(key, "RS256"));
  return ok({ appUserIdToken });
}

/** Returns the claims that name a user's client and pool, or the reason why there are none. */
function audienceOf(body: JsonObject, state: State): JsonObject | string {
  const { sdkClientId } = body;
  let { userPoolId } = body;
  for (const [name, value] of Object.entries({ sdkClientId, userPoolId }))
    if (value !== undefined && typeof value !== "string") return `${name} must be a string`;
  if (typeof sdkClientId === "string") {
    const client = resourcesOf(state, "sdkClients").get(sdkClientId);
    if (client === undefined) return "there is no SdkClient with this sdkClientId";
    const own = poolOf(client);
    if (own === undefined) return "a service client has no users";
    if (userPoolId !== undefined && userPoolId !== own) return "the client has another user pool";
    userPoolId = own;
  }
  if (typeof userPoolId !== "string") return "sdkClientId or userPoolId is required";
  const pool = resourcesOf(state, "userPools").get(userPoolId);
  if (pool === undefined) return "there is no UserPool with this userPoolId";
  if (pool["hosted"] !== true) return "tokens are issued only for Anon-hosted user pools";
  const client = typeof sdkClientId === "string" ? sdkClientId : onlyClientOf(userPoolId, state);
  return { ...(client !== undefined && { sdkClientId: client }), userPoolId };
}

/** The older reference names only the pool; the claim sdkClientId is told if it is certain. */
function onlyClientOf(userPoolId: string, state: State): string | undefined {
  const clients = [...resourcesOf(state, "sdkClients")];
  const ids = clients.filter(([, client]) => poolOf(client) === userPoolId).map(([id]) => id);
  return ids.length === 1 ? ids[0] : undefined;
}

function poolOf(client: JsonObject): string | undefined {
  const auth = client["auth"];
  if (!isObject(auth) || typeof auth["userPoolId"] !== "string") return undefined;
  return auth["userPoolId"];
}

/** The keys being made: two simultaneous first requests get the same key. */
const making = new WeakMap<State, Promise<JsonObject>>();

async function signingKey(parts: EmulatorParts): Promise<JsonObject> {
  const { state } = parts;
  const begun = making.get(state);
  if (begun !== undefined) return begun;
  if (state.signingKey !== undefined) return state.signingKey;
  const made = makeSigningKey(parts).finally(() => making.delete(state));
  making.set(state, made);
  return made;
}

async function makeSigningKey({ state, save }: EmulatorParts): Promise<JsonObject> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const { kty, n, e, d, p, q, dp, dq, qi } = await exportJWK(privateKey);
  const key = { kty, kid: randomUUID(), alg: "RS256", use: "sig", n, e, d, p, q, dp, dq, qi };
  state.signingKey = key;
  try {
    // Save before the first signature: a token must still verify after a kill.
    await save();
  } catch (error) {
    state.signingKey = undefined;
    throw error;
  }
  return key;
}

/** Returns the time in six months, in seconds since 1970 (contract: CreateAppUserIdToken.exp). */
function sixMonthsFromNow(): number {
  const date = new Date();
  date.setUTCMonth(date.getUTCMonth() + 6);
  return Math.floor(date.getTime() / 1000);
}

function invalid(message: string): Answer {
  return refusal(400, "invalid-request", message);
}
