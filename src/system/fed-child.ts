import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";

/** A program that gets a text on its stdin. */
export interface FedChild {
  /** An absolute path. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly currentFolder: string;
  readonly input: string;
  readonly limitMs: number;
  /** The absolute paths of `pipePrograms`. */
  readonly pipe: readonly string[];
}

/** How it ended, and what it said on both streams, the last 64 KiB of it. */
export type FedEnd = { readonly output: string } & (
  | { readonly code: number }
  | { readonly notStarted: string }
  /** The program exceeded the limit. We killed the program, with all processes that it started. */
  | { readonly timedOut: true }
);

const keptLength = 64 * 1024;

/**
 * The text between us and the program on POSIX. Node's pipes are sockets, and Linux refuses to open
 * /dev/stdin if that is one; a shell makes a real pipe. This text is all that the shell ever reads
 * as a script: program and arguments are its parameters, and no character of theirs means anything.
 */
const script = '"$0" | "$@"';

const isWindows = process.platform === "win32";

/** The programs that are needed beside the program itself to give it a text. */
export const pipePrograms: readonly string[] = isWindows ? [] : ["/bin/sh", "cat"];

/**
 * Runs a program to its end with a text on its stdin, exactly these characters. It stands in a process
 * group of its own: a Ctrl-C in our terminal does not reach it while it has the only copy of a secret.
 * Answers its exit code, 128 and the signal's number if one ended it.
 */
export function feedChild(child: FedChild): Promise<FedEnd> {
  const { program, variables, currentFolder, limitMs, input } = child;
  const [shell, cat = ""] = child.pipe;
  const [command, words] =
    shell === undefined
      ? [program, child.arguments]
      : [shell, ["-c", script, cat, program, ...child.arguments]];
  return new Promise((resolve) => {
    const started = spawn(command, words, {
      cwd: currentFolder,
      env: variables,
      stdio: "pipe",
      detached: !isWindows,
      windowsHide: true,
    });
    let output = "";
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-keptLength);
      });
    // A program may end without reading its stdin: then its exit code alone counts.
    started.stdin.on("error", () => undefined);
    started.stdin.end(input);

    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      killAll(started);
    }, limitMs);
    started.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      resolve({ output, notStarted: error.code ?? error.message });
    });
    started.once("exit", (code, signal) => {
      clearTimeout(limit);
      const end = isLate
        ? ({ timedOut: true } as const)
        : { code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) };
      // A program that it left in the background may hold its output open for ever.
      const patience = setTimeout(() => {
        started.stdout.destroy();
        started.stderr.destroy();
      }, patienceMs);
      started.once("close", () => {
        clearTimeout(patience);
        resolve({ output, ...end });
      });
    });
  });
}

/** How long we wait for the output of an ended program, in milliseconds. */
const patienceMs = 500;

function killAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // The child has ended at this very moment.
  }
}
