import type { Exchange } from "../core/exchange.ts";
import { lookupVerdict } from "../core/classify.ts";
import type { LookupVerdict } from "../core/verdict.ts";
import type { Settings } from "./options.ts";

const maximumTries = 5;
const maximumBackoffMs = 8_000;
const maximumRetryAfterMs = 30_000;
const sightingsOfAbsence = 2;

/**
 * Asks for one id until the answer is certain, at most five times within the total deadline.
 * Between tries it waits for what the server asked (at most 30 s) or a random part of an
 * exponential backoff, whichever is longer. A 404 is asked again before it is believed.
 */
export async function lookupUntilCertain(
  settings: Settings,
  id: string,
  get: (deadlineMs: number) => Promise<Exchange>,
  redact: (text: string) => string,
  signal: AbortSignal | undefined,
): Promise<LookupVerdict> {
  const { clock, random } = settings;
  const startMs = clock.now();
  let absences = 0;

  for (let tries = 1; ; tries += 1) {
    const remainingMs = settings.getDeadlineMs - (clock.now() - startMs);
    const exchange = await get(Math.max(1, Math.min(settings.getTryDeadlineMs, remainingMs)));
    const verdict = lookupVerdict(exchange, id, redact);
    if (verdict.verdict === "absent") absences += 1;
    const isCertain =
      verdict.verdict === "absent"
        ? absences === sightingsOfAbsence
        : verdict.verdict !== "unreadable" || !verdict.retry;
    if (isCertain) return verdict;

    const retryAfterMs = (verdict.verdict === "unreadable" && verdict.retryAfterMs) || 0;
    const backoffMs = Math.min(maximumBackoffMs, settings.backoffMs * 2 ** (tries - 1));
    const waitMs = Math.max(
      Math.min(retryAfterMs, maximumRetryAfterMs),
      Math.floor(random.fraction() * backoffMs),
    );
    const hasTime = clock.now() - startMs + waitMs < settings.getDeadlineMs;
    if (tries === maximumTries || !hasTime || signal?.aborted === true)
      return verdict.verdict === "absent" ? onceAbsent : verdict;
    await clock.sleep(waitMs, signal);
  }
}

const onceAbsent: LookupVerdict = {
  verdict: "unreadable",
  reason: "The answer was 404 once, and asking again gave no second one.",
  retry: true,
};
