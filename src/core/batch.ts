/**
 * Does one piece of work for many callers, in rounds: a caller that comes while a round is under way
 * shares the next round.
 */
export class Batch<Item = void> {
  readonly #work: (items: readonly Item[]) => Promise<void>;
  #waiting: {
    readonly item: Item;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  #running: Promise<void> | undefined;

  /** `work` does a round, with the items of all callers of that round. */
  constructor(work: (items: readonly Item[]) => Promise<void>) {
    this.#work = work;
  }

  /** Resolves when a round with this item has ended; rejects with the error of that round. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when no round is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Callers of this same turn share the first round too.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const round = this.#waiting;
      this.#waiting = [];
      try {
        await this.#work(round.map(({ item }) => item));
      } catch (error) {
        for (const { reject } of round) reject(error);
        continue;
      }
      for (const { resolve } of round) resolve();
    }
    this.#running = undefined;
  }
}
