// Runs one compiled test file and believes only the counts that the file reports.
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

const running = new Set();

/**
 * Runs a test file as a process of its own. Returns how many of its tests passed, failed and were
 * skipped, a problem of the file as a whole, its output, and its duration in milliseconds.
 *
 * uvu reports nothing for a suite without a call of `run()`, so a file that reports no test fails.
 * `coverageFolder` gets the counts of V8 in that process, but not in the processes that it starts.
 */
export async function runTestFile(file, environment, timeoutMs, coverageFolder) {
  const startedMs = Date.now();
  const { code, signal, output, timedOut } = await run(
    [...(coverageFolder === undefined ? [] : ["--import", notForChildren]), file],
    { ...environment, ...(coverageFolder !== undefined && { NODE_V8_COVERAGE: coverageFolder }) },
    timeoutMs,
  );
  const counts = countsOf(output);
  const problem = problemOf({ code, signal, timedOut, timeoutMs, counts });
  const failed = counts === undefined ? 0 : counts.total - counts.passed;
  return {
    passed: counts?.passed ?? 0,
    failed: problem === undefined ? 0 : Math.max(failed, 1),
    skipped: counts?.skipped ?? 0,
    problem,
    output,
    durationMs: Date.now() - startedMs,
  };
}

/** Ends every running test file, with all processes that the file started. */
export function endAll() {
  for (const child of running) end(child);
}

/** By then Node has read the variable. Node would pass it to every child, in any environment. */
const notForChildren = "data:text/javascript,delete process.env.NODE_V8_COVERAGE";

function run(words, environment, timeoutMs) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--enable-source-maps", ...words], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own: its end also ends processes that a test starts and leaves.
      detached: true,
    });
    running.add(child);
    let output = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      end(child);
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", reject);
    // A leftover child keeps the pipes of our child open: without this we would wait for it.
    child.on("exit", () => end(child));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, signal, output: stripVTControlCharacters(output), timedOut });
    });
  });
}

function end(child) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // The child has ended by itself.
  }
}

/** The counts of uvu's summary at the end; undefined if there is none. */
function countsOf(output) {
  const found = /^ +Total: +(\d+)\n +Passed: +(\d+)\n +Skipped: +(\d+)\n/m;
  const start = output.lastIndexOf("\n  Total:");
  const match = start === -1 ? null : found.exec(output.slice(start));
  if (match === null) return undefined;
  return { total: Number(match[1]), passed: Number(match[2]), skipped: Number(match[3]) };
}

function problemOf({ code, signal, timedOut, timeoutMs, counts }) {
  if (timedOut) return `not done after ${timeoutMs / 1000} s`;
  if (counts === undefined) return "reported no result: is run() called on its suites?";
  if (counts.total === 0) return "has no test";
  if (counts.passed < counts.total)
    return `${counts.total - counts.passed} of ${counts.total} failed`;
  if (code !== 0) return `ended with ${signal ?? `exit code ${code}`} after its tests`;
  return undefined;
}
