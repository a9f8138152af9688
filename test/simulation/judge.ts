import { sweep } from "./crash-points.ts";
import { history, type HistoryKind } from "./history.ts";
import { allScenarios as scenarios } from "./all-scenarios.ts";

/**
 * Whether the simulator finds something wrong: for scripts/mutants.mjs. Prints a line of JSON, what
 * it found first or null: after a few histories with `brief`, with `in` after every crash point of the
 * scenario whose name follows, else after those of every scenario and many histories too. Seeds that
 * follow are tried first.
 */
const isBrief = process.argv[2] === "brief";
const found = process.argv[2] === "in" ? findIn(process.argv[3] ?? "") : judge();
console.log(JSON.stringify((await found) ?? null));

async function judge(): Promise<string | undefined> {
  for (const seed of process.argv.slice(3).map(Number)) {
    const failing = await findInHistories(seed, seed);
    if (failing !== undefined) return failing;
  }
  // Histories first: most of what is wrong shows in a few of them.
  const early = await findInHistories(1, 150);
  if (early !== undefined || isBrief) return early;
  const merged = await findInHistories(1, 40, "branches");
  if (merged !== undefined) return merged;
  for (const make of scenarios) {
    const found = await findAt(make);
    if (found !== undefined) return found;
  }
  return findInHistories(151, 800);
}

async function findIn(name: string): Promise<string | undefined> {
  const make = scenarios.find((each) => each().name === name);
  if (make === undefined) throw new Error(`there is no scenario "${name}"`);
  return findAt(make);
}

async function findAt(make: (typeof scenarios)[number]): Promise<string | undefined> {
  const { violations } = await sweep(make, { powerCuts: 1, pairs: false, stopAtFirst: true });
  return violations[0];
}

async function findInHistories(
  first: number,
  last: number,
  kind?: HistoryKind,
): Promise<string | undefined> {
  for (let seed = first; seed <= last; seed += 1) {
    const { violations } = await history(seed, kind);
    if (violations[0] !== undefined)
      return `${kind === undefined ? "" : `${kind}, `}seed ${seed}: ${violations[0]}`;
  }
  return undefined;
}
