import { exitCode } from "../core/exit-code.ts";
import { hasChanges, type Plan } from "../core/plan.ts";
import { failure } from "../core/problem.ts";
import { planDigest } from "../files/plan-digest.ts";
import { commandLine } from "../report/command-words.ts";
import { planFlags } from "./given-flags.ts";
import { planExitCode } from "./plan.ts";
import type { Session } from "./session.ts";

/** What `--expect` takes in the place of a digest: the one that the pull request showed. */
const reviewed = "reviewed";

/** Applied is what somebody read, and nothing else. Throws a Failure. */
export async function refuseUnexpected(
  session: Session,
  plan: Plan,
  expected: string,
): Promise<void> {
  // There is nothing to do: what was agreed to has been done before.
  if (plan.applicable && !hasChanges(plan)) return;
  const digest = planDigest(plan, session.target.name);
  if (digest === (expected === reviewed ? await reviewedDigestOf(session) : expected)) return;
  throw failure(
    plan.applicable ? exitCode.refused : planExitCode(plan, false),
    "plan-not-as-expected",
    `The plan above has the digest ${digest}, and not the expected one. Nothing was sent.`,
    `Was plan given --replace, --recreate, --not-renamed, --target or --exclude? Give apply the same: plan prints the whole command. If not, something has changed since: ${changedStep(session, plan, digest)}`,
  );
}

function changedStep({ options, target }: Session, plan: Plan, digest: string): string {
  if (plan.applicable) return `read the plan above. If it is right: --expect ${digest}`;
  const again = commandLine(target, ["plan", ...planFlags(options)]);
  return `answer what stops the plan above, then plan again: ${again}`;
}

/** Loaded where it is asked for. */
async function reviewedDigestOf({ context, options }: Session): Promise<string | undefined> {
  const { askReviewedDigest } = await import("./reviewed-digest.ts");
  return askReviewedDigest(context, options);
}
