import type { Action } from "./action.ts";
import { kindAt, type Desk } from "./desk.ts";
import { compareAddresses } from "./order.ts";
import type { IdFact } from "./state.ts";

/** The ids whose address the manifest no longer has. */
export function leaving(desk: Desk): IdFact[] {
  return [...desk.holders]
    .filter(([address]) => !desk.decided.has(address) && !desk.unsettled.has(address))
    .map(([, fact]) => fact)
    .toSorted((left, right) => compareAddresses(left.address, right.address));
}

/** What becomes of such an id: it retires and stays on record, unless it is protected and there. */
export function leave(desk: Desk, fact: IdFact): Action {
  const isProtected = fact.protected === true;
  const isGone = isProtected && desk.world.observations.get(fact.id)?.seen === "absent";
  return {
    // What is protected does not leave with its block: the manifest must say protect: false first.
    action: isProtected && !isGone ? "protected" : "retire",
    address: fact.address,
    kind: kindAt(desk, fact.address).name,
    id: fact.id,
    generation: fact.generation,
    fields: fact.applied,
    dependsOn: [],
    changes: [],
    drift: [],
    checked: isGone,
  };
}

/** Open attempts at addresses that the manifest does not want (any more): still for a person. */
export function orphans(desk: Desk): Action[] {
  return [...desk.unsettled]
    .filter(([address]) => !desk.decided.has(address))
    .toSorted(([left], [right]) => compareAddresses(left, right))
    .map(([address, attempts]) => {
      const id = desk.holders.get(address)?.id;
      return {
        action: "unsettled",
        address,
        kind: kindAt(desk, address).name,
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
