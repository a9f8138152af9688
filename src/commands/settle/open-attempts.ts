import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import type { AttemptFact, State } from "../../core/state/state.ts";
import { saveStore } from "../../store/save-store.ts";
import { suggestedCommand } from "../../report/command-words.ts";
import type { LockedState } from "../../run/lock.ts";
import type { Session } from "../../session/session.ts";

/** The open attempt to settle: the only one, or what --attempt names. Throws a Failure. */
export function chooseAttempt(
  { target, options: { attempt } }: Session,
  address: string,
  open: readonly AttemptFact[],
): AttemptFact {
  const matching = attempt === undefined ? open : open.filter((fact) => fact.attempt === attempt);
  const [chosen, ...more] = matching;
  const names = open.map((fact) => `${fact.attempt} (sent ${fact.sentAt ?? "at an unknown time"})`);
  if (chosen !== undefined && more.length === 0) return chosen;
  if (open.length === 0) throw nothingOpen(target, address);
  throw failure(
    exitCode.invalid,
    "which-attempt",
    attempt === undefined
      ? `Several attempts at ${address} are open: ${names.join(", ")}.`
      : `${address} has no open attempt ${JSON.stringify(attempt)}, only ${names.join(", ")}.`,
    "Say which one: --attempt ATTEMPT",
  );
}

/** Makes the settled state durable. Throws DiskError or Failure. */
export function save(
  { ports, places }: Session,
  { store }: LockedState,
  next: State,
  organizationId: string | undefined,
): Promise<unknown> {
  return saveStore(ports, places, store, next, store.environment.organizationId ?? organizationId);
}

/** Says that there is nothing to settle at an address. */
export function nothingOpen(target: Session["target"], address: string) {
  return failure(
    exitCode.refused,
    "nothing-unsettled",
    `Nothing is unsettled at ${JSON.stringify(address)}.`,
    `${suggestedCommand(target, ["status"])} shows what is.`,
  );
}
