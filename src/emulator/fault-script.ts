import type { Fault } from "./fault.ts";

/** The scripted faults, each with its own count of matching requests. */
export interface FaultScript {
  add(faults: readonly Fault[]): void;
  clear(): void;
  /** Counts an API request for every matching fault; returns the first fault that hits. */
  hit(method: string, path: string): Fault | undefined;
}

/** Returns a script that starts with these faults. */
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
