import { actionTable, type Action, type FieldChange } from "./action.ts";
import { driftOf, hiddenDrift, manifestChanges, resolve } from "./compare.ts";
import {
  kindAt,
  kindOf,
  indexWorld,
  unmetDependencies,
  type PlanIndex,
  type RemovedAddress,
} from "./lookup.ts";
import { idToAsk, importListed, listedId } from "./imports.ts";
import { isReference, type Fields, type Kind } from "../kind.ts";
import { retireAddress, removedAddresses, orphanedAttempts } from "./retire.ts";
import { dependencyOrder } from "../order.ts";
import type { World } from "./input.ts";
import { isShielded, replace } from "./replace.ts";
import type { IdFact } from "../state/state.ts";
import type { Wanted } from "./wanted.ts";

/** One action for each address of the world, in the order in which they can be done. */
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
 * What a create names beside its fields: the ids that these refer to, and the place of its secret. They
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
  const asked: { id: string; kind: Kind }[] = [];
  for (const wanted of world.wanted) {
    const holder = index.holders.get(wanted.address);
    const facts = holder === undefined ? (index.retired.get(wanted.address) ?? []) : [holder];
    const kind = kindOf(index, wanted.kind);
    const ids = new Set(facts.map(({ id }) => id));
    const listed = holder === undefined ? idToAsk(index, wanted.address) : undefined;
    if (listed !== undefined) ids.add(listed);
    for (const id of ids) asked.push({ id, kind });
  }
  // What left the manifest is not asked for, but where only its absence would let it go.
  const wanted = new Set(world.wanted.map(({ address }) => address));
  for (const [address, { id, protected: isProtected }] of index.holders)
    if (isProtected === true && !wanted.has(address))
      asked.push({ id, kind: kindAt(index, address) });
  return asked;
}

/** One row of the table for one wanted address. */
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

type Base = Omit<Action, "action">;

/** What the manifest says of protection, where the lockfile says otherwise. */
function protectionOf({ protect }: Wanted, holder: IdFact | undefined): Pick<Action, "protect"> {
  return protect === undefined || protect === (holder?.protected === true) ? {} : { protect };
}

/** The fields whose drift is not to be told, of what has an id and so may drift. */
function hiddenFields({ ignoreDrift = [] }: Wanted): Pick<Action, "ignoreDrift"> {
  return ignoreDrift.length === 0 ? {} : { ignoreDrift: ignoreDrift.toSorted() };
}

/** A new or moved holder outranks whoever held the address before, and a moved one what it was. */
function generationOf(
  index: PlanIndex,
  address: string,
  holder: IdFact | undefined,
  moved: boolean,
): number {
  if (holder !== undefined && !moved) return holder.generation;
  return Math.max(holder?.generation ?? 0, index.generations.get(address) ?? 0) + 1;
}

/** The rows where the lockfile holds the address. */
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
    // An id that a kill left without its answered fields takes them over now.
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
  // What a manifest cannot say (hosted) follows from what it can: it is taken over with the rest.
  const remaining = drift.filter(({ field }) => kind.fields.includes(field) && !changed.has(field));
  return { ...found, action: "relock", drift: remaining, observed };
}

/**
 * Whoever takes a change back before it was made takes the consent to replace back with it: else a
 * later one would be replaced that nobody agreed to. The generation grows, so that it stays taken back
 * where a branch that still has the consent is merged.
 */
function withWithdrawal({ replacing }: IdFact, base: Base, isChanged: boolean): Base {
  if (replacing === undefined || replacing === "same" || isChanged) return base;
  const generation = base.movedFrom === undefined ? base.generation + 1 : base.generation;
  return { ...base, withdrawn: true, generation };
}

/** A change that no endpoint makes; or one that waits for an id which nobody knows yet. */
function cannotChange(index: PlanIndex, base: Base): Action {
  const waitsFor = base.changes.flatMap(({ after }) => (isReference(after) ? [after.ref] : []));
  const blockedBy = unmetDependencies(index, waitsFor);
  if (blockedBy.length < base.changes.length) return { ...base, action: "immutable" };
  return { ...base, action: "blocked", blockedBy: [...new Set(blockedBy)] };
}

