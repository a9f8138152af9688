import { failure } from "../../core/errors/problem.ts";
import { startEmulator, type Emulator } from "../../emulator/index.ts";
import { runChild } from "../../system/child.ts";
import { Interrupted, type Context } from "../../session/context.ts";
import { emulatorOptions, keyVariableNames } from "./emulator.ts";
import type { RunCommand, EmulatorCommandOptions } from "../../session/options.ts";

/** The exit codes of shells for a command that does not exist, and for one that cannot run. */
const notFound = 127;
const notExecutable = 126;

/** `anon-sync emulator exec -- COMMAND`: runs a command beside an emulator; answers its exit code. */
export const run: RunCommand<EmulatorCommandOptions> = async (
  context,
  options,
  [command = "", ...args],
) => {
  const emulator = await startEmulator(emulatorOptions(context, options));
  try {
    const ended = await runChild({
      command,
      args,
      variables: childVariables(context, emulator),
      currentFolder: context.currentFolder,
      onStart: (send) => passSignals(context, send),
    });
    if (typeof ended === "number") return ended;
    throw failure(
      ended.notStarted === "ENOENT" ? notFound : notExecutable,
      "command-not-started",
      ended.notStarted === "ENOENT"
        ? `There is no command ${JSON.stringify(command)}.`
        : `The command ${JSON.stringify(command)} could not be started (${ended.notStarted}).`,
      "Write it as a shell finds it, after --: anon-sync emulator exec -- npm test",
    );
  } finally {
    await emulator.close();
  }
};

/** The emulator's address and key, and no other key: a real one must never reach an emulator. */
function childVariables(context: Context, { url, apiKey }: Emulator) {
  const variables = { ...context.variables };
  for (const name of keyVariableNames(context)) delete variables[name];
  return { ...variables, ANON_BASE_URL: url, ANON_API_KEY: apiKey };
}

/** Hands our signals on, but for a Ctrl-C: the terminal has sent that to the command as well. */
function passSignals({ interrupt, ask }: Context, send: (signal: Interrupted["signal"]) => void) {
  for (const signal of [interrupt.stop, interrupt.abandon]) {
    const pass = () => {
      if (!(signal.reason instanceof Interrupted)) return;
      const name = signal.reason.signal;
      const isFromTerminal = name === "SIGINT" && ask !== undefined;
      if (!isFromTerminal) send(name);
    };
    if (signal.aborted) pass();
    else signal.addEventListener("abort", pass, { once: true });
  }
}
