import { reasonOf } from "../core/errors/problem.ts";
import { NotAnnounced, type Journal, type PlannedCreate } from "../core/journal.ts";
import type { AttemptFact } from "../core/state/state.ts";
import { resolvedFields } from "../store/journal-format.ts";
import type { Publisher } from "./publisher.ts";

/**
 * A journal whose intents are on the remote, too, before anything is sent: the disk of a runner goes
 * with its job. The local one comes first in both, so that whoever finds its disk knows more.
 */
export function publishedJournal(
  journal: Journal,
  publisher: Publisher,
  creates: readonly PlannedCreate[],
): Journal {
  const announced = new Map<string, AttemptFact>();

  return {
    async sending(create, retry, references) {
      const planned = creates[create];
      if (planned === undefined) throw new Error(`there is no create ${create}`);
      const sending = await journal.sending(create, retry, references);
      const { address, generation } = planned;
      const fact: AttemptFact = {
        ...sending,
        address,
        generation,
        verdict: "sending",
        fields: resolvedFields(planned.fields, references),
        reason: "its run announced it, and told nothing more",
      };
      announced.set(sending.attempt, fact);
      try {
        await publisher.announce(fact);
      } catch (error) {
        const reason = reasonOf(error);
        // Nothing was sent: that is certain, whether the announcement has arrived or not.
        publisher.conclude([], [{ ...fact, verdict: "refused" }]);
        await journal.verdict(sending.attempt, { verdict: "refused", reason });
        throw new NotAnnounced(reason);
      }
      return sending;
    },

    async verdict(attempt, known) {
      const fact = announced.get(attempt);
      if (fact === undefined) throw new Error(`a verdict on ${attempt}, which was never announced`);
      try {
        await journal.verdict(attempt, known);
      } finally {
        // Even if this disk is full: the remote may be the only one that takes it.
        if (known.verdict === "created") {
          const { address, generation, fields } = fact;
          publisher.conclude([{ id: known.id, address, generation, attempt, applied: fields }], []);
        } else publisher.conclude([], [{ ...fact, ...known }]);
      }
    },

    close: () => journal.close(),
    leave: () => journal.leave(),
  };
}
