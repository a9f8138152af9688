// The coverage of the tests: reads the files that `npm test` wrote with TEST_COVERAGE=DIR, prints a
// short table, and fails if a room or a module is below its minimum.
//
//   node scripts/coverage.mjs DIR [--compiled DIR] [--all]
//
// With --all it names each line and branch that no test reaches, not only the missed branches.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Report } from "c8";

/** The minimum part of a room's lines that tests must reach, in per cent. */
const leastLines = 95;
const rooms = ["core", "engine", "store", "manifest", "remote", "api"];

/** The modules that the tool's promise depends on: tests must reach every branch of them. */
const exact = [
  "core/wire/answer.ts",
  "core/wire/classify.ts",
  "core/journal.ts",
  "core/wire/json-text.ts",
  "core/state/merge.ts",
  "core/wire/reason.ts",
  "core/names/resource-id.ts",
  "core/state/state.ts",
  "store/atomic-write.ts",
  "core/batch.ts",
  "store/group-commit.ts",
  "store/journal-format.ts",
  "store/journal.ts",
  "store/lockfile.ts",
  "store/sealed-text.ts",
  "store/strict-json.ts",
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { compiled: { type: "string" }, all: { type: "boolean", default: false } },
});
const compiled = values.compiled === undefined ? join(root, ".build") : resolve(values.compiled);
const [folder] = positionals;
if (folder === undefined) throw new Error("say which folder TEST_COVERAGE named");
const files = await measure(resolve(folder));
const missed = [];
print();
process.exitCode = missed.length > 0 ? 1 : 0;

/** Path below src/ → the coverage of the module, for every module of the rooms that has code. */
async function measure(folder) {
  const report = new Report({
    tempDirectory: folder,
    // We read only the counts of the rooms: the other counts of V8 are hundreds of megabytes.
    include: rooms.map((room) => `${relative(root, compiled)}/src/${room}/**/*.js`),
    // c8 leaves compiled folders out by default. Tests need not reach generated code.
    exclude: ["**/generated/**"],
    extension: [".js"],
    excludeNodeModules: true,
    resolve: root,
    mergeAsync: true,
    reporter: [],
  });
  const map = await report.getCoverageMapFromAllCoverageFiles();
  const measured = new Map(
    map.files().map((file) => [relative(join(root, "src"), file), map.fileCoverageFor(file)]),
  );
  for (const name of modules()) if (!measured.has(name)) measured.set(name, undefined);
  return measured;
}

/** Every module of the rooms that has code. The compiler emits nothing for a module of types. */
function modules() {
  return rooms
    .flatMap((room) =>
      readdirSync(join(root, "src", room), { recursive: true }).map((name) => join(room, name)),
    )
    .filter((name) => name.endsWith(".ts") && !name.includes("generated"))
    .filter((name) => {
      const code = join(compiled, "src", name.replace(/\.ts$/, ".js"));
      return existsSync(code) && /^(?!export \{\};|\/\/#|$)/m.test(readFileSync(code, "utf8"));
    });
}

function print() {
  console.log("room      lines");
  for (const room of rooms) {
    const inside = [...files].filter(([name]) => name.startsWith(`${room}/`));
    const counts = inside.map(([name, file]) => file?.toSummary().lines ?? unread(name));
    const covered = sum(counts.map((count) => count.covered));
    const total = sum(counts.map((count) => count.total));
    row(room.padEnd(8), covered, total, leastLines);
    for (const [name, file] of inside)
      if (values.all) tell(name, file, file?.getUncoveredLines() ?? ["all"], "line");
  }
  console.log("\nmodule                      branches");
  for (const name of exact) {
    const file = files.get(name);
    const { covered, total } = file?.toSummary().branches ?? unread(name);
    if (!row(name.padEnd(26), covered, total, 100) || values.all)
      tell(name, file, file === undefined ? ["all"] : missedBranches(file), "branch at line");
  }
}

/** Prints one line of a table. Returns whether the part reaches its minimum. */
function row(name, covered, total, least) {
  const part = total === 0 ? 100 : (100 * covered) / total;
  // Rounded down: a missed minimum must not look reached.
  const shown = (Math.floor(part * 100) / 100).toFixed(2).padStart(6);
  const holds = part >= least;
  console.log(`${name} ${shown} %${holds ? "" : `  FAIL: at least ${least} %`}`);
  if (!holds) missed.push(name);
  return holds;
}

function tell(name, file, places, noun) {
  if (places.length > 0) console.log(`  src/${name}: ${noun} ${places.join(", ")}`);
}

function missedBranches({ b, branchMap }) {
  return Object.entries(b)
    .filter(([, counts]) => counts.includes(0))
    .map(([key]) => branchMap[key].loc.start.line);
}

/** The counts of a module that no test has loaded. */
function unread(name) {
  const lines = readFileSync(join(root, "src", name), "utf8").split("\n").length;
  return { covered: 0, total: lines };
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
