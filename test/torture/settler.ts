import { unsettledAttempts, type State } from "../../src/core/state/state.ts";
import { addressOf } from "./checks.ts";
import type { Truth } from "./truth-messages.ts";

/** The settlement of one attempt. */
export interface Settlement {
  readonly address: string;
  readonly attempt: string;
  /** What it created; undefined if it created nothing. */
  readonly id: string | undefined;
}

/** Somebody who looks into the server's console, says what is there, and never errs. */
export class Settler {
  /** Name → how often it was said that nothing was created: it may be sent once more. */
  readonly consents = new Map<string, number>();

  /** Returns the settlement of each unsettled attempt. The caller must settle each of them. */
  *settlements(truth: Truth, state: State): Generator<Settlement> {
    for (const [address, attempts] of unsettledAttempts(state)) {
      for (const { attempt } of attempts) {
        const object = truth.objects.find(
          (held) => addressOf(held) === address && !state.ids.has(held.id),
        );
        if (object === undefined) this.#consent(address);
        yield { address, attempt, id: object?.id };
      }
    }
  }

  #consent(address: string): void {
    const name = address.slice(address.indexOf(".") + 1);
    this.consents.set(name, (this.consents.get(name) ?? 0) + 1);
  }
}
