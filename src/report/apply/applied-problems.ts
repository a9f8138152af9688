import type { Applied, Outcome } from "../../core/plan/applied.ts";
import { obstacleEntries, stopEntries } from "../../core/plan/stops.ts";
import { placeOf, type SourcePositions, type PlacedProblem } from "../plan/plan-problems.ts";
import { sentence } from "../text.ts";

/** The failures of an apply, each at its line of the manifest, and why it stopped. */
export function appliedProblems(
  { outcomes, stopped }: Pick<Applied, "outcomes" | "stopped">,
  places: SourcePositions,
): PlacedProblem[] {
  const stop = stopped === undefined ? [] : [stopProblem(stopped.stop, places.file)];
  return [...stop, ...outcomes.flatMap((outcome) => outcomeProblems(outcome, places))];
}

function stopProblem(code: keyof typeof stopEntries, file: string): PlacedProblem {
  const { cause, remedy } = stopEntries[code];
  return { code, severity: "error", message: cause, next: remedy, file };
}

/** Skipped and blocked outcomes get no annotation of their own: the outcome that caused them has one. */
function outcomeProblems(
  { outcome, address, reason }: Outcome,
  places: SourcePositions,
): PlacedProblem[] {
  if (outcome !== "failed" && outcome !== "unsettled") return [];
  const why = reason === undefined ? "" : ` ${sentence(reason)}`;
  const [what, next] =
    outcome === "failed"
      ? ["It was not created.", "Correct what the reason says, then `anon-sync apply`."]
      : [obstacleEntries.unsettled.cause, obstacleEntries.unsettled.remedy];
  const message = `${address}: ${what}${why}`;
  return [{ code: outcome, severity: "error", message, next, ...placeOf(places, address) }];
}
