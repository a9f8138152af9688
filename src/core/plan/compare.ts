import {
  isReference,
  type Fields,
  type FieldValue,
  type Kind,
  type Reference,
  type WantedFields,
} from "../kind.ts";
import type { IdFact } from "../state/state.ts";
import { actionTable, type Action, type FieldChange } from "./action.ts";
import type { PlanIndex } from "./lookup.ts";

/** Lockfile → manifest, field by field, references resolved as far as their ids are known. */
export function manifestChanges(
  index: PlanIndex,
  kind: Kind,
  wanted: WantedFields,
  applied: Fields,
): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of kind.fields) {
    const before = applied[field];
    const after = resolve(index, wanted[field] ?? null);
    if (isReference(after) || !kind.same(field, before ?? null, after))
      changes.push({ field, before, after });
  }
  return changes;
}

/**
 * The id a reference stands for, if its address has one or gets one back; otherwise the reference.
 * What is referred to was decided before; what was not decided is not wanted, and retires.
 */
export function resolve(index: PlanIndex, value: FieldValue | Reference): FieldValue | Reference {
  if (!isReference(value)) return value;
  const action = index.decided.get(value.ref);
  if (action === undefined || actionTable[action.action].effect === "create") return value;
  return action.id ?? value;
}

/**
 * Lockfile → API, field by field. If an answer was kept it is the measure; if a kill left
 * none, or the API did not tell the field then, what was applied is. A field that one side does not
 * tell is never drift, nor is one that the manifest ignores.
 */
export function driftOf(
  kind: Kind,
  fact: IdFact,
  observed: Fields,
  ignored: readonly string[] = [],
): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [field, actual] of Object.entries(observed)) {
    if (ignored.includes(field)) continue;
    const answered = fact.answered?.[field];
    if (answered !== undefined) {
      if (!kind.same(field, answered, actual))
        changes.push({ field, before: answered, after: actual });
      continue;
    }
    const applied = fact.applied[field];
    if (applied !== undefined && kind.shows(field, applied, observed) === false)
      changes.push({ field, before: applied, after: actual });
  }
  return changes;
}

/** The fields that drifted and that the manifest ignores, as they stand in an action. */
export function hiddenDrift(
  kind: Kind,
  fact: IdFact,
  observed: Fields,
  ignored: readonly string[] = [],
): Pick<Action, "hiddenDrift"> {
  if (ignored.length === 0) return {};
  const drifted = driftOf(kind, fact, observed).map(({ field }) => field);
  const hidden = drifted.filter((field) => ignored.includes(field)).toSorted();
  return hidden.length === 0 ? {} : { hiddenDrift: hidden };
}

/**
 * Returns the value that a manifest needs for an observed field: null for a hosted pool's own JWKS.
 */
export function actualValue(kind: Kind, field: string, observed: Fields): FieldValue | undefined {
  return kind.shows(field, null, observed) === true ? null : observed[field];
}

/**
 * Whether a field proves that the observed resource is of another sort than the wanted resource.
 */
export function isOtherSort(
  kind: Kind,
  field: string,
  wanted: FieldValue | Reference | undefined,
  observed: Fields,
): boolean {
  const actual = actualValue(kind, field, observed);
  if (wanted === undefined || isReference(wanted) || actual === undefined) return false;
  return kind.sort(field, wanted) !== kind.sort(field, actual);
}
