import { actionTable, type Action, type ActionName } from "./action.ts";
import { decideAll } from "./decide.ts";
import type { World, Guard } from "./input.ts";
import { selectTargets } from "./targets.ts";

/** A plan. The very value that is shown is the value that is applied (ARCHITECTURE.md). */
export interface Plan {
  /** In the order in which they can be done. */
  readonly actions: readonly Action[];
  readonly guards: readonly Guard[];
  /** False: nothing may be sent until a person resolves every stop and guard. */
  readonly applicable: boolean;
  readonly summary: PlanSummary;
  /** How many addresses `target` and `exclude` left out. */
  readonly leftOut: number;
}

/** How many addresses each action has; every action is named, zero or not. */
export type PlanSummary = Readonly<Record<ActionName, number>>;

/** The plan for a world: pure, synchronous, total (docs/design.md#5-plan). */
export function plan(world: World): Plan {
  const actions = decideAll(world);
  const chosen = selectTargets(actions, world);
  const guards = [...guardsOf(world, actions), ...leftBehind(actions, chosen)];
  return planOf(chosen, guards, actions.length - chosen.length);
}

/**
 * Returns the plan of these actions and guards. It computes the rest from them, and stores no copy.
 */
export function planOf(actions: readonly Action[], guards: readonly Guard[], leftOut = 0): Plan {
  const stops = actions.some((action) => actionTable[action.action].effect === "stop");
  return {
    actions,
    guards,
    applicable: guards.length === 0 && !stops,
    summary: summarize(actions),
    leftOut,
  };
}

/** Whether applying the plan would change anything at all. */
export function hasChanges(plan: Plan): boolean {
  return plan.actions.some((action) => {
    const { effect } = actionTable[action.action];
    return effect === "create" || effect === "state" || changesRecord(action);
  });
}

/** Whether the lockfile's fact of an id will change, whatever else happens to the id. */
export function changesRecord({ movedFrom, protect, withdrawn }: Action): boolean {
  return [movedFrom, protect, withdrawn].some((mark) => mark !== undefined);
}

/** How many POSTs the plan would send. */
export function createCount({ actions }: Pick<Plan, "actions">): number {
  return actions.filter(isCreate).length;
}

/** Whether an action sends a POST. */
export function isCreate({ action }: Action): boolean {
  return actionTable[action].effect === "create";
}

function summarize(actions: readonly Action[]): PlanSummary {
  const names = Object.keys(actionTable) as ActionName[];
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<ActionName, number>;
  for (const { action } of actions) counts[action] += 1;
  return counts;
}

/**
 * The fault of the world as a whole: an id of another organization, or none of the known ids
 * found, which means that the key or the environment is not the right one (docs/design.md#5-plan).
 */
export function guardsOf(world: World, actions: readonly Action[]): readonly Guard[] {
  const guards: Guard[] = [];
  let checked = 0;
  let absent = 0;
  let revived = 0;
  let unexpected = 0;
  for (const { id, address, action, agreed } of actions) {
    const observation = id === undefined ? undefined : world.observations.get(id);
    if (id === undefined || observation === undefined) continue;
    if (action === "revive") revived += 1;
    else checked += 1;
    if (observation.seen === "absent") absent += 1;
    // A user who types --recreate knows that this resource is gone, but not its dependents.
    const isExpected = action === "replace" && agreed === "gone";
    if (observation.seen === "absent" && !isExpected) unexpected += 1;
    if (observation.seen !== "present") continue;
    const actual = observation.organizationId;
    if (world.organizationId !== undefined && actual !== world.organizationId)
      guards.push({
        guard: "other-organization",
        address,
        id,
        expected: world.organizationId,
        actual: actual ?? "none",
      });
  }
  // A retired id that answers shows too that key and environment are the right ones.
  if (unexpected > 0 && absent === checked && revived === 0)
    guards.push({ guard: "nothing-found", ids: checked });
  return guards;
}

/**
 * Returns a guard for each address that would stay at an old id. A resource that refers to a
 * replaced resource must follow, and cannot be left out. It would go on using a retired id, and no
 * later plan could fix that.
 */
function leftBehind(actions: readonly Action[], chosen: readonly Action[]): readonly Guard[] {
  const replaced = new Set(
    chosen.filter(({ action }) => action === "replace").map(({ address }) => address),
  );
  const kept = new Set(chosen);
  return actions.flatMap((action) => {
    const follows = action.follows?.find((address) => replaced.has(address));
    if (kept.has(action) || follows === undefined) return [];
    return [{ guard: "follower-left-out" as const, address: action.address, follows }];
  });
}
