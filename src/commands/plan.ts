import { withAnnotations, withRefusalComment } from "../ci/refusal.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { planFormats } from "../report/plan/plan-formats.ts";
import { planCounts } from "../report/plan/plan-summary.ts";
import { escapeText } from "../report/text.ts";
import { checkCreateLimit } from "../run/approval.ts";
import { planExitCode, driftExitCode } from "../run/exit-codes.ts";
import { makePlan, readPlanGround, type MadePlan } from "../run/make-plan.ts";
import { isGitHubActions } from "../session/ci.ts";
import { writeNotices, type Context } from "../session/context.ts";
import { chosenFormat } from "../session/format.ts";
import type { PlanOptions, RunCommand } from "../session/options.ts";

/**
 * `anon-sync plan`: what apply would do. Writes nothing but the file that --out names, and what the
 * host of a CI is told.
 */
export const run: RunCommand<PlanOptions> = (context, options) =>
  withAnnotations(context, () => planned(context, options));

async function planned(context: Context, typed: PlanOptions): Promise<number> {
  refuseHalfLooks(typed);
  const format = chosenFormat(planFormats, typed);
  const made = await withRefusalComment(context, typed, async () => {
    const ground = await readPlanGround(context, typed);
    writeNotices(context, ground.notices);
    return makePlan(ground);
  });
  const { session, current, view } = made;
  writeNotices(context, view.notices ?? []);
  const { options } = session;
  context.summarize?.(planCounts(view.plan));
  const write = await format.load();
  const isDriftOnly = options.refreshOnly === true;
  context.out.write(write(view, { style: context.out.style, isDriftOnly }));
  if (isDriftOnly) {
    await tellCi(made, undefined);
    return driftExitCode(view.plan, options.detailedExitcode === true);
  }
  if (current.missing !== undefined)
    context.err.write(
      `Note: ${escapeText(`${current.missing.message} ${current.missing.next ?? ""}`)}\n`,
    );
  let planFile: string | undefined;
  try {
    checkCreateLimit(view.plan, options.maxCreates);
    if (options.out !== undefined)
      planFile = await (await import("../run/saved-plan.ts")).savePlan(made);
  } finally {
    // Also for a plan that is refused: people read it.
    await tellCi(made, planFile);
  }
  return planExitCode(view.plan, options.detailedExitcode === true);
}

/** Loaded if there is somebody to tell. */
async function tellCi(
  { session, current: known, view }: MadePlan,
  planFile: string | undefined,
): Promise<void> {
  const { context, options } = session;
  if (!isGitHubActions(context) && options.comment !== true) return;
  const { reportPlan } = await import("../ci/report.ts");
  await reportPlan(session, known.state, view, planFile);
}

/**
 * A plan that looked at a part of the world only is for reading, not for applying; drift alone has
 * nothing to choose, to agree to or to limit.
 */
function refuseHalfLooks(options: PlanOptions): void {
  const { out, refresh, refreshOnly, maxCreates, format, comment } = options;
  const lists = {
    "--replace": options.replace,
    "--recreate": options.recreate,
    "--not-renamed": options.notRenamed,
    "--target": options.target,
    "--exclude": options.exclude,
  };
  const ofPlans = [
    ...Object.entries(lists).flatMap(([flag, addresses]) => (addresses.length > 0 ? [flag] : [])),
    ...(maxCreates === undefined ? [] : ["--max-creates"]),
    ...(format === "gitlab-terraform" ? [`--format ${format}`] : []),
  ];
  const flags = [
    ...(refresh === "false" ? ["--refresh=false"] : []),
    ...(refreshOnly === true ? ["--refresh-only", ...ofPlans] : []),
    ...(refreshOnly === true && comment === true ? ["--comment"] : []),
    ...(out === undefined ? [] : ["--out"]),
  ];
  if (flags.length < 2) return;
  throw failure(
    exitCode.invalid,
    "flags-exclude-each-other",
    `${flags.join(" and ")} do not go together.`,
    "Leave one of them out.",
  );
}
