import type { Exchange } from "../core/exchange.ts";
import { lookupVerdict } from "../core/wire/classify.ts";
import type { LookupVerdict } from "../core/wire/verdict.ts";
import { askAgain, retryAfterOf } from "./ask-again.ts";
import type { Settings } from "./options.ts";

const sightingsOfAbsence = 2;

/**
 * Looks up one id until the answer is certain, as often and as long as askAgain allows. A 404
 * proves absence only if a second 404 follows it.
 */
export async function lookupUntilCertain(
  settings: Settings,
  id: string,
  get: (deadlineMs: number) => Promise<Exchange>,
  redact: (text: string) => string,
  signal: AbortSignal | undefined,
): Promise<LookupVerdict> {
  let absences = 0;
  const verdict = await askAgain(
    settings,
    async (deadlineMs) => {
      const seen = lookupVerdict(await get(deadlineMs), id, redact);
      if (seen.verdict === "absent") absences += 1;
      return seen;
    },
    (seen) => (seen.verdict === "absent" && absences < sightingsOfAbsence ? 0 : retryAfterOf(seen)),
    signal,
  );
  return verdict.verdict === "absent" && absences < sightingsOfAbsence ? onceAbsent : verdict;
}

const onceAbsent: LookupVerdict = {
  verdict: "unreadable",
  reason: "The answer was 404 once, and asking again gave no second one.",
  retry: true,
};
