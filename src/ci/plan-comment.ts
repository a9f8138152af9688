import { Failure, type Problem } from "../core/errors/problem.ts";
import { readEvent } from "../session/ci-event.ts";
import type { Context } from "../session/context.ts";
import type { LocationOptions } from "../session/options.ts";
import { askHost } from "./ask-host.ts";
import type { CommentHost } from "./comment-host.ts";
import { HostRefusal } from "./host-refusal.ts";
import { commentHostOf, plannedCommit } from "./pull-request.ts";
import { namerFromTop } from "./repository-paths.ts";
import { withDigest } from "./reviewed-plan.ts";
import { planMarker, writeComment } from "./sticky-comment.ts";

/**
 * Writes a plan as the one comment that the pull request has of this environment and manifest; with
 * its digest and commit, for `apply --expect reviewed`. What goes wrong is a warning, and answered: it says
 * nothing of the plan.
 */
export async function commentPlan(
  context: Context,
  { env, config }: Pick<LocationOptions, "env" | "config">,
  text: string,
  digest?: string,
): Promise<readonly Problem[]> {
  let pullRequest = "the pull request";
  let { permission }: Partial<CommentHost> = {};
  try {
    const event = await readEvent(context);
    const host = commentHostOf(context.variables, event);
    ({ pullRequest, permission } = host);
    context.protect(host.token);
    const marker = planMarker(env, (await namerFromTop(context))(config));
    // Whatever may stand in it, no secret goes where everybody reads it.
    const body = withDigest(context.redact(text), digest, plannedCommit(event));
    const done = await writeComment(host, marker, body, askHost(context));
    context.err.write(
      `${done === "created" ? "Wrote the plan to" : "Updated the plan on"} ${pullRequest}.\n`,
    );
    return [];
  } catch (error) {
    if (error instanceof HostRefusal) {
      const message = `The plan is not on ${pullRequest}. ${error.why}`;
      const next = error.next ?? permission;
      const warning = { code: "comment-not-written", severity: "warning", message } as const;
      return [next === undefined ? warning : { ...warning, next }];
    }
    if (!(error instanceof Failure)) throw error;
    return error.problems.map((problem) => ({ ...problem, severity: "warning" }));
  }
}
