import { isObject } from "../core/json.ts";
import type { CommentHost } from "./comment-host.ts";
import { gitHubHeaders, graphQlRequest, type GitHubRepository } from "./github-api.ts";

/** The path of a pull request: https://docs.github.com/en/rest/issues/comments calls it an issue. */
export interface GitHubPullRequest extends GitHubRepository {
  readonly number: number;
}

/** The comments of a pull request on GitHub or GitHub Enterprise. */
export function gitHubComments(place: GitHubPullRequest): CommentHost {
  const { apiUrl, repository, number, token } = place;
  const issues = `${apiUrl}/repos/${repository}/issues`;
  const headers = gitHubHeaders(token);
  return {
    name: "GitHub",
    pullRequest: `pull request ${number}`,
    token,
    headers,
    commentsUrl: `${issues}/${number}/comments`,
    commentUrl: (id) => `${issues}/comments/${id}`,
    updateMethod: "PATCH",
    // GraphQL tells it to each kind of token. `GET /user` answers 403 to the token of an app, so to
    // GITHUB_TOKEN; and `type: Bot` is each of the apps that are installed.
    userRequest: graphQlRequest(place, "query { viewer { databaseId } }"),
    userId: ({ data }) =>
      isObject(data) && isObject(data["viewer"]) ? data["viewer"]["databaseId"] : undefined,
    authorId: ({ user }) => (isObject(user) ? user["id"] : undefined),
    permission:
      "Give the job `permissions: pull-requests: write`. A pull request from a fork never gets it: there the plan is in the log and in the step summary.",
  };
}
