import type { PlanRecord } from "../core/plan/plan-document.ts";
import type { Failure, Problem } from "../core/errors/problem.ts";
import type { Applied } from "../core/plan/applied.ts";
import { planDigest } from "../core/plan/digest.ts";
import { hasChanges, type Plan } from "../core/plan/plan.ts";
import { activeIds, type State } from "../core/state/state.ts";
import { appliedProblems } from "../report/apply/applied-problems.ts";
import { markdownApplied, markdownRefusal } from "../report/apply/markdown-applied.ts";
import { renderMarkdown } from "../report/plan/markdown-plan.ts";
import {
  planProblems,
  type SourcePositions,
  type PlacedProblem,
} from "../report/plan/plan-problems.ts";
import { renderProblems } from "../report/problems/problems.ts";
import { plainStyle } from "../report/style.ts";
import { applyContext } from "../run/apply-report.ts";
import { isGitHubActions } from "../session/ci.ts";
import type { Context } from "../session/context.ts";
import type { LocationOptions, PlanningOptions, PlanOptions } from "../session/options.ts";
import type { Session } from "../session/session.ts";
import { annotate, reportToGitHub, type GitHubReport } from "./github-report.ts";
import { commentPlan } from "./plan-comment.ts";

/** A job's outputs hold 1 MB in UTF-16, all of them together. */
const maximumIdsLength = 400_000;

/**
 * Tells the host of the CI what a plan says: as the comment of the pull request, if --comment asks
 * for it, and to GitHub's runner. `planFile` is where it was saved. What goes wrong is a warning.
 */
export async function reportPlan(
  session: Session<PlanOptions>,
  state: State,
  view: PlanRecord,
  planFile: string | undefined,
): Promise<void> {
  const { context, options } = session;
  const isDriftOnly = options.refreshOnly === true;
  const { text, isCut } = renderMarkdown(view, { isDriftOnly });
  // A reader who has not seen all of a plan cannot approve it by its digest.
  const digest = isCut ? undefined : view.digest;
  const notCommented =
    options.comment === true ? await commentPlan(context, options, text, digest) : [];
  await tell(session, planProblems(view, placesOf(session)), notCommented, {
    summary: text,
    outputs: outputsOf({ plan: view.plan, isDriftOnly }, state, digest, planFile),
  });
}

/** Says in the pull request's comment why there is no plan. What goes wrong is a warning. */
export async function commentRefusal(
  context: Context,
  options: Pick<LocationOptions, "env" | "config">,
  { problems, sources }: Failure,
): Promise<void> {
  const text = markdownRefusal(options.env, renderProblems(problems, sources, plainStyle));
  const notCommented = await commentPlan(context, options, text);
  context.err.write(renderProblems(notCommented, new Map(), context.err.style));
}

/**
 * Tells GitHub's runner what an apply did: `applied` is undefined if the plan could not be applied.
 * `state` is the one after it.
 */
export async function reportApply(
  session: Session<PlanningOptions>,
  view: PlanRecord,
  state: State,
  planFile: string | undefined,
  applied: Applied | undefined,
): Promise<void> {
  const { plan } = view;
  const places = placesOf(session);
  const done = applied === undefined ? [] : appliedProblems(applied, places);
  const summary =
    applied === undefined
      ? renderMarkdown(view).text
      : markdownApplied(applied, applyContext(view, state));
  const digest = planDigest(plan, view.environment);
  await tell(session, [...planProblems(view, places), ...done], [], {
    summary,
    outputs: outputsOf({ plan, isDriftOnly: false }, state, digest, planFile),
  });
}

async function tell(
  { context }: Session<PlanningOptions>,
  problems: readonly PlacedProblem[],
  ofComment: readonly Problem[],
  report: GitHubReport,
): Promise<void> {
  const isGitHub = isGitHubActions(context);
  const ofFiles = isGitHub ? await reportToGitHub(context, report) : [];
  const own = [...ofComment, ...ofFiles];
  context.err.write(renderProblems(own, new Map(), context.err.style));
  if (isGitHub) await annotate(context, [...problems, ...own]);
}

/** The outputs for later steps of the job. */
function outputsOf(
  { plan, isDriftOnly }: { plan: Plan; isDriftOnly: boolean },
  state: State,
  digest: string | undefined,
  planFile: string | undefined,
): ReadonlyMap<string, string> {
  const ids = [...activeIds(state)]
    .map(([address, { id }]) => [address, id] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(ids));
  const { drifted, missing } = plan.summary;
  const isChanged = isDriftOnly ? drifted + missing > 0 : hasChanges(plan);
  return new Map([
    ["changes", String(isChanged)],
    ["digest", digest ?? ""],
    ["plan-file", planFile ?? ""],
    ...(text.length > maximumIdsLength ? [] : [["ids", text] as const]),
  ]);
}

function placesOf({ manifest, options }: Session<PlanningOptions>): SourcePositions {
  return {
    file: options.config,
    rangeOf: (address) => manifest.positionOf(address),
  };
}
