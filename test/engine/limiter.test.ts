import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import type { Clock } from "../../src/core/ports.ts";
import { createLimiter } from "../../src/engine/limiter.ts";
import { SimulatedTime } from "../support/simulated-time.ts";

const Limits = suite("limiter");

/** Returns a server in simulated time that answers after 20 ms, with its counts of requests at once. */
function world(statusOf: (count: number, time: SimulatedTime) => number) {
  const time = new SimulatedTime();
  const clock: Clock = { now: () => time.now, sleep: (ms, signal) => time.sleep(ms, signal) };
  const seen = { count: 0, busy: 0, peak: 0, sentAtMs: [] as number[] };
  const transport: Transport = {
    async exchange(): Promise<Exchange> {
      seen.count += 1;
      seen.busy += 1;
      seen.peak = Math.max(seen.peak, seen.busy);
      seen.sentAtMs.push(time.now);
      const status = statusOf(seen.count, time);
      await time.sleep(20);
      seen.busy -= 1;
      const headers: Record<string, string> = status === 429 ? { "retry-after": "2" } : {};
      const body = new Uint8Array();
      return { connected: true, response: { status, headers, body, ended: "complete" } };
    },
    close: () => undefined,
  };
  return { time, clock, seen, transport };
}

function request(method: HttpRequest["method"]): HttpRequest {
  const limits = { deadlineMs: 1, connectTimeoutMs: 1, maximumBytes: 1 };
  return { method, url: "https://x.test/", headers: {}, freshConnection: false, ...limits };
}

Limits("what look-ups have taught holds for the creates that follow them", async () => {
  const { clock, seen, transport } = world(() => 200);
  const limiter = createLimiter(clock, "auto", 64);
  const watched = limiter.watching(transport);
  const all = (count: number, method: "GET" | "POST") => {
    limiter.expect(count);
    const one = () => limiter.run(() => watched.exchange(request(method)));
    return Promise.all(Array.from({ length: count }, one));
  };
  await all(400, "GET");
  assert.is(seen.peak, 64);
  seen.peak = 0;
  const startMs = clock.now();
  await all(64, "POST");
  assert.is(seen.peak, 64);
  assert.is(clock.now() - startMs, 20);
});

Limits("after a 429 nobody is sent until the time that it names is over", async () => {
  const { clock, seen, transport, time } = world((count) => (count === 9 ? 429 : 200));
  const limiter = createLimiter(clock, "auto", 64);
  const watched = limiter.watching(transport);
  limiter.expect(100);
  const startMs = time.now;
  const one = () => limiter.run(() => watched.exchange(request("GET")));
  await Promise.all(Array.from({ length: 100 }, one));
  const refusedAtMs = startMs + 40;
  const isQuiet = (atMs: number) => atMs > refusedAtMs && atMs < refusedAtMs + 2_000;
  assert.not(seen.sentAtMs.some(isQuiet));
  assert.is(seen.count, 100);
});

Limits("whoever waits for a turn goes on at once when the run is stopped", async () => {
  const { clock, transport, time } = world(() => 429);
  const limiter = createLimiter(clock, "auto", 64);
  await limiter.watching(transport).exchange(request("GET"));
  const stop = new AbortController();
  const startMs = time.now;
  const waiting = [limiter.turn(stop.signal), limiter.turn(stop.signal)];
  stop.abort();
  await Promise.all(waiting);
  assert.is(time.now, startMs);
});

Limits("a create that has its intent on record waits for nothing more", async () => {
  const { clock, seen, transport, time } = world(() => 429);
  const watched = createLimiter(clock, "auto", 64).watching(transport);
  await watched.exchange(request("POST"));
  const startMs = time.now;
  await watched.exchange(request("POST"));
  assert.equal(seen.sentAtMs.slice(1), [startMs]);
});

Limits("a clock that goes back an hour holds nobody up for longer", async () => {
  const { clock, transport, time } = world(() => 429);
  let backMs = 0;
  const jumping = { ...clock, now: () => time.now - backMs };
  const limiter = createLimiter(jumping, "auto", 64);
  await limiter.watching(transport).exchange(request("GET"));
  backMs = 3_600_000;
  const startMs = time.now;
  await limiter.turn();
  assert.ok(time.now - startMs <= 2_000, `it waited ${time.now - startMs} ms`);
});

Limits("a fixed number knows no waiting but that for a create's 429", async () => {
  const { clock, seen, transport, time } = world(() => 429);
  const limiter = createLimiter(clock, 3, 64);
  const watched = limiter.watching(transport);
  const one = () => limiter.run(() => watched.exchange(request("GET")));
  await Promise.all(Array.from({ length: 9 }, one));
  assert.is(seen.peak, 3);
  const startMs = time.now;
  await limiter.turn();
  assert.is(time.now, startMs);
  limiter.hold(700);
  await limiter.turn();
  assert.is(time.now - startMs, 700);
});

Limits.run();
