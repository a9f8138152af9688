import { suite } from "uvu";
import * as assert from "uvu/assert";
import { simulate } from "./run-script.ts";

const crashPoints = suite("every crash point of every scenario");

crashPoints("ended before any effect, in any way, every run is brought in order", async () => {
  const { code, stdout } = await simulate(
    "--crash-points",
    "--in-turn",
    "--parallelism",
    "3",
    "--jobs",
    "1",
  );
  assert.is(code, 0, stdout);
  const [, scenarios, points] = /^(\d+) scenarios, (\d+) crash points, 0 violations$/m
    .exec(stdout)
    ?.map(Number) ?? [0, 0, 0];
  assert.ok((scenarios ?? 0) >= 12, stdout);
  // Each has dozens of effects: fewer would be runs that died of nothing.
  assert.ok((points ?? 0) > 2_000, stdout);
});

crashPoints.run();
