import { Batch } from "../core/batch.ts";
import type { Clock } from "../core/ports.ts";
import { mergeStates } from "../core/state/merge.ts";
import {
  emptyState,
  isOpen,
  stateOf,
  type AttemptFact,
  type IdFact,
  type State,
} from "../core/state/state.ts";
import type { Lockfile } from "../store/lockfile.ts";
import type { RemoteState } from "./remote-state.ts";

/** Results that nobody waits for are published when so many are there … */
const resultsAtOnce = 20;
/** … or so long after the first of them, in milliseconds. */
const resultDelayMs = 1_000;

/**
 * Publishes what a run does, many facts with one push: what comes while a push is under way shares
 * the next one. Who announces a create waits for it; results are published with the next
 * announcement, or soon.
 */
export class Publisher {
  readonly #remote: RemoteState;
  readonly #clock: Clock;
  readonly #base: Lockfile;
  readonly #timer = new AbortController();
  #learned: State = emptyState;
  readonly #batch = new Batch(() => this.#publish());
  #results = 0;
  #isTimed = false;

  /** `base` is what is known before the first create. The remote must be held. */
  constructor(remote: RemoteState, clock: Clock, base: Lockfile) {
    this.#remote = remote;
    this.#clock = clock;
    this.#base = base;
  }

  /** The facts that this run has announced and learned. */
  get learned(): State {
    return this.#learned;
  }

  /**
   * Announces an attempt. Resolves when it is on the remote, and the ref was this run's just now;
   * rejects if that is not certain, or if others have told of the same address since the plan
   * was made: then nothing may be sent.
   */
  async announce(fact: AttemptFact): Promise<void> {
    this.#learn([], [fact]);
    await this.#batch.add();
    await this.#remote.prove();
    const contest = contestOf(this.#remote.seen?.lockfile.state ?? emptyState, fact);
    if (contest !== undefined) throw new Error(contest);
  }

  /** Takes what became of an attempt. Nobody waits, and a failure shows with the next announcement. */
  conclude(ids: readonly IdFact[], attempts: readonly AttemptFact[]): void {
    this.#learn(ids, attempts);
    this.#results += 1;
    if (this.#results >= resultsAtOnce) this.#publishSoon();
    else if (!this.#isTimed) {
      this.#isTimed = true;
      void this.#clock.sleep(resultDelayMs, this.#timer.signal).then(() => {
        this.#isTimed = false;
        if (this.#results > 0) this.#publishSoon();
      });
    }
  }

  /** Publishes nothing more by itself; resolves when no push is under way. */
  async end(): Promise<void> {
    this.#timer.abort();
    await this.#batch.idle();
  }

  #learn(ids: readonly IdFact[], attempts: readonly AttemptFact[]): void {
    this.#learned = mergeStates(this.#learned, stateOf(ids, attempts));
  }

  #publishSoon(): void {
    // Unpublished facts stay learned: the end of the run tries once more.
    if (!this.#timer.signal.aborted) this.#batch.add().catch(() => undefined);
  }

  async #publish(): Promise<void> {
    this.#results = 0;
    const state = mergeStates(this.#base.state, this.#learned);
    await this.#remote.publish({ ...this.#base, state });
    if (this.#results > 0) this.#batch.add().catch(() => undefined);
  }
}

/**
 * Why an attempt must not be sent, a clause: another machine may tell at any time what its disk alone
 * knew, a create that was cut off or an id that was imported. Undefined if it may.
 */
function contestOf(
  { ids, attempts }: State,
  { attempt, address, generation }: AttemptFact,
): string | undefined {
  for (const other of attempts.values())
    if (isOpen(other) && other.address === address && other.attempt !== attempt)
      return `another machine has told of a create of ${address} that nobody knows the end of (attempt ${other.attempt})`;
  for (const other of ids.values())
    if (other.address === address && other.retired === undefined && other.generation >= generation)
      return `another machine has told that ${address} is there (id ${other.id})`;
  return undefined;
}
