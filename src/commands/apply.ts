import { resolve } from "node:path";
import type { Applied, ApplyEvent } from "../core/applied.ts";
import { exitCode, highestExitCode } from "../core/exit-code.ts";
import { bare, jsonText, shellWord } from "../report/text.ts";
import { planRecordOf, type PlanPins } from "../core/plan-document.ts";
import { hasChanges, type Plan } from "../core/plan.ts";
import { failure } from "../core/problem.ts";
import type { State } from "../core/state.ts";
import { version } from "../core/version.ts";
import { apply } from "../engine/apply.ts";
import { isAsSaved, parseSavedPlan } from "../files/saved-plan.ts";
import { secretDirectory } from "../files/secret-directory.ts";
import { isUnchanged, prepareJournal, saveStore } from "../files/store.ts";
import { appliedDocument } from "../report/json-applied.ts";
import { planDocument } from "../report/json-plan.ts";
import { renderApplied, renderAppliedSummary, renderIds } from "../report/apply.ts";
import { renderPlan } from "../report/human-plan.ts";
import type { PlanView } from "../report/plan-view.ts";
import {
  askForYes,
  checkCreateLimit,
  checkSecretsPlace,
  refuseReplacements,
  unattendedCreates,
} from "./consent.ts";
import { locked, type Locked } from "./locked.ts";
import type { RunCommand } from "./options.ts";
import { planExitCode } from "./plan.ts";
import { readPlanFile } from "./plan-file.ts";
import { showProgress } from "./progress.ts";
import { openSession, shownPath, type Session } from "./session.ts";
import { openAttempts, pinsOf, planWorld, type PlannedWorld } from "./world.ts";

/** `anon-sync apply [PLANFILE]`: does what plan shows, after a yes. */
export const run: RunCommand = async (context, options, [planFile]) => {
  refuseReplacements(options);
  const session = await openSession(context, options);
  const saved = planFile === undefined ? undefined : await readPlan(session, planFile);
  const mayAsk = context.ask !== undefined;
  if (saved === undefined && options.autoApprove !== true && !mayAsk)
    // At once, and not after the lock and a thousand lookups.
    await askForYes(session, "", "--auto-approve");
  return locked(session, (known) => applyLocked(session, known, saved));
};

/** A saved plan: what was shown then, and what it was made of. */
interface SavedPlan {
  readonly record: Omit<PlanView, "kinds">;
  readonly pins: PlanPins;
}

async function applyLocked(
  session: Session,
  known: Locked,
  saved: SavedPlan | undefined,
): Promise<number> {
  const { context, options } = session;
  const { out, err } = context;
  if (saved !== undefined) refuseStale(saved.pins, pinsOf(session, known));
  const view: PlannedWorld =
    saved === undefined
      ? await planWorld(session, known)
      : { ...saved.record, kinds: session.kinds, organizationSeen: false };
  const { plan } = view;
  // With --json, stdout is one document: what apply did, or the plan that it could not apply.
  const shown = options.json ? err : out;
  shown.write(renderPlan(view, shown.style));
  if (!plan.applicable) {
    if (options.json) out.write(jsonText(planDocument(view)));
    return planExitCode(plan, false);
  }

  const isReviewed = saved !== undefined || options.autoApprove !== true;
  checkCreateLimit(plan, options.maxCreates ?? (isReviewed ? undefined : unattendedCreates));
  checkSecretsPlace(session, plan);
  if (hasChanges(plan) && isReviewed && saved === undefined) {
    const question = "Do you want to perform these actions?";
    if (!(await askForYes(session, question, "--auto-approve"))) {
      err.write("\nApply cancelled. Nothing was done.\n");
      return context.interrupt.stop.aborted ? exitCode.interrupted : exitCode.failed;
    }
  }
  await refuseChanged(session, known);
  const applied = await applyPlan(session, known, view);
  await report(session, known, view, applied);
  return applyExitCode(applied, plan, context.interrupt.stop.aborted);
}

