import { suite } from "uvu";
import * as assert from "uvu/assert";
import { settingsWith, summary, torture } from "./torture.ts";

/** The short version of `npm run torture`, which has the full counts. */
const Torture = suite("the built command, tortured");

Torture("killed, raced and stopped, it repeats no create and loses no id", async () => {
  const seed = Date.now() % 1_000_000_000;
  const tortured = await torture({
    // The projects are small, because settlements and lookups after the kills take the time.
    settings: settingsWith({ 1: 3, 8: 5, 32: 8 }),
    kills: 102,
    perProject: 17,
    races: 2,
    stops: 1,
    holdMs: 2_500,
    keepAliveMs: 500,
    seed,
    jobs: 2,
    say: (line) => console.log(line),
  });
  console.log(`seed ${seed}, ${summary(tortured)}`);
  assert.is(tortured.violations, 0);
  assert.ok(tortured.kills >= 100);
  assert.ok(tortured.midRun > 0, "no kill hit the middle of a run");
  assert.ok(tortured.silent > 0, "no kill ate an answer");
  assert.is(tortured.races, 2);
  assert.is(tortured.stops, 1);
});

Torture.run();
