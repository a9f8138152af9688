// The simulator of test/simulation: random histories by their seeds, and crash points.
//
//   npm run simulate -- [--seeds N] [--seed S] [--branches | --remotes] [--crash-points] [--pairs]
//                       [--in-turn] [--power-cuts N] [--parallelism P] [--jobs J] [--resume FILE]
//                       [--node PATH]
//
// Without --seed the seeds that ever failed (test/simulation/corpus.json) run first, then 1 to N.
// With --seed S one history runs, or N from S on. A failing history is printed whole, and replays
// exactly. With --branches each history is of two branches that git merges; otherwise few are. With
// --remotes each history is of machines that share a git remote; otherwise every fourth is.
// --crash-points ends a run at every effect of every scenario, with 1 and 3 creates at once or P.
// --pairs also kills the next run at each of its effects. With --in-turn each effect gets a kill
// and one other end, a different end at the next effect. With --in-turn on a remote, only every
// third effect gets an end, and only one. With --resume the run keeps its progress in FILE. A run
// with the same simulator and sources continues at the end of the last run, also after Ctrl-C.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { bundleSimulation } from "./simulation-bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string" },
    "crash-points": { type: "boolean", default: false },
    pairs: { type: "boolean", default: false },
    "in-turn": { type: "boolean", default: false },
    "power-cuts": { type: "string", default: "1" },
    branches: { type: "boolean", default: false },
    remotes: { type: "boolean", default: false },
    parallelism: { type: "string", default: "0" },
    jobs: { type: "string", default: String(availableParallelism()) },
    resume: { type: "string" },
    node: { type: "string", default: process.execPath },
  },
});
const batchSize = 4_000;
const corpusFile = join(root, "test/simulation/corpus.json");
const folder = mkdtempSync(join(tmpdir(), "anon-sync-simulation-"));
const bundle = join(folder, "simulate.mjs");
const started = performance.now();
const running = new Set();
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    stopping.abort();
    for (const child of running) child.kill();
  });

