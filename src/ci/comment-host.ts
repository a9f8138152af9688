import type { Exchange, HttpRequest } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";

/** One request to a code host; its headers hold the token. */
export interface HostRequest extends Pick<HttpRequest, "method" | "url" | "headers" | "body"> {
  /** A POST that changes nothing, as a GraphQL query: it may be sent again. */
  readonly isQuery?: true;
}

/** Sends one, again if that may be, and answers what was seen at last. */
export type AskHost = (request: HostRequest) => Promise<Exchange>;

/** The comments of one pull request: where they are, how they are written, and whose they are. */
export interface CommentHost {
  readonly name: "GitHub" | "GitLab";
  /** `pull request 7`. */
  readonly pullRequest: string;
  /** Goes to the origin of these URLs and nowhere else. */
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Answers the comments to a GET, and takes a new one with a POST. */
  readonly commentsUrl: string;
  commentUrl(id: number): string;
  readonly updateMethod: "PATCH" | "PUT";
  /** Asks whose the token is. */
  readonly userRequest: HostRequest;
  /** The id of that user or bot, from the answer. */
  userId(answer: JsonObject): unknown;
  /** The id of the user or bot that wrote a comment. */
  authorId(comment: JsonObject): unknown;
  /** The next step if the token may not write. */
  readonly permission: string;
}
