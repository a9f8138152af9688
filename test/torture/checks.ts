import { activeIds, unsettledAttempts, type State } from "../../src/core/state/state.ts";
import type { Existing, Truth } from "./truth-messages.ts";

/** A forbidden outcome that a check has found. */
export interface Violation {
  readonly what: "duplicate" | "lost" | "other";
  readonly sentence: string;
}

/** Thrown for the violations of a project, whose folder stays. */
export class Violated extends Error {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[], context: string) {
    super([...violations.map(({ sentence }) => sentence), context].join("\n  "));
    this.violations = violations;
  }
}

/** Both sides of a project at one instant without a run. */
export interface Sides {
  readonly truth: Truth;
  /** The lockfile with the leftover journal folded in, as the next run reads it. */
  readonly state: State;
  /** Every id that a run ever announced, or that an earlier check read → its address. */
  readonly knownIds: ReadonlyMap<string, string>;
  /** Name → how often a person confirmed that nothing was created. */
  readonly consents: ReadonlyMap<string, number>;
}

/** Returns the address of an object: a project names each of its resources after its key. */
export function addressOf({ collection, name }: Existing): string {
  return `${collection}.${name}`;
}

/** Returns the violations at an instant, by the server's view: of docs/design.md#1-what-it-is. */
export function violationsOf({ truth, state, knownIds, consents }: Sides): Violation[] {
  const found: Violation[] = [];
  const report = (what: Violation["what"], sentence: string) => found.push({ what, sentence });
  const open = unsettledAttempts(state);
  const objects = new Map(truth.objects.map((object) => [object.id, object]));

  for (const [name, posts] of counted(truth.posts)) {
    const allowed = 1 + (consents.get(name) ?? 0);
    if (posts > allowed)
      report("duplicate", `${name} was sent ${posts} times with ${allowed - 1} consents`);
  }
  for (const [address, count] of counted(truth.objects.map(addressOf)))
    if (count > 1) report("duplicate", `${address} exists ${count} times`);
  for (const object of truth.objects) {
    const address = addressOf(object);
    if (!state.ids.has(object.id) && !open.has(address))
      report("lost", `${object.id} of ${address} is not recorded, and no attempt is open`);
  }
  for (const [id, address] of knownIds) {
    if (!state.ids.has(id)) report("lost", `${id} of ${address} was announced and is forgotten`);
  }
  for (const { id, address } of state.ids.values()) {
    const object = objects.get(id);
    if (object === undefined) report("other", `${id} of ${address} is recorded and does not exist`);
    else if (addressOf(object) !== address)
      report("other", `${id} of ${addressOf(object)} is recorded for ${address}`);
  }
  for (const request of truth.refused) report("other", `the server refused ${request}`);
  return found;
}

/** Returns the violations after all settlements and applies: each address must have one object. */
export function unconverged(sides: Sides, wanted: readonly string[]): Violation[] {
  const { truth, state } = sides;
  const active = activeIds(state);
  const sentences = wanted.flatMap((address) => {
    const held = truth.objects.filter((object) => addressOf(object) === address);
    const ids = held.map(({ id }) => id).join(", ");
    const known = active.get(address)?.id ?? "nothing";
    return ids === known ? [] : [`${address} is ${ids || "nothing"}, and ${known} is recorded`];
  });
  const open = [...unsettledAttempts(state).keys()].map((address) => `${address} is unsettled`);
  return [...sentences, ...open].map((sentence) => ({ what: "other", sentence }));
}

function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
