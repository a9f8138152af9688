import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import { stateOf, type State } from "../core/state/state.ts";
import { createNearest } from "../manifest/nearest.ts";
import { suggestedCommand } from "../report/command-words.ts";
import type { StatusView } from "../report/status/status.ts";
import type { Session } from "../session/session.ts";

/**
 * The part of a state that is about one address, and the renames in the manifest that concern it.
 * Throws a Failure where neither lockfile nor manifest knows the address.
 */
export function onlyAddress(
  { resolved, target }: Pick<Session, "resolved" | "target">,
  state: State,
  address: string,
): Required<Pick<StatusView, "state" | "only">> {
  const ids = [...state.ids.values()];
  const attempts = [...state.attempts.values()];
  const moved = resolved.moved.filter(({ from, to }) => from === address || to === address);
  const addresses = new Set(
    [...ids, ...attempts, ...resolved.wanted].map((known) => known.address),
  );
  if (!addresses.has(address) && moved.length === 0)
    throw unknownAddress(target, address, addresses);
  return {
    state: stateOf(
      ids.filter((fact) => fact.address === address),
      attempts.filter((fact) => fact.address === address),
    ),
    only: { address, moved },
  };
}

function unknownAddress(
  target: Session["target"],
  address: string,
  known: ReadonlySet<string>,
): Failure {
  const meant = createNearest()(address, known);
  return failure(
    exitCode.invalid,
    "unknown-address",
    `Neither the lockfile nor the manifest has the address ${JSON.stringify(address)}.`,
    meant === undefined
      ? `${suggestedCommand(target, ["status"])} shows every address.`
      : `Did you mean ${meant}?`,
  );
}
