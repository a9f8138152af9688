import { readCommandLine } from "./command-line.ts";
import { createSystem, folderOf, type Context } from "../session/context.ts";
import { explainError } from "../session/explain-error.ts";
import { many, longName } from "../workspace/flags.ts";

/** The parts of a process that the command needs. */
export interface Host extends Omit<Context, "currentFolder" | "system"> {
  /** The width of help texts, in characters. */
  readonly columns: number;
  /** The folder that it is in; throws if that is gone. */
  readonly cwd: () => string;
  /** Called before the command runs. If `isGraceful`, the command obeys `interrupt`. */
  listen(isGraceful: boolean): void;
}

/**
 * Reads a command line, without the program's name, and runs its command on this machine. Returns
 * the exit code. Prints errors on `err`, and throws none.
 */
export async function runCommandLine(words: readonly string[], host: Host): Promise<number> {
  try {
    return await run(words, host);
  } catch (error) {
    return explainError(error, host.err);
  }
}

async function run(words: readonly string[], host: Host): Promise<number> {
  const { columns, cwd, listen, ...given } = host;
  const line = readCommandLine(words, columns);
  if ("text" in line) {
    (line.exitCode === 0 ? given.out : given.err).write(line.text);
    return line.exitCode;
  }
  const { spec, options, args, typed } = line;
  const isForMany = many.some((flag) => spec.flags.includes(flag) && typed.has(longName(flag)));
  listen(spec.gracefulInterrupt === true || isForMany);
  const currentFolder = folderOf(cwd);
  const system = createSystem(given.variables, currentFolder, given.redactForeign);
  try {
    const { run } = await spec.load();
    const context = { ...given, currentFolder, system };
    if (!isForMany) return await run(context, options, args);
    const { runWorkspace } = await import("../workspace/run.ts");
    return await runWorkspace(context, line, run);
  } finally {
    system.close();
  }
}
