import type { JsonObject } from "../core/json.ts";
import type { FaultScript } from "./fault-script.ts";
import type { Keys } from "./keys.ts";
import type { State } from "./state.ts";

/**
 * The vendor's reference that the emulator follows. The older reference has no `auth` and no
 * `hosted`, and requires organizationId in creates.
 */
export type ApiReference = "newer" | "older";

/** The parts that the rooms of one running emulator share. */
export interface EmulatorParts {
  readonly state: State;
  readonly keys: Keys;
  readonly reference: ApiReference;
  readonly script: FaultScript;
  readonly tally: Tally;
  /** Resolves when the state as it is now survives a kill; at once if it lives in memory. */
  save(): Promise<void>;
}

/** Counts since the start or the last reset, for tests. */
export interface Tally {
  /** `POST /org/userPool` → the number of requests, with any answer, faults included. */
  requests: Record<string, number>;
  /** collection → the number of created resources. */
  creates: Record<string, number>;
}

/** One request, read to its end. */
export interface EmulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  /** Undefined if it was too large. */
  readonly body: Uint8Array | undefined;
}

/** Adds one to a count. */
export function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Returns a stored resource with its id in front. */
export function withId(id: string, resource: JsonObject): JsonObject {
  return { id, ...resource };
}
