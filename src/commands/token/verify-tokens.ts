import { fetchJwks, isJwksUrl, type Jwks, type JwksVerdict } from "../../api/jwks.ts";
import { tokenFault } from "../../api/token-proof.ts";
import type { Observations } from "../../core/plan/observation.ts";
import { compareAddresses } from "../../core/order.ts";
import { urlInProse } from "../../core/names/shown-url.ts";
import { tokenClients, tokenPools, type TokenClient, type TokenPool } from "./token-holders.ts";
import { version } from "../../core/version.ts";
import type { VerifiedToken } from "../../report/status/verify.ts";
import type { Session } from "../../session/session.ts";
import type { CurrentState } from "../../run/current-state.ts";

/** The user for whom tokens are issued here, which no application may take for one of its own. */
const reservedUser = "anon-sync-verify";
const lifetimeSeconds = 60;

/**
 * Has a token issued for one client of each Anon-hosted pool, and verifies its signature against
 * the JWKS that the API answered for that pool, and its claims against the lockfile. No token is
 * kept or told.
 */
export async function verifyTokens(
  session: Session,
  current: CurrentState,
  observations: Observations,
): Promise<readonly VerifiedToken[]> {
  const { kinds, limiter } = session;
  const clients = [...tokenClients(kinds, current.state).values()].toSorted(byAddress);
  const pools = [...tokenPools(kinds, current.state).values()].toSorted(byAddress);
  const look = jwksReader(session);
  limiter.expect(pools.length);
  return Promise.all(
    pools.map((pool) =>
      limiter.run(async () => {
        const client = clients.find(({ poolId }) => poolId === pool.fact.id);
        const found = await verifyPool(session, current, observations, pool, client, look);
        return { address: pool.fact.address, ...found };
      }),
    ),
  );
}

/** Whether the manifest has pools that Anon hosts, so that there should be a token to prove. */
export function wantsHostedPool({ kinds, resolved }: Pick<Session, "kinds" | "resolved">): boolean {
  return resolved.wanted.some(({ kind: name, fields }) => {
    const kind = kinds.find((one) => one.name === name);
    return kind?.tokens?.part === "pool" && kind.jwksUri?.(fields) === undefined;
  });
}

type Found = Omit<VerifiedToken, "address">;

async function verifyPool(
  session: Session,
  current: CurrentState,
  observations: Observations,
  pool: TokenPool,
  client: TokenClient | undefined,
  look: (url: string) => Promise<JwksVerdict>,
): Promise<Found> {
  const seen = observations.get(pool.fact.id);
  if (seen?.seen !== "present") return skipped("The pool itself could not be looked up.");
  if (pool.isHosted(seen.fields) === false)
    return skipped("It is self-hosted: its own identity provider issues the tokens.");
  if (client === undefined)
    return { result: "not proven", reason: "The lockfile has no client of it to issue one for." };
  // The API's answer of now, and never the lockfile, which may come from anybody's branch.
  const jwksUri = pool.jwksUri(seen.fields);
  const of = { client: client.fact.address, ...(jwksUri !== undefined && { jwksUri }) };
  const failed = (reason: string): Found => ({ ...of, result: "failed", reason });
  if (jwksUri === undefined) return failed("The API does not tell its JWKS URL.");
  if (!isJwksUrl(jwksUri, session.target.isLoopback))
    return failed(`Its JWKS URL is not https, and was not asked: ${urlInProse(jwksUri)}.`);
  // Before the token is issued: without keys there is no need of one.
  const read = await look(jwksUri);
  if (read.verdict !== "found")
    return failed(`Its JWKS at ${urlInProse(jwksUri)} could not be read: ${read.reason}`);
  return { ...of, ...(await verifyClient(session, current, client, pool.fact.id, read.jwks)) };
}

async function verifyClient(
  { context }: Session,
  current: CurrentState,
  client: TokenClient,
  userPoolId: string,
  jwks: Jwks,
): Promise<Found> {
  const { clock } = context.system;
  const { id: sdkClientId, address } = client.fact;
  const expiresAt = Math.floor(clock.now() / 1_000) + lifetimeSeconds;
  const body = client.body(reservedUser, expiresAt);
  const verdict = await current.api().issueToken(body, context.interrupt.stop);
  if (verdict.verdict !== "issued") {
    const result = verdict.verdict === "unauthorized" ? "unauthorized" : "failed";
    return { result, reason: `No token for a user of ${address}: ${verdict.reason}` };
  }
  // Nothing here prints it; from now on nothing can.
  context.protect(verdict.token);
  const request = { user: reservedUser, sdkClientId, userPoolId, expiresAt };
  const fault = await tokenFault(verdict.token, jwks, request, clock.now());
  const what = `A token for a user of ${address}`;
  if (fault !== undefined)
    return { result: "failed", reason: `${what} is not what was asked for: ${fault}` };
  return { result: "ok", reason: `${what} fits the lockfile and the keys of the pool.` };
}

/** Fetches each JWKS once: all Anon-hosted pools may have the same one. */
function jwksReader({ context }: Session): (url: string) => Promise<JwksVerdict> {
  const { clock, random, transport } = context.system;
  const requests = new Map<string, Promise<JwksVerdict>>();
  return (url) => {
    const begun =
      requests.get(url) ??
      fetchJwks({ transport: transport(), clock, random, version }, url, context.interrupt.stop);
    requests.set(url, begun);
    return begun;
  };
}

function skipped(reason: string): Found {
  return { result: "skipped", reason };
}

function byAddress(
  left: { readonly fact: { readonly address: string } },
  right: { readonly fact: { readonly address: string } },
): number {
  return compareAddresses(left.fact.address, right.fact.address);
}
