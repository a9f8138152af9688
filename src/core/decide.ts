import type { Action } from "./action.ts";
import { driftOf, manifestChanges } from "./compare.ts";
import { kindAt, kindOf, openDesk, type Desk } from "./desk.ts";
import { isReference, type Kind } from "./kind.ts";
import { dependencyOrder } from "./order.ts";
import type { World } from "./plan.ts";
import type { IdFact } from "./state.ts";
import type { Wanted } from "./wanted.ts";

/** One action for each address of the world, in the order in which they can be done. */
export function decideAll(world: World): readonly Action[] {
  const desk = openDesk(world);
  const actions: Action[] = [];
  for (const wanted of dependencyOrder(world.wanted)) {
    const action = decide(desk, wanted);
    desk.decided.set(wanted.address, action);
    actions.push(action);
  }
  const renamed = new Set(actions.map((action) => action.renamedFrom));
  for (const fact of leaving(desk)) if (!renamed.has(fact.address)) actions.push(leave(desk, fact));
  return [...actions, ...orphans(desk)];
}

/** The ids that a plan of this world needs to have looked up. */
export function idsToObserve(
  world: Omit<World, "observations">,
): readonly { id: string; kind: Kind }[] {
  const desk = openDesk({ ...world, observations: new Map() });
  const asked: { id: string; kind: Kind }[] = [];
  for (const wanted of world.wanted) {
    const fact = desk.holders.get(wanted.address) ?? desk.retired.get(wanted.address);
    if (fact !== undefined) asked.push({ id: fact.id, kind: kindOf(desk, wanted.kind) });
  }
  return asked;
}

/** One row of the table for one wanted address. */
function decide(desk: Desk, wanted: Wanted): Action {
  const movedFrom = desk.moves.get(wanted.address);
  const holder = desk.holders.get(wanted.address);
  const base = {
    address: wanted.address,
    kind: wanted.kind,
    fields: wanted.fields,
    dependsOn: wanted.dependsOn,
    changes: [],
    drift: [],
    checked: true,
    generation: holder?.generation ?? (desk.generations.get(wanted.address) ?? 0) + 1,
    ...(holder !== undefined && { id: holder.id }),
    ...(movedFrom !== undefined && { movedFrom }),
  };
  const attempts = desk.unsettled.get(wanted.address);
  if (attempts !== undefined)
    return { ...base, action: "unsettled", attempts: attempts.map(({ attempt }) => attempt) };
  if (holder !== undefined) return decideHeld(desk, wanted, holder, base);
  return decideNew(desk, wanted, base);
}

type Base = Omit<Action, "action">;

/** The rows where the lockfile holds the address. */
function decideHeld(desk: Desk, wanted: Wanted, holder: IdFact, base: Base): Action {
  const kind = kindOf(desk, wanted.kind);
  const changes = manifestChanges(desk, kind, wanted.fields, holder.applied);
  const observation = desk.world.observations.get(holder.id);
  const moved = base.movedFrom !== undefined;
  if (observation === undefined) {
    if (changes.length > 0) return { ...base, action: "immutable", changes, checked: false };
    return { ...base, action: moved ? "move" : "keep", checked: false };
  }
  if (observation.seen === "unreadable")
    return { ...base, action: "unreadable", changes, reason: observation.reason, checked: false };
  if (observation.seen === "absent") return { ...base, action: "missing", changes };

  const observed = observation.fields;
  const drift = driftOf(kind, holder, observed);
  const found = { ...base, changes, drift };
  if (changes.length === 0) {
    const action = drift.length > 0 ? "drifted" : moved ? "move" : "keep";
    // An id that a kill left without its answered fields takes them over now.
    const completes = holder.answered === undefined && drift.length === 0;
    return { ...found, action, ...(completes && { observed }) };
  }
  const inConsole = changes.every(
    ({ field, after }) =>
      after !== undefined && !isReference(after) && kind.shows(field, after, observed) === true,
  );
  if (!inConsole) return { ...found, action: "immutable" };
  const changed = new Set(changes.map(({ field }) => field));
  // What a manifest cannot say (hosted) follows from what it can: it is taken over with the rest.
  const remaining = drift.filter(({ field }) => kind.fields.includes(field) && !changed.has(field));
  return { ...found, action: "relock", drift: remaining, observed };
}

/** The rows where nothing holds the address: revive, a probable rename, blocked, create. */
function decideNew(desk: Desk, wanted: Wanted, base: Base): Action {
  const kind = kindOf(desk, wanted.kind);
  const retired = desk.retired.get(wanted.address);
  if (retired !== undefined) {
    const revived = revive(desk, kind, wanted, retired, base);
    if (revived !== undefined) return revived;
  }
  const renamed = probableRename(desk, kind, wanted);
  if (renamed !== undefined)
    return { ...base, action: "renamed", renamedFrom: renamed.address, id: renamed.id };
  const blockedBy = wanted.dependsOn.filter((address) => {
    const action = desk.decided.get(address)?.action;
    return (
      action === "unsettled" ||
      action === "missing" ||
      action === "blocked" ||
      action === "unreadable"
    );
  });
  const previous = retired === undefined ? {} : { previousId: retired.id };
  if (blockedBy.length > 0) return { ...base, ...previous, action: "blocked", blockedBy };
  return { ...base, ...previous, action: "create" };
}

/** The old id comes back where it is still what is wanted; undefined where it is not. */
function revive(
  desk: Desk,
  kind: Kind,
  wanted: Wanted,
  retired: IdFact,
  base: Base,
): Action | undefined {
  if (manifestChanges(desk, kind, wanted.fields, retired.applied).length > 0) return undefined;
  const found = { ...base, id: retired.id };
  const observation = desk.world.observations.get(retired.id);
  if (observation === undefined) return { ...found, action: "revive", checked: false };
  if (observation.seen === "unreadable")
    return { ...found, action: "unreadable", reason: observation.reason, checked: false };
  if (observation.seen === "absent") return undefined;
  if (driftOf(kind, retired, observation.fields).length > 0) return undefined;
  return { ...found, action: "revive", observed: observation.fields };
}

/** An address that vanished while an equal one appeared is a probable rename (design section 5). */
function probableRename(desk: Desk, kind: Kind, wanted: Wanted): IdFact | undefined {
  const { notRenamed } = desk.world;
  if (notRenamed.has(wanted.address)) return undefined;
  const facts = desk.vanished.get(kind.collection) ?? [];
  const index = facts.findIndex(
    (fact) =>
      !notRenamed.has(fact.address) &&
      manifestChanges(desk, kind, wanted.fields, fact.applied).length === 0,
  );
  return index === -1 ? undefined : facts.splice(index, 1)[0];
}

/** The ids whose address the manifest no longer has. */
function leaving(desk: Desk): IdFact[] {
  return [...desk.holders]
    .filter(([address]) => !desk.decided.has(address) && !desk.unsettled.has(address))
    .map(([, fact]) => fact)
    .toSorted((left, right) => (left.address < right.address ? -1 : 1));
}

function leave(desk: Desk, fact: IdFact): Action {
  return {
    action: "retire",
    address: fact.address,
    kind: kindAt(desk, fact.address).name,
    id: fact.id,
    generation: fact.generation,
    fields: fact.applied,
    dependsOn: [],
    changes: [],
    drift: [],
    checked: false,
  };
}

/** Open attempts at addresses that the manifest does not want (any more): still for a person. */
function orphans(desk: Desk): Action[] {
  return [...desk.unsettled]
    .filter(([address]) => !desk.decided.has(address))
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
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
