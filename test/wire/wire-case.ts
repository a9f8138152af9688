import type { Socket } from "node:net";
import type { JsonObject } from "../../src/core/json.ts";

/** What a hostile server knows when it answers a create. */
export interface Scene {
  /** The key and the name of the pool that was to be created. */
  readonly key: string;
  /** The id that the pool has: idOf(key). */
  readonly id: string;
  /** What the API would answer: the id first, then the rest. */
  readonly resource: JsonObject;
  /** The origin of this server, and that of another one that must hear nothing. */
  readonly origin: string;
  readonly elsewhere: string;
  /** How many POSTs came for the pool, this one included. */
  readonly count: number;
  /** An id that was answered before, to another create. */
  readonly earlierId: string;
}

/** Writes an answer to a create, in bytes. */
export type Answer = (socket: Socket, scene: Scene) => void;

/**
 * Takes a new connection, the `count`th since the server turned hostile. `talk` has it read
 * requests and give the case's answer to creates.
 */
export type Accept = (socket: Socket, talk: (socket: Socket) => void, count: number) => void;

/** The verdict of one create (docs/design.md#6-apply-one-create). Every property is compared. */
export type Expected =
  /** With the id that the pool has, where no other is given. */
  | { readonly verdict: "created" | "cut"; readonly id?: string }
  /** `hint`: the id was offered as one to look at; where left out, none was. */
  | { readonly verdict: "unknown"; readonly hint?: true }
  | { readonly verdict: "not-sent"; readonly retry: boolean }
  | { readonly verdict: "refused"; readonly stop: boolean; readonly retryAfterMs?: number }
  | { readonly verdict: "quarantined"; readonly id: string };

/** One row of the fault matrix: what the server does, and what must be made of it. */
export interface WireCase {
  /** What the server does, as a clause. */
  readonly name: string;
  /** The verdict; more than one where the kernel decides which of two things is seen first. */
  readonly expected: Expected | readonly Expected[];
  /** How many POSTs reach the server for one attempt. */
  readonly posts: 0 | 1;
  /** Plain JSON with the pool where left out. */
  readonly answer?: Answer;
  /** Where left out, connections are taken as they should be. */
  readonly accept?: Accept;
  /** False: nothing listens there. */
  readonly listens?: false;
  /** The server is reached by TLS. */
  readonly secure?: true;
  /** Nothing more comes: the API client's own deadline ends it, and SIGINT the command. */
  readonly hangs?: true;
  /** The server denies the pool when it is looked up later. */
  readonly forgets?: true;
  /**
   * `false`: the client alone is asked, and the command makes of its verdict what it always does.
   * `created`: another try succeeds, and the command is let wait for it.
   */
  readonly command?: false | "created";
  /** How the command ends, where the verdict alone does not say: it has a run for this case alone. */
  readonly exitCode?: number;
  /** The command gets a run for this case alone; its peak of memory is measured then. */
  readonly alone?: true;
}

/** What stands for the pool of a key at the server. */
export function idOf(key: string): string {
  return `0a1b2c3d-0000-4000-8000-${key.padStart(12, "0")}`;
}
