/** One task that waits for a moment. */
interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * The time of several machines: if all tasks sleep, time jumps to the moment of the first waking.
 * The work of two machines alternates as on real ones, and replays exactly.
 */
export class SimulatedTime {
  /** Milliseconds since 1970. */
  now = Date.parse("2026-01-01T00:00:00Z");
  /** The sleepers in the order of their waking. */
  readonly #sleepers: Sleeper[] = [];
  #isTicking = false;

  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const abort = (): void => {
        this.#remove(sleeper);
        resolve();
      };
      const sleeper = this.#add(ms, () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      });
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Runs an action after `ms`, even if its process is dead by then. */
  later(ms: number, action: () => void): void {
    this.#add(ms, action);
  }

  /** Removes all sleepers: the history is over. */
  end(): void {
    this.#sleepers.length = 0;
  }

  #add(ms: number, wake: () => void): Sleeper {
    const sleeper = { atMs: this.now + ms, wake };
    const index = this.#sleepers.findIndex(({ atMs }) => atMs > sleeper.atMs);
    this.#sleepers.splice(index < 0 ? this.#sleepers.length : index, 0, sleeper);
    this.#tick();
    return sleeper;
  }

  #remove(sleeper: Sleeper): void {
    const index = this.#sleepers.indexOf(sleeper);
    if (index >= 0) this.#sleepers.splice(index, 1);
  }

  /** Wakes one task at a time, when all others have come to a halt and no promise can go on. */
  #tick(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    setImmediate(() => {
      this.#isTicking = false;
      const next = this.#sleepers.shift();
      if (next === undefined) return;
      this.now = Math.max(this.now, next.atMs);
      next.wake();
      this.#tick();
    });
  }
}
