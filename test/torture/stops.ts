import { setTimeout as sleep } from "node:timers/promises";
import { unsettledAttempts } from "../../src/core/state/state.ts";
import { Violated } from "./checks.ts";
import type { Life } from "./life.ts";
import type { Run } from "./run.ts";

/** The counts of stops and of their outcomes. */
export interface StopCounts {
  stops: number;
  /** The creates that were unsettled after the run's end. */
  unsettled: number;
}

/**
 * Stops a run in its middle with SIGSTOP for `holdMs` (as a suspended laptop or a frozen container
 * does), then lets the run go on. Meanwhile one impatient run waits for the lock and is refused,
 * and another waits as long as necessary. A stop after the run's end does not count.
 */
export async function stop(life: Life, holdMs: number, counts: StopCounts): Promise<void> {
  const { chance, setting } = life;
  await life.grow();
  const run = life.start();
  await run.said(1 + chance.below(Math.ceil(setting.creates / 2)));
  if (setting.latencyMs > 0) await sleep(chance.below(setting.latencyMs));
  run.child.kill("SIGSTOP");
  let isHolding: boolean;
  let patient: Run;
  try {
    const held = Promise.race([sleep(holdMs), run.ended]);
    const refused = await life.start(["--lock-timeout", "1"]).ended;
    life.ended(refused, [0, 4, 7]);
    isHolding = refused.code === 7;
    patient = life.start(["--lock-timeout", "600"]);
    await held;
  } finally {
    run.child.kill("SIGCONT");
  }
  for (const each of [run, patient]) life.ended(await each.ended, [0, 4]);
  const truth = await life.check();
  if (truth.posts.length > life.wanted.all.length)
    throw new Violated([{ what: "duplicate", sentence: "a stopped run sent twice" }], "");
  if (isHolding) {
    counts.stops += 1;
    counts.unsettled += unsettledAttempts(await life.state()).size;
  }
  await life.converge();
}
