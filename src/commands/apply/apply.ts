import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { withAnnotations } from "../../ci/refusal.ts";
import { exitCode, highestExitCode } from "../../core/errors/exit-code.ts";
import { Failure, failure } from "../../core/errors/problem.ts";
import type { Applied } from "../../core/plan/applied.ts";
import { worldOfSaved } from "../../core/plan/evidence.ts";
import { hasChanges } from "../../core/plan/plan.ts";
import type { State } from "../../core/state/state.ts";
import { refuseContradicted } from "../../guards/binding.ts";
import { behindUpstreamNotices } from "../../guards/evidence.ts";
import { renderPlan } from "../../report/plan/human-plan.ts";
import { planDocument } from "../../report/plan/json-plan.ts";
import { planCounts } from "../../report/plan/plan-summary.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { jsonText } from "../../report/text.ts";
import { applyPlan } from "../../run/apply-plan.ts";
import { report } from "../../run/apply-report.ts";
import {
  askForYes,
  confirm,
  checkCreateLimit,
  checkAddresses,
  checkSecretsPlace,
  unattendedCreates,
} from "../../run/approval.ts";
import { applyExitCode, planExitCode } from "../../run/exit-codes.ts";
import { refuseBadJwks } from "../../run/jwks.ts";
import { lockLockfile, openState, type LockedState } from "../../run/lock.ts";
import { withNameWarnings } from "../../run/plan-warnings.ts";
import { worldWithoutLookups, planWorld } from "../../run/plan-world.ts";
import { refreshSavedPlan } from "../../run/refresh-saved-plan.ts";
import type { SavedPlan } from "../../run/saved-plan.ts";
import { checkSecretOptions } from "../../secrets/sinks.ts";
import { isGitHubActions } from "../../session/ci.ts";
import { writeNotices, type Context } from "../../session/context.ts";
import type { ApplyOptions, RunCommand } from "../../session/options.ts";
import { openSession, type Session } from "../../session/session.ts";
import { commandContext, planFlags } from "../../session/typed-flags.ts";
import { isUnchanged } from "../../store/save-store.ts";
import { refuseUnexpected } from "./expect-digest.ts";

/** `anon-sync apply [PLANFILE]`: does what plan shows, after a yes. */
export const run: RunCommand<ApplyOptions> = (context, options, [planFile]) =>
  withAnnotations(context, () => applied(context, options, planFile));

async function applied(
  context: Context,
  options: ApplyOptions,
  planFile: string | undefined,
): Promise<number> {
  checkSecretOptions(context, options);
  if (options.skipCi === true && !asksForCommit(options)) throw skipsNothing(options);
  if (planFile !== undefined) refuseBesidePlan(options, planFile);
  const session = await openSession(context, options);
  if (session.untrusted !== undefined) throw session.untrusted;
  const saved =
    planFile === undefined
      ? undefined
      : await (await import("../../run/saved-plan.ts")).readPlan(session, planFile);
  if (saved === undefined && !isApproved(options) && context.ask === undefined)
    // At once, and not after the lock and a thousand lookups.
    await askForYes(session, "", approveStep(session));
  const work = async (): Promise<number> => {
    await using lock = await lockLockfile(session);
    await using current = await openState(session, lock);
    const code = await applyLocked(session, current, saved);
    await current.end();
    return code;
  };
  // A plan that somebody has read is not planned again for them.
  const isRead = saved !== undefined || !isApproved(options);
  return isRead ? work() : untilUnmoved(session, work);
}

/** Plans again if another machine has changed the state on the git remote since. */
async function untilUnmoved(
  { context }: Session<ApplyOptions>,
  work: () => Promise<number>,
): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isMoved =
        error instanceof Failure && error.problems.some(({ code }) => code === "remote-moved");
      if (!isMoved || tries === mostPlans || context.interrupt.stop.aborted) throw error;
      context.err.write("Another run has changed the state on the git remote. Planning again.\n");
    }
  }
}

/** How many times a plan is made in one run. */
const mostPlans = 100;

