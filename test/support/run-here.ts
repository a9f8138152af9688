import { resolve } from "node:path";
import { createSystem, hostName, type Context, type Output } from "../../src/session/context.ts";
import { withoutFlags, type Options, type RunCommand } from "../../src/session/options.ts";
import { createOutputGate } from "../../src/cli/output-gate.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { styleFor } from "../../src/cli/colour.ts";
import { cliEnvironment, type CliOptions, type CliRun } from "./cli.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * Runs a command of src/commands on this machine, but in the test's own process, which takes a
 * tenth of the time. Answers its exit code; what goes wrong is thrown. `said` takes what it prints.
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
 * The same as `runCli`, but in the test's own process, which takes a tenth of the time: everything
 * that the command does, from its words to its exit code, but for what a process is needed for
 * (streams, signals, stdin). Somebody to ask, and what a signal does, may be given.
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

/** What a command of src/commands has of the world in `folder`; `said` takes what it prints. */
export function contextHere(folder: string, said: { stdout: string; stderr: string }): Context {
  const variables = cliEnvironment();
  const system = createSystem(variables, folder);
  return { ...contextOf(variables, said), currentFolder: folder, system };
}

/** What nobody can answer or interrupt, and whose output is text behind the gate. */
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
