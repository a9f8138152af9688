import { spawn } from "node:child_process";
import { constants } from "node:os";

/** A program to run beside us in the terminal. */
export interface Child {
  readonly command: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly currentFolder: string;
  /** Called once, with a function that sends the child a signal. */
  readonly onStart?: (send: (signal: NodeJS.Signals) => void) => void;
}

/**
 * Runs a command without a shell, its input and output ours, to its end. Answers its exit code, 128
 * and the signal's number if one ended it (as shells have it), or the system's code if it
 * could not be started: ENOENT, EACCES.
 */
export function runChild(child: Child): Promise<number | { readonly notStarted: string }> {
  return new Promise((resolve) => {
    const { command, args, variables, currentFolder, onStart } = child;
    const started = spawn(command, args, { stdio: "inherit", env: variables, cwd: currentFolder });
    started.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ notStarted: error.code ?? error.message }),
    );
    started.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
    onStart?.((signal) => started.kill(signal));
  });
}
