import { unsettledAttempts } from "../../src/core/state/state.ts";
import { addressOf } from "./checks.ts";
import { instant, killAt, type Duration } from "./instants.ts";
import type { Life } from "./life.ts";
import type { Ended } from "./run.ts";

/** The maximum count of tries for one instant if runs end before it. */
const triesPerInstant = 3;

/** The counts of kills and of their effects. */
export interface KillCounts {
  kills: number;
  /** The kills after the first POST that the server received from the run, and before the run's end. */
  midRun: number;
  /** The creates that a kill left unsettled. */
  unsettled: number;
  /** The unsettled creates that the server had carried out, or carried out afterwards. */
  silent: number;
}

/** Kills one run of a project after another, and lets the project converge at the end. */
export async function kills(
  life: Life,
  duration: Duration,
  count: number,
  counts: KillCounts,
): Promise<void> {
  let when = instant(life.chance, duration);
  let tries = 0;
  for (let killed = 0; killed < count;) {
    await life.grow();
    const before = { truth: await life.now(), state: await life.state() };
    const run = life.start();
    const isKilled = await killAt(life, run, when);
    // A run that ended before the kill leaves the same files as any run.
    life.ended(await run.ended, isKilled ? [undefined] : [0, 4]);
    const truth = await life.check();
    if (isKilled) {
      const open = [...unsettledAttempts(await life.state()).keys()].filter(
        (address) => !unsettledAttempts(before.state).has(address),
      );
      const existing = new Set(truth.objects.map(addressOf));
      killed += 1;
      counts.kills += 1;
      counts.midRun += Number(truth.posts.length > before.truth.posts.length);
      counts.unsettled += open.length;
      counts.silent += open.filter((address) => existing.has(address)).length;
    }
    tries += 1;
    if (isKilled || tries === triesPerInstant) {
      when = instant(life.chance, duration);
      tries = 0;
    }
    if (life.chance.once(3)) await life.settle();
  }
  await life.converge();
}

/** Returns the duration of an undisturbed run of a new project, and the times of its sends. */
export async function measure(life: Life): Promise<Duration> {
  await life.grow();
  const ended: Ended = await life.start().ended;
  life.ended(ended, [0]);
  await life.check();
  return ended;
}
