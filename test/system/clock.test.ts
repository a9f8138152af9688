import { suite } from "uvu";
import * as assert from "uvu/assert";
import { systemClock, systemRandom } from "../../src/system/clock.ts";

const test = suite("clock and random");

test("a sleep that is interrupted ends at once and is no error", async () => {
  const abort = new AbortController();
  const sleeping = systemClock.sleep(3_600_000, abort.signal);
  abort.abort();
  await sleeping;
  await systemClock.sleep(3_600_000, AbortSignal.abort());
  assert.ok(abort.signal.aborted);
});

test("a sleep keeps the process alive, or a backoff would end the run", async () => {
  const abort = new AbortController();
  const sleeping = systemClock.sleep(3_600_000, abort.signal);
  assert.ok(process.getActiveResourcesInfo().includes("Timeout"));
  abort.abort();
  await sleeping;
});

test("the clock tells the time of day in milliseconds", () => {
  const year = new Date(systemClock.now()).getUTCFullYear();
  assert.ok(year >= 2024 && year < 2200, String(year));
});

test("every UUID is new and of version 4, fractions are in [0, 1)", () => {
  const uuids = new Set(Array.from({ length: 100 }, () => systemRandom.uuid()));
  assert.is(uuids.size, 100);
  for (const uuid of uuids)
    assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  for (let draw = 0; draw < 100; draw += 1) {
    const fraction = systemRandom.fraction();
    assert.ok(fraction >= 0 && fraction < 1);
  }
});

test.run();
