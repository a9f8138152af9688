import { setTimeout as sleep } from "node:timers/promises";
import { Violated } from "./checks.ts";
import type { Life } from "./life.ts";
import type { Run } from "./run.ts";

/** The counts of races and of their outcomes. */
export interface RaceCounts {
  races: number;
  /** The runs that were refused because another run had the lock. */
  refused: number;
  /** The runs that were killed while others waited. */
  killed: number;
}

/** Races the runs of one project, one race after another; at the end the project converges. */
export async function races(life: Life, count: number, counts: RaceCounts): Promise<void> {
  for (let raced = 0; raced < count; raced += 1) {
    await race(life, counts);
    await life.settle();
  }
  await life.converge();
}

/**
 * Several applies of one project at once: impatient, patient, or patient while one of them is
 * killed. If none is killed, each resource that is missing is sent exactly once.
 */
async function race(life: Life, counts: RaceCounts): Promise<void> {
  const { chance } = life;
  await life.grow();
  const before = { posts: (await life.now()).posts.length, ids: (await life.state()).ids.size };
  const kind = chance.one(["impatient", "patient", "killed"]);
  const patience = kind === "impatient" ? [] : ["--lock-timeout", "120"];
  const runs = Array.from({ length: 2 + chance.below(3) }, () => life.start(patience));
  const didKill = kind === "killed" && (await killSender(life, runs));
  const ended = await Promise.all(runs.map((run) => run.ended));
  const codes = ended.map(({ code }) => code);
  // After a kill, a waiting run finds creates that only a person can settle.
  const done = didKill ? [undefined, 0, 4] : [0];
  for (const run of ended) life.ended(run, kind === "impatient" ? [...done, 7] : done);
  if (!didKill && !codes.includes(0)) throw violated("no run of a race did its work");
  const { posts } = await life.check();
  const missing = life.wanted.all.length - before.ids;
  if (!didKill && posts.length - before.posts !== missing)
    throw violated(`${posts.length - before.posts} POSTs for ${missing} missing resources`);
  counts.races += 1;
  counts.refused += codes.filter((code) => code === 7).length;
  counts.killed += Number(didKill);
}

/** Kills the first run that sends, while the others wait; false if it ended before. */
async function killSender({ chance, setting }: Life, runs: readonly Run[]): Promise<boolean> {
  const line = 1 + chance.below(setting.creates);
  const sender = await Promise.race(runs.map(async (run) => (await run.said(line), run)));
  await Promise.race([sleep(chance.below(20)), sender.ended]);
  sender.child.kill("SIGKILL");
  return (await sender.ended).code === undefined;
}

function violated(sentence: string): Violated {
  return new Violated([{ what: "other", sentence }], "");
}
