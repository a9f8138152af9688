import { sweep } from "./crash-points.ts";
import { history } from "./history.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Whether the simulator finds something wrong: for scripts/mutants.mjs. Prints a line of JSON, what
 * it found first or null: after a few histories with `brief`, else after every crash point of every
 * scenario and many histories too. Seeds that follow are tried first.
 */
const isBrief = process.argv[2] === "brief";
console.log(JSON.stringify((await judge()) ?? null));

async function judge(): Promise<string | undefined> {
  for (const seed of process.argv.slice(3).map(Number)) {
    const failing = await findInHistories(seed, seed);
    if (failing !== undefined) return failing;
  }
  // Histories first: most of what is wrong shows in a few of them.
  const early = await findInHistories(1, 150);
  if (early !== undefined || isBrief) return early;
  const merged = await findInHistories(1, 40, true);
  if (merged !== undefined) return merged;
  for (const make of scenarios) {
    const { violations } = await sweep(make, { powerCuts: 1, pairs: false, stopAtFirst: true });
    if (violations[0] !== undefined) return violations[0];
  }
  return findInHistories(151, 800);
}

async function findInHistories(
  first: number,
  last: number,
  ofBranches = false,
): Promise<string | undefined> {
  for (let seed = first; seed <= last; seed += 1) {
    const { violations } = await history(seed, ofBranches);
    if (violations[0] !== undefined)
      return `${ofBranches ? "branches, " : ""}seed ${seed}: ${violations[0]}`;
  }
  return undefined;
}
