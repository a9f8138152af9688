import type { ApplyOptions } from "../../session/options.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { digestVersion, isOtherDigest } from "../../core/plan/digest-text.ts";
import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { hasChanges } from "../../core/plan/plan.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import { planDigest } from "../../core/plan/digest.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { planExitCode } from "../../run/exit-codes.ts";
import { planFlags } from "../../session/typed-flags.ts";
import type { Session } from "../../session/session.ts";

/** The word that `--expect` takes instead of a digest: it means the digest that the pull request showed. */
const reviewed = "reviewed";

/**
 * Applied is what somebody read, and nothing else: the digest covers what a pull request can change of
 * it. Throws a Failure.
 */
export async function refuseUnexpected(
  session: Session<ApplyOptions>,
  { plan, environment }: Pick<PlanRecord, "plan" | "environment">,
  expect: string,
): Promise<void> {
  // There is nothing to do: what was agreed to has been done before.
  if (plan.applicable && !hasChanges(plan)) return;
  const digest = planDigest(plan, environment);
  const expected = expect === reviewed ? await reviewedDigestOf(session) : expect;
  if (digest !== undefined && digest === expected) return;
  const code = plan.applicable ? exitCode.refused : planExitCode(plan, false);
  if (expected !== undefined && isOtherDigest(expected)) throw otherVersion(session, code);
  throw failure(
    code,
    "plan-not-as-expected",
    digest === undefined
      ? "The plan above cannot be applied, and so it is not the expected one. Nothing was sent."
      : `The plan above has the digest ${digest}, and not the expected one. Nothing was sent.`,
    `Was plan given --replace, --recreate, --not-renamed, --target or --exclude? Give apply the same: plan prints the whole command. If not, something has changed since: ${changedStep(session, digest)}`,
  );
}

/** The parts that an older digest left out may have changed since: it approves nothing. */
function otherVersion({ options, target }: Session<ApplyOptions>, code: number): Failure {
  const again = suggestedCommand(target, ["plan", ...planFlags(options)]);
  return failure(
    code,
    "digest-version",
    `The expected digest was made by another version of anon-sync: this one makes digests that begin with ${digestVersion}: and covers more. Nothing was sent.`,
    `Plan again with this version, read the plan, and expect its digest: ${again}`,
  );
}

function changedStep(
  { options, target }: Session<ApplyOptions>,
  digest: string | undefined,
): string {
  if (digest !== undefined) return `read the plan above. If it is right: --expect ${digest}`;
  const again = suggestedCommand(target, ["plan", ...planFlags(options)]);
  return `answer what stops the plan above, then plan again: ${again}`;
}

/** Loaded if it is asked for. */
async function reviewedDigestOf({
  context,
  options,
}: Session<ApplyOptions>): Promise<string | undefined> {
  const { askReviewedDigest } = await import("../../ci/reviewed-digest.ts");
  return askReviewedDigest(context, options);
}
