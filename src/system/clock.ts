import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock, Random } from "../core/ports.ts";

/** The machine's clock. A sleep keeps the process alive, and ends at once if its signal aborts. */
export const systemClock: Clock = {
  now: () => Date.now(),

  async sleep(ms, signal) {
    // Up to --parallelism creates may sleep at once. Node would report so many listeners as a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    try {
      await wait(ms, undefined, { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

/** The machine's randomness: UUIDs from the secure source, fractions for jitter only. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  fraction: () => Math.random(),
};
