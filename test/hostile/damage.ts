import { isDeepStrictEqual } from "node:util";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { unsettledAttempts } from "../../src/core/state/state.ts";
import { creates, type Looked } from "./simulated-planner.ts";

/**
 * The outcome of a damaged file:
 * - as before: the same plans of the same facts;
 * - shown: other facts, which the plans show, and no create that was not planned before;
 * - missing: a refusal that names the lost ids or attempts;
 * - stopped: a refusal of a plan that would create a resource that other evidence lists;
 * - refused: the tool does not read the file at all.
 */
export type Outcome = "as before" | "shown" | "missing" | "stopped" | "refused";

/** The count of each outcome. */
export type Tally = Record<Outcome, number>;

/** One damaged version of a file. */
export interface Damage {
  what(): string;
  readonly bytes: Uint8Array;
}

/** Cuts the bytes at each length, from nothing to one byte short of all. */
export function* truncations(bytes: Uint8Array): Generator<Damage> {
  for (let length = 0; length < bytes.length; length += 1)
    yield {
      what: () => `cut after ${length} bytes`,
      bytes: Uint8Array.from(bytes.subarray(0, length)),
    };
}

/** Flips each single bit of the bytes. */
export function* flips(bytes: Uint8Array): Generator<Damage> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const at = bit >> 3;
    const flipped = Uint8Array.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
    const around = () =>
      Buffer.from(bytes.subarray(Math.max(0, at - 20), at + 20)).toString("latin1");
    yield {
      what: () => `bit ${bit & 7} of byte ${at}, ${JSON.stringify(around())}`,
      bytes: flipped,
    };
  }
}

/** Looks at each damage, and counts the outcomes. Throws if an outcome is forbidden. */
export async function tally(
  damages: Iterable<Damage>,
  look: (bytes: Uint8Array) => Promise<Looked>,
  before: Looked,
): Promise<Tally> {
  const counts: Tally = { "as before": 0, shown: 0, missing: 0, stopped: 0, refused: 0 };
  for (const { what, bytes } of damages)
    try {
      counts[await outcome(() => look(bytes), before)] += 1;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${what()}: ${message}`, { cause: error });
    }
  return counts;
}

async function outcome(look: () => Promise<Looked>, before: Looked): Promise<Outcome> {
  let now: Looked;
  try {
    now = await look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.ok(isClear(error), `unclear: ${error.message}`);
    const isMissing = error.problems.some(({ code }) => code.startsWith("lost-"));
    return isMissing ? "missing" : "refused";
  }
  assertNothingLost(before, now);
  let isStopped = false;
  for (const [index, plan] of now.plans.entries()) {
    const earlier = before.plans[index];
    if (plan instanceof Failure) {
      assert.ok(isClear(plan), `unclear: ${plan.message}`);
      isStopped = true;
    } else if (earlier !== undefined && !(earlier instanceof Failure)) {
      const planned = creates(earlier);
      const more = creates(plan).filter((address) => !planned.includes(address));
      assert.equal(more, [], "a create that was not planned before");
    }
  }
  if (isStopped) return "stopped";
  return isDeepStrictEqual(now.plans, before.plans) ? "as before" : "shown";
}

/** Throws if an id is lost. An id may only become an open attempt, if its record in the journal is torn. */
function assertNothingLost(before: Looked, now: Looked): void {
  const open = unsettledAttempts(now.state);
  for (const { id, address, attempt } of before.state.ids.values()) {
    if (now.state.ids.has(id)) continue;
    const made = (open.get(address) ?? []).some((fact) => fact.attempt === attempt);
    assert.ok(made, `${address} (${id}) is gone, and nothing shows it`);
  }
  for (const [address, attempts] of unsettledAttempts(before.state))
    for (const { attempt } of attempts)
      assert.ok(now.state.attempts.has(attempt), `the attempt ${attempt} at ${address} is gone`);
}

/** Returns whether a person can act on a refusal: it names a file and a next step. */
function isClear({ exitCode, problems }: Failure): boolean {
  return (
    exitCode > 0 &&
    problems.length > 0 &&
    problems.every(({ file, message, next }) => !!file && message.includes(file) && !!next)
  );
}
