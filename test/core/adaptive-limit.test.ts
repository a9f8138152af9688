import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  createAdaptiveLimit,
  type AdaptiveLimit,
  type Answer,
} from "../../src/engine/adaptive-limit.ts";

const Limit = suite("adaptive limit");

const good: Answer = { status: 200, retryAfterMs: 0 };

/** Returns a limit for many requests, before its first round. */
function begun(maximum = 64): AdaptiveLimit {
  const limit = createAdaptiveLimit(maximum);
  limit.expect(10_000);
  return limit;
}

/** Does a round trip: sends as many requests as the limit allows, each answered after `tookMs`. */
function round(limit: AdaptiveLimit, nowMs: number, answer = good, tookMs = 20): void {
  const sent = Array.from({ length: limit.limit() }, () => limit.sent("GET", nowMs));
  for (const request of sent) limit.answered(request, nowMs + tookMs, answer);
}

Limit("it starts at 8 and doubles with each round trip, up to the maximum", () => {
  const limit = begun();
  const seen = [0, 20, 40, 60].map((nowMs) => {
    const before = limit.limit();
    round(limit, nowMs);
    return before;
  });
  assert.equal([...seen, limit.limit()], [8, 16, 32, 64, 64]);
  assert.is(begun(3).limit(), 3);
});

Limit("it does not grow while answers take much longer than they did", () => {
  const limit = begun();
  round(limit, 0);
  for (const nowMs of [100, 300, 500]) round(limit, nowMs, good, 150);
  const slowed = limit.limit();
  round(limit, 700, good, 150);
  assert.is(limit.limit(), slowed);
});

Limit("an answer that is an error, or none at all, is no reason to send more", () => {
  for (const status of [500, 502, undefined]) {
    const limit = begun();
    round(limit, 0, { status, retryAfterMs: 0 });
    assert.is(limit.limit(), 8);
  }
});

Limit("a 503 halves it once for all that were under way, whatever they were", () => {
  for (const method of ["GET", "POST"]) {
    const limit = begun();
    const sent = Array.from({ length: 8 }, () => limit.sent(method, 0));
    for (const request of sent) limit.answered(request, 20, { status: 503, retryAfterMs: 0 });
    assert.is(limit.limit(), 4);
  }
});

Limit("Retry-After is waited for, a minute at the most, and then one goes first", () => {
  for (const [askedMs, waitedMs] of [
    [3_000, 3_000],
    [86_400_000, 60_000],
  ] as const) {
    const limit = begun();
    round(limit, 0);
    const [first, ...others] = Array.from({ length: 16 }, () => limit.sent("GET", 100));
    if (first === undefined) throw new Error("nothing was sent");
    for (const request of others) limit.answered(request, 120, good);
    limit.answered(first, 120, { status: 429, retryAfterMs: askedMs });
    assert.is(limit.take(120), waitedMs);
    const nowMs = 120 + waitedMs;
    assert.is(limit.take(nowMs), 0);
    assert.ok(limit.take(nowMs) > 0, "another one did not wait for the first");
    const probe = limit.sent("GET", nowMs);
    limit.answered(probe, nowMs + 20, good);
    assert.is(limit.take(nowMs + 20), 0);
  }
});

Limit("what was refused among five is tried with four", () => {
  const limit = begun();
  const sent = Array.from({ length: 8 }, () => limit.sent("GET", 0));
  for (const [index, request] of sent.entries())
    limit.answered(request, 5, { status: index < 4 ? 200 : 429, retryAfterMs: 0 });
  assert.is(limit.limit(), 4);
});

Limit.run();
