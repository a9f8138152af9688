// Builds, compiles and runs the tests: `npm test`, or `npm test -- lock plan` for the test files
// whose path contains one of these words.
//
//   node scripts/test.mjs [--whole] [--folder DIR] [--timeout-ms N] [WORD …]
//
// A file NAME.long.test.ts runs only if a word names it, or with --whole or TEST_WHOLE=1, as .ci/run has it.
// With --folder the compiled test files of that folder are run, and nothing is built or compiled.
// With the environment variable TEST_COVERAGE=DIR, what V8 counts in each test file's process goes
// to that folder, for scripts/coverage.mjs.
// The last line is `N passed, N failed` with the counts that the test files themselves report.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { endAll, runTestFile } from "./test-file.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    whole: { type: "boolean", default: process.env["TEST_WHOLE"] === "1" },
    folder: { type: "string" },
    "timeout-ms": { type: "string", default: "300000" },
  },
});
const folder = values.folder === undefined ? join(root, ".build", "test") : resolve(values.folder);
const timeoutMs = Number(values["timeout-ms"]);
const coverageFolder = process.env["TEST_COVERAGE"] || undefined;
const total = { passed: 0, failed: 0, skipped: 0 };

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    endAll();
    process.exit(130);
  });
}

if (values.folder !== undefined || prepared()) await runAll();
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Builds dist/ and compiles src/ and test/ to .build/; false if that fails. */
function prepared() {
  const compiled = join(root, ".build");
  // A test that was deleted must not live on as a compiled file.
  rmSync(compiled, { recursive: true, force: true });
  const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
  const steps = [
    ["build", [join(root, "scripts", "build.mjs")]],
    ["compile", [typescript, "--project", root, "--outDir", compiled]],
  ];
  for (const [name, command] of steps) {
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    if (status === 0) continue;
    process.stdout.write(`FAIL  ${name}\n${stdout}${stderr}`);
    total.failed += 1;
  }
  copyOtherFiles("test", compiled);
  copyOtherFiles("src", compiled);
  return total.failed === 0;
}

/** What the compiler leaves behind, such as fixtures, goes where the compiled tests look for it. */
function copyOtherFiles(name, compiled) {
  cpSync(join(root, name), join(compiled, name), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
}

/** Runs every file that was asked for, somewhat more at once than there are processors. */
async function runAll() {
  const all = testFiles();
  const wanted =
    positionals.length > 0
      ? all.filter((file) => positionals.some((word) => label(file).includes(word)))
      : all.filter((file) => values.whole || !isLong(file));
  if (wanted.length === 0) {
    console.log(`FAIL  there is no test file to run in ${relative(process.cwd(), folder)}`);
    total.failed += 1;
    return;
  }
  const home = mkdtempSync(join(tmpdir(), "anon-sync-tests-"));
  // Tests that run as another user must be able to get to their own folders in it.
  chmodSync(home, 0o711);
  try {
    const environment = testEnvironment(home);
    // The longest first, so that no processor waits for them in the end.
    const waiting = [...wanted.filter(isLong), ...wanted.filter((file) => !isLong(file))];
    const work = async () => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
        add(file, await runTestFile(file, environment, limitMs(file), coverageFolderOf(file)));
    };
    // One more than there are processors: tests wait for servers and locks too.
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function testFiles() {
  // A folder that is not there holds no test files; that is an error of its own, above.
  let entries = [];
  try {
    entries = readdirSync(folder, { recursive: true });
  } catch {}
  return entries
    .filter((name) => name.endsWith(".test.js"))
    .toSorted()
    .map((name) => join(folder, name));
}

function isLong(file) {
  return file.endsWith(".long.test.js");
}

/** A long file may take three times as long: a shared machine may be slow, and it says nothing until its end. */
function limitMs(file) {
  return isLong(file) ? 3 * timeoutMs : timeoutMs;
}

function label(file) {
  return relative(folder, file).replaceAll("\\", "/");
}

/**
 * The simulator runs the same lines millions of times: counting would slow it down, and say nothing
 * of whether a test looks at them.
 */
function coverageFolderOf(file) {
  const isCounted = !/^(simulation|torture)\//.test(label(file));
  return isCounted && coverageFolder !== undefined ? resolve(coverageFolder) : undefined;
}

function add(file, { passed, failed, skipped, problem, output, durationMs }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  if (failed === 0) console.log(`ok    ${label(file)}  ${passed} passed, ${seconds}`);
  else console.log(`FAIL  ${label(file)}  ${problem}\n${output.trimEnd()}\n`);
}

/**
 * Ours, without what differs from one machine to the next and would leak into the tests. Of it
 * NODE_EXTRA_CA_CERTS costs each process the reading of a hundred certificates, too.
 */
function testEnvironment(home) {
  const leaks =
    /^(ANON_|GIT_|XDG_|GITHUB_|CI$|TEST_COVERAGE$|TEST_WHOLE$|NODE_V8_COVERAGE$|NODE_EXTRA_CA_CERTS$|NO_COLOR$|FORCE_COLOR$|(https?|all|no)_proxy$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !leaks.test(name));
  const temporary = join(home, "tmp");
  mkdirSync(temporary);
  mkdirSync(join(home, "home"));
  return {
    ...Object.fromEntries(kept),
    HOME: join(home, "home"),
    TMPDIR: temporary,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "Test",
    GIT_COMMITTER_EMAIL: "test@example.com",
  };
}