try {
  await bundleSimulation("simulate", bundle);
  const progress = openProgress();
  const failing = values["crash-points"] ? await crashPoints(progress) : await seeds(progress);
  process.exitCode = stopping.signal.aborted ? 130 : failing > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs random histories. Returns how many failed. */
async function seeds(progress) {
  const first = Number(values.seed ?? 1);
  const count = Number(values.seeds ?? (values.seed === undefined ? 5_000 : 1));
  const corpus = JSON.parse(readFileSync(corpusFile, "utf8"));
  const sum = (progress.sum ??= { seeds: 0, failing: 0 });
  const kind = values.branches ? "branches" : values.remotes ? "remotes" : "histories";
  let ran = 0;
  const add = ({ failing, ...counts }) => {
    for (const [name, number] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + number;
    ran += counts.seeds;
    sum.failing += failing.length;
    for (const { seed, violations, log } of failing) {
      console.log(`seed ${seed}: ${violations.join("; ")}\n  ${log.join("\n  ")}`);
      if (kind === "histories") keep(seed, violations);
    }
    if (sum.failing >= 5) stopping.abort();
  };
  if (values.seed === undefined && progress.done === undefined && kind === "histories")
    for (const { seed } of corpus) add(await ask("histories", seed, 1));
  progress.done ??= [];
  await inParallel(missing(progress.done, first, first + count), async ([from, size]) => {
    add(await ask(kind, from, size));
    progress.done = joined([...progress.done, [from, size]]);
    progress.save();
  });
  const seconds = (performance.now() - started) / 1000;
  const { seeds: total, steps, crashes, posts, lateCommits, merges, machines, unlocks } = sum;
  console.log(
    `${total} seeds, ${(ran / seconds).toFixed(0)} a second, ${steps} steps, ${crashes} crashes, ` +
      `${posts} POSTs, ${merges} merges of branches, ${machines} machines on a remote, ` +
      `${unlocks} unlocked runs, ${lateCommits} late commits, ${sum.failing} violations`,
  );
  return sum.failing;
}

/** Adds a failed seed to the corpus: later runs run the corpus first. */
function keep(seed, [found]) {
  const corpus = JSON.parse(readFileSync(corpusFile, "utf8"));
  if (corpus.some((known) => known.seed === seed)) return;
  corpus.push({ seed, found: found.split("\n")[0].slice(0, 200) });
  writeFileSync(corpusFile, `${JSON.stringify(corpus, undefined, 2)}\n`);
}

/** The seeds from `first` to before `end` that are in no range, in batches [first, count]. */
function missing(ranges, first, end) {
  const batches = [];
  for (let from = first; from < end;) {
    const holder = ranges.find(([start, size]) => from >= start && from < start + size);
    const next = ranges.map(([start]) => start).filter((start) => start > from);
    const size = Math.min(batchSize, Math.min(end, ...next) - from);
    if (holder === undefined) batches.push([from, size]);
    from = holder === undefined ? from + size : holder[0] + holder[1];
  }
  return batches;
}

/** Ranges of seeds, [first, count] each, with neighbours joined. */
function joined(ranges) {
  const result = [];
  for (const [from, size] of ranges.toSorted(([left], [right]) => left - right)) {
    const last = result.at(-1);
    if (last !== undefined && last[0] + last[1] === from) last[1] += size;
    else result.push([from, size]);
  }
  return result;
}

/** Runs every crash point of every scenario. Returns how many violations it found. */
async function crashPoints(progress) {
  const pairs = values.pairs ? "1" : "0";
  progress.scenarios ??= {};
  const scenarios = [...Array(await ask("count")).keys()].filter(
    (index) => progress.scenarios[index] === undefined,
  );
  // A process gets several scenarios, since warm code is faster, but few enough to keep jobs busy.
  const jobs = Number(values.jobs);
  const size = jobs === 1 ? scenarios.length : Math.ceil(scenarios.length / (jobs * 4));
  const groups = Array.from({ length: Math.ceil(scenarios.length / size) }, (_, nth) =>
    scenarios.slice(nth * size, (nth + 1) * size),
  );
  await inParallel(groups, async (group) => {
    const inTurn = values["in-turn"] ? "1" : "0";
    const words = [group.join(), values["power-cuts"], pairs, values.parallelism, inTurn];
    for (const [nth, swept] of (await ask("scenarios", ...words)).entries()) {
      const { scenario, points, violations } = swept;
      progress.scenarios[group[nth]] = { points, failing: violations.length };
      console.log(`${String(points).padStart(7)} crash points  ${scenario}`);
      for (const violation of violations.slice(0, 5)) console.log(`  ${violation}`);
    }
    progress.save();
  });
  const all = Object.values(progress.scenarios);
  const points = all.reduce((sum, one) => sum + one.points, 0);
  const failing = all.reduce((sum, one) => sum + one.failing, 0);
  console.log(`${all.length} scenarios, ${points} crash points, ${failing} violations`);
  return failing;
}

/** The answer of a worker, in a process of its own. */
async function ask(...words) {
  const started = promisify(execFile)(
    values.node,
    ["--max-semi-space-size=32", bundle, ...words.map(String)],
    { maxBuffer: 1e9 },
  );
  running.add(started.child);
  try {
    return JSON.parse((await started).stdout);
  } finally {
    running.delete(started.child);
  }
}

/** Does `work` for each item, `--jobs` at once, until a signal or five failures stop it. */
async function inParallel(items, work) {
  const waiting = [...items];
  const worker = async () => {
    while (waiting.length > 0 && !stopping.signal.aborted) {
      try {
        await work(waiting.shift());
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
}

/** The progress of an earlier run of the same simulator with the same options, or a new one. */
function openProgress() {
  if (values.resume === undefined) return { save() {} };
  const file = values.resume;
  const options = [
    values.seed,
    values["crash-points"],
    values.pairs,
    values["power-cuts"],
    values.parallelism,
    values.branches,
    values.remotes,
    values["in-turn"],
  ];
  const hash = createHash("sha256").update(readFileSync(bundle)).update(JSON.stringify(options));
  const of = hash.digest("hex");
  const found = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (found !== undefined && found.of !== of)
    console.log(`${file} is of another simulator or other options: starting over`);
  const progress = found?.of === of ? found : { of };
  return Object.assign(progress, {
    save() {
      writeFileSync(`${file}.tmp`, JSON.stringify(progress));
      renameSync(`${file}.tmp`, file);
    },
  });
}
