import type { ActionName } from "./action.ts";

/** The outcome of one address in an apply. */
export interface Outcome {
  readonly address: string;
  readonly action: ActionName;
  /**
   * - created, done (moved, retired, revived, relocked): the change is made;
   * - failed: the create was refused, nothing was created, running again is safe;
   * - unsettled: the result is unknown; a person settles the attempt;
   * - blocked: a resource that it needs failed or is unsettled; nothing was sent;
   * - skipped: the run stopped before this address; nothing was sent.
   */
  readonly outcome: "created" | "done" | "failed" | "unsettled" | "blocked" | "skipped";
  readonly id?: string;
  /** The id that the created id replaces: it is retired. */
  readonly replaces?: string;
  /** One sentence for people. */
  readonly reason?: string;
  /** The destination of the secret of a service client: a file's path, `command:PROGRAM` or `stdout`. */
  readonly secretFile?: string;
}

/** Why a run stopped sending before it was through. */
export type StopReason =
  | { readonly stop: "interrupted" }
  | { readonly stop: "unauthorized"; readonly status: number; readonly reason: string }
  | { readonly stop: "refused"; readonly status: number; readonly reason: string }
  | {
      readonly stop: "other-organization";
      readonly address: string;
      readonly id: string;
      readonly expected: string;
      readonly actual: string;
    }
  | { readonly stop: "other-resource"; readonly address: string; readonly id: string }
  | {
      readonly stop: "quarantined";
      readonly address: string;
      readonly id: string;
      readonly reason: string;
    }
  /** True for a created resource whose secret is stored nowhere and cannot be had again. */
  | {
      readonly stop: "secret-lost";
      readonly address: string;
      readonly id: string;
      readonly reason: string;
    }
  /** The journal could not record an intent or a verdict. */
  | { readonly stop: "not-saved"; readonly reason: string }
  /** A create was not sent, since it could not be announced to the other machines. */
  | { readonly stop: "not-announced"; readonly reason: string }
  /** The lockfile has all results, but the last of them could not be published to the other machines. */
  | { readonly stop: "not-published"; readonly reason: string }
  /** The journal has all results. Only the lockfile, or the ledger, lacks some. */
  | { readonly stop: "lockfile-not-saved"; readonly reason: string };

/** The outcomes of an apply. */
export interface Applied {
  readonly outcomes: readonly Outcome[];
  readonly stopped?: StopReason;
  /** False if the lockfile could not be written; the journal still holds everything. */
  readonly saved: boolean;
}

/** An event of an apply, in the order of events. */
export type ApplyEvent =
  | { readonly event: "sending"; readonly address: string }
  /** The verdict is durable: a receipt that a log can save. */
  | {
      readonly event: "created";
      readonly address: string;
      readonly attempt: string;
      readonly id: string;
    }
  /** The verdict could not be made durable: the receipt may be its only record. */
  | {
      readonly event: "not-saved";
      readonly address: string;
      readonly attempt: string;
      readonly id: string;
      readonly reason: string;
    }
  | {
      readonly event: "retry";
      readonly address: string;
      readonly reason: string;
      readonly delayMs: number;
    }
  | { readonly event: "failed"; readonly address: string; readonly reason: string }
  | {
      readonly event: "unsettled";
      readonly address: string;
      readonly attempt: string;
      readonly reason: string;
    }
  | { readonly event: "blocked"; readonly address: string; readonly reason: string }
  | { readonly event: "stopping"; readonly reason: StopReason };
