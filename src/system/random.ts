import { randomUUID } from "node:crypto";
import type { Random } from "../core/ports.ts";

/** The machine's randomness: UUIDs from the secure source, fractions for jitter only. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  fraction: () => Math.random(),
};
