import type { JsonObject } from "../../core/json.ts";
import type { Fields, Kind } from "../../core/kind.ts";
import { activeIds, type IdFact, type State } from "../../core/state/state.ts";

/** A client in use that the lockfile knows. */
export interface TokenClient {
  readonly fact: IdFact;
  /** As poolOf. */
  readonly poolId: string | null | undefined;
  /** The body that asks for a token for one of its users; see TokenPart. */
  body(user: string, expiresAt: number | undefined): JsonObject;
}

/** A pool in use that the lockfile knows. */
export interface TokenPool {
  readonly fact: IdFact;
  /** Whether Anon hosts it, as far as lockfile and `answered` tell. */
  isHosted(answered: Fields): boolean | undefined;
  jwksUri(answered: Fields): string | undefined;
}

/** The clients in use: address → client. */
export function tokenClients(
  kinds: readonly Kind[],
  state: State,
): ReadonlyMap<string, TokenClient> {
  const clients = new Map<string, TokenClient>();
  for (const { fact, tokens } of holders(kinds, state)) {
    if (tokens?.part !== "client") continue;
    const pool = tokens.poolOf({ ...fact.applied, ...fact.answered });
    const poolId = typeof pool === "string" || pool === null ? pool : undefined;
    clients.set(fact.address, {
      fact,
      poolId,
      body: (user, expiresAt) => tokens.body(fact.id, poolId ?? undefined, user, expiresAt),
    });
  }
  return clients;
}

/** The pools in use: id → pool. */
export function tokenPools(kinds: readonly Kind[], state: State): ReadonlyMap<string, TokenPool> {
  const pools = new Map<string, TokenPool>();
  for (const { fact, tokens } of holders(kinds, state)) {
    if (tokens?.part !== "pool") continue;
    pools.set(fact.id, {
      fact,
      isHosted: (answered) => tokens.isHosted(fact.applied, answered),
      jwksUri: (answered) => tokens.jwksUri(answered),
    });
  }
  return pools;
}

function holders(kinds: readonly Kind[], state: State) {
  const parts = new Map(kinds.map(({ collection, tokens }) => [collection, tokens]));
  return [...activeIds(state).values()].map((fact) => ({
    fact,
    tokens: parts.get(fact.address.split(".")[0] ?? ""),
  }));
}
