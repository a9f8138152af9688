import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import { isGitHubActions } from "../session/ci.ts";
import type { Context } from "../session/context.ts";
import type { LocationOptions } from "../session/options.ts";
import { askHost } from "./ask-host.ts";
import { gitHubHeaders } from "./github-api.ts";
import { HostRefusal } from "./host-refusal.ts";
import { gitHubRepository } from "./pull-request.ts";
import { namerFromTop } from "./repository-paths.ts";
import { isCommit, mergedPullRequest, reviewedDigest } from "./reviewed-plan.ts";
import { planMarker } from "./sticky-comment.ts";

/**
 * The digest of the plan that the pull request showed whose merge started this run on GitHub, of this
 * environment and manifest; undefined if that plan changed nothing, or nobody could see all of it.
 * Throws a Failure if there is no such pull request, or no plan on it.
 */
export async function askReviewedDigest(
  context: Context,
  { env, config }: Pick<LocationOptions, "env" | "config">,
): Promise<string | undefined> {
  const commit = context.variables["GITHUB_SHA"] ?? "";
  if (!isGitHubActions(context) || !isCommit(commit))
    throw unknown("GitHub Actions does not run this.", "Name the digest: --expect DIGEST");
  try {
    const place = gitHubRepository(context.variables);
    context.protect(place.token);
    const ask = askHost(context);
    const url = `${place.apiUrl}/repos/${place.repository}/commits/${commit}/pulls?per_page=100`;
    const repository = {
      name: "GitHub",
      pullRequest: `commit ${commit} in ${place.repository}`,
      headers: gitHubHeaders(place.token),
    } as const;
    const branch = branchOf(context.variables["GITHUB_REF"]);
    const into = { repository: place.repository, commit, branch };
    const merged = await mergedPullRequest(repository, url, into, ask);
    const marker = planMarker(env, (await namerFromTop(context))(config));
    return await reviewedDigest({ ...place, number: merged.number }, merged, marker, ask);
  } catch (error) {
    if (!(error instanceof HostRefusal)) throw error;
    const next = error.next ?? "Give the job `permissions: pull-requests: read`.";
    throw unknown(error.why, `${next} Or name the digest that plan printed: --expect DIGEST`);
  }
}

/** The branch that a run is of; undefined for a tag. */
function branchOf(ref = ""): string | undefined {
  return /^refs\/heads\/(.+)$/.exec(ref)?.[1];
}

function unknown(why: string, next: string): Failure {
  return failure(
    exitCode.refused,
    "no-reviewed-plan",
    `Which plan was reviewed is not known. ${why} Nothing was sent.`,
    next,
  );
}
