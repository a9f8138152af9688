import type { Output } from "../session/context.ts";

/** Who may write to what they share, one after another. */
export interface OrderedOutput {
  /** Writes for the run of that number: at once if it is its turn, else when it comes. */
  write(run: number, output: Output, text: string): void;
  /** The run writes nothing more. Called once for each, in whatever order they end. */
  end(run: number): void;
}

/** Lets runs that go on at once, numbered from 0, each write all it has to say before the next. */
export function createOrderedOutput(): OrderedOutput {
  const waiting = new Map<number, (() => void)[]>();
  const ended = new Set<number>();
  let current = 0;
  return {
    write(run, output, text) {
      if (run === current) return output.write(text);
      const writes = waiting.get(run) ?? [];
      writes.push(() => output.write(text));
      waiting.set(run, writes);
    },
    end(run) {
      ended.add(run);
      while (ended.has(current)) {
        current += 1;
        for (const write of waiting.get(current) ?? []) write();
        waiting.delete(current);
      }
    },
  };
}
