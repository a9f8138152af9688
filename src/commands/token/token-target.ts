import { exitCode } from "../../core/errors/exit-code.ts";
import { kindOfAddress } from "../../core/kind.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import { unsettledAttempts } from "../../core/state/state.ts";
import { tokenClients, tokenPools, type TokenClient } from "./token-holders.ts";
import { createNearest } from "../../manifest/nearest.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import type { Session } from "../../session/session.ts";
import type { CurrentState } from "../../run/current-state.ts";

/** As much of a Session as the choice of a client needs. */
type Choosing = Pick<Session, "kinds" | "target" | "resolved">;

/**
 * The client that a person named, by its address or by its key alone. Throws a Failure if no
 * tokens can be issued for it, as far as the lockfile tells.
 */
export function tokenClientOf(
  session: Choosing,
  { state }: Pick<CurrentState, "state">,
  given: string,
): TokenClient {
  const clients = tokenClients(session.kinds, state);
  const collections = session.kinds
    .filter(({ tokens }) => tokens?.part === "client")
    .map(({ collection }) => collection);
  const addresses = given.includes(".") ? [given] : collections.map((each) => `${each}.${given}`);
  const found = addresses.flatMap((address) => clients.get(address) ?? []);
  const [client] = found;
  if (client === undefined) throw noClient(session, state, addresses[0] ?? given, clients);
  if (found.length > 1)
    throw failure(
      exitCode.invalid,
      "ambiguous-client",
      `${given} may be ${found.map(({ fact }) => fact.address).join(" or ")}.`,
      "Write the whole address.",
    );
  const refusal = whyNoUsers(session, state, client);
  if (refusal !== undefined) throw refusal;
  return client;
}

/** Why there are no users for tokens, if the lockfile tells that Anon does not keep this client's. */
function whyNoUsers(
  { kinds }: Pick<Choosing, "kinds">,
  state: CurrentState["state"],
  client: TokenClient,
): Failure | undefined {
  const { address } = client.fact;
  if (client.poolId === null)
    return failure(
      exitCode.refused,
      "client-without-users",
      `${address} is a service client: it has no users, and so no tokens. Nothing was sent.`,
      "Name the client of an application.",
    );
  const pool =
    client.poolId === undefined ? undefined : tokenPools(kinds, state).get(client.poolId);
  if (pool?.isHosted(pool.fact.answered ?? {}) !== false) return undefined;
  return failure(
    exitCode.refused,
    "self-hosted-pool",
    `The users of ${address} are in ${pool.fact.address}, which is self-hosted: its own identity provider issues their tokens. Nothing was sent.`,
    "Take a token of that identity provider, or name the client of an Anon-hosted pool.",
  );
}

/** Why an address is no client that tokens can be issued for. */
function noClient(
  { kinds, target, resolved }: Choosing,
  state: CurrentState["state"],
  address: string,
  clients: ReadonlyMap<string, TokenClient>,
): Failure {
  const kind = kindOfAddress(kinds, address);
  const known = [...clients.values()]
    .filter((client) => whyNoUsers({ kinds }, state, client) === undefined)
    .map((client) => client.fact.address);
  if (kind !== undefined && kind.tokens?.part !== "client")
    return failure(
      exitCode.invalid,
      "not-a-client",
      `${address} is a ${kind.label}, and tokens are issued for a client.`,
      known.length === 0 ? "Name an SDK client." : `Name one of: ${known.join(", ")}`,
    );
  if (unsettledAttempts(state).has(address))
    return failure(
      exitCode.unsettled,
      "address-unsettled",
      `${address} has a create that nobody knows the end of, and so no id yet.`,
      `See what is known of it: ${suggestedCommand(target, ["status"])}`,
    );
  if (resolved.wanted.some((wanted) => wanted.address === address))
    return failure(
      exitCode.refused,
      "not-created",
      `${address} is in the manifest, and the lockfile has no id of it yet.`,
      `Create it first: ${suggestedCommand(target, ["apply"])}`,
    );
  if ([...state.ids.values()].some((fact) => fact.address === address))
    return failure(
      exitCode.refused,
      "address-retired",
      `${address} is retired: it left the manifest, and only its id is kept.`,
      `To have it back, put it into the manifest again, then: ${suggestedCommand(target, ["apply"])}`,
    );
  const meant = nearestOf(address, known);
  return failure(
    exitCode.invalid,
    "unknown-address",
    `Neither the manifest nor the lockfile has the address ${JSON.stringify(address)}.`,
    meant === undefined
      ? `${suggestedCommand(target, ["status"])} lists those there are.`
      : `Did you mean ${meant}?`,
  );
}

/** The address that was probably meant. Keys are compared: that all are clients makes none near. */
function nearestOf(address: string, known: readonly string[]): string | undefined {
  const meant = createNearest()(keyOf(address), known.map(keyOf));
  return known.find((one) => keyOf(one) === meant);
}

function keyOf(address: string): string {
  return address.slice(address.indexOf(".") + 1);
}
