import { Failure } from "../core/errors/problem.ts";
import { isGitHubActions } from "../session/ci.ts";
import type { Context } from "../session/context.ts";
import type { PlanOptions } from "../session/options.ts";

/**
 * Runs a command's work. In GitHub Actions, what it is refused for is shown at its line of the pull
 * request too; what a plan says is told by the command itself.
 */
export async function withAnnotations(
  context: Context,
  work: () => Promise<number>,
): Promise<number> {
  if (!isGitHubActions(context)) return work();
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) {
      const { annotate } = await import("./github-report.ts");
      await annotate(context, error.problems);
    }
    throw error;
  }
}

/**
 * Makes a plan. If it is refused, the comment that --comment keeps says so: what stands there is of
 * an earlier commit, and nobody must take it for this one's.
 */
export async function withRefusalComment<Made>(
  context: Context,
  options: PlanOptions,
  make: () => Promise<Made>,
): Promise<Made> {
  if (options.comment !== true) return make();
  try {
    return await make();
  } catch (error) {
    if (error instanceof Failure) {
      const { commentRefusal } = await import("./report.ts");
      await commentRefusal(context, options, error);
    }
    throw error;
  }
}
