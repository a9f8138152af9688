import type { Applied } from "../core/plan/applied.ts";
import { exitCode, highestExitCode } from "../core/errors/exit-code.ts";
import { type Plan, hasChanges } from "../core/plan/plan.ts";

/**
 * The exit code of an apply. An interrupted apply has the code of an interrupt, even if it had stopped
 * for another reason before the signal came.
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

/** The exit code of a plan. */
export function planExitCode(plan: Plan, detailed: boolean): number {
  const { summary, applicable } = plan;
  const codes: number[] = [];
  if (summary.unreadable > 0) codes.push(exitCode.failed);
  if (summary.unsettled > 0) codes.push(exitCode.unsettled);
  if (!applicable) codes.push(exitCode.refused);
  if (detailed && (hasChanges(plan) || summary.drifted > 0)) codes.push(exitCode.changes);
  return highestExitCode(codes);
}

/** The exit code of drift; gone and changed resources count alike. */
export function driftExitCode({ summary, guards }: Plan, detailed: boolean): number {
  const codes: number[] = [];
  if (summary.unreadable > 0) codes.push(exitCode.failed);
  if (guards.length > 0) codes.push(exitCode.refused);
  if (detailed && summary.drifted + summary.missing > 0) codes.push(exitCode.changes);
  return highestExitCode(codes);
}
