import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../core/ports.ts";

/** The machine's clock. A sleep keeps the process alive and ends at once when its signal aborts. */
export const systemClock: Clock = {
  now: () => Date.now(),

  async sleep(ms, signal) {
    try {
      await wait(ms, undefined, { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
