import { type Kind, isReference, type Fields } from "../kind.ts";
import type { IdFact } from "../state/state.ts";
import type { Action, FieldChange, Base } from "./action.ts";
import { manifestChanges, driftOf } from "./compare.ts";
import { importListed, listedId } from "./imports.ts";
import { kindOf, unmetDependencies, type PlanIndex, type RemovedAddress } from "./lookup.ts";
import type { Wanted } from "./wanted.ts";

/** The rows for an address that nothing holds: import, revive, a probable rename, blocked, create. */
export function decideNew(index: PlanIndex, wanted: Wanted, base: Base): Action {
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

/** The old id comes back if it is still what is wanted; undefined if it is not. */
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
 * Whether a retired id still is what the manifest wants. The API's fields decide, whatever the
 * lockfile has. A field that was changed in the console, or damaged in the lockfile, must not cause
 * a second create of the same resource. The lockfile decides the fields that the API does not
 * return.
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

/** Finds an address that vanished while an equal one appeared (docs/design.md#5-plan). */
function probableRename(index: PlanIndex, kind: Kind, wanted: Wanted): RemovedAddress | undefined {
  const { notRenamed } = index.world;
  if (notRenamed.has(wanted.address)) return undefined;
  const facts = index.removedByCollection.get(kind.collection) ?? [];
  const found = facts.findIndex(
    (fact) =>
      !notRenamed.has(fact.address) &&
      manifestChanges(index, kind, wanted.fields, fact.applied).every(
        ({ field, before, after }) =>
          // A field lost with a torn record is no evidence against a rename. An answer of the API
          // with the wanted value is stronger evidence than a record that differs.
          before === undefined ||
          (after !== undefined &&
            !isReference(after) &&
            kind.shows(field, after, fact.answered ?? {}) === true),
      ),
  );
  return found === -1 ? undefined : facts.splice(found, 1)[0];
}
