import { sweep } from "./crash-points.ts";
import { history } from "./history.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Whether the simulator finds something wrong: for scripts/mutants.mjs. Prints a line of JSON, what
 * it found first or null, after at most `seeds` histories and every crash point of every scenario.
 */
const seeds = Number(process.argv[2] ?? 1_000);
console.log(JSON.stringify((await judge()) ?? null));

async function judge(): Promise<string | undefined> {
  // Histories first: most of what is wrong shows in a few of them.
  const few = Math.ceil(seeds / 5);
  const early = await findInHistories(1, few);
  if (early !== undefined) return early;
  for (const make of scenarios) {
    const { scenario, violations } = await sweep(make, { powerCuts: 2, pairs: false });
    if (violations[0] !== undefined) return `scenario "${scenario}": ${violations[0]}`;
  }
  return findInHistories(few + 1, seeds);
}

async function findInHistories(first: number, last: number): Promise<string | undefined> {
  for (let seed = first; seed <= last; seed += 1) {
    const { violations } = await history(seed);
    if (violations[0] !== undefined) return `seed ${seed}: ${violations[0]}`;
  }
  return undefined;
}
