import type { Applied } from "../core/applied.ts";
import { exitCode, highestExitCode } from "../core/exit-code.ts";
import type { Plan } from "../core/plan.ts";

/**
 * What an apply means for whoever reads only the exit code. Of an interrupted one that is said
 * also where it had stopped for another reason before the signal came.
 */
export function applyExitCode(applied: Applied, plan: Plan, isInterrupted: boolean): number {
  const { stopped, outcomes, saved } = applied;
  const codes: number[] = [];
  if (isInterrupted || stopped?.stop === "interrupted") codes.push(exitCode.interrupted);
  else if (stopped?.stop === "unauthorized") codes.push(exitCode.unauthorized);
  else if (stopped?.stop === "quarantined") codes.push(exitCode.unsettled);
  else if (stopped !== undefined) codes.push(exitCode.failed);
  const isKeyRefused = stopped?.stop === "unauthorized";
  if (!saved || (!isKeyRefused && outcomes.some(({ outcome }) => outcome === "failed")))
    codes.push(exitCode.failed);
  if (outcomes.some(({ outcome }) => outcome === "unsettled") || plan.summary.unsettled > 0)
    codes.push(exitCode.unsettled);
  return highestExitCode(codes);
}
