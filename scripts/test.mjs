// Builds, compiles and runs the tests: `npm test`, or `npm test -- lock plan` for the test files
// whose path contains one of these words.
//
//   node scripts/test.mjs [--whole] [--folder DIR] [--timeout-ms N] [WORD …]
//
// A file NAME.long.test.ts runs only if a word names it, or with --whole or TEST_WHOLE=1, which
// .ci/run sets. With --folder this script runs the compiled test files of that folder, and builds
// and compiles nothing. With the environment variable TEST_COVERAGE=DIR, each test file's process
// writes the counts of V8 to that folder, for scripts/coverage.mjs.
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
  // A deleted test must not survive as a compiled file.
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

/** Copies files that are not TypeScript, such as fixtures, to the paths that compiled tests use. */
function copyOtherFiles(name, compiled) {
  cpSync(join(root, name), join(compiled, name), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
}

/** Runs every wanted file, with one more process at once than there are processors. */
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
  // Tests that run as another user must be able to reach their own folders in `home`.
  chmodSync(home, 0o711);
  try {
    const environment = testEnvironment(home);
    // The longest files run first: otherwise processors would wait for them at the end.
    const waiting = [...wanted.filter(isLong), ...wanted.filter((file) => !isLong(file))];
    const work = async () => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
        add(file, await runTestFile(file, environment, limitMs(file), coverageFolderOf(file)));
    };
    // We run one more than there are processors: tests wait for servers and locks too.
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function testFiles() {
  // A missing folder has no test files. runAll reports that as a failure.
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
 * The folder for a file's counts; undefined if they do not count. The simulator runs the same lines
 * millions of times: counting would slow it down, and would not show that a test checks them.
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
 * Our environment, without variables that differ between machines and would leak into the tests.
 * NODE_EXTRA_CA_CERTS would also make each process read a hundred certificates.
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