/** The rows where nothing holds the address: import, revive, a probable rename, blocked, create. */
function decideNew(index: PlanIndex, wanted: Wanted, base: Base): Action {
  const kind = kindOf(index, wanted.kind);
  const retired = index.retired.get(wanted.address) ?? [];
  const news = listedId(index, wanted.address, { isNew: true });
  if (news !== undefined) return importListed(index, kind, wanted, news, base);
  for (const fact of retired) {
    const revived = revive(index, kind, wanted, fact, base);
    if (revived !== undefined) return revived;
  }
  const listed = listedId(index, wanted.address, { isNew: false });
  if (listed !== undefined) return importListed(index, kind, wanted, listed, base);
  const renamed = probableRename(index, kind, wanted);
  if (renamed !== undefined)
    return {
      ...base,
      action: "renamed",
      renamedFrom: renamed.address,
      ...(renamed.id !== undefined && { id: renamed.id }),
    };
  const blockedBy = unmetDependencies(index, wanted.dependsOn);
  const [newest] = retired;
  const previous = newest === undefined ? {} : { previousId: newest.id };
  if (blockedBy.length > 0) return { ...base, ...previous, action: "blocked", blockedBy };
  return { ...base, ...previous, action: "create" };
}

/** The old id comes back where it is still what is wanted; undefined where it is not. */
function revive(
  index: PlanIndex,
  kind: Kind,
  wanted: Wanted,
  retired: IdFact,
  base: Base,
): Action | undefined {
  const changes = manifestChanges(index, kind, wanted.fields, retired.applied);
  const observation = index.world.observations.get(retired.id);
  const isRenamed = retired.address !== wanted.address;
  const found = {
    ...base,
    id: retired.id,
    changes,
    ...(isRenamed && { movedFrom: retired.address }),
    generation: Math.max(base.generation, retired.generation + 1),
  };
  if (observation?.seen === "present") {
    const observed = observation.fields;
    const isWanted = isWhatIsWanted(kind, retired, changes, observed);
    return isWanted ? { ...found, action: "revive", observed } : undefined;
  }
  if (changes.length > 0) return undefined;
  if (observation === undefined) return { ...found, action: "revive", checked: false };
  if (observation.seen === "absent") return undefined;
  return { ...found, action: "unreadable", reason: observation.reason, checked: false };
}

/**
 * Whether a retired id still is what the manifest wants. What the API tells decides, whatever the
 * lockfile says: a field that was changed in the console, or damaged in the lockfile, must not lead
 * to a second one of what is there. The lockfile is asked about what the API does not tell.
 */
function isWhatIsWanted(
  kind: Kind,
  retired: IdFact,
  changes: readonly FieldChange[],
  observed: Fields,
): boolean {
  const drifted = new Set(driftOf(kind, retired, observed).map(({ field }) => field));
  return kind.fields.every((field) => {
    const change = changes.find((each) => each.field === field);
    const value = change === undefined ? (retired.applied[field] ?? null) : change.after;
    if (value === undefined || isReference(value)) return false;
    return kind.shows(field, value, observed) ?? (change === undefined && !drifted.has(field));
  });
}

/** An address that vanished while an equal one appeared is a probable rename (design section 5). */
function probableRename(index: PlanIndex, kind: Kind, wanted: Wanted): RemovedAddress | undefined {
  const { notRenamed } = index.world;
  if (notRenamed.has(wanted.address)) return undefined;
  const facts = index.vanished.get(kind.collection) ?? [];
  const found = facts.findIndex(
    (fact) =>
      !notRenamed.has(fact.address) &&
      manifestChanges(index, kind, wanted.fields, fact.applied).every(
        ({ field, before, after }) =>
          // A field that a torn record lost says nothing against it; one that the API answered as it
          // is wanted now says more than a record that differs.
          before === undefined ||
          (after !== undefined &&
            !isReference(after) &&
            kind.shows(field, after, fact.answered ?? {}) === true),
      ),
  );
  return found === -1 ? undefined : facts.splice(found, 1)[0];
}
