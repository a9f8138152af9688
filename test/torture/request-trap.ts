import type { Trap } from "./truth-messages.ts";

/** Catches one request of many. */
export interface RequestTrap {
  /** Resolves with true when it is caught, with false if the release comes first. */
  set(trap: Trap): Promise<boolean>;
  /** A request came: if it is to be held, if it is the one. */
  next(on: Trap["on"]): Trap["at"] | undefined;
  /** Reports the catch to the trap's owner, and resolves at the release. */
  hold(): Promise<void>;
  release(): void;
}

/** A trapdoor that catches nothing until it is set. */
export function requestTrap(): RequestTrap {
  let waiting: Trap | undefined;
  let left = 0;
  let tell: ((isCaught: boolean) => void) | undefined;
  let letGo: (() => void) | undefined;
  return {
    set: (trap) =>
      new Promise((resolve) => {
        waiting = trap;
        left = trap.nth;
        tell = resolve;
      }),
    next(on) {
      if (on !== waiting?.on) return undefined;
      left -= 1;
      return left === 0 ? waiting.at : undefined;
    },
    hold: () =>
      new Promise((resolve) => {
        letGo = resolve;
        tell?.(true);
      }),
    release() {
      waiting = undefined;
      tell?.(false);
      letGo?.();
    },
  };
}
