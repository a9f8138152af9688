// `npm run demo`: shows anon-sync on this repository's own anon.config.yaml and a local Anon API.
// Installs packages and builds the command if needed. Keeps all its files in a temporary folder,
// and fails if any step does not give the expected result.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "dist", "cli.js");
const folder = mkdtempSync(join(tmpdir(), "anon-sync-demo-"));
const lockfile = join(folder, "anon.lock.sandbox.emulator.json");
// Keys and settings of the user who runs the demo must not reach it.
const variables = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("ANON_")),
);
// The tool writes into a pipe here, but our own stdout may still be a terminal.
if (process.stdout.isTTY && !variables.NO_COLOR) variables.FORCE_COLOR ??= "1";
let emulator;

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    emulator?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
}

try {
  install();
  node("Building", [join(root, "scripts", "build.mjs")]);
  Object.assign(variables, await startEmulator());
  showOff();
  await changeInConsole();
  const drift = anonSync("The drift", ["plan", "--detailed-exitcode"], 2);
  expect(drift.includes("Changed by hand"), "the plan shows the change");
  console.log("\nThat was it. Nothing of it is left on this machine.");
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await stopEmulator();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs every step up to a tree in which manifest, lockfile and API agree. */
function showOff() {
  const first = anonSync("What would be created", ["plan"], 0);
  expect(/^Plan: [1-9]\d* to create, 0 to retire, 0 unchanged\.$/m.test(first), "a plan to create");
  anonSync("Creating it", ["apply", "--auto-approve"], 0, "inherit");
  title("The lockfile, to be committed beside the manifest", `cat ${lockfile}`);
  const text = readFileSync(lockfile, "utf8");
  process.stdout.write(text);
  expect(Object.keys(JSON.parse(text).resources).length > 0, "the lockfile holds ids");
  const second = anonSync("Nothing is left to do", ["plan", "--detailed-exitcode"], 0);
  expect(second.includes("No changes."), "nothing is left to do");
}

/** Changes a description, as a user might in Anon's web console. */
async function changeInConsole() {
  const { id } = JSON.parse(readFileSync(lockfile, "utf8")).resources["userPools.members"];
  const url = `${variables.ANON_BASE_URL}/_emulator/userPools/${id}`;
  const body = JSON.stringify({ description: "Changed by hand" });
  title("Somebody changes a description in the console", `curl -X PATCH ${url} -d '${body}'`);
  const answer = await fetch(url, { method: "PATCH", body });
  expect(answer.ok, `the console took it (${answer.status})`);
}

/** Installs packages, unless the last installation is at least as new as package-lock.json. */
function install() {
  const installed = statSync(join(root, "node_modules", ".package-lock.json"), {
    throwIfNoEntry: false,
  });
  if (installed && installed.mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) return;
  // If npm runs this script, we use the same npm: the PATH may have another one.
  const npm = process.env["npm_execpath"];
  if (npm?.endsWith(".js")) node("Installing", [npm, "ci"]);
  else run("Installing", "npm", ["ci"], { shell: process.platform === "win32" });
}

async function startEmulator() {
  const words = ["emulator", "start", "--state", join(folder, "emulator.json")];
  title("A local Anon API, on a free port", `anon-sync ${words.join(" ")}`);
  emulator = spawn(process.execPath, [cli, ...words], {
    env: variables,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  emulator.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const found = {};
  for await (const line of createInterface(emulator.stdout)) {
    // A key may contain the sign, too.
    const sign = line.indexOf("=");
    found[line.slice(0, sign)] = line.slice(sign + 1);
    if ("ANON_BASE_URL" in found && "ANON_API_KEY" in found) break;
  }
  expect("ANON_API_KEY" in found, `the emulator starts; it said: ${said}`);
  console.log(`It listens at ${found.ANON_BASE_URL}.`);
  return found;
}

async function stopEmulator() {
  if (emulator === undefined || emulator.exitCode !== null) return;
  const ended = once(emulator, "exit");
  emulator.kill();
  await ended;
}

/**
 * Runs the tool and shows what it says; answers its stdout. If that is inherited, it shows in
 * order with what goes to stderr, and nothing is answered.
 */
function anonSync(what, words, exitCode, output = "pipe") {
  const args = [...words, "--lockfile", lockfile];
  title(what, `anon-sync ${args.join(" ")}`);
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    env: variables,
    encoding: "utf8",
    stdio: ["ignore", output, "inherit"],
  });
  process.stdout.write(stdout ?? "");
  expect(status === exitCode, `exit code ${exitCode}, not ${status}`);
  return stripVTControlCharacters(stdout ?? "");
}

function node(what, args) {
  run(what, process.execPath, args, {});
}

/** Runs a step of the set-up, whose output matters only if it fails. */
function run(what, command, args, options) {
  console.log(`${what} …`);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    ...options,
  });
  if (status !== 0) throw new Error(`${what} went wrong.\n${stdout ?? ""}${stderr ?? ""}`);
}

function title(what, command) {
  console.log(`\n\u2500\u2500 ${what}\n$ ${command}\n`);
}

function expect(isSo, what) {
  if (!isSo) throw new Error(`Expected: ${what}.`);
}
