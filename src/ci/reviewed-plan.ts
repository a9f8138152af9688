import { isObject } from "../core/json.ts";
import { anyDigestPattern } from "../core/plan/digest-text.ts";
import type { AskHost, CommentHost } from "./comment-host.ts";
import { gitHubComments, type GitHubPullRequest } from "./github-comments.ts";
import { hostList, HostRefusal } from "./host-refusal.ts";
import { ownComments } from "./sticky-comment.ts";
import { uneditedBody } from "./unedited-comment.ts";

/** The id of a commit, in a repository of SHA-1 or SHA-256. */
const commitPattern = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
/** A digest of another version is refused where it is compared, with its reason. */
const digestLine = new RegExp(
  `^<!-- anon-sync digest (${anyDigestPattern})(?: commit (${commitPattern}))? -->$`,
);

/** Whether a text is the id of a commit, whole. */
export function isCommit(text: unknown): text is string {
  return typeof text === "string" && new RegExp(`^${commitPattern}$`).test(text);
}

/**
 * A plan's text under a line that nobody sees, above it, where no user's text can be: its digest, and
 * the head of the pull request that it was made of, as far as this is known.
 */
export function withDigest(
  text: string,
  digest: string | undefined,
  commit: string | undefined,
): string {
  if (digest === undefined) return text;
  const ofCommit = commit === undefined ? "" : ` commit ${commit}`;
  return `<!-- anon-sync digest ${digest}${ofCommit} -->\n${text}`;
}

/** A pull request that was merged. */
export interface MergedPullRequest {
  readonly number: number;
  /** The last commit of its branch: what reviewers saw, whatever way it was merged. */
  readonly head: string;
}

/** The run that asks for what was reviewed: of which commit, and of which branch if it is one's. */
export interface MergedInto {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** Undefined for a tag: then the pull request was merged into the default branch. */
  readonly branch: string | undefined;
}

/**
 * The digest of the plan that the comment of a marker shows; undefined if the plan there changes
 * nothing, cannot be applied, or was cut. Throws a HostRefusal if there is no such comment of ours,
 * if somebody edited it, or if it is not the plan of the commit that was merged.
 */
export async function reviewedDigest(
  place: GitHubPullRequest,
  { head }: Pick<MergedPullRequest, "head">,
  marker: string,
  ask: AskHost,
): Promise<string | undefined> {
  const host = gitHubComments(place);
  const [newest] = await ownComments(host, marker, ask);
  if (newest === undefined)
    throw new HostRefusal(
      `There is no plan of this environment and manifest on ${host.pullRequest}.`,
      "Have plan --comment run for each pull request, with the same token as here.",
    );
  const [first, second = ""] = (await uneditedBody(host, place, newest, ask)).split(/\r?\n/);
  const [, digest, commit] = (first === marker ? digestLine.exec(second) : undefined) ?? [];
  if (digest === undefined || commit === head) return digest;
  throw new HostRefusal(
    commit === undefined
      ? `The plan on ${host.pullRequest} does not say which commit it was made of.`
      : `The plan on ${host.pullRequest} was made of the commit ${commit}, and ${head} was merged.`,
    "Have plan --comment run on pull_request for each commit.",
  );
}

/**
 * The pull request whose merge a commit is:
 * https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
 * GitHub lists those of other repositories of the fork network, too, and of any branch: one that was
 * merged into a branch which nobody guards, and came here by a push, was reviewed by nobody.
 * Throws a HostRefusal if it is that of none.
 */
export async function mergedPullRequest(
  host: Pick<CommentHost, "name" | "pullRequest" | "headers">,
  url: string,
  { repository, commit, branch }: MergedInto,
  ask: AskHost,
): Promise<MergedPullRequest> {
  const answer = await ask({ method: "GET", url, headers: host.headers });
  const merged = hostList(host, answer).filter((pull) => {
    if (typeof pull["merged_at"] !== "string" || pull["merge_commit_sha"] !== commit) return false;
    const base = isObject(pull["base"]) ? pull["base"] : {};
    const repo = isObject(base["repo"]) ? base["repo"] : {};
    const isHere = String(repo["full_name"]).toLowerCase() === repository.toLowerCase();
    return isHere && base["ref"] === (branch ?? repo["default_branch"]);
  });
  const [only] = merged;
  if (merged.length === 1 && only !== undefined) {
    const { number, head } = only;
    const sha = isObject(head) ? head["sha"] : undefined;
    if (typeof number === "number" && Number.isSafeInteger(number) && isCommit(sha))
      return { number, head: sha };
  }
  throw new HostRefusal(
    `The commit ${commit} is not the merge of one pull request into ${branch ?? "the default branch"} of ${repository}.`,
    "Apply the merge of a pull request.",
  );
}
