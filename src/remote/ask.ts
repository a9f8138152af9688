import type { Random } from "../core/ports.ts";
import { RemoteError } from "../core/remote-refs.ts";
import type { RemotePorts } from "./remote-content.ts";
import { unreachable } from "./remote-failures.ts";

/** How many times a remote is asked that does not answer. */
export const patience = 3;

/** Asks again if the remote does not answer, for a while. Throws a Failure. */
export async function ask<Answer>(
  { refs, clock, random }: RemotePorts,
  question: () => Promise<Answer>,
  mostTries = patience,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (tries === mostTries) throw unreachable(refs, error.message);
      await clock.sleep(backoffMs(tries, random));
    }
  }
}

/** How long to wait after so many tries, in milliseconds. */
export function backoffMs(tries: number, random: Random): number {
  return Math.floor(250 * 2 ** tries * (0.5 + random.fraction()));
}

/** How old the proof that a run still holds the ref may be when it sends, in milliseconds. */
export const proofMs = 10_000;

/** A clock that was set back proves nothing. */
export function isFresh(provedAtMs: number, nowMs: number): boolean {
  return nowMs >= provedAtMs && nowMs - provedAtMs < proofMs;
}
