import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sweep } from "../support/parallelism-sweep.ts";
import { runVirtually } from "../support/virtual-server.ts";

const Parallelism = suite("--parallelism auto against servers with limits, in virtual time");

for (const cell of sweep) {
  // The same server with a Retry-After is the harder case, and this case takes long.
  const takesLong = "perSecond" in (cell.allows ?? {}) && cell.name.startsWith("2000");
  if (takesLong && cell.retryAfterSeconds === undefined) continue;
  Parallelism(`${cell.name}: nine tenths of it are used, and hardly a request is refused`, () => {
    const { sent, refused, reached, peak } = runVirtually({ ...cell, parallelism: "auto" });
    assert.ok(reached >= 0.9, `it reached ${(reached * 100).toFixed(1)} %`);
    assert.ok(refused <= 0.02 * sent, `${refused} of ${sent} were refused`);
    assert.ok(peak <= 64, `there were ${peak} at once`);
  });
}

/** A server without a limit. */
const free = { allows: undefined, latencyMs: 20, retryAfterSeconds: undefined, seconds: 0 };

Parallelism("a server without a limit is used by 64 at once as soon as that is known", () => {
  const { tookMs, peak } = runVirtually({ ...free, requests: 1_000, parallelism: "auto" });
  const ideal = runVirtually({ ...free, requests: 1_000, parallelism: 64 });
  assert.is(peak, 64);
  // The difference is three doublings with their first three round trips.
  assert.ok(tookMs <= ideal.tookMs + 4 * 21, `${tookMs} ms instead of ${ideal.tookMs}`);
});

Parallelism("a run of few requests opens no connection that it does not need", () => {
  const runs = [5, 20, 100, 200].map((requests) =>
    runVirtually({ ...free, requests, parallelism: "auto" }),
  );
  assert.equal(
    runs.map(({ peak }) => peak),
    [5, 8, 25, 50],
  );
});

Parallelism("a fixed number stays what was said, whatever the server says", () => {
  const allows = { perSecond: 20, by: "bucket" } as const;
  const run = { allows, latencyMs: 5, retryAfterSeconds: undefined, requests: 1_000, seconds: 0 };
  assert.is(runVirtually({ ...run, parallelism: 10 }).peak, 10);
});

Parallelism.run();
