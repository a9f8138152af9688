import { createAdaptiveLimit, type AdaptiveLimit } from "../../src/engine/adaptive-limit.ts";

/** A server's limit: requests a second, counted in one of three ways, or requests at once. */
export type Allows =
  | { readonly perSecond: number; readonly by: "bucket" | "fixed window" | "sliding window" }
  | { readonly atOnce: number }
  | undefined;

/** One run against a server. */
export interface VirtualRun {
  readonly allows: Allows;
  readonly latencyMs: number;
  /** What a 429 says, in seconds; undefined if it names no time. */
  readonly retryAfterSeconds: number | undefined;
  /** The minimum of requests and of seconds: the run ends when both are reached. */
  readonly requests: number;
  readonly seconds: number;
  /** `auto`, or the count of requests at once; each of those waits only for its own Retry-After. */
  readonly parallelism: "auto" | number;
}

/** The outcome of a run. */
export interface VirtualResult {
  readonly sent: number;
  readonly admitted: number;
  readonly refused: number;
  readonly tookMs: number;
  /** The admitted requests, as a part of all that the server allowed in that time. */
  readonly reached: number;
  /** The highest count of requests at once. */
  readonly peak: number;
}

/** A server's counter: whether the server admits a request now, and that a request ended. */
interface Gate {
  admits(nowMs: number): boolean;
  done(): void;
}

/** Runs requests against a server in virtual time, in milliseconds as a timer counts them. */
export function runVirtually(run: VirtualRun): VirtualResult {
  const { allows, latencyMs } = run;
  const gate = gateOf(allows);
  const auto = run.parallelism === "auto" ? createAdaptiveLimit(64) : undefined;
  // A run of some seconds has an unlimited count of requests.
  auto?.expect(run.seconds > 0 ? Number.POSITIVE_INFINITY : run.requests);
  const queue = createQueue();
  const random = jitter();
  let nowMs = 0;
  let slots = 0;
  let admitted = 0;
  let refused = 0;
  let sent = 0;
  let inFlight = 0;
  let peak = 0;
  let isAsleep = false;

  const isOver = (): boolean => sent >= run.requests && nowMs >= run.seconds * 1_000;

  function fill(): void {
    while (!isOver() && !isAsleep && slots < limitOf(auto, run.parallelism)) {
      const waitMs = auto?.take(nowMs) ?? 0;
      if (waitMs > 0) {
        isAsleep = true;
        queue.add(nowMs + Math.max(1, Math.ceil(waitMs)), () => void (isAsleep = false));
        return;
      }
      slots += 1;
      send();
    }
  }

  function send(): void {
    sent += 1;
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    const request = auto?.sent("GET", nowMs);
    const tookMs = latencyMs * (0.95 + 0.1 * random());
    // A limit at once applies when a request starts; a limit a second applies half way.
    const isBusy = allows !== undefined && "atOnce" in allows;
    const answer = (isAdmitted: boolean, atMs: number): void =>
      queue.add(atMs, () => {
        inFlight -= 1;
        if (isAdmitted) gate.done();
        if (isAdmitted) admitted += 1;
        else refused += 1;
        const retryAfterMs = isAdmitted ? 0 : (run.retryAfterSeconds ?? 0) * 1_000;
        const status = isAdmitted ? 200 : 429;
        if (request !== undefined)
          auto?.answered(request, Math.floor(nowMs), { status, retryAfterMs });
        const keptMs = auto === undefined && !isAdmitted ? Math.max(250, retryAfterMs) : 0;
        if (keptMs === 0) slots -= 1;
        else queue.add(nowMs + keptMs, () => void (slots -= 1));
      });
    if (isBusy) {
      const isAdmitted = gate.admits(nowMs);
      answer(isAdmitted, nowMs + (isAdmitted ? tookMs : 1));
    } else queue.add(nowMs + tookMs / 2, () => answer(gate.admits(nowMs), nowMs + tookMs / 2));
  }

  fill();
  for (let next = queue.next(); next !== undefined && !isOver(); next = queue.next()) {
    nowMs = next.atMs;
    next.act();
    fill();
  }
  const allowed = allowedIn(allows, latencyMs, nowMs);
  return { sent, admitted, refused, tookMs: nowMs, reached: admitted / allowed, peak };
}

