import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { repositoryFolder } from "./repository.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The command as `npm test` builds it. */
export const cliFile = join(repositoryFolder, "dist", "cli.js");

/** How to run the command. Each option may be left out. */
export interface CliOptions {
  /** A new empty folder if left out. */
  readonly cwd?: string;
  /** Variables for the run, beside an environment without any variable of this tool. */
  readonly env?: Readonly<Record<string, string>>;
  /** Given on stdin, which is closed after it; stdin is empty if left out. */
  readonly input?: string;
  /** A command and its arguments that starts the words after them: `prlimit --fsize=4096`. */
  readonly through?: readonly string[];
  /** Whether the process leads a process group of its own, as a command in a terminal does. */
  readonly leads?: boolean;
}

/** The exit code and the output of a run. */
export interface CliRun {
  /** 128 plus the signal's number if a signal ended the run. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command to its end, in a process without a terminal. Throws if a signal ends it. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const child = startCli(args, options);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === null) throw new Error(`anon-sync ${args.join(" ")} was ended by ${signal}`);
  return { code, stdout, stderr };
}

/** Starts the built command with its output in pipes. */
export function startCli(args: readonly string[], options: CliOptions = {}): ChildProcess {
  const { cwd = temporaryFolder(), env = {}, input, through = [], leads = false } = options;
  const [command = "", ...words] = [...through, process.execPath, cliFile, ...args];
  const child = spawn(command, words, {
    cwd,
    env: { ...cliEnvironment(), ...env },
    detached: leads,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  return child;
}

/** Runs a line of a shell in which `anon_sync` is the built command. Needs a POSIX shell. */
export async function runShell(line: string, options: CliOptions = {}): Promise<CliRun> {
  const { cwd = temporaryFolder(), env = {} } = options;
  const script = `anon_sync() { "${process.execPath}" "${cliFile}" "$@"; }\n${line}`;
  const child = spawn("sh", ["-c", script], {
    cwd,
    env: { ...cliEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, stdout, stderr };
}

/** Returns the first line of a process's stdout. Throws if stdout is not a pipe. */
export async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("stdout is not a pipe");
  const [line] = (await once(createInterface(stdout), "line")) as [string];
  return line;
}

/** Returns this process's environment, without the variables that change what the command does. */
export function cliEnvironment(): Record<string, string | undefined> {
  // Coverage is measured in the tests' own processes: the bundle's would be megabytes a run. The
  // machine's proxy cannot reach the tests' servers. Tests run in CI, too, and some simulate CI.
  const ours =
    /^(ANON_|CI$|GITHUB_ACTIONS$|GITLAB_CI$|NO_COLOR$|FORCE_COLOR$|TERM$|NODE_V8_COVERAGE$|NODE_TLS_|(https?|all|no)_proxy$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
