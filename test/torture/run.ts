import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** One run of the built command, from its start to however it ends. */
export interface Run {
  readonly child: ChildProcess;
  /** Resolves when the nth line about a create (sending, created) is said, or the run has ended. */
  said(nth: number): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** How a run ended and what it said. */
export interface Ended {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly stderr: string;
  /** When each line about a create was said, in milliseconds since the start. */
  readonly saidMs: readonly number[];
  /** When it was over, likewise. */
  readonly endMs: number;
}

const running = new Set<ChildProcess>();
// One that is stopped would stay for ever, whatever ended us.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Listens to a run from its start on. It is killed when this process ends first. */
export function listen(child: ChildProcess): Run {
  running.add(child);
  const startMs = performance.now();
  const saidMs: number[] = [];
  const waiting: { readonly nth: number; readonly resolve: () => void }[] = [];
  let stderr = "";
  let isOver = false;
  const tell = () => {
    for (const { nth, resolve } of waiting) if (isOver || saidMs.length >= nth) resolve();
  };
  child.stdout?.resume();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    const count = [...stderr.matchAll(/^(sending|created) .*\n/gm)].length;
    while (saidMs.length < count) saidMs.push(performance.now() - startMs);
    tell();
  });
  const ended = once(child, "close").then(([code]): Ended => {
    isOver = true;
    running.delete(child);
    tell();
    return { code: code ?? undefined, stderr, saidMs, endMs: performance.now() - startMs };
  });
  return {
    child,
    ended,
    said: (nth) =>
      new Promise((resolve) => {
        waiting.push({ nth, resolve });
        tell();
      }),
  };
}

/** Address → id of every receipt in what runs said: whoever reads the log may use them. */
export function receipts(stderr: string): ReadonlyMap<string, string> {
  const lines = stderr.matchAll(/^created (\S+) id=(\S+) /gm);
  return new Map([...lines].map(([, address = "", id = ""]) => [id, address]));
}
