import { actionTable, type Action, type ActionName } from "./action.ts";
import type { World } from "./input.ts";

/** The actions that leave an address its id, so its dependents can go on without the action. */
const keepsItsId: ReadonlySet<ActionName> = new Set([
  "keep",
  "drifted",
  "relock",
  "immutable",
  "protected",
]);

/**
 * Returns the actions that `target` and `exclude` leave, in their order. A target brings along the
 * addresses that it needs, and the addresses that follow a replaced target. An excluded address
 * keeps out the actions that cannot go on without it.
 */
export function selectTargets(
  actions: readonly Action[],
  { target, exclude }: Pick<World, "target" | "exclude">,
): readonly Action[] {
  const targeted = target.size === 0 ? actions : withNeeded(actions, target);
  const left = new Map<string, Action>();
  return targeted.filter((action) => {
    const goes = exclude.has(action.address) || hasUnmetDependencies(action, left);
    if (goes) left.set(action.address, action);
    return !goes;
  });
}

/** Whether an action would do something for which it needs what is left out. */
function hasUnmetDependencies(
  { action, dependsOn }: Action,
  left: ReadonlyMap<string, Action>,
): boolean {
  if (actionTable[action].effect === "none") return false;
  return dependsOn.some((address) => {
    const dependency = left.get(address);
    return dependency !== undefined && !keepsItsId.has(dependency.action);
  });
}

function withNeeded(actions: readonly Action[], target: ReadonlySet<string>): readonly Action[] {
  const chosen = new Set(target);
  for (let size = -1; size < chosen.size;) {
    size = chosen.size;
    for (const { address, dependsOn, follows = [] } of actions) {
      if (follows.some((each) => chosen.has(each))) chosen.add(address);
      if (chosen.has(address)) for (const each of dependsOn) chosen.add(each);
    }
  }
  return actions.filter(({ address }) => chosen.has(address));
}
