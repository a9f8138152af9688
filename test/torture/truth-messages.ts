/** What the process that keeps the truth is asked, over the channel of its parent. */
export interface Question {
  /** Comes back with the answer. */
  readonly number: number;
  readonly ask: "open" | "truth" | "quiet" | "trap" | "release" | "close";
  /** The port of an opened API; of no meaning for `open`. */
  readonly port: number;
  /** For `open`. */
  readonly options?: ApiOptions;
  /** For `trap`, whose answer comes when a request is caught in it (true), or at the release. */
  readonly trap?: Trap;
}

/**
 * A moment of the nth request from now on, of POSTs or of questions whether this is an emulator.
 * Before its answer, the request is held there until the release. One that is dropped is received
 * and then not carried out: its client must be dead.
 */
export interface Trap {
  readonly on: "post" | "instance";
  readonly nth: number;
  readonly at: "dropped" | "received" | "committed" | "answered";
}

/** How an API of the truth's process behaves. */
export interface ApiOptions {
  /** How long each answer takes at least, half of it before a create is carried out. */
  readonly latencyMs: number;
  /** How long an idle connection is kept open, in milliseconds; 5 s where left out. */
  readonly keepAliveMs?: number;
}

/** Its answer. */
export interface Reply {
  readonly number: number;
  /** What was asked for; undefined where `problem` says why there is none. */
  readonly value?: unknown;
  readonly problem?: string;
}

/** One object that exists, and that nobody can list over the API. */
export interface Existing {
  readonly id: string;
  readonly collection: string;
  readonly name: string;
}

/** All that one API was sent and did, in that order. No kill of a client reaches it. */
export interface Truth {
  /** The name of every POST whose body came in whole. */
  readonly posts: readonly string[];
  readonly objects: readonly Existing[];
  /** Requests that the API does not have, or refused: a torture sends none. */
  readonly refused: readonly string[];
}
