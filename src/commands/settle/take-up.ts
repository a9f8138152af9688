import { withAttempt, type State } from "../../core/state/state.ts";
import { saveStore } from "../../store/save-store.ts";
import { bare, escapeText } from "../../report/text.ts";
import { findLostAttempts } from "../../guards/lost-attempts.ts";
import type { LockedState } from "../../run/lock.ts";
import { checkLineage, firstOf } from "../../guards/lost-facts.ts";
import { evidenceOf } from "../../guards/evidence.ts";
import { shownPath, type Session } from "../../session/session.ts";

/**
 * Takes up the attempts that only the ledger, HEAD or its upstream knows as open, so that they can be
 * settled like any other: a lockfile that was put back from git has lost them, and git never held
 * them. They are durable when this resolves, since the time that they have to wait counts from now
 * where nobody knows when they were sent. Throws DiskError or Failure.
 */
export async function withLostAttempts(
  session: Session,
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
  const witnesses = new Set(lost.map(({ source }) => escapeText(source)));
  context.err.write(
    `The lockfile ${bare(shownPath(context, places.lockfile))} lacked creates that were sent, and are known to ${[...witnesses].join(", ")}: ${firstOf(names)}. They are in it as unsettled now.\n`,
  );
  return { ...current, evidence: evidence, store: { ...store, ...saved }, state: saved.state };
}
