import { createRequestRate } from "./request-rate.ts";

/** A request under way. The caller passes it back to answered(). */
export interface SentRequest {
  /** Counts the requests from 1. */
  readonly number: number;
  readonly atMs: number;
  /** The kind of request that its latency is compared with: only the same method. */
  readonly method: string;
  /** The number of requests under way, including this request. */
  readonly inFlight: number;
}

/** The result of a request. */
export interface Answer {
  /** Undefined if none came. */
  readonly status: number | undefined;
  /** As the server asks, in milliseconds; 0 if it does not. */
  readonly retryAfterMs: number;
}

/** The number of requests that a server accepts, learned from its answers. */
export interface AdaptiveLimit {
  /** The number of requests that may be under way at once, a whole number from 1. */
  limit(): number;
  /** Announces requests to come, beside those that were announced before. */
  expect(requests: number): void;
  /** For how long nothing may be sent, in milliseconds; if it is 0, one may be, and counts. */
  take(nowMs: number): number;
  sent(method: string, nowMs: number): SentRequest;
  answered(request: SentRequest, nowMs: number, answer: Answer): void;
}

/** The number of requests at once before the first answer. */
const start = 8;
/** A connection costs a handshake: past the start, so many requests justify one connection. */
const requestsPerConnection = 4;
/** The longest wait after a refusal, in milliseconds, even if Retry-After is longer. */
const maximumHoldMs = 60_000;
/** The wait after a refusal without Retry-After, in milliseconds; doubled with each in a row. */
const holdMs = 100;
/** The lateness of a timer that later requests may make up for, in milliseconds. */
const creditMs = 4;
/**
 * The number of requests that the server must admit among more than `peak`, before `peak` rises.
 */
const believedSightings = 3;
/** How long a limit found twice stands, in milliseconds. Each later time doubles this. */
const patienceMs = 30_000;

/**
 * Returns a limit that learns how many requests a server accepts at once, up to `maximum`, and how
 * many a second. The limit keeps state but has no effects. `nowMs` is a clock that never goes back.
 *
 * - The limit starts at 8. Each good answer adds one, so the limit doubles in a round trip, as long
 *   as latency is at most about twice the lowest seen. This is the brake of Netflix's
 *   concurrency-limits (Gradient2Limit); we use nothing else of its gradient.
 * - A 429 or 503 halves the limit, once for all requests under way. Then the limit doubles up to a
 *   threshold and grows by one a round trip past it (RFC 5681, 3.1). A refusal among n others
 *   proves that n is too many. Once careful growth has found n, the limit stands for a while.
 * - A 429 with no more requests under way than were admitted before proves a limit of requests a
 *   second. From then on RequestRate paces them (a token bucket, as in RFC 2697, of a few
 *   milliseconds).
 * - We send nothing until Retry-After is over. Then one request goes first, and the others follow
 *   when the server admits it. Requests are spread over a round trip, so growth is no burst.
 */
