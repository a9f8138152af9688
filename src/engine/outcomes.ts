import type { Action } from "../core/plan/action.ts";
import type { Outcome } from "../core/plan/applied.ts";
import type { Fields, Kind } from "../core/kind.ts";
import type { SecretSink } from "../core/secret-sink.ts";
import type { Run } from "./run.ts";

/** One create on its way: what every step of it needs. */
export interface Create {
  readonly run: Run;
  readonly action: Action;
  readonly kind: Kind;
  readonly index: number;
  /** The fields as sent, references replaced by ids. */
  readonly fields: Fields;
  readonly references: Readonly<Record<string, string>>;
  readonly sink: SecretSink | undefined;
}

/** A try that is over: an outcome, or how long to wait before the next, in milliseconds. */
export type Tried =
  { readonly outcome: Outcome } | { readonly retryAfterMs: number; readonly reason: string };

/** The outcome of a create that certainly made nothing. */
export function failed(create: Create, reason: string): Outcome {
  const { address } = create.action;
  create.run.ports.announce({ event: "failed", address, reason });
  return { address, action: "create", outcome: "failed", reason };
}

/** The outcome of a create that the run did not get to. */
export function skipped({ address }: Action): Outcome {
  const reason = "the run stopped before it; nothing was sent";
  return { address, action: "create", outcome: "skipped", reason };
}

/** What an error says, for people. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
