import { hostname } from "node:os";
import { createInterface } from "node:readline";

/** The name of this machine, for the note beside the lock. */
export const hostName: () => string = hostname;

/** The user who runs this, for the same purpose. */
export function thisProcess(): { readonly pid: number; readonly host: string } {
  return { pid: process.pid, host: hostname() };
}

/**
 * One line that a person types, without its end; empty if the input ends before one, or `signal`
 * aborts. The terminal stays in its own line mode, so that Ctrl-C is the signal it always is.
 */
export function readLine(input: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve("");
    const lines = createInterface({ input, terminal: false });
    const stop = () => lines.close();
    let answer = "";
    signal.addEventListener("abort", stop, { once: true });
    lines.once("line", (line) => {
      answer = line;
      lines.close();
    });
    lines.once("close", () => {
      signal.removeEventListener("abort", stop);
      // A terminal that we only pause would keep the process alive.
      input.unref();
      resolve(answer);
    });
    input.ref();
  });
}
