import { compareAddresses } from "../order.ts";
import type { IdFact } from "../state/state.ts";
import type { Action } from "./action.ts";
import { kindAt, type PlanIndex } from "./lookup.ts";

/** The ids whose address the manifest no longer has. */
export function removedAddresses(index: PlanIndex): IdFact[] {
  return [...index.holders]
    .filter(([address]) => !index.decided.has(address) && !index.unsettled.has(address))
    .map(([, fact]) => fact)
    .toSorted((left, right) => compareAddresses(left.address, right.address));
}

/** The outcome of such an id: it retires and stays on record, unless it is protected and there. */
export function retireAddress(index: PlanIndex, fact: IdFact): Action {
  const isProtected = fact.protected === true;
  const isGone = isProtected && index.world.observations.get(fact.id)?.seen === "absent";
  return {
    // A protected resource does not leave with its block: the manifest must say protect: false first.
    action: isProtected && !isGone ? "protected" : "retire",
    address: fact.address,
    kind: kindAt(index, fact.address).name,
    id: fact.id,
    generation: fact.generation,
    fields: fact.applied,
    dependsOn: [],
    changes: [],
    drift: [],
    checked: isGone,
  };
}

/**
 * Returns the open attempts at addresses that the manifest does not want: a person settles them.
 */
export function orphanedAttempts(index: PlanIndex): Action[] {
  return [...index.unsettled]
    .filter(([address]) => !index.decided.has(address))
    .toSorted(([left], [right]) => compareAddresses(left, right))
    .map(([address, attempts]) => {
      const id = index.holders.get(address)?.id;
      return {
        action: "unsettled",
        address,
        kind: kindAt(index, address).name,
        ...(id !== undefined && { id }),
        generation: attempts[0]?.generation ?? 1,
        fields: attempts[0]?.fields ?? {},
        dependsOn: [],
        changes: [],
        drift: [],
        checked: false,
        attempts: attempts.map(({ attempt }) => attempt),
      };
    });
}
