import pLimit from "p-limit";
import { createAdaptiveLimit, type SentRequest } from "./adaptive-limit.ts";
import { retryAfterMs } from "../core/wire/answer.ts";
import type { Exchange, Transport } from "../core/exchange.ts";
import type { Clock } from "../core/ports.ts";

/** The limit that the look-ups and the creates of one run share: how many may be under way at once. */
export interface Limiter {
  /** The highest number of tasks that can ever go on at once. */
  readonly maximum: number;
  /** Announces requests that the run is going to make. */
  expect(requests: number): void;
  /** Runs a task once the limit allows one more. Resolves with the result of the task. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /**
   * Resolves when the API's answers so far allow one more request; at once when `signal` aborts.
   */
  turn(signal?: AbortSignal): Promise<void>;
  /** Records that the API asks all requests to wait for so long, in milliseconds. */
  hold(ms: number): void;
  /** Returns a transport whose answers adapt the limiter to the API. */
  watching(transport: Transport): Transport;
}

/** The values of --parallelism: `auto`, or how many requests at once. */
export type Parallelism = "auto" | number;

/** Returns a limiter of so many requests at once; `auto`: of as many as the API accepts. */
export function createLimiter(clock: Clock, parallelism: Parallelism, maximum: number): Limiter {
  return parallelism === "auto" ? adaptive(clock, maximum) : fixed(clock, parallelism);
}

function fixed(clock: Clock, parallelism: number): Limiter {
  const limit = pLimit(parallelism);
  let heldUntilMs = 0;
  return {
    maximum: parallelism,
    expect: () => undefined,
    run: (task) => limit(task),
    async turn(signal) {
      for (let now = clock.now(); now < heldUntilMs && !isOver(signal); now = clock.now())
        await clock.sleep(heldUntilMs - now, signal);
    },
    hold: (ms) => void (heldUntilMs = Math.max(heldUntilMs, clock.now() + ms)),
    watching: (transport) => transport,
  };
}

/**
 * Returns a limiter whose AdaptiveLimit decides how many requests go, and when. Each try of a
 * look-up waits for its turn in the transport. A create waits before its intent is recorded
 * (create.ts), so the transport does not delay a POST: nothing may wait between an intent and its
 * POST.
 */
function adaptive(clock: Clock, maximum: number): Limiter {
  const learned = createAdaptiveLimit(maximum);
  const limit = pLimit(learned.limit());
  // Waiting requests stand in a line: only the first of them looks at the clock.
  const line = pLimit(1);
  const now = steady(clock);

  async function turn(signal?: AbortSignal): Promise<void> {
    if (line.activeCount === 0 && learned.take(now()) === 0) return;
    await line(async () => {
      for (let waitMs = learned.take(now()); waitMs > 0; waitMs = learned.take(now())) {
        if (isOver(signal)) return;
        await clock.sleep(Math.ceil(waitMs), signal);
      }
    });
  }

  function learn(request: SentRequest, { response }: Exchange): void {
    const requestedMs = response === undefined ? 0 : retryAfterMs(response);
    learned.answered(request, now(), { status: response?.status, retryAfterMs: requestedMs });
    const most = learned.limit();
    if (most !== limit.concurrency) limit.concurrency = most;
  }

  return {
    maximum,
    expect: (requests) => learned.expect(requests),
    run: (task) => limit(task),
    turn,
    // The answer that asks for the wait came through the transport, so learn() has read it.
    hold: () => undefined,
    watching: (transport) => ({
      async exchange(request, signal) {
        if (request.method === "GET") await turn(signal);
        const sent = learned.sent(request.method, now());
        const exchange = await transport.exchange(request, signal);
        learn(sent, exchange);
        return exchange;
      },
      close: () => transport.close(),
    }),
  };
}

/**
 * Runs `task` for each item, as many at once as the limiter lets. Takes an item only when one
 * more task may go on: a promise for each item beforehand would keep all answers until the end.
 * Rejects with the first error.
 */
export async function forEachOf<Item>(
  { maximum, run }: Pick<Limiter, "maximum" | "run">,
  items: readonly Item[],
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const work = async (): Promise<void> => {
    for (const item of waiting) await run(() => task(item));
  };
  await Promise.all(Array.from({ length: Math.min(maximum, items.length) }, work));
}

/** Returns a clock that never goes back. It stands still while the machine's clock goes back. */
function steady(clock: Clock): () => number {
  let last = clock.now();
  let passed = 0;
  return () => {
    const now = clock.now();
    passed += Math.max(0, now - last);
    last = now;
    return passed;
  };
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
