import { isReference, type Kind } from "../kind.ts";
import { dependencyOrder } from "../order.ts";
import type { IdFact } from "../state/state.ts";
import { actionTable, type Action, type Base } from "./action.ts";
import { driftOf, hiddenDrift, manifestChanges, resolve } from "./compare.ts";
import { decideNew } from "./decide-new.ts";
import { idToAsk } from "./imports.ts";
import type { World } from "./input.ts";
import { kindAt, kindOf, indexWorld, unmetDependencies, type PlanIndex } from "./lookup.ts";
import { isShielded, replace } from "./replace.ts";
import { retireAddress, removedAddresses, orphanedAttempts } from "./retire.ts";
import type { Wanted } from "./wanted.ts";

/** Returns one action for each address of the world, in an order in which apply can do them. */
export function decideAll(world: World): readonly Action[] {
  const index = indexWorld(world);
  const actions: Action[] = [];
  for (const wanted of dependencyOrder(world.wanted)) {
    const action = withDestinations(index, wanted, decide(index, wanted));
    index.decided.set(wanted.address, action);
    actions.push(action);
  }
  const renamed = new Set(actions.map((action) => action.renamedFrom));
  for (const fact of removedAddresses(index))
    if (!renamed.has(fact.address)) actions.push(retireAddress(index, fact));
  return [...actions, ...orphanedAttempts(index)];
}

/**
 * The parts of a create beside its fields: the ids that these refer to, and the place of its secret. They
 * stand in the action, so that they are shown, agreed to and applied with it.
 */
function withDestinations(index: PlanIndex, { secretSink }: Wanted, action: Action): Action {
  const isCreate = actionTable[action.action].effect === "create";
  if (!isCreate && action.action !== "blocked") return action;
  const references = Object.values(action.fields).flatMap((value) => {
    const id = isReference(value) ? resolve(index, value) : undefined;
    return isReference(value) && typeof id === "string" ? [[value.ref, id] as const] : [];
  });
  const hasSecret = isCreate && kindOf(index, action.kind).hasSecret(action.fields);
  return {
    ...action,
    ...(references.length > 0 && { references: Object.fromEntries(references) }),
    ...(hasSecret && secretSink !== undefined && { secretSink }),
  };
}

/** The ids that a plan of this world needs to have looked up. */
export function idsToObserve(
  world: Omit<World, "observations">,
): readonly { id: string; kind: Kind }[] {
  const index = indexWorld({ ...world, observations: new Map() });
  const requested: { id: string; kind: Kind }[] = [];
  for (const wanted of world.wanted) {
    const holder = index.holders.get(wanted.address);
    const facts = holder === undefined ? (index.retired.get(wanted.address) ?? []) : [holder];
    const kind = kindOf(index, wanted.kind);
    const ids = new Set(facts.map(({ id }) => id));
    const listed = holder === undefined ? idToAsk(index, wanted.address) : undefined;
    if (listed !== undefined) ids.add(listed);
    for (const id of ids) requested.push({ id, kind });
  }
  // An address that left the manifest is not looked up, unless only its absence lets it go.
  const wanted = new Set(world.wanted.map(({ address }) => address));
  for (const [address, { id, protected: isProtected }] of index.holders)
    if (isProtected === true && !wanted.has(address))
      requested.push({ id, kind: kindAt(index, address) });
  return requested;
}

/** Decides the row of the table for one wanted address. */
function decide(index: PlanIndex, wanted: Wanted): Action {
  const movedFrom = index.moves.get(wanted.address);
  const holder = index.holders.get(wanted.address);
  const base = {
    address: wanted.address,
    kind: wanted.kind,
    fields: wanted.fields,
    dependsOn: wanted.dependsOn,
    changes: [],
    drift: [],
    checked: true,
    generation: generationOf(index, wanted.address, holder, movedFrom !== undefined),
    ...(holder !== undefined && { id: holder.id }),
    ...(movedFrom !== undefined && { movedFrom }),
    ...protectionOf(wanted, holder),
    ...(holder !== undefined && hiddenFields(wanted)),
  };
  const attempts = index.unsettled.get(wanted.address);
  if (attempts !== undefined)
    return { ...base, action: "unsettled", attempts: attempts.map(({ attempt }) => attempt) };
  if (holder !== undefined) return decideHeld(index, wanted, holder, base);
  return decideNew(index, wanted, base);
}

