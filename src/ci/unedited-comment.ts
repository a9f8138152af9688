import { isObject } from "../core/json.ts";
import type { AskHost, CommentHost } from "./comment-host.ts";
import { graphQlRequest } from "./github-api.ts";
import type { GitHubPullRequest } from "./github-comments.ts";
import { hostObject, HostRefusal } from "./host-refusal.ts";
import type { OwnComment } from "./sticky-comment.ts";

/** https://docs.github.com/en/graphql/reference/objects#issuecomment */
const query =
  "query($id: ID!) { node(id: $id) { ... on IssueComment { body lastEditedAt author { ... on Node { id } } editor { ... on Node { id } } } } }";

/**
 * The text of a comment on GitHub as its author wrote it. Who has write access may edit the comments
 * of others, bots' too, and the author stays the same: only GraphQL tells the editor. Text and editor
 * come in one answer, so that no edit fits between them. Throws a HostRefusal if somebody else
 * edited it last, or if GitHub does not tell.
 */
export async function uneditedBody(
  host: Pick<CommentHost, "name" | "pullRequest">,
  place: GitHubPullRequest,
  { answer }: OwnComment,
  ask: AskHost,
): Promise<string> {
  const id = String(answer["node_id"]);
  const { data } = hostObject(host, await ask(graphQlRequest(place, query, { id })));
  const node = isObject(data) ? data["node"] : undefined;
  const { body, lastEditedAt, author, editor } = isObject(node) ? node : {};
  if (typeof body !== "string" || lastEditedAt === undefined || !isObject(author))
    throw new HostRefusal(
      `GitHub does not tell whether somebody edited the plan on ${host.pullRequest}.`,
      "Run it again.",
    );
  const isByAuthor =
    isObject(editor) && typeof editor["id"] === "string" && editor["id"] === author["id"];
  if (lastEditedAt === null || isByAuthor) return body;
  throw new HostRefusal(
    `Somebody edited the plan on ${host.pullRequest}, so it is not the one that was made.`,
    "Run the job of the plan again, so that it writes the comment anew, and read it.",
  );
}
