import type { Kind } from "../kind.ts";
import { compareAddresses } from "../order.ts";
import { activeIds, type IdFact, type State } from "../state/state.ts";
import type { Action } from "./action.ts";
import { driftOf, hiddenDrift } from "./compare.ts";
import type { World } from "./input.ts";
import { kindAt, indexWorld } from "./lookup.ts";
import { guardsOf, planOf, type Plan } from "./plan.ts";

/**
 * The drift between Anon and the lockfile, and nothing else: the manifest counts only for the drift that
 * it ignores. As a plan that changes nothing.
 */
export function driftPlan(world: World): Plan {
  const index = indexWorld(world);
  const ignored = new Map(world.wanted.map((one) => [one.address, one.ignoreDrift]));
  const actions = holdersOf(world.state).map((fact) => {
    const kind = kindAt(index, fact.address);
    return lookAt(world, kind, fact, ignored.get(fact.address));
  });
  return planOf(actions, guardsOf(world, actions));
}

/** The ids in use, by address. */
export function holdersOf(state: State): IdFact[] {
  return [...activeIds(state).values()].toSorted((left, right) =>
    compareAddresses(left.address, right.address),
  );
}

function lookAt(
  { observations }: World,
  kind: Kind,
  fact: IdFact,
  ignored: readonly string[] | undefined,
): Action {
  const { id, address, generation, applied } = fact;
  const observation = observations.get(id);
  const found = {
    address,
    kind: kind.name,
    id,
    generation,
    fields: applied,
    dependsOn: [],
    changes: [],
    drift: [],
    checked: observation?.seen === "present",
  };
  if (observation === undefined) return { ...found, action: "keep" };
  if (observation.seen === "absent") return { ...found, action: "missing" };
  if (observation.seen === "unreadable")
    return { ...found, action: "unreadable", reason: observation.reason };
  const drift = driftOf(kind, fact, observation.fields, ignored);
  const hidden = hiddenDrift(kind, fact, observation.fields, ignored);
  return { ...found, ...hidden, drift, action: drift.length > 0 ? "drifted" : "keep" };
}
