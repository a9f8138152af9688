import type { SettleOptions } from "../../session/options.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { type AttemptFact, type State, withAttempt } from "../../core/state/state.ts";
import { evidenceOf } from "../../guards/evidence.ts";
import { findLostAttempts } from "../../guards/lost-attempts.ts";
import { checkLineage } from "../../guards/lost-facts.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { bare, escapeText, firstTen } from "../../report/text.ts";
import type { LockedState } from "../../run/lock.ts";
import type { Session } from "../../session/session.ts";
import { saveStore } from "../../store/save-store.ts";

/** The open attempt to settle: the only one, or what --attempt names. Throws a Failure. */
export function chooseAttempt(
  { target, options: { attempt } }: Session<SettleOptions>,
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
  { ports, places }: Session<SettleOptions>,
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

/**
 * Takes up the attempts that only the ledger, HEAD or its upstream knows as open, so that they can be
 * settled like any other: a lockfile that was put back from git has lost them, and git never held
 * them. They are durable when this resolves, since the time that they have to wait counts from now
 * if nobody knows when they were sent. Throws DiskError or Failure.
 */
export async function withLostAttempts(
  session: Session<SettleOptions>,
  current: LockedState,
): Promise<LockedState> {
  const { context, places, ports } = session;
  const { store } = current;
  const evidence = await evidenceOf(session, store);
  await checkLineage(session, store, evidence);
  const lost = findLostAttempts(current.state, evidence);
  if (lost.length === 0) return { ...current, evidence: evidence };
  const now = new Date(context.system.clock.now()).toISOString();
  let state: State = current.state;
  for (const { fact, source } of lost) {
    const reason = `${source} knows that it was sent`;
    state = withAttempt(state, { sentAt: now, reason, ...fact });
  }
  const { organizationId } = store.environment;
  const saved = await saveStore(ports, places, store, state, organizationId);
  const names = lost.map(({ fact }) => `${bare(fact.address)} (attempt ${bare(fact.attempt)})`);
  const sources = new Set(lost.map(({ source }) => escapeText(source)));
  context.err.write(
    `The lockfile ${bare(session.lockfileName)} lacked creates that were sent, and are known to ${[...sources].join(", ")}: ${firstTen(names)}. They are in it as unsettled now.\n`,
  );
  return { ...current, evidence: evidence, store: { ...store, ...saved }, state: saved.state };
}
