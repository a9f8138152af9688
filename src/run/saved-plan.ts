import type { PlanOptions } from "../session/options.ts";
import { resolve } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure, type Problem } from "../core/errors/problem.ts";
import { planDigest } from "../core/plan/digest.ts";
import { type PlanPins, planDocumentOf, type PlanRecord } from "../core/plan/plan-document.ts";
import type { Plan } from "../core/plan/plan.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { renderProblems } from "../report/problems/problems.ts";
import { secretSinkBy } from "../secrets/destination.ts";
import { type Session, shownPath } from "../session/session.ts";
import { writeAtomically } from "../store/atomic-write.ts";
import { parseSavedPlan, uneditedPlan, formatSavedPlan } from "../store/saved-plan.ts";
import type { CurrentState } from "./current-state.ts";
import type { MadePlan } from "./make-plan.ts";
import { readPlanFile, savingStep } from "./plan-file.ts";
import { pinsOf } from "./plan-world.ts";
import { plannedEnvironment } from "./planned-environment.ts";

/** A saved plan: what was shown then, and what it was made of. */
export interface SavedPlan {
  /** As the user named it. */
  readonly file: string;
  readonly record: PlanRecord;
  readonly pins: PlanPins;
}

/**
 * Reads a plan that was saved with --out for this session's environment, and has not been edited
 * since. Throws a Failure.
 */
export async function readPlan(
  session: Session<PlanOptions>,
  planFile: string,
): Promise<SavedPlan> {
  const { context, target } = session;
  const bytes = await readPlanFile(context, planFile, target);
  const document = parseSavedPlan(bytes, planFile);
  if (document.pins === undefined)
    throw failure(
      exitCode.invalid,
      "plan-not-saved",
      `${planFile} is a plan that was printed, not one that was saved.`,
      savingStep(target),
      planFile,
    );
  const record = uneditedPlan(document, session.kinds);
  if (record === undefined) throw edited(session, planFile);
  const { pins } = document;
  // Before anything is said of this environment's lockfile, which it has nothing to do with.
  if (pins.environment !== target.name) throw ofAnotherEnvironment(session, planFile, pins);
  return { file: planFile, record, pins };
}

function edited(session: Session<PlanOptions>, file: string): Failure {
  return failure(
    exitCode.refused,
    "plan-edited",
    `${file} does not say any more what it said when it was saved. Nothing was sent.`,
    againStep(session, file),
    file,
  );
}

/**
 * A saved plan is applied only if everything it was made of is what it was, and if it leads to
 * the places that it shows. One that was made before there was a lockfile fits a new one: `state` says
 * that it is as empty as none. Answers the plan with the environment as it is now.
 */
export function refuseStale(
  session: Session<PlanOptions>,
  { file, record, pins: saved }: SavedPlan,
  current: CurrentState,
): PlanRecord {
  const now = pinsOf(session, current);
  const moved = (Object.keys(now) as (keyof PlanPins)[]).filter(
    (pin) => saved[pin] !== now[pin] && !(pin === "lineage" && saved.lineage === null),
  );
  if (moved.length > 0)
    throw failure(
      exitCode.refused,
      "stale-plan",
      `Saved plan is stale: ${moved.map((pin) => pinWords[pin]).join(", ")} changed since. Nothing was sent.`,
      againStep(session, file),
    );
  const environment = plannedEnvironment(session, current, now.organizationId ?? undefined);
  const { plan, digest, secretSinkBy: _then, ...rest } = record;
  const isOfThis = planDigest(plan, environment) === digest && hasOnlySinksOf(session, plan);
  if (!isOfThis) throw edited(session, file);
  return { ...rest, plan, digest, environment, ...secretSinkBy(session, plan) };
}

/** Whether secrets go where the manifest says: its bytes are pinned, and somebody may have sealed a plan anew. */
function hasOnlySinksOf({ resolved }: Session<PlanOptions>, { actions }: Plan): boolean {
  const written = new Map(resolved.wanted.map((one) => [one.address, one.secretSink]));
  return actions.every(
    ({ address, secretSink }) => secretSink === undefined || secretSink === written.get(address),
  );
}

function againStep({ target }: Session<PlanOptions>, file: string): string {
  const plan = suggestedCommand(target, ["plan", "--out", file]);
  return `Plan again, read it, and apply that: ${plan}`;
}

function ofAnotherEnvironment(
  { target }: Session<PlanOptions>,
  file: string,
  { environment }: PlanPins,
): Failure {
  return failure(
    exitCode.refused,
    "plan-of-another-environment",
    `This plan is for ${environment}, and this run for ${target.name}. Nothing was sent.`,
    `Add -e ${environment}: ${suggestedCommand({ ...target, name: environment }, ["apply", file])}`,
    file,
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

/** Saves the plan where --out says; answers where, as it was typed. */
export async function savePlan({ session, current, view }: MadePlan): Promise<string | undefined> {
  const { context, options, target } = session;
  if (options.out === undefined) return undefined;
  if (session.isKeyless === true) {
    context.err.write(renderProblems([notSaved(options.out)], new Map(), context.err.style));
    return undefined;
  }
  const { disk, random } = context.system;
  const path = resolve(context.currentFolder, options.out);
  const bytes = formatSavedPlan(planDocumentOf(view, pinsOf(session, current)));
  await writeAtomically(disk, path, [bytes], { mode: 0o600, temporarySuffix: random.uuid() });
  context.err.write(
    `Saved the plan to ${options.out}. To apply it: ${suggestedCommand(target, ["apply", shownPath(context, path)])}\n`,
  );
  return options.out;
}

function notSaved(file: string): Problem {
  return {
    code: "plan-not-saved-offline",
    severity: "warning",
    message: `${file} was not written: a plan that was made without asking Anon is for reading.`,
    next: "Where it is to be applied, give the run the API key. For pull requests from forks, leave --out out.",
  };
}
