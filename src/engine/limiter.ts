import pLimit from "p-limit";
import { createAdaptiveLimit, type SentRequest } from "./adaptive-limit.ts";
import { retryAfterMs } from "../core/wire/answer.ts";
import type { Exchange, Transport } from "../core/exchange.ts";
import type { Clock } from "../core/ports.ts";

/** The limit that the look-ups and the creates of one run share: how many may be under way at once. */
export interface Limiter {
  /** The most that can ever go on at once. */
  readonly maximum: number;
  /** Tells of requests that are going to be made. */
  expect(requests: number): void;
  /** Does something when it has a place among those that may go on at once. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Resolves when one request may be sent, by what the API said before; at once when `signal` aborts. */
  turn(signal?: AbortSignal): Promise<void>;
  /** Tells that the API asks everybody to wait for so long, in milliseconds. */
  hold(ms: number): void;
  /** The transport by which it learns what the API takes. */
  watching(transport: Transport): Transport;
}

/** The values of --parallelism: `auto`, or how many requests at once. */
export type Parallelism = "auto" | number;

/** A limiter of so many requests at once, or of as many as the API takes, up to `maximum`. */
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
 * Lets core's AdaptiveLimit say how many and when. Look-ups wait for their turn in the transport,
 * each try of one; a create does before its intent is recorded (create.ts), so the transport lets it
 * pass: between its intent and its POST nothing may wait.
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
    // The answer that says so came through the transport, too.
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
 * Does something with each item, as many at once as the limiter lets. An item is taken when there may be
 * a place for it: a promise for each of them beforehand would keep what was answered in memory until all
 * are done. Rejects with the first error.
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

/** A clock that never goes back, and stands still while the machine's does. */
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