export function createAdaptiveLimit(maximum: number): AdaptiveLimit {
  const rate = createRequestRate();
  const latencies = new Map<string, { lowestMs: number; usualMs: number }>();
  let latencyMs = 0;
  let expected = 0;
  let limit = start;
  let threshold = Number.POSITIVE_INFINITY;
  let believedUntilMs = 0;
  let patience = 0;
  let inFlight = 0;
  /** The highest number of requests under way at which the server admitted a request. */
  let peak = 1;
  /** The number of requests admitted among more than `peak`, and the least of these counts. */
  let sightings = 0;
  let higher = Number.POSITIVE_INFINITY;
  let number = 0;
  /** The last request that was sent before the last cut. */
  let cutAt = 0;
  let refusedInARow = 0;
  let heldUntilMs = 0;
  let nextAtMs = 0;
  /**
   * Whether the rate decides when the next request may go, and whether a request has waited for it.
   */
  let isByRate = false;
  let isPaced = false;

  const most = (): number =>
    Math.min(maximum, Math.max(start, Math.ceil(expected / requestsPerConnection)));

  function intervalMs(): number {
    // One request goes first: the others wait for its answer, or for twice the usual latency.
    if (refusedInARow > (rate.intervalMs() > 0 ? 1 : 0))
      return Math.max(rate.intervalMs(), 2 * latencyMs);
    const gain = threshold === Number.POSITIVE_INFINITY ? 2 : 1.2;
    return Math.max(rate.intervalMs(), latencyMs / (gain * limit));
  }

  function isFlat(method: string, tookMs: number): boolean {
    const known = latencies.get(method) ?? { lowestMs: tookMs, usualMs: tookMs };
    known.lowestMs = Math.min(known.lowestMs, tookMs);
    known.usualMs += (tookMs - known.usualMs) / 8;
    latencies.set(method, known);
    latencyMs = known.usualMs;
    return known.usualMs <= 2 * known.lowestMs + 10;
  }

  function admitted(request: SentRequest, nowMs: number): void {
    const flat = isFlat(request.method, nowMs - request.atMs);
    rate.admitted(nowMs, isPaced);
    isPaced = false;
    if (request.number <= cutAt) return;
    if (request.inFlight > peak) {
      // A request whose answer is on its way still counts here, but no longer at the server.
      sightings += 1;
      higher = Math.min(higher, request.inFlight);
    }
    if (sightings >= believedSightings) {
      peak = higher;
      sightings = 0;
      higher = Number.POSITIVE_INFINITY;
    }
    if (refusedInARow > 0) {
      refusedInARow = 0;
      nextAtMs = nowMs;
    }
    // If far fewer requests are under way than allowed, nothing is learned about a higher limit.
    if (!flat || Math.max(request.inFlight, inFlight + 1) * 3 < limit) return;
    if (limit < threshold) limit = Math.min(threshold, limit + 1);
    else if (nowMs >= believedUntilMs) limit += 1 / limit;
    limit = Math.min(limit, most());
  }

  function refused(request: SentRequest, nowMs: number, { status, retryAfterMs }: Answer): void {
    const isNew = request.number > cutAt;
    if (isNew) refusedInARow += 1;
    const backoffMs = holdMs * 2 ** Math.min(10, refusedInARow - 1);
    const hold = Math.min(maximumHoldMs, retryAfterMs > 0 ? retryAfterMs : backoffMs);
    const isTooMany = status === 429 && request.inFlight > peak;
    if (isNew) {
      cutAt = number;
      const before = limit;
      limit = Math.max(1, limit / 2);
      threshold = Math.max(1, before);
      if (status === 429 && (!isTooMany || rate.intervalMs() > 0)) rate.cut(nowMs);
      if (status === 503) rate.halve();
      if (isTooMany) {
        threshold = Math.max(1, request.inFlight - 1);
        peak = Math.max(1, request.inFlight - 1);
        believedUntilMs = nowMs + patience;
        patience = Math.max(patienceMs, patience * 2);
      }
    } else if (isTooMany) threshold = Math.max(1, Math.min(threshold, request.inFlight - 1));
    limit = Math.max(1, Math.min(limit, threshold));
    heldUntilMs = Math.max(heldUntilMs, nowMs + hold);
    rate.held(nowMs, hold);
  }

  return {
    limit: () => Math.min(maximum, Math.floor(limit)),

    expect(requests) {
      expected += requests;
    },

    take(nowMs) {
      const waitMs = Math.max(heldUntilMs, nextAtMs) - nowMs;
      if (waitMs > 0) {
        isPaced ||= isByRate;
        return waitMs;
      }
      const gapMs = intervalMs();
      isByRate = gapMs === rate.intervalMs();
      nextAtMs = Math.max(nextAtMs, nowMs - creditMs) + gapMs;
      return 0;
    },

    sent(method, nowMs) {
      inFlight += 1;
      number += 1;
      return { number, atMs: nowMs, method, inFlight };
    },

    answered(request, nowMs, answer) {
      inFlight -= 1;
      const { status } = answer;
      if (status === 429 || status === 503) refused(request, nowMs, answer);
      else if (status !== undefined && status < 500) admitted(request, nowMs);
    },
  };
}
