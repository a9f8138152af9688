import { setTimeout as sleep } from "node:timers/promises";
import type { Chance } from "../simulation/chance.ts";
import type { Life } from "./life.ts";
import type { Run } from "./run.ts";
import type { Trap } from "./truth-messages.ts";

/** The times of an undisturbed run: kills are spread over them. */
export interface Duration {
  /** The time of each line about a create, in milliseconds since the start. */
  readonly saidMs: readonly number[];
  readonly endMs: number;
}

/**
 * The instant of a kill: after the start, after the nth line about a create, or after a moment of a
 * request. Counted by the events of a run, an instant stays right even on a machine that is busier
 * than during the measurement.
 */
export interface Instant {
  readonly after: { readonly line: number } | Trap;
  /** In milliseconds. */
  readonly delayMs: number;
}

/** Returns any instant of a run; instants from its first create on are the most likely. */
export function instant(chance: Chance, { saidMs, endMs }: Duration): Instant {
  const fraction = chance.below(1_000_000) / 1_000_000;
  const [firstMs = endMs] = saidMs;
  switch (chance.below(10)) {
    case 0:
      return { after: { line: 0 }, delayMs: fraction * endMs };
    case 1:
    case 2: {
      // The run probes the API on loopback before it makes a first lockfile, and again under the
      // lock. Then it folds, looks up, and prepares its journal.
      const nth = chance.once(5) ? 1 : 2;
      return { after: { on: "instance", nth, at: "answered" }, delayMs: fraction * firstMs * 0.2 };
    }
    case 3: {
      // Half of the kills come after the last line: then the run writes the lockfile and closes the
      // journal.
      const last = saidMs.length - 1;
      const index = chance.once(2) ? last : chance.below(saidMs.length);
      const delayMs = fraction * (endMs - (saidMs[index] ?? endMs));
      return { after: { line: index + 1 }, delayMs };
    }
    default: {
      const at = chance.one(["dropped", "received", "committed", "answered"] as const);
      // A run prints a line before and after each POST. Half of the kills come at once.
      const nth = 1 + chance.below(Math.ceil(saidMs.length / 2));
      const delayMs = chance.once(2) ? 0 : fraction * ((endMs - firstMs) / 2);
      return { after: { on: "post", nth, at }, delayMs };
    }
  }
}

/** Kills a run of a project at an instant; false if it ended before. */
export async function killAt(life: Life, run: Run, when: Instant): Promise<boolean> {
  const { after, delayMs } = when;
  const { child, ended } = run;
  if ("line" in after) await run.said(after.line);
  // A caught POST keeps its run alive until the kill, however late the kill arrives.
  else await Promise.race([life.trap(after), ended]);
  if (delayMs >= 1) await Promise.race([sleep(delayMs), ended]);
  child.kill("SIGKILL");
  const { code } = await ended;
  await life.release();
  return code === undefined;
}
