import { resolve } from "node:path";
import { createSystem, hostName, type Context, type Output } from "../../src/session/context.ts";
import { withoutFlags, type Options, type RunCommand } from "../../src/session/options.ts";
import { createOutputGate } from "../../src/cli/output-gate.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { styleFor } from "../../src/cli/colour.ts";
import { cliEnvironment, type CliOptions, type CliRun } from "./cli.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * Runs a command of src/commands on this machine in the test's own process, which takes a tenth of
 * the time. Returns its exit code, and collects its output in `said`. Throws if the command fails.
 */
export async function runHere(
  command: RunCommand,
  folder: string,
  variables: Readonly<Record<string, string>>,
  options: Partial<Options>,
  args: readonly string[],
  said: { stdout: string; stderr: string } = { stdout: "", stderr: "" },
): Promise<number> {
  const system = createSystem({ ...process.env, ...variables }, folder);
  const all: Options = {
    ...withoutFlags,
    config: resolve(folder, withoutFlags.config),
    parallelism: 1,
    ...options,
  };
  try {
    const context = { ...contextOf(variables, said), currentFolder: folder, system };
    return await command(context, all, args);
  } finally {
    system.close();
  }
}

/**
 * Runs the command as `runCli` does, but in the test's own process, which takes a tenth of the
 * time. Covers all but the parts that need a process: streams, signals, stdin. A test may give
 * functions that answer questions and interrupt the run.
 */
export async function runCliHere(
  args: readonly string[],
  options: Pick<CliOptions, "cwd" | "env"> & Partial<Pick<Context, "ask" | "interrupt">> = {},
): Promise<CliRun> {
  const { cwd = temporaryFolder(), env = {}, ...person } = options;
  const said = { stdout: "", stderr: "" };
  const variables = { ...cliEnvironment(), ...env };
  const host = { ...contextOf(variables, said), ...person, columns: 100, cwd: () => cwd };
  const code = await runCommandLine(args, { ...host, listen: () => undefined });
  return { code, ...said };
}

/** Returns the context of a command of src/commands in `folder`; `said` collects its output. */
export function contextHere(folder: string, said: { stdout: string; stderr: string }): Context {
  const variables = cliEnvironment();
  const system = createSystem(variables, folder);
  return { ...contextOf(variables, said), currentFolder: folder, system };
}

/** Returns a context without answers and interrupts, whose output is text that passes the gate. */
export function contextOf(
  variables: Context["variables"],
  said: { stdout: string; stderr: string },
): Omit<Context, "currentFolder" | "system"> {
  const gate = createOutputGate(variables);
  const output = (stream: keyof typeof said): Output => {
    const redact = gate.redactPieces();
    return {
      write: (text) => void (said[stream] += redact(text)),
      isTerminal: false,
      style: styleFor({ variables, isTerminal: false, noColour: false }),
    };
  };
  const never = new AbortController().signal;
  return {
    variables,
    out: output("stdout"),
    err: output("stderr"),
    ask: undefined,
    interrupt: { stop: never, abandon: never },
    protect: gate.protect,
    redact: gate.redact,
    redactForeign: gate.redactForeign,
    reveal: async (text, stream) => void (said[stream === "out" ? "stdout" : "stderr"] += text),
    process: { pid: process.pid, host: hostName() },
  };
}
