import type { Exchange, HttpRequest } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";

/** One request to a code host; its headers hold the token. */
export type HostRequest = Pick<HttpRequest, "method" | "url" | "headers" | "body">;

/** Sends one, again where that may be, and answers what was seen at last. */
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
  /** Answers whose the token is. */
  readonly userUrl: string;
  /** What it answers to the token of an app, which is no user's. */
  readonly noUserStatuses: readonly number[];
  /** Whether a comment was written with this token. `user` is undefined where it is an app's. */
  isOwn(comment: JsonObject, user: JsonObject | undefined): boolean;
  /** What the token lacks where it may not write, as what to do. */
  readonly permission: string;
}
