import type { Settings } from "./options.ts";

const maximumTries = 5;
const maximumBackoffMs = 8_000;
const maximumRetryAfterMs = 30_000;

/**
 * Asks, at most five times within the total deadline, until `retryAfterMs` returns undefined for an
 * answer. Between tries it waits for the returned time (at most 30 s), or for a random part of an
 * exponential backoff, whichever is longer. Resolves with the last answer.
 *
 * Use it only for requests that may be repeated: lookups and tokens, never a create
 * (docs/design.md#6-apply-one-create, Verdicts).
 */
export async function askAgain<Answer>(
  settings: Pick<Settings, "clock" | "random" | "getDeadlineMs" | "getTryDeadlineMs" | "backoffMs">,
  ask: (deadlineMs: number) => Promise<Answer>,
  retryAfterMs: (answer: Answer) => number | undefined,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { clock, random } = settings;
  const startMs = clock.now();

  for (let tries = 1; ; tries += 1) {
    const remainingMs = settings.getDeadlineMs - (clock.now() - startMs);
    const answer = await ask(Math.max(1, Math.min(settings.getTryDeadlineMs, remainingMs)));
    const askedMs = retryAfterMs(answer);
    if (askedMs === undefined) return answer;

    const backoffMs = Math.min(maximumBackoffMs, settings.backoffMs * 2 ** (tries - 1));
    const waitMs = Math.max(
      Math.min(askedMs, maximumRetryAfterMs),
      Math.floor(random.fraction() * backoffMs),
    );
    const hasTime = clock.now() - startMs + waitMs < settings.getDeadlineMs;
    if (tries === maximumTries || !hasTime || signal?.aborted === true) return answer;
    await clock.sleep(waitMs, signal);
  }
}

/** The wait before another try, for askAgain; undefined if there must be none. */
export function retryAfterOf(verdict: {
  readonly verdict: string;
  readonly retry?: boolean;
  readonly retryAfterMs?: number;
}): number | undefined {
  return verdict.retry === true ? (verdict.retryAfterMs ?? 0) : undefined;
}
