import { reasonOf } from "../core/errors/problem.ts";
import { NotPublished, type Journal, type PlannedCreate } from "../core/journal.ts";
import { isCreate, type Plan } from "../core/plan/plan.ts";
import { mergeStates } from "../core/state/merge.ts";
import type { State } from "../core/state/state.ts";
import type { Session } from "../session/session.ts";
import type { Lockfile } from "../store/lockfile.ts";
import type { Store } from "../store/store.ts";
import { takeLease } from "./lease.ts";
import { publishedJournal } from "./published-journal.ts";
import { Publisher } from "./publisher.ts";
import type { RemoteState } from "./remote-state.ts";

/** How one run of apply shares what it does with the other machines. */
export interface SharedRun {
  /** A journal whose intents are on the remote before anything is sent. */
  journal(journal: Journal, creates: readonly PlannedCreate[]): Journal;
  /**
   * Called when the lockfile holds `state`. At the end of the run it tells the remote, and lets go of
   * it. Where that fails, `write` puts what only the remote lacks to know into the lockfile, too.
   * Throws NotPublished.
   */
  save(
    state: State,
    organizationId: string | undefined,
    write: (whole: State) => Promise<void>,
  ): Promise<void>;
}

/**
 * Takes the remote for a run. The order of effects: the remote is taken before the journal is made;
 * what people agreed to goes there with the first announcement; the lockfile is written before the
 * remote is let go of. Throws a Failure.
 */
export async function shareRun(
  session: Session,
  remote: RemoteState,
  store: Store,
  plan: Plan,
): Promise<SharedRun> {
  await takeLease(session, remote, store);
  const { lineage, environment } = store;
  let base: Lockfile = { lineage, environment, state: store.state };
  let publisher: Publisher | undefined;
  const hasCreates = plan.actions.some(isCreate);

  return {
    journal(journal, creates) {
      publisher = new Publisher(remote, session.ports.clock, base);
      return publishedJournal(journal, publisher, creates);
    },

    async save(state, organizationId, write) {
      const learned = organizationId === undefined ? {} : { organizationId };
      base = { lineage, environment: { ...environment, ...learned }, state };
      // Consents to replace are saved before the first create; everything else at the end.
      if (hasCreates && publisher === undefined) return;
      await publisher?.end();
      const known = publisher?.learned ?? { ids: new Map(), attempts: new Map() };
      try {
        await remote.release(base, known);
      } catch (error) {
        // Only this run knows that an announced create was never sent, so the lockfile keeps it.
        await write(mergeStates(state, known));
        throw new NotPublished(reasonOf(error));
      }
    },
  };
}
