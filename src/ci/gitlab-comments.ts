import { isObject } from "../core/json.ts";
import { version } from "../core/version.ts";
import type { CommentHost } from "./comment-host.ts";

/** The path of a merge request: https://docs.gitlab.com/api/notes/#merge-requests */
export interface GitLabMergeRequest {
  /** Checked; see checkEndpoint. */
  readonly apiUrl: string;
  /** The project's number. */
  readonly project: number;
  /** The number of the merge request in its project. */
  readonly number: number;
  readonly token: string;
}

/** The kind of token that is needed: the token of a job may not write notes (gitlab-org/gitlab#464591). */
export const gitLabToken =
  "ANON_SYNC_GITLAB_TOKEN must hold a project access token with the scope api and the role Reporter or a higher one. CI_JOB_TOKEN may not write notes.";

/** The notes of a merge request on GitLab. */
export function gitLabComments(place: GitLabMergeRequest): CommentHost {
  const { apiUrl, project, number, token } = place;
  const notes = `${apiUrl}/projects/${project}/merge_requests/${number}/notes`;
  const headers = { "private-token": token, "user-agent": `anon-sync/${version}` };
  return {
    name: "GitLab",
    pullRequest: `merge request ${number}`,
    token,
    headers,
    commentsUrl: notes,
    commentUrl: (id) => `${notes}/${id}`,
    updateMethod: "PUT",
    // The token of a project is one of a bot user's.
    userRequest: { method: "GET", url: `${apiUrl}/user`, headers },
    userId: ({ id }) => id,
    authorId: ({ author }) => (isObject(author) ? author["id"] : undefined),
    permission: gitLabToken,
  };
}
