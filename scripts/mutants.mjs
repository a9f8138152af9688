// Breaks the protocol on purpose, in each of the ways of test/simulation/mutants.mjs, and checks
// that the simulator finds the fault.
//
//   npm run mutants [-- WORD …] [--whole] [--quick] [--jobs J]
//
// A mutant meets a few histories first, then the tests beside the simulator, then every crash point and
// many histories; one that is called harmless, only the first two. One of the state on a git remote meets
// what is simulated of that and a test of how it is folded, and nothing else. If the list names the
// scenario or history that notices one (`in`), that comes before all. With --whole every one meets all that
// the simulator has before the tests, so that the counts say what it notices alone.
//
// With --quick a mutant of the state on a git remote gets the scenario named for it and a few
// histories. If these find nothing, the mutant counts as left for a run without --quick. The
// unbroken code gets a few histories only, too: .ci/run runs all stages on it.
//
// With WORDs only the mutants run whose name contains one of them. A mutant is killed if the
// simulator or a test finds a fault, or does not end. Otherwise it survives, and the list must say
// why it is harmless. The last line has the counts. The exit code is 1 if a mutant survived, or if
// a mutant listed as harmless was killed.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { mutants } from "../test/simulation/mutants.mjs";
import { bundleSimulation } from "./simulation-bundle.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    whole: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    jobs: { type: "string", default: String(availableParallelism()) },
    "timeout-ms": { type: "string", default: "240000" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "anon-sync-mutants-"));
const tests = [
  "guards.test",
  "secrets.test",
  "../commands/open-attempts.test",
  "../core/state.test",
];
const remoteTests = ["../remote/fold.test"];
const corpus = JSON.parse(
  readFileSync(new URL("../test/simulation/corpus.json", import.meta.url), "utf8"),
).map(({ seed }) => String(seed));
const count = { killed: 0, byTests: 0, survived: 0, explained: 0, left: 0 };
let wrong = 0;

try {
  const waiting = mutants.filter(
    ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
  );
  const work = async () => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift())
      report(mutant, await judge(mutant.name, mutant));
  };
  // The unbroken code must pass, too: otherwise every mutant would count as killed.
  const unbroken = async () => {
    const found = await judge("unbroken");
    if (found !== undefined)
      throw new Error(`the simulator finds fault without a mutant: ${found}`);
    await work();
  };
  const others = Array.from({ length: Number(values.jobs) - 1 }, work);
  await Promise.all([unbroken(), ...others]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const { killed, byTests, survived, explained, left } = count;
const forLater = values.quick ? `, ${left} left for a run without --quick` : "";
console.log(
  `${killed} killed (${killed - byTests} by the simulator, ${byTests} by tests), ${survived} survived, ${explained} explained${forLater}`,
);
process.exitCode = wrong > 0 ? 1 : 0;

function report({ name, harmless, onRemote }, found) {
  const unnoticed = values.quick && onRemote ? "left" : "survived";
  const what = found !== undefined ? "killed" : harmless === undefined ? unnoticed : "explained";
  count[what] += 1;
  if ([...tests, ...remoteTests].some((entry) => found?.startsWith(entry))) count.byTests += 1;
  // A wrong reason is as bad as no reason.
  const isWrong = what === "survived" || (what === "killed" && harmless !== undefined);
  if (isWrong) wrong += 1;
  const why = found ?? harmless ?? "nothing was found";
  console.log(`${isWrong ? "FAIL " : ""}${what.padEnd(9)} ${name}\n            ${brief(why)}`);
}

/** What is found wrong with a mutant first; undefined if nothing is. */
async function judge(name, mutant) {
  // Edits of the files by people and other programs have tests on the same simulated machine. The
  // merge of facts has tests of its laws. These tests take a moment, and all crash points a minute.
  // With --quick, the tests have shown before that the simulator finds nothing without a mutant.
  const isEnough = mutant === undefined ? values.quick : mutant.harmless !== undefined;
  const simulator = ["brief", ...(isEnough ? [] : ["whole"])];
  const [first, ...last] = values.whole ? ["whole"] : simulator;
  const hinted = mutant?.in === undefined ? [] : [`in ${mutant.in}`];
  const isBrief = values.quick || mutant?.harmless !== undefined;
  const onRemote = isBrief ? "remotes brief" : "remotes";
  const stages = mutant?.onRemote ? [...remoteTests, onRemote] : [first, ...tests, ...last];
  // The unbroken code gets the stages of both groups of mutants.
  if (mutant === undefined) stages.push(...remoteTests, onRemote);
  for (const stage of [...hinted, ...stages]) {
    const found = await run(stage, name, mutant);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Runs one stage: a test file, or the simulator at some depth. Returns the fault, if any. */
async function run(stage, name, mutant) {
  const isTest = [...tests, ...remoteTests].includes(stage);
  const entry = isTest ? stage : "judge";
  const bundle = join(folder, `${`${name}-${entry}`.replace(/\W+/g, "-")}.mjs`);
  const isWhole = await bundleMutant(entry, bundle, name, mutant);
  if (!isWhole && !isTest) throw new Error(`"${name}" is of a file that is not simulated`);
  if (!isWhole) return undefined;
  try {
    const [how = "", ...rest] = stage.split(" ");
    const words = how === "in" || how === "remotes" ? [how, rest.join(" ")] : [stage, ...corpus];
    const { stdout } = await promisify(execFile)(process.execPath, [bundle, ...words], {
      maxBuffer: 1e9,
      // Without --quick the unbroken code gets every stage, and each stage must end.
      timeout: Number(values["timeout-ms"]) * (mutant === undefined ? 3 : 1),
    });
    return isTest ? undefined : (JSON.parse(stdout) ?? undefined);
  } catch (error) {
    if (error.killed) return "it does not come to an end";
    const lines = `${error.stdout}\n${error.stderr}`.split("\n").map((line) => line.trim());
    // A bug of ours may end a command by throwing: that counts as a fault too.
    return `${entry}: ${lines.find((line) => /^FAIL|Error/.test(line)) ?? "it fails"}`;
  }
}

/**
 * Bundles with the edits made; answers whether every edited file is in the bundle. Throws if an
 * edit does not fit the sources as they are.
 */
async function bundleMutant(entry, bundle, name, mutant) {
  const edits = (mutant?.edits ?? []).map(([find, replacement]) => ({
    file: mutant.file,
    find,
    replacement,
  }));
  for (const [file, find, replacement] of mutant?.also ?? [])
    edits.push({ file, find, replacement });
  const missing = new Set(edits);
  await bundleSimulation(entry, bundle, (code, path) => {
    let patched;
    for (const edit of edits) {
      if (edit.file !== path) continue;
      patched ??= code;
      if (patched.split(edit.find).length !== 2)
        throw new Error(`"${name}" does not fit: ${path} must hold once: ${edit.find}`);
      patched = patched.replace(edit.find, () => edit.replacement);
      missing.delete(edit);
    }
    return patched;
  });
  return missing.size === 0;
}

function brief(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 150 ? `${line.slice(0, 149)}…` : line;
}
