import { history } from "./history.ts";

/** Runs the histories of many seeds. `--seeds N`, `--seed S` (the first one). */
const words = process.argv.slice(2);
const first = Number(valueOf("--seed") ?? 1);
const count = Number(valueOf("--seeds") ?? (valueOf("--seed") === undefined ? 1000 : 1));
const started = performance.now();
let steps = 0;
let crashes = 0;
let posts = 0;
let lateCommits = 0;
let violations = 0;
for (let seed = first; seed < first + count; seed += 1) {
  const told = await history(seed);
  steps += told.steps;
  crashes += told.crashes;
  posts += told.posts;
  lateCommits += told.lateCommits;
  if (told.violations.length === 0) continue;
  violations += 1;
  console.log(`seed ${seed}: ${told.violations.join("; ")}\n  ${told.log.join("\n  ")}`);
  if (violations >= 5) break;
}
const seconds = (performance.now() - started) / 1000;
console.log(
  `${count} seeds, ${(count / seconds).toFixed(0)} a second, ${steps} steps, ${crashes} crashes, ${posts} POSTs, ${lateCommits} late commits, ${violations} violations`,
);
process.exitCode = violations === 0 ? 0 : 1;

function valueOf(flag: string): string | undefined {
  const index = words.indexOf(flag);
  return index === -1 ? undefined : words[index + 1];
}
