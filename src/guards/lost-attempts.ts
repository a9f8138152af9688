import type { AttemptFact, State } from "../core/state/state.ts";
import { lostAttempts } from "../store/lineages.ts";
import { addressesOf } from "./evidence.ts";
import type { Evidence, KnownFact } from "../core/plan/evidence.ts";

/** An open attempt that the lockfile lacks, and who knows of it. */
export interface LostAttempt {
  /** As much as is known: the ledger knows neither when it was sent nor why nobody knows its end. */
  readonly fact: AttemptFact;
  /** For messages: `this machine's ledger and HEAD`. */
  readonly source: string;
}

/**
 * The attempts that a state lacks, and that only somebody else remembers as open. One whose end
 * anybody remembers is left out: it lacks no settling, but the lockfile that holds its end.
 */
export function findLostAttempts(
  state: State,
  evidence: readonly Evidence[],
): readonly LostAttempt[] {
  const ended = endedIn(evidence);
  const found = new Map<string, LostAttempt>();
  // The whole facts of git come after the ledger's parts, and win.
  for (const { source, attempts } of evidence)
    for (const { attempt } of lostAttempts(addressesOf(attempts), state)) {
      const known = attempts.get(attempt);
      if (known === undefined || ended.has(attempt)) continue;
      const earlier = found.get(attempt);
      found.set(attempt, {
        fact: asOpen(attempt, known),
        source: earlier === undefined ? source : `${earlier.source} and ${source}`,
      });
    }
  return [...found.values()];
}

/** Part by part: whatever else a ledger's line may hold one day is no part of a lockfile. */
function asOpen(attempt: string, known: KnownFact<AttemptFact>): AttemptFact {
  const { address, generation = 1, fields = {}, sentAt, reason, hint, quarantined } = known;
  return {
    attempt,
    address,
    generation,
    verdict: "unknown",
    fields,
    ...(sentAt !== undefined && { sentAt }),
    ...(reason !== undefined && { reason }),
    ...(hint !== undefined && { hint }),
    ...(quarantined !== undefined && { quarantined }),
  };
}

function endedIn(evidence: readonly Evidence[]): ReadonlySet<string> {
  const ended = new Set<string>();
  for (const { ids, attempts } of evidence) {
    for (const { attempt } of ids.values()) if (attempt !== undefined) ended.add(attempt);
    for (const [attempt, { verdict }] of attempts)
      // A lockfile tells open attempts as unknown; the ledger tells of open ones alone, and no verdict.
      if (verdict !== undefined && verdict !== "unknown") ended.add(attempt);
  }
  return ended;
}