function limitOf(auto: AdaptiveLimit | undefined, parallelism: "auto" | number): number {
  return auto?.limit() ?? Number(parallelism);
}

function allowedIn(allows: Allows, latencyMs: number, ms: number): number {
  if (allows === undefined) return (64 * ms) / latencyMs;
  if ("perSecond" in allows) return (allows.perSecond * ms) / 1_000;
  return (allows.atOnce * ms) / latencyMs;
}

function gateOf(allows: Allows): Gate {
  if (allows === undefined) return { admits: () => true, done: () => undefined };
  if ("atOnce" in allows) return atOnce(allows.atOnce);
  const { perSecond, by } = allows;
  const gates = { bucket, "fixed window": fixedWindow, "sliding window": slidingWindow };
  return { admits: gates[by](perSecond), done: () => undefined };
}

function atOnce(most: number): Gate {
  let busy = 0;
  return {
    admits() {
      if (busy >= most) return false;
      busy += 1;
      return true;
    },
    done: () => void (busy -= 1),
  };
}

/** Returns a bucket that gains `perSecond` tokens; its size is 50 ms of them, at least two. */
function bucket(perSecond: number): Gate["admits"] {
  const size = Math.max(2, perSecond / 20);
  let tokens = size;
  let atMs = 0;
  return (nowMs) => {
    tokens = Math.min(size, tokens + ((nowMs - atMs) * perSecond) / 1_000);
    atMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** Admits `perSecond` requests in each second of the server's clock. */
function fixedWindow(perSecond: number): Gate["admits"] {
  let window = -1;
  let count = 0;
  return (nowMs) => {
    // The server's seconds begin at another moment than ours.
    const current = Math.floor((nowMs + 370) / 1_000);
    if (current !== window) count = 0;
    window = current;
    if (count >= perSecond) return false;
    count += 1;
    return true;
  };
}

/** Admits `perSecond` requests in any second. */
function slidingWindow(perSecond: number): Gate["admits"] {
  const ring = new Float64Array(perSecond).fill(-1_000);
  let next = 0;
  return (nowMs) => {
    if (nowMs - (ring[next] ?? 0) < 1_000) return false;
    ring[next] = nowMs;
    next = (next + 1) % perSecond;
    return true;
  };
}

/** Returns the same numbers in [0, 1) in each run (a linear congruential generator). */
function jitter(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

/** Returns the queue of events, a binary heap. */
function createQueue(): {
  add(atMs: number, act: () => void): void;
  next(): Event | undefined;
} {
  const heap: Event[] = [];
  let order = 0;
  const isBefore = (one: Event, other: Event): boolean =>
    one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  const at = (index: number): Event => heap[index] as Event;
  const swap = (one: number, other: number): void => {
    [heap[one], heap[other]] = [at(other), at(one)];
  };
  return {
    add(atMs, act) {
      let index = heap.push({ atMs, order: (order += 1), act }) - 1;
      for (; index > 0; index = (index - 1) >> 1) {
        if (!isBefore(at(index), at((index - 1) >> 1))) break;
        swap(index, (index - 1) >> 1);
      }
    },
    next() {
      const first = heap[0];
      const last = heap.pop();
      if (heap.length === 0 || last === undefined) return first;
      heap[0] = last;
      for (let index = 0; ;) {
        const left = 2 * index + 1;
        if (left >= heap.length) break;
        const child = left + 1 < heap.length && isBefore(at(left + 1), at(left)) ? left + 1 : left;
        if (!isBefore(at(child), at(index))) break;
        swap(index, child);
        index = child;
      }
      return first;
    },
  };
}
