import type { Socket } from "node:net";
import type { JsonObject } from "../../src/core/json.ts";

/** The values that a hostile server has when it answers a create. */
export interface Scene {
  /** The key and the name of the pool in the create. */
  readonly key: string;
  /** The id of the pool: idOf(key). */
  readonly id: string;
  /** The API's right answer: the id first, then the rest. */
  readonly resource: JsonObject;
  /** The origin of this server, and that of another server that must receive nothing. */
  readonly origin: string;
  readonly elsewhere: string;
  /** The count of POSTs for the pool, including this one. */
  readonly count: number;
  /** An id from an earlier answer, to another create. */
  readonly earlierId: string;
}

/** Writes an answer to a create, in bytes. */
export type Answer = (socket: Socket, scene: Scene) => void;

/**
 * Accepts a new connection, the `count`th since the server turned hostile. `talk` reads the
 * connection's requests, and answers creates with the case's answer.
 */
export type Accept = (socket: Socket, talk: (socket: Socket) => void, count: number) => void;

/** The verdict of one create (docs/design.md#6-apply-one-create). A test compares every property. */
export type Expected =
  /** With the pool's own id if no other id is given. */
  | { readonly verdict: "created" | "cut"; readonly id?: string }
  /** `hint`: the verdict offers the id for a lookup; without `hint` it must not. */
  | { readonly verdict: "unknown"; readonly hint?: true }
  | { readonly verdict: "not-sent"; readonly retry: boolean }
  | { readonly verdict: "refused"; readonly stop: boolean; readonly retryAfterMs?: number }
  | { readonly verdict: "quarantined"; readonly id: string };

/** One row of the fault matrix: the server's act, and the required outcome. */
export interface WireCase {
  /** The server's act, as a clause. */
  readonly name: string;
  /** The verdict; several if the kernel decides which of two events the client sees first. */
  readonly expected: Expected | readonly Expected[];
  /** The count of POSTs that reach the server for one attempt. */
  readonly posts: 0 | 1;
  /** The answer; plain JSON with the pool if left out. */
  readonly answer?: Answer;
  /** Accepts connections; if left out, the server accepts them correctly. */
  readonly accept?: Accept;
  /** False: the port has no listener. */
  readonly listens?: false;
  /** The server uses TLS. */
  readonly secure?: true;
  /** No more bytes come: the API client's own deadline ends the request, and SIGINT ends the command. */
  readonly hangs?: true;
  /** The server denies the pool in later lookups. */
  readonly forgets?: true;
  /**
   * `false`: only the client plays the case; the command treats its verdict as always. `created`:
   * another try succeeds, and the test lets the command wait for that try.
   */
  readonly command?: false | "created";
  /** The exit code if the verdict alone does not decide it: the command has a run for this case alone. */
  readonly exitCode?: number;
  /** The command has a run for this case alone, which measures its peak of memory. */
  readonly alone?: true;
}

/** Returns the id of a key's pool at the server. */
export function idOf(key: string): string {
  return `0a1b2c3d-0000-4000-8000-${key.padStart(12, "0")}`;
}
