import { sweep } from "./crash-points.ts";
import { history, type HistoryKind } from "./history.ts";
import { remoteScenarios } from "./remote-scenarios.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Whether the simulator finds something wrong: for scripts/mutants.mjs. Prints a line of JSON, what
 * it found first or null: after a few histories with `brief`; with `in` after every crash point of the
 * scenario whose name follows, or after one history (`remotes, seed 805`); with `remotes` after those of
 * every scenario on a remote and many such histories (with `remotes brief` after a few of these); else
 * after those of every other scenario and many histories too. Seeds that follow are tried first.
 */
const isBrief = process.argv[2] === "brief";
console.log(JSON.stringify((await find()) ?? null));

async function find(): Promise<string | undefined> {
  if (process.argv[2] === "in") return findIn(process.argv[3] ?? "");
  return process.argv[2] === "remotes" ? judgeRemotes() : judge();
}

async function judgeRemotes(): Promise<string | undefined> {
  const early = await findInHistories(1, 150, "remotes");
  if (early !== undefined || process.argv[3] === "brief") return early;
  for (const make of remoteScenarios) {
    const found = await findAt(make);
    if (found !== undefined) return found;
  }
  return findInHistories(151, 1_000, "remotes");
}

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
  const seed = /^remotes, seed (\d+)$/.exec(name)?.[1];
  if (seed !== undefined) return findInHistories(Number(seed), Number(seed), "remotes");
  const make = [...scenarios, ...remoteScenarios].find((each) => each().name === name);
  if (make === undefined) throw new Error(`there is no scenario "${name}"`);
  return findAt(make);
}

async function findAt(make: (typeof scenarios)[number]): Promise<string | undefined> {
  const isRemote = make().remote !== undefined;
  const depth = { powerCuts: 1, pairs: false, stopAtFirst: true };
  const { violations } = await sweep(make, { ...depth, ...(isRemote && { parallelisms: [3] }) });
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