/** Returns the manifest's protection, if the lockfile differs. */
function protectionOf({ protect }: Wanted, holder: IdFact | undefined): Pick<Action, "protect"> {
  return protect === undefined || protect === (holder?.protected === true) ? {} : { protect };
}

/** Returns the fields whose drift the manifest hides, for a resource with an id: it may drift. */
function hiddenFields({ ignoreDrift = [] }: Wanted): Pick<Action, "ignoreDrift"> {
  return ignoreDrift.length === 0 ? {} : { ignoreDrift: ignoreDrift.toSorted() };
}

/**
 * The generation of an address's id. A new or moved id gets a higher generation than every id that
 * held the address before; a moved id also than its own at the old address. The higher wins a merge.
 */
function generationOf(
  index: PlanIndex,
  address: string,
  holder: IdFact | undefined,
  moved: boolean,
): number {
  if (holder !== undefined && !moved) return holder.generation;
  return Math.max(holder?.generation ?? 0, index.generations.get(address) ?? 0) + 1;
}

/** The rows for an address that the lockfile holds. */
function decideHeld(index: PlanIndex, wanted: Wanted, holder: IdFact, held: Base): Action {
  const kind = kindOf(index, wanted.kind);
  const changes = manifestChanges(index, kind, wanted.fields, holder.applied);
  const observation = index.world.observations.get(holder.id);
  const moved = held.movedFrom !== undefined;
  if (observation?.seen !== "unreadable") {
    const replacement = replace(index, wanted, holder, { ...held, changes });
    if (replacement !== undefined) return replacement;
  }
  const base = withWithdrawal(holder, held, changes.length > 0);
  const shield = isShielded(wanted, holder) ? { protected: true as const } : {};
  const origin = holder.attempt === undefined ? { imported: true as const } : {};
  if (observation === undefined) {
    if (changes.length > 0)
      return { ...cannotChange(index, { ...base, ...shield, ...origin, changes }), checked: false };
    return { ...base, action: moved ? "move" : "keep", checked: false };
  }
  if (observation.seen === "unreadable")
    return { ...base, action: "unreadable", changes, reason: observation.reason, checked: false };
  if (observation.seen === "absent") return { ...base, ...shield, action: "missing", changes };

  const observed = observation.fields;
  const drift = driftOf(kind, holder, observed, wanted.ignoreDrift);
  const hidden = hiddenDrift(kind, holder, observed, wanted.ignoreDrift);
  const found = { ...base, changes, drift, ...hidden };
  if (changes.length === 0) {
    const action = drift.length > 0 ? "drifted" : moved ? "move" : "keep";
    // If a kill left an id without its answered fields, the lockfile records them now.
    const isSame = drift.length === 0 && hidden.hiddenDrift === undefined;
    const completes = holder.answered === undefined && isSame;
    return { ...found, action, ...(completes && { observed }) };
  }
  const inConsole = changes.every(
    ({ field, after }) =>
      after !== undefined && !isReference(after) && kind.shows(field, after, observed) === true,
  );
  if (!inConsole) return cannotChange(index, { ...found, ...shield, ...origin });
  const changed = new Set(changes.map(({ field }) => field));
  // A field that no manifest can set (hosted) follows from the others: it is recorded with the rest.
  const remaining = drift.filter(({ field }) => kind.fields.includes(field) && !changed.has(field));
  return { ...found, action: "relock", drift: remaining, observed };
}

/**
 * Reverting a change also revokes the consent to replace. Otherwise a later, unrelated change would be
 * replaced without consent. The generation grows, so the consent stays revoked after a merge with a
 * branch that still has it. The consent `same` is to replace an unchanged resource: nothing reverts it.
 */
function withWithdrawal({ replacing }: IdFact, base: Base, isChanged: boolean): Base {
  if (replacing === undefined || replacing === "same" || isChanged) return base;
  const generation = base.movedFrom === undefined ? base.generation + 1 : base.generation;
  return { ...base, withdrawn: true, generation };
}

/** A change that no endpoint makes, or a change that waits for an id which is still unknown. */
function cannotChange(index: PlanIndex, base: Base): Action {
  const waitsFor = base.changes.flatMap(({ after }) => (isReference(after) ? [after.ref] : []));
  const blockedBy = unmetDependencies(index, waitsFor);
  if (blockedBy.length < base.changes.length) return { ...base, action: "immutable" };
  return { ...base, action: "blocked", blockedBy: [...new Set(blockedBy)] };
}
