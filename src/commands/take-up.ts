import { withAttempt, type State } from "../core/state.ts";
import { saveStore } from "../files/save-store.ts";
import { bare, escapeText } from "../report/text.ts";
import { forgottenAttempts } from "./forgotten.ts";
import type { Locked } from "./locked.ts";
import { checkLineage, firstOf } from "./lost-guard.ts";
import { memoriesOf } from "./memories.ts";
import { shownPath, type Session } from "./session.ts";

/**
 * Takes up the attempts that only the ledger, HEAD or its upstream knows as open, so that they can be
 * settled like any other: a lockfile that was put back from git has lost them, and git never held
 * them. They are durable when this resolves, since the time that they have to wait counts from now
 * where nobody knows when they were sent. Throws DiskError or Failure.
 */
export async function takeUp(session: Session, known: Locked): Promise<Locked> {
  const { context, places, ports } = session;
  const { store } = known;
  const memories = await memoriesOf(session, store);
  await checkLineage(session, store, memories);
  const forgotten = forgottenAttempts(known.state, memories);
  if (forgotten.length === 0) return { ...known, memories };
  const now = new Date(context.system.clock.now()).toISOString();
  let state: State = known.state;
  for (const { fact, witness } of forgotten) {
    const reason = `${witness} knows that it was sent`;
    state = withAttempt(state, { sentAt: now, reason, ...fact });
  }
  const { organizationId } = store.environment;
  const saved = await saveStore(ports, places, store, state, organizationId);
  const names = forgotten.map(
    ({ fact }) => `${bare(fact.address)} (attempt ${bare(fact.attempt)})`,
  );
  const witnesses = new Set(forgotten.map(({ witness }) => escapeText(witness)));
  context.err.write(
    `The lockfile ${bare(shownPath(context, places.lockfile))} lacked creates that were sent, and are known to ${[...witnesses].join(", ")}: ${firstOf(names)}. They are in it as unsettled now.\n`,
  );
  return { ...known, memories, store: { ...store, ...saved }, state: saved.state };
}