async function applyLocked(
  session: Session<ApplyOptions>,
  current: LockedState,
  saved: SavedPlan | undefined,
): Promise<number> {
  const { context, options } = session;
  const { out, err } = context;
  writeNotices(context, await behindUpstreamNotices(session));
  checkAddresses(session, current.state);
  const view =
    saved === undefined
      ? withNameWarnings(current.state, await planWorld(session, current))
      : await again(session, current, saved);
  const { plan, notices = [] } = view;
  writeNotices(context, notices);
  context.summarize?.(planCounts(plan));
  // With --json, stdout is one document: what apply did, or the plan that it could not apply. With
  // --secret-stdout it is the secrets and nothing else.
  const shown = options.json || options.secretStdout ? err : out;
  shown.write(renderPlan(view, shown.style));
  if (!plan.applicable && options.json) out.write(jsonText(planDocument(view)));
  // Also for a plan that cannot be applied: apply may only lack a flag that plan had.
  if (options.expect !== undefined) await refuseUnexpected(session, view, options.expect);
  if (!plan.applicable) {
    await tellCi(session, current.state, view, saved, undefined);
    return planExitCode(plan, false);
  }
  const isReviewed =
    saved !== undefined || options.expect !== undefined || options.autoApprove !== true;
  checkCreateLimit(plan, options.maxCreates ?? (isReviewed ? undefined : unattendedCreates));
  checkSecretsPlace(session, plan);
  await refuseBadJwks(session, plan);
  if (hasChanges(plan) && saved === undefined && !isApproved(options)) {
    const question = "Do you want to perform these actions?";
    const cancelled = "Apply cancelled. Nothing was done.";
    if (!(await confirm(session, question, { next: approveStep(session), cancelled })))
      return context.interrupt.stop.aborted ? exitCode.interrupted : exitCode.failed;
  }
  await refuseChanged(session, current);
  const done = await applyPlan(session, current, view);
  await report(session, view, done);
  await tellCi(session, done.after, view, saved, done);
  const code = applyExitCode(done, plan, context.interrupt.stop.aborted);
  // Also after a run that stopped half way: what it created is what must not be lost.
  return asksForCommit(options) ? highestExitCode([code, await commit(session, done)]) : code;
}

/** Loaded if there is somebody to tell; `done` is undefined if the plan cannot be applied. */
async function tellCi(
  session: Session<ApplyOptions>,
  state: State,
  view: PlanRecord,
  saved: SavedPlan | undefined,
  done: Applied | undefined,
): Promise<void> {
  if (!isGitHubActions(session.context)) return;
  const { reportApply } = await import("../../ci/report.ts");
  await reportApply(session, view, state, saved?.file, done);
}

function asksForCommit({ commit: toBranch, commitBranch }: ApplyOptions): boolean {
  return toBranch === true || commitBranch !== undefined;
}

function skipsNothing(options: ApplyOptions): Failure {
  return failure(
    exitCode.invalid,
    "missing-value",
    "--skip-ci is for the commit of the lockfile, and no commit is asked for.",
    suggestedCommand(commandContext(options), ["apply", "--commit", "--skip-ci"]),
  );
}

async function commit(session: Session<ApplyOptions>, applied: Applied): Promise<number> {
  if (!applied.saved) return exitCode.failed;
  const { commitLockfile } = await import("../../remote/commit-lockfile.ts");
  return commitLockfile(session, applied);
}

/** Whether somebody has agreed already to what the run will do. */
function isApproved({ autoApprove, expect }: ApplyOptions): boolean {
  return autoApprove === true || expect !== undefined;
}

function approveStep({ options, target }: Session<ApplyOptions>): string {
  const plan = suggestedCommand(target, ["plan", ...planFlags(options)]);
  return `Run \`${plan}\`, read it, then add --auto-approve to apply.`;
}

/** A saved plan says itself what it does. */
function refuseBesidePlan(options: ApplyOptions, planFile: string): void {
  const { replace, recreate, target, exclude, expect } = options;
  const flags = Object.entries({ replace, recreate, target, exclude, expect });
  const typed = flags.find(([, value]) => value !== undefined && value.length > 0);
  if (typed === undefined) return;
  const [flag] = typed;
  const command = (...words: string[]) => suggestedCommand(commandContext(options), words);
  throw failure(
    exitCode.invalid,
    "beside-a-saved-plan",
    flag === "expect"
      ? "--expect says which plan is meant, and so does the file of a saved plan."
      : `--${flag} says what to plan, and a saved plan is made already.`,
    flag === "expect"
      ? `Nothing but the saved plan is applied. Leave --expect out: ${command("apply", planFile)}`
      : `Plan again, read it, and apply that: ${command("plan", ...planFlags(options), "--out", planFile)}`,
  );
}

/**
 * The plan that was shown when it was saved, after the second look: if it was made, this
 * machine's ledger may not have been. Throws a Failure.
 */
async function again(
  session: Session<ApplyOptions>,
  current: LockedState,
  saved: SavedPlan,
): Promise<PlanRecord> {
  const { refuseStale } = await import("../../run/saved-plan.ts");
  const record = refuseStale(session, saved, current);
  const world = worldWithoutLookups(session, current);
  refuseContradicted(session, record.plan, current.evidence, (evidence) =>
    worldOfSaved(world, record.plan, evidence),
  );
  await refreshSavedPlan(session, current, record.plan);
  return record;
}

/** A change that was pulled, merged or edited while a person read the plan is not in the plan. */
async function refuseChanged(
  session: Session<ApplyOptions>,
  { store }: LockedState,
): Promise<void> {
  if (await isUnchanged(session.ports.disk, session.places, store)) return;
  throw failure(
    exitCode.refused,
    "lockfile-changed",
    `The lockfile ${session.lockfileName} changed while the plan was read. Nothing was sent.`,
    "Run apply again: the plan may be another one now.",
  );
}
