import type { AskHost, CommentHost } from "./comment-host.ts";
import { hostList } from "./host-answer.ts";
import { HostRefusal } from "./host-refusal.ts";
import { ownComment } from "./sticky-comment.ts";

/** As planDigest writes it. */
const digestLine = /^<!-- anon-sync digest ([0-9a-f]{64}) -->$/;

/** A plan's text with its digest in a line that nobody sees, above it, where no user's text can be. */
export function withDigest(text: string, digest: string | undefined): string {
  return digest === undefined ? text : `<!-- anon-sync digest ${digest} -->\n${text}`;
}

/**
 * The digest of the plan that the comment of a marker shows; undefined where the plan there changes
 * nothing, cannot be applied, or was cut. Throws a HostRefusal where there is no such comment of ours.
 */
export async function reviewedDigest(
  host: CommentHost,
  marker: string,
  ask: AskHost,
): Promise<string | undefined> {
  const own = await ownComment(host, marker, ask);
  if (own === undefined)
    throw new HostRefusal(
      `There is no plan of this environment and manifest on ${host.pullRequest}.`,
      "Have plan --comment run for each pull request, with the same token as here.",
    );
  return digestLine.exec(own.body.split(/\r?\n/)[1] ?? "")?.[1];
}

/**
 * The number of the pull request whose merge a commit is:
 * https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
 * Throws a HostRefusal where it is that of none.
 */
export async function mergedPullRequest(
  host: Pick<CommentHost, "name" | "pullRequest" | "headers">,
  url: string,
  commit: string,
  ask: AskHost,
): Promise<number> {
  const answer = await ask({ method: "GET", url, headers: host.headers });
  const merged = hostList(host, answer).filter(
    (pull) => typeof pull["merged_at"] === "string" && pull["merge_commit_sha"] === commit,
  );
  const [only] = merged;
  const number = merged.length === 1 ? only?.["number"] : undefined;
  if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  throw new HostRefusal(
    `The commit ${commit} is not the merge of one pull request.`,
    "Name the digest that plan printed: --expect DIGEST.",
  );
}
