import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** One run of the built command, from its start to any end. */
export interface Run {
  readonly child: ChildProcess;
  /** Resolves at the nth line about a create (sending, created), or at the run's end. */
  said(nth: number): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** The end and the output of a run. */
export interface Ended {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly stderr: string;
  /** The time of each line about a create, in milliseconds since the start. */
  readonly saidMs: readonly number[];
  /** The time of the run's end, in milliseconds since the start. */
  readonly endMs: number;
}

const running = new Set<ChildProcess>();
// A stopped child would otherwise stay for ever, whatever ended this process.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Listens to a run from its start on. The run is killed if this process ends first. */
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

/** Returns id → address of every receipt in the output of runs: readers of the log may use these ids. */
export function receipts(stderr: string): ReadonlyMap<string, string> {
  const lines = stderr.matchAll(/^created (\S+) id=(\S+) /gm);
  return new Map([...lines].map(([, address = "", id = ""]) => [id, address]));
}
