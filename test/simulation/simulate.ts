import { allScenarios as scenarios } from "./all-scenarios.ts";
import { sweep, type Swept } from "./crash-points.ts";
import { history, type HistoryKind } from "./history.ts";

/**
 * A worker of scripts/simulate.mjs: prints a line of JSON for the request in its arguments.
 *
 *   histories FIRST COUNT               the histories of these seeds
 *   branches FIRST COUNT                the same, each of two branches that git merges
 *   remotes FIRST COUNT                 the same, each of machines that share a git remote
 *   count                               how many scenarios there are
 *   scenarios LIST CUTS PAIRS AT-ONCE IN-TURN
 *                                       every crash point of these (`0,4,7`), with so many power
 *                                       cuts each; PAIRS 1 kills the next run too; AT-ONCE 0 is 1
 *                                       and 3; IN-TURN 1 ends those on a remote in fewer ways
 */
const [what, ...words] = process.argv.slice(2);
const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = words.map(Number);
console.log(JSON.stringify(await answer()));

async function answer(): Promise<unknown> {
  if (what === "count") return scenarios.length;
  if (what === "scenarios") return crashPoints((words[0] ?? "").split(",").map(Number));
  return histories(what === "branches" || what === "remotes" ? what : "histories");
}

async function crashPoints(indexes: readonly number[]): Promise<readonly Swept[]> {
  const parallelisms = fourth === 0 ? [1, 3] : [fourth];
  const swept: Swept[] = [];
  for (const index of indexes) {
    const make = scenarios[index];
    if (make === undefined) throw new Error(`there is no scenario ${index}`);
    const depth = { powerCuts: second, pairs: third === 1, inTurn: fifth === 1 };
    swept.push(await sweep(make, { ...depth, parallelisms }));
  }
  return swept;
}

async function histories(kind: HistoryKind): Promise<object> {
  const sum: Record<string, number> = {};
  const failing: object[] = [];
  for (let seed = first; seed < first + second; seed += 1) {
    const { violations, log, ...told } = await history(seed, kind);
    for (const [name, count] of Object.entries({ ...told, seed: undefined, seeds: 1 }))
      if (count !== undefined) sum[name] = (sum[name] ?? 0) + count;
    if (violations.length > 0) failing.push({ seed, violations, log });
    // Five failing seeds are enough to look at.
    if (failing.length >= 5) break;
  }
  return { ...sum, failing };
}
