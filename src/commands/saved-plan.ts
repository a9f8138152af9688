import { exitCode } from "../core/exit-code.ts";
import { planRecordOf, type PlanPins } from "../core/plan-document.ts";
import { failure } from "../core/problem.ts";
import { isAsSaved, parseSavedPlan } from "../files/saved-plan.ts";
import type { PlanView } from "../report/plan-view.ts";
import { readPlanFile } from "./plan-file.ts";
import type { Session } from "./session.ts";

/** A saved plan: what was shown then, and what it was made of. */
export interface SavedPlan {
  readonly record: Omit<PlanView, "kinds">;
  readonly pins: PlanPins;
}

/** Reads a plan that was saved with --out, and has not been edited since. Throws a Failure. */
export async function readPlan({ context }: Session, planFile: string): Promise<SavedPlan> {
  const bytes = await readPlanFile(context, planFile);
  const document = parseSavedPlan(bytes, planFile);
  if (document.pins === undefined)
    throw failure(
      exitCode.invalid,
      "plan-not-saved",
      `${planFile} is a plan that was printed, not one that was saved.`,
      "Save one with `anon-sync plan --out FILE`.",
      planFile,
    );
  if (!isAsSaved(document))
    throw failure(
      exitCode.refused,
      "plan-edited",
      `${planFile} does not say any more what it said when it was saved. Nothing was sent.`,
      "Plan again, read it, and apply that: anon-sync plan --out FILE",
      planFile,
    );
  return { record: planRecordOf(document), pins: document.pins };
}

/**
 * A saved plan is applied only where everything it was made of is what it was. One that was made
 * before there was a lockfile fits a new one: `state` says that it is as empty as none.
 */
export function refuseStale(saved: PlanPins, now: PlanPins): void {
  const moved = (Object.keys(now) as (keyof PlanPins)[]).filter(
    (pin) => saved[pin] !== now[pin] && !(pin === "lineage" && saved.lineage === null),
  );
  if (moved.length === 0) return;
  throw failure(
    exitCode.refused,
    "stale-plan",
    `Saved plan is stale: ${moved.map((pin) => pinWords[pin]).join(", ")} changed since. Nothing was sent.`,
    "Plan again, read it, and apply that: anon-sync plan --out FILE",
  );
}

const pinWords: Readonly<Record<keyof PlanPins, string>> = {
  manifest: "the manifest",
  state: "the lockfile",
  lineage: "the lockfile's lineage",
  environment: "the environment",
  baseUrl: "the base URL",
  organizationId: "the organization",
  toolVersion: "the version of anon-sync",
};
