import type { Fault } from "./fault.ts";

/** The faults still to come, each with its own count of the requests it has seen. */
export interface FaultScript {
  add(faults: readonly Fault[]): void;
  clear(): void;
  /** Counts an API request for every fault that looks at it; answers the first one that hits. */
  hit(method: string, path: string): Fault | undefined;
}

/** A script that starts with these faults. */
export function faultScript(faults: readonly Fault[]): FaultScript {
  let scripted: { readonly fault: Fault; seen: number }[] = [];
  const script: FaultScript = {
    add(more) {
      scripted.push(...more.map((fault) => ({ fault, seen: 0 })));
    },
    clear() {
      scripted = [];
    },
    hit(method, path) {
      let hit: Fault | undefined;
      for (const entry of scripted) {
        const { on, path: part, nth } = entry.fault;
        if (on !== method || (part !== undefined && !path.includes(part))) continue;
        entry.seen += 1;
        if (nth === "every" || nth === entry.seen) hit ??= entry.fault;
      }
      return hit;
    },
  };
  script.add(faults);
  return script;
}
