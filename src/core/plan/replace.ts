import { consentTo } from "../state/replacement-consent.ts";
import type { IdFact } from "../state/state.ts";
import type { Action, Agreed } from "./action.ts";
import { driftOf, hiddenDrift } from "./compare.ts";
import { kindOf, unmetDependencies, type PlanIndex } from "./lookup.ts";
import type { Wanted } from "./wanted.ts";

/**
 * The row "yes, with consent": a new id in a new generation takes the place of one that is there,
 * which then retires. Undefined if nobody agreed to it. What is protected is not replaced, whoever
 * asks, and what needs another that cannot come is blocked; what refers to something that is replaced follows, since its own field cannot be changed.
 */
export function replace(
  index: PlanIndex,
  wanted: Wanted,
  holder: IdFact,
  base: Omit<Action, "action">,
): Action | undefined {
  const follows = wanted.dependsOn.filter(
    (address) => index.decided.get(address)?.action === "replace",
  );
  const agreed = agreement(index, wanted, holder, base.changes.length > 0, follows);
  if (agreed === undefined) return undefined;
  const found = {
    ...base,
    agreed,
    ...(follows.length > 0 && { follows }),
    ...(index.world.observations.get(holder.id)?.seen === "absent" && { gone: true as const }),
    ...whatIsThere(index, wanted, holder),
  };
  if (isShielded(wanted, holder)) return { ...found, action: "protected" };
  const blockedBy = unmetDependencies(index, wanted.dependsOn);
  if (blockedBy.length > 0) return { ...found, action: "blocked", blockedBy };
  const highest = index.generations.get(wanted.address) ?? 0;
  return { ...found, action: "replace", generation: Math.max(base.generation, highest) + 1 };
}

/** Whether an id is protected: the manifest's setting counts before the lockfile's. */
export function isShielded({ protect }: Wanted, holder: IdFact): boolean {
  return protect ?? holder.protected === true;
}

/** The consent to replace the holder of an address; undefined if there is none. */
function agreement(
  { world }: PlanIndex,
  { address, fields }: Wanted,
  holder: IdFact,
  isChanged: boolean,
  follows: readonly string[],
): Agreed | undefined {
  const isAbsent = world.observations.get(holder.id)?.seen === "absent";
  if (isAbsent && world.recreate.has(address)) return "gone";
  if (world.replace.has(address)) return "asked";
  if (holder.replacing === "same") return "earlier";
  // Reverting the change before an apply, or making another change, revokes the consent.
  if (isChanged && holder.replacing === consentTo(fields, isChanged)) return "earlier";
  return follows.length > 0 ? "follows" : undefined;
}

/** Returns the drift of an id that is replaced, and whether the id was looked up at all. */
function whatIsThere(
  index: PlanIndex,
  wanted: Wanted,
  holder: IdFact,
): Pick<Action, "drift" | "checked" | "hiddenDrift"> {
  const observation = index.world.observations.get(holder.id);
  if (observation?.seen !== "present") return { drift: [], checked: observation !== undefined };
  const looked = [kindOf(index, wanted.kind), holder, observation.fields] as const;
  return {
    drift: driftOf(...looked, wanted.ignoreDrift),
    checked: true,
    ...hiddenDrift(...looked, wanted.ignoreDrift),
  };
}