/** What was pulled, merged or edited while a person read the plan is not in it. */
async function refuseChanged(session: Session, { store }: Locked): Promise<void> {
  if (await isUnchanged(session.ports.disk, session.places, store)) return;
  throw failure(
    exitCode.refused,
    "lockfile-changed",
    `The lockfile ${shownPath(session.context, session.places.lockfile)} changed while the plan was read. Nothing was sent.`,
    "Run apply again: the plan may be another one now.",
  );
}

/** Hands the plan to the engine, with this machine behind its ports. */
async function applyPlan(
  session: Session,
  known: Locked,
  { plan, organizationSeen }: PlannedWorld,
): Promise<Applied & { after: State }> {
  const { context, options, ports, places, resolved, kinds } = session;
  const { store, state, binding } = known;
  const progress = showProgress(context.err, plan);
  let after = state;
  try {
    const applied = await apply(
      plan,
      state,
      {
        kinds,
        api: known.api(),
        clock: ports.clock,
        random: ports.random,
        prepareJournal: (creates) => prepareJournal(ports, store, creates),
        async save(next, organizationId) {
          after = next;
          await saveStore(ports, places, store, next, organizationId);
        },
        secrets:
          options.secretsDir === undefined
            ? undefined
            : secretDirectory(context.system, resolve(context.currentFolder, options.secretsDir), {
                environment: session.target.name,
                lineage: store.lineage,
              }),
        announce: (event: ApplyEvent) => progress.announce(event),
        interrupt: context.interrupt,
      },
      {
        parallelism: options.parallelism,
        organizationId: binding.organizationId ?? store.environment.organizationId,
        organizationSeen,
        sentOrganizationId: resolved.organizationId,
      },
    );
    return { ...applied, after };
  } finally {
    progress.end();
  }
}

async function report(
  session: Session,
  known: Locked,
  view: PlanView,
  applied: Applied & { after: State },
): Promise<void> {
  const { context, options } = session;
  const { out, err } = context;
  const reported = {
    toolVersion: version,
    environment: view.environment,
    lockfile: view.lockfile,
    attempts: openAttempts(applied.after),
  };
  const { after: _after, ...result } = applied;
  if (options.json) {
    out.write(jsonText(appliedDocument(result, reported)));
    err.write(renderApplied(result, reported, err.style));
  } else {
    err.write(renderApplied(result, reported, err.style));
    out.write(renderAppliedSummary(result, out.style));
    out.write(renderIds(result));
  }
  if (applied.saved) await remindToCommit(session, known);
}

/** The last line names the lockfile if it is not committed (design section 6, step 6). */
async function remindToCommit(session: Session, { store }: Locked): Promise<void> {
  const { context, places, target } = session;
  if (target.isLoopback || store === undefined) return;
  const { git } = context.system;
  const workTree = await git.workTree(places.lockfile.replace(/[^/\\]*$/, ""));
  const path = shownPath(context, places.lockfile);
  if (workTree === undefined)
    context.err.write(`Keep ${bare(path)}: it is the only inventory of these ids.\n`);
  else if (await git.changed(workTree.root, places.lockfile))
    context.err.write(
      `Commit the lockfile now: git add ${shellWord(path)} && git commit -m "anon-sync apply"\n`,
    );
}

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

async function readPlan({ context }: Session, planFile: string): Promise<SavedPlan> {
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
      "Plan again with --out, and apply that.",
      planFile,
    );
  return { record: planRecordOf(document), pins: document.pins };
}

/**
 * A saved plan is applied only where everything it was made of is what it was. One that was made
 * before there was a lockfile fits a new one: `state` says that it is as empty as none.
 */
function refuseStale(saved: PlanPins, now: PlanPins): void {
  const moved = (Object.keys(now) as (keyof PlanPins)[]).filter(
    (pin) => saved[pin] !== now[pin] && !(pin === "lineage" && saved.lineage === null),
  );
  if (moved.length === 0) return;
  throw failure(
    exitCode.refused,
    "stale-plan",
    `Saved plan is stale: ${moved.map((pin) => pinWords[pin]).join(", ")} changed since. Nothing was sent.`,
    "Plan again with --out, and apply that.",
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
