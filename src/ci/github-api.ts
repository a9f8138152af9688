import { version } from "../core/version.ts";
import type { CommentHost, HostRequest } from "./comment-host.ts";

/** A repository on GitHub, and a token for it. */
export interface GitHubRepository {
  /** Checked, like the next: see checkEndpoint. */
  readonly apiUrl: string;
  readonly graphQlUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

/** The headers of each request to GitHub's API. */
export function gitHubHeaders(token: string): CommentHost["headers"] {
  return {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": `anon-sync/${version}`,
    "x-github-api-version": "2022-11-28",
  };
}

/**
 * A query to GitHub's GraphQL API, which changes nothing.
 * https://docs.github.com/en/graphql/guides/forming-calls-with-graphql
 */
export function graphQlRequest(
  { graphQlUrl, token }: Pick<GitHubRepository, "graphQlUrl" | "token">,
  query: string,
  variables: Readonly<Record<string, string>> = {},
): HostRequest {
  return {
    method: "POST",
    url: graphQlUrl,
    headers: { ...gitHubHeaders(token), "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
    isQuery: true,
  };
}
