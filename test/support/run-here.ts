import { resolve } from "node:path";
import { createSystem, hostName, type Output } from "../../src/commands/context.ts";
import { withoutFlags, type Options, type RunCommand } from "../../src/commands/options.ts";
import { plainStyle } from "../../src/report/style.ts";

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
  const output = (stream: keyof typeof said): Output => ({
    write: (text) => void (said[stream] += text),
    isTerminal: false,
    style: plainStyle,
  });
  const never = new AbortController().signal;
  const system = createSystem({ ...process.env, ...variables }, folder);
  const all: Options = {
    ...withoutFlags,
    config: resolve(folder, withoutFlags.config),
    parallelism: 1,
    ...options,
  };
  try {
    return await command(
      {
        currentFolder: folder,
        variables,
        out: output("stdout"),
        err: output("stderr"),
        ask: undefined,
        interrupt: { stop: never, abandon: never },
        protect: () => undefined,
        reveal: async () => undefined,
        process: { pid: process.pid, host: hostName() },
        system,
      },
      all,
      args,
    );
  } finally {
    system.close();
  }
}
