import { resolve } from "node:path";
import { exitCode, highestExitCode } from "../core/exit-code.ts";
import { planFormats } from "../report/plan-formats.ts";
import { escapeText } from "../report/text.ts";
import { planDocumentOf, type PlanRecord } from "../core/plan-document.ts";
import { hasChanges, type Plan } from "../core/plan.ts";
import { failure } from "../core/problem.ts";
import { writeAtomically } from "../files/atomic-write.ts";
import { planDigest } from "../files/plan-digest.ts";
import { formatSavedPlan } from "../files/saved-plan.ts";
import { commandLine } from "../report/command-words.ts";
import { checkCreateLimit, checkAddresses } from "./consent.ts";
import { chosenFormat } from "./format.ts";
import { jwksFlags, planFlags } from "./given-flags.ts";
import { warnOfLostSecrets } from "./lost-secrets.ts";
import type { Options, RunCommand } from "./options.ts";
import { tellOfLiveRun } from "./locked.ts";
import { refuseOverwriting } from "./plan-file.ts";
import { withWarnings } from "./plan-warnings.ts";
import { openSession, shownPath, type Session } from "./session.ts";
import { pinsOf, planWorld, readKnown } from "./world.ts";

/** `anon-sync plan`: what apply would do. Writes nothing but the file that --out names. */
export const run: RunCommand = async (context, options) => {
  refuseHalfLooks(options);
  const format = chosenFormat(planFormats, options);
  const session = await openSession(context, options);
  if (options.out !== undefined) await refuseOverwriting(context, options.out);
  const known = await readKnown(session);
  checkAddresses(session, known.state);
  const isLive = known.store !== undefined && (await tellOfLiveRun(session, known.store));
  if (known.remote !== undefined) {
    const { tellOfNews, tellOfRemoteRun } = await import("./remote-session.ts");
    tellOfNews(session, known.remote, known.news, false);
    tellOfRemoteRun(session, known.remote);
  }
  // What a run under way has not delivered yet is not lost.
  if (!isLive) warnOfLostSecrets(session, known.state);
  const planned = await planWorld(session, known);
  const view = await withWarnings(session, known.state, {
    ...planned,
    ...howToApply(session, planned.plan),
    printCommand: commandLine(session.target, ["plan", ...allFlags(options)]),
  });
  const write = await format.load();
  const isDriftOnly = options.refreshOnly === true;
  context.out.write(write(view, { style: context.out.style, isDriftOnly }));
  if (options.refreshOnly) return driftExitCode(view.plan, options.detailedExitcode === true);
  if (known.missing !== undefined)
    context.err.write(
      `Note: ${escapeText(`${known.missing.message} ${known.missing.next ?? ""}`)}\n`,
    );
  checkCreateLimit(view.plan, options.maxCreates);
  if (options.out !== undefined) {
    const { disk, random } = context.system;
    const path = resolve(context.currentFolder, options.out);
    const bytes = formatSavedPlan(planDocumentOf(view, pinsOf(session, known)));
    await writeAtomically(disk, path, bytes, { mode: 0o600, temporarySuffix: random.uuid() });
    context.err.write(
      `Saved the plan to ${options.out}. To apply it: ${commandLine(session.target, ["apply", shownPath(context, path)])}\n`,
    );
  }
  return planExitCode(view.plan, options.detailedExitcode === true);
};

/** What `apply --expect` takes, and all of its command; nothing where nothing would be done. */
function howToApply(
  { options, target }: Session,
  plan: Plan,
): Pick<PlanRecord, "digest" | "applyCommand"> {
  if (!plan.applicable || !hasChanges(plan)) return {};
  const digest = planDigest(plan, target.name);
  // A saved plan is applied by its file, and `show` prints what is printed now.
  if (options.out !== undefined) return { digest };
  const words = ["apply", ...planFlags(options), ...jwksFlags(options), "--expect", digest];
  return { digest, applyCommand: commandLine(target, words) };
}

/** The flags that make this plan, beside those of the place: see placeFlags. */
function allFlags(options: Options): readonly string[] {
  return [
    ...planFlags(options),
    ...jwksFlags(options),
    ...(options.refresh === "false" ? ["--refresh=false"] : []),
    ...(options.refreshOnly === true ? ["--refresh-only"] : []),
  ];
}

/**
 * A plan that looked at a part of the world only is for reading, not for applying; drift alone has
 * nothing to choose, to agree to or to limit.
 */
function refuseHalfLooks(options: Options): void {
  const { out, refresh, refreshOnly, maxCreates, format } = options;
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

/** What drift means for whoever reads only the exit code; gone and changed count alike. */
function driftExitCode({ summary, guards }: Plan, detailed: boolean): number {
  const codes: number[] = [];
  if (summary.unreadable > 0) codes.push(exitCode.failed);
  if (guards.length > 0) codes.push(exitCode.refused);
  if (detailed && summary.drifted + summary.missing > 0) codes.push(exitCode.changes);
  return highestExitCode(codes);
}

/** What a plan means for whoever reads only the exit code. */
export function planExitCode(plan: Plan, detailed: boolean): number {
  const { summary, applicable } = plan;
  const codes: number[] = [];
  if (summary.unreadable > 0) codes.push(exitCode.failed);
  if (summary.unsettled > 0) codes.push(exitCode.unsettled);
  if (!applicable) codes.push(exitCode.refused);
  if (detailed && (hasChanges(plan) || summary.drifted > 0)) codes.push(exitCode.changes);
  return highestExitCode(codes);
}
