import { isObject, type JsonObject } from "../core/json.ts";
import { version } from "../core/version.ts";
import type { CommentHost } from "./comment-host.ts";

/** Where a pull request is: https://docs.github.com/en/rest/issues/comments calls it an issue. */
export interface GitHubPullRequest {
  /** Checked; see checkEndpoint. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

/** What each request to GitHub's API says of itself. */
export function gitHubHeaders(token: string): CommentHost["headers"] {
  return {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": `anon-sync/${version}`,
    "x-github-api-version": "2022-11-28",
  };
}

/** The comments of a pull request on GitHub, GitHub Enterprise, or what speaks like it. */
export function gitHubComments(place: GitHubPullRequest): CommentHost {
  const { apiUrl, repository, number, token } = place;
  const issues = `${apiUrl}/repos/${repository}/issues`;
  return {
    name: "GitHub",
    pullRequest: `pull request ${number}`,
    token,
    headers: gitHubHeaders(token),
    commentsUrl: `${issues}/${number}/comments`,
    commentUrl: (id) => `${issues}/comments/${id}`,
    updateMethod: "PATCH",
    userUrl: `${apiUrl}/user`,
    // "Resource not accessible by integration": so it answers to the GITHUB_TOKEN of a workflow.
    noUserStatuses: [403, 404],
    isOwn: (comment, user) => isOwn(comment["user"], user),
    permission:
      "Give the job `permissions: pull-requests: write`. A pull request from a fork never gets it: there the plan is in the log and in the step summary.",
  };
}

/** An app is not told its own name; but no person can write as one. */
function isOwn(author: unknown, user: JsonObject | undefined): boolean {
  if (!isObject(author)) return false;
  return user === undefined ? author["type"] === "Bot" : author["id"] === user["id"];
}
