import type { ApplyEvent, StopReason } from "../core/plan/applied.ts";
import type { Api } from "../core/wire/api.ts";
import type { Journal, PlannedCreate } from "../core/journal.ts";
import type { Kind } from "../core/kind.ts";
import type { Clock, Random } from "../core/ports.ts";
import type { SecretSink, SecretSinks } from "../core/secret-sink.ts";
import type { AttemptFact, IdFact, State } from "../core/state/state.ts";
import type { Limiter } from "./limiter.ts";

/** The ports of an apply. The engine uses no file and no socket itself (ARCHITECTURE.md). */
export interface ApplyPorts {
  readonly kinds: readonly Kind[];
  readonly api: Api;
  readonly clock: Clock;
  /** Limits how many creates go at once, and when. The run's look-ups have adapted the limiter. */
  readonly limiter: Limiter;
  readonly random: Random;
  /**
   * Makes the journal of this run. Everything in the journal is durable when the promise resolves.
   */
  prepareJournal(creates: readonly PlannedCreate[]): Promise<Journal>;
  /** Makes a state durable as the lockfile (and its ids in the ledger). */
  save(state: State, organizationId: string | undefined): Promise<void>;
  /** Undefined if nobody named a place for secrets. */
  readonly secrets: SecretSinks | undefined;
  /** Announces an event. The engine calls it only after the event's facts are durable. */
  announce(event: ApplyEvent): void;
  /**
   * At the first signal `stop` aborts: stop sending. At the second `abandon` aborts: do not wait
   * for requests in flight either.
   */
  readonly interrupt: { readonly stop: AbortSignal; readonly abandon: AbortSignal };
}

export interface ApplyOptions {
  /** The organization every answer must carry; undefined if none is known yet. */
  readonly organizationId: string | undefined;
  /** Whether an answer of this run has shown that the key belongs to the organization. */
  readonly organizationSeen: boolean;
  /** The organization in the body of each create: only if the manifest names it. */
  readonly sentOrganizationId: string | undefined;
}

/** How long requests in flight may go on after the first signal, in milliseconds. */
export const graceMs = 5_000;
/** A create is not tried again later than this after its first try, in milliseconds. */
export const retryDeadlineMs = 300_000;
/** The longest wait for a Retry-After, in milliseconds. */
export const retryAfterCapMs = 60_000;

/** The parts that the creates of one run share. */
export interface Run {
  readonly ports: ApplyPorts;
  readonly options: ApplyOptions;
  readonly journal: Journal;
  /** Address → the sink of its secret, open before the first POST. */
  readonly sinks: ReadonlyMap<string, SecretSink>;
  /** Address → the id that references to it stand for. */
  readonly holders: Map<string, string>;
  /** Every id on record, retired ids too: an answer with one of them has no new id. */
  readonly known: Set<string>;
  /** The facts that this run learned, for the lockfile. */
  readonly learnedIds: IdFact[];
  readonly learnedAttempts: AttemptFact[];
  /** Aborts requests in flight: their verdicts follow from the exchanges up to then. */
  readonly abandon: AbortController;
  organizationId: string | undefined;
  organizationSeen: boolean;
  stopped: StopReason | undefined;
}

/** Stops the run: it sends nothing more. The first reason stays. */
export function stop(run: Run, reason: StopReason): void {
  if (run.stopped !== undefined) return;
  run.stopped = reason;
  run.ports.announce({ event: "stopping", reason });
}
