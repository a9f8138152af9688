/** A question from the parent to the process that keeps the truth, over their channel. */
export interface Question {
  /** The number that the answer repeats. */
  readonly number: number;
  readonly ask: "open" | "truth" | "quiet" | "trap" | "release" | "close";
  /** The port of an opened API; without meaning for `open`. */
  readonly port: number;
  /** For `open`. */
  readonly options?: ApiOptions;
  /** For `trap`: the answer is true once the trap catches a request, or comes at the release. */
  readonly trap?: Trap;
}

/**
 * A moment of the nth request from now on, among POSTs or among probes for an emulator. The trap
 * keeps the request there, without an answer, until the release. The server receives a dropped
 * request but never carries it out: its client must be dead.
 */
export interface Trap {
  readonly on: "post" | "instance";
  readonly nth: number;
  readonly at: "dropped" | "received" | "committed" | "answered";
}

/** The behaviour of an API in the truth's process. */
export interface ApiOptions {
  /** The minimum time of each answer in milliseconds; half of it comes before a create's commit. */
  readonly latencyMs: number;
  /** The time for which an idle connection stays open, in milliseconds; 5 s if left out. */
  readonly keepAliveMs?: number;
}

/** The answer of the process. */
export interface Reply {
  readonly number: number;
  /** The requested value; undefined if `problem` explains its absence. */
  readonly value?: unknown;
  readonly problem?: string;
}

/** One object that exists, and that no client can list over the API. */
export interface Existing {
  readonly id: string;
  readonly collection: string;
  readonly name: string;
}

/** All requests and actions of one API, in their order. No kill of a client reaches them. */
export interface Truth {
  /** The name in every POST whose body arrived whole. */
  readonly posts: readonly string[];
  readonly objects: readonly Existing[];
  /** Requests that the API lacks or refused: a torture sends none. */
  readonly refused: readonly string[];
}
