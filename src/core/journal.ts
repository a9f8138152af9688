import type { WantedFields } from "./kind.ts";

/** One create that an apply is about to try, as the journal's header announces it. */
export interface PlannedCreate {
  readonly address: string;
  readonly generation: number;
  /** Fields keep their references: this very run may create the ids that they stand for. */
  readonly fields: WantedFields;
}

/** How many times one create may be sent in one run: each time has a slot of its own. */
export const attemptsPerCreate = 4;

/** A verdict as the journal records it, never with a secret. */
export type RecordedVerdict =
  | { readonly verdict: "refused"; readonly reason: string }
  | { readonly verdict: "created"; readonly id: string }
  | {
      readonly verdict: "unknown";
      readonly reason: string;
      readonly hint?: string;
      readonly quarantined?: string;
    };

/** An intent that could not be announced to the other machines. Nothing was sent. */
export class NotAnnounced extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotAnnounced";
  }
}

/** The lockfile has all results, but the last of them could not be published to the other machines. */
export class NotPublished extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotPublished";
  }
}

/** A try whose intent is durable. */
export interface Sending {
  /** The attempt's id. */
  readonly attempt: string;
  /** ISO 8601, for display and the settling window. */
  readonly sentAt: string;
}

/**
 * The durable record of the creates of one run (docs/design.md#4-lockfile-journal-ledger). Each
 * promise resolves only when its record would survive a power cut, and rejects otherwise.
 */
export interface Journal {
  /**
   * Records that a create is about to be sent, and returns the attempt. `create` counts the planned
   * creates from 0, `retry` the earlier attempts of this run at the same create. `references` are
   * the ids that the references of its fields stand for, by field. A rejection means that nothing
   * may be sent.
   */
  sending(
    create: number,
    retry: number,
    references: Readonly<Record<string, string>>,
  ): Promise<Sending>;
  /** Records the verdict of an attempt. A rejection means that the verdict may be lost. */
  verdict(attempt: string, verdict: RecordedVerdict): Promise<void>;
  /** Ends the journal. Call it only after the lockfile has everything in the journal. */
  close(): Promise<void>;
  /** Lets go of it if it is: the next run folds it. */
  leave(): Promise<void>;
}
