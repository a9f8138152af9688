import { execFileSync, type ChildProcess } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCommandLine } from "../../src/cli/command-line.ts";
import { createSystem, type System } from "../../src/session/context.ts";
import { explainError } from "../../src/session/explain-error.ts";
import { lock } from "../../src/system/lock.ts";
import { systemClock } from "../../src/system/clock.ts";
import { cliEnvironment, runCli, startCli, type CliRun } from "./cli.ts";
import { contextOf } from "./run-here.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A machine of its own, from the command's view: a clone, a host's name and a local lock. */
export interface Machine {
  readonly host: string;
  /** The machine's clone of the repository. */
  readonly folder: string;
  /** Runs the command in the clone, in the test's own process. `env` is added to the machine's. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliRun>;
  /** Runs the command to its end, as a process of its own. */
  runCli(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliRun>;
  /** Starts the command as the leader of a process group, and does not wait. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** Runs git in the clone. Returns its stdout. */
  git(...args: readonly string[]): string;
  /** Removes the disk, as a CI host does with a runner's disk at the end of its job. */
  remove(): void;
}

/** How a machine differs from the default. Each option may be left out. */
export interface MachineOptions {
  readonly host?: string;
  /** Environment variables of every run. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for `git clone`. */
  readonly cloneFlags?: readonly string[];
  /** The clone's later origin if this process serves that origin: it cannot clone from itself. */
  readonly origin?: string;
  /** The divisor of every wait in the test's process: 20 if left out. */
  readonly haste?: number;
  /** The other parts of the machine that a run in the test's process replaces. */
  readonly system?: Partial<System>;
}

/** Git's variables without the differences between machines; commits have an author. */
export const gitVariables = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

/** Runs git in a folder. Returns its stdout. Throws an error with its stderr if git fails. */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...gitVariables };
  return execFileSync("git", args, { cwd: folder, encoding: "utf8", env, stdio: "pipe" });
}

let machines = 0;

/** A new machine with a fresh clone of the repository at `url`. */
export function machine(url: string, options: MachineOptions = {}): Machine {
  const { host = `machine-${(machines += 1)}`, cloneFlags = [], haste = 20 } = options;
  const folder = join(temporaryFolder(), "clone");
  git("/", "clone", "--quiet", ...cloneFlags, url, folder);
  if (options.origin !== undefined) git(folder, "remote", "set-url", "origin", options.origin);
  const env = { ...gitVariables, ...options.env };
  const system = {
    lock: {
      ...lock,
      acquire: (name, ...rest) => lock.acquire(`${host} ${name}`, ...rest),
    },
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / haste, signal) },
    ...options.system,
  } satisfies Partial<System>;
  const asProcess = (more: Readonly<Record<string, string>> = {}) => ({
    cwd: folder,
    env: { ...env, ...more, TEST_MACHINE: host },
    through: [process.execPath, elsewhere()],
  });
  return {
    host,
    folder,
    run: (args, more = {}) => runWith(system, host, folder, { ...env, ...more }, args),
    runCli: (args, more) => runCli(args, asProcess(more)),
    start: (args, more) => startCli(args, { ...asProcess(more), leads: true }),
    git: (...args) => git(folder, ...args),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function runWith(
  replaced: Partial<System>,
  host: string,
  folder: string,
  env: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<CliRun> {
  const variables = { ...cliEnvironment(), ...env };
  const said = { stdout: "", stderr: "" };
  const context = { ...contextOf(variables, said), process: { pid: process.pid, host } };
  const line = readCommandLine(words, 100);
  if ("text" in line) throw new Error(line.text);
  const system = createSystem(variables, folder);
  try {
    const command = await line.spec.load();
    const whole = { ...context, currentFolder: folder, system: { ...system, ...replaced } };
    return { code: await command.run(whole, line.options, line.args), ...said };
  } catch (error) {
    return { code: explainError(error, context.err), ...said };
  } finally {
    system.close();
  }
}

let elsewhereFile: string | undefined;

/**
 * Writes a script that starts the command in the script's arguments, on the machine TEST_MACHINE.
 * Returns its path. Without the script, all clones on this machine share the local lock of a
 * lineage.
 */
function elsewhere(): string {
  if (elsewhereFile !== undefined) return elsewhereFile;
  elsewhereFile = join(temporaryFolder(), "elsewhere.mjs");
  writeFileSync(elsewhereFile, script);
  return elsewhereFile;
}

const script = `
import { createHash } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import os from "node:os";
import { pathToFileURL } from "node:url";

const machine = process.env.TEST_MACHINE;
delete process.env.TEST_MACHINE;
os.hostname = () => machine;
syncBuiltinESMExports();
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (options, ...rest) {
  if (options?.path?.startsWith("\\0anon-sync-") !== true) return listen.call(this, options, ...rest);
  const name = createHash("sha256").update(machine + options.path).digest("hex");
  const path = ("\\0anon-sync-" + name).padEnd(108, "-");
  return listen.call(this, { ...options, path }, ...rest);
};
process.argv.splice(0, 2);
await import(pathToFileURL(process.argv[1]));
`;
