import type { WantedFields } from "../kind.ts";

/** One resource as the manifest wants it in one environment, its variables filled in. */
export interface Wanted {
  /** `userPools.members`. */
  readonly address: string;
  /** The name of its kind: `UserPool`. */
  readonly kind: string;
  readonly fields: WantedFields;
  /** Whether it is protected from replacement and retirement; absent: as in the lockfile. */
  readonly protect?: boolean;
  /** Fields whose drift the plan hides. */
  readonly ignoreDrift?: readonly string[];
  /** The destination of the secret of a new client, as it is written: `file:DIR`, relative to the manifest. */
  readonly secretSink?: string;
  /** The addresses whose ids its fields stand for; each once. */
  readonly dependsOn: readonly string[];
}

/** A rename that the manifest declares, both as addresses. */
export interface Moved {
  readonly from: string;
  readonly to: string;
}
