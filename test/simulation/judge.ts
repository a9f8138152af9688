import { sweep } from "./crash-points.ts";
import { history, type HistoryKind } from "./history.ts";
import { remoteScenarios } from "./remote-scenarios.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Prints the simulator's first finding, or null, as a line of JSON for scripts/mutants.mjs.
 * `brief`: searches a few histories. `in`: all crash points of the scenario whose name follows, or
 * one history (`remotes, seed 805`). `remotes`: every scenario on a remote and many such histories;
 * `remotes brief`: a few of these. Otherwise: every other scenario and many histories, too. Seeds
 * that follow come first.
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
  // Histories come first: most mistakes show in a few of them.
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
