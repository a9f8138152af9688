import { suite } from "uvu";
import * as assert from "uvu/assert";
import { simulate } from "./run-script.ts";

const crashPoints = suite("every crash point of every scenario");

crashPoints("ended before any effect, in any way, every run is brought in order", async () => {
  const words = ["--crash-points", "--in-turn", "--parallelism", "3", "--jobs", "1"];
  const { code, stdout } = await simulate(...words);
  assert.is(code, 0, stdout);
  const [, scenarios, points] = /^(\d+) scenarios, (\d+) crash points, 0 violations$/m
    .exec(stdout)
    ?.map(Number) ?? [0, 0, 0];
  assert.ok((scenarios ?? 0) >= 60, stdout);
  // Most runs have dozens of effects. Fewer points would mean runs that ended early for no reason.
  assert.ok((points ?? 0) > 3_000, stdout);
});

crashPoints.run();
