import { isReference, type Fields, type FieldValue, type Kind } from "../kind.ts";
import type { Action, FieldChange } from "./action.ts";
import { resolve } from "./compare.ts";
import type { PlanIndex } from "./lookup.ts";
import type { Observation } from "./observation.ts";
import type { Wanted } from "./wanted.ts";

/**
 * Returns the id that the manifest lists for an address. With `isNew`, returns only an id that the
 * lockfile lacks. A listed id on record is the address's own past, and a retired id that fits comes
 * back first.
 */
export function listedId(
  index: PlanIndex,
  address: string,
  { isNew }: { isNew: boolean },
): string | undefined {
  const id = index.imports.get(address);
  return id === undefined || (isNew && index.world.state.ids.has(id)) ? undefined : id;
}

/** The listed id to look up for an address; undefined if the lockfile has it at another one. */
export function idToAsk(index: PlanIndex, address: string): string | undefined {
  const id = index.imports.get(address);
  if (id === undefined) return undefined;
  return (index.world.state.ids.get(id)?.address ?? address) === address ? id : undefined;
}

/**
 * The outcome of an address that nothing holds and that has a listed id: the id is adopted if
 * the API shows what the manifest wants, field by field as far as it tells; otherwise the plan stops. A
 * listed address is never created.
 */
export function importListed(
  index: PlanIndex,
  kind: Kind,
  wanted: Wanted,
  id: string,
  base: Omit<Action, "action">,
): Action {
  const known = index.world.state.ids.get(id);
  if (known !== undefined && known.address !== wanted.address)
    // The action has no id: the id belongs to the other address, and an id has one action.
    return { ...base, action: "import-taken", heldBy: known.address, checked: false };
  const found = { ...base, id };
  const observation = index.world.observations.get(id);
  if (observation?.seen === "absent") return { ...found, action: "import-missing" };
  if (observation?.seen === "unreadable")
    return { ...found, action: "unreadable", reason: observation.reason, checked: false };
  const { fields, assumed, changes } = compared(index, kind, wanted, observation);
  const looked = {
    ...found,
    checked: observation !== undefined,
    ...(observation !== undefined && { observed: observation.fields }),
  };
  if (changes.length > 0) return { ...looked, action: "import-differs", changes };
  return {
    ...looked,
    action: "import",
    fields,
    ...(assumed.length > 0 && { assumed }),
  };
}

/**
 * Returns the wanted fields, the fields that the API does not return, and the fields that differ.
 */
function compared(
  index: PlanIndex,
  kind: Kind,
  wanted: Wanted,
  observation: Extract<Observation, { seen: "present" }> | undefined,
): { fields: Fields; assumed: string[]; changes: FieldChange[] } {
  const fields: Record<string, FieldValue> = {};
  const assumed: string[] = [];
  const changes: FieldChange[] = [];
  const observed = observation?.fields ?? {};
  for (const field of kind.fields) {
    const value = resolve(index, wanted.fields[field] ?? null);
    // A resource that is created after this one cannot be its reference already.
    if (isReference(value)) {
      changes.push({ field, before: observed[field], after: value });
      continue;
    }
    fields[field] = value;
    const shown = kind.shows(field, value, observed);
    if (shown === undefined) assumed.push(field);
    else if (!shown) changes.push({ field, before: observed[field], after: value });
  }
  return { fields, assumed, changes };
}
