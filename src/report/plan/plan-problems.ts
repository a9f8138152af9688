import type { PlanRecord } from "../../core/plan/plan-document.ts";
import type { Problem, Range } from "../../core/errors/problem.ts";
import { actionTable, type Action } from "../../core/plan/action.ts";
import type { Guard } from "../../core/plan/input.ts";
import { guardEntries, obstacleEntries } from "../../core/plan/stops.ts";

/** A problem whose code may be one of plans and applies alone. docs/errors.md lists all codes. */
export interface PlacedProblem extends Omit<Problem, "code"> {
  readonly code: string;
}

/** A manifest, and where in it an address stands; undefined if it does not. */
export interface SourcePositions {
  readonly file: string;
  rangeOf(address: string): Range | undefined;
}

/**
 * The actions that stop a plan or a part of it, and the warnings, each at its line of the manifest. A
 * blocked action is left out: the action that blocks it is there.
 */
export function planProblems(
  { plan, warnings = [] }: Pick<PlanRecord, "plan" | "warnings">,
  places: SourcePositions,
): PlacedProblem[] {
  return [
    ...plan.guards.map((guard) => guardProblem(guard, places)),
    ...plan.actions.flatMap((action) => actionProblems(action, places)),
    ...warnings.map(({ code, address, message, next }) => {
      return { code, severity: "warning" as const, message, next, ...placeOf(places, address) };
    }),
  ];
}

/** The file, and the line if the manifest has the address. */
export function placeOf(
  { file, rangeOf }: SourcePositions,
  address: string,
): Pick<Problem, "file" | "range"> {
  const range = rangeOf(address);
  return range === undefined ? { file } : { file, range };
}

function guardProblem(guard: Guard, places: SourcePositions): PlacedProblem {
  const { cause, remedy } = guardEntries[guard.guard];
  const about = "address" in guard ? `${guard.address}: ` : "";
  const place = "address" in guard ? placeOf(places, guard.address) : { file: places.file };
  const message = `${about}${cause}`;
  return { code: guard.guard, severity: "error", message, next: remedy, ...place };
}

function actionProblems(
  { action, address, drift }: Action,
  places: SourcePositions,
): PlacedProblem[] {
  const place = placeOf(places, address);
  if (action === "drifted") {
    const fields = drift.map(({ field }) => field).join(", ");
    const message = `${address}: Anon differs from the lockfile (${fields}).`;
    const next =
      "No endpoint can repair it: change it back in Anon's console, or change the manifest to what Anon says and plan again.";
    return [{ code: action, severity: "warning", message, next, ...place }];
  }
  if (action === "blocked" || !isObstacle(action)) return [];
  const { cause, remedy } = obstacleEntries[action];
  const message = `${address}: ${cause}`;
  return [{ code: action, severity: "error", message, next: remedy, ...place }];
}

function isObstacle(action: Action["action"]): action is keyof typeof obstacleEntries {
  const { effect } = actionTable[action];
  return effect === "stop" || effect === "skip";
}
