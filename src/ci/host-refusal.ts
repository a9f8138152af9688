import type { Exchange } from "../core/exchange.ts";
import { isObject, tryJson, type JsonObject } from "../core/json.ts";
import { apiMessage, bodyText } from "../core/wire/answer.ts";
import { howItEnded, whyNoAnswer, whyNotConnected } from "../core/wire/reason.ts";
import type { CommentHost } from "./comment-host.ts";
import { isLimited } from "./host-limit.ts";

/** A host did not do what it was asked for. `why` and `next` are sentences for people. */
export class HostRefusal extends Error {
  readonly why: string;
  /** Undefined if the token lacks a permission: which one depends on what was asked for. */
  readonly next: string | undefined;

  constructor(why: string, next: string | undefined) {
    super(why);
    this.name = "HostRefusal";
    this.why = why;
    this.next = next;
  }
}

const again = "Run it again.";

/** The message of an answer that was not the wanted one. */
export function hostRefusal(
  { name, pullRequest }: Pick<CommentHost, "name" | "pullRequest">,
  exchange: Exchange,
): HostRefusal {
  const { response, error, connected } = exchange;
  if (response === undefined) {
    const why = connected ? whyNoAnswer(error) : whyNotConnected(error);
    return new HostRefusal(`${why}.`, `Look whether ${name} is up, then run it again.`);
  }
  const { status } = response;
  if (status >= 200 && status < 300)
    return new HostRefusal(`${name} answered ${status}${howItEnded(response)}.`, again);
  const message = apiMessage(response, (text) => text).replace(/\.$/, "");
  const sentence = `${name} answered ${status}${message === "" ? "" : ` (${message})`}.`;
  if (isLimited(response))
    return new HostRefusal(`${sentence} It was asked too often.`, "Run it again later.");
  if (status === 404)
    return new HostRefusal(
      `${sentence} There is no ${pullRequest}, or the token may not see it.`,
      undefined,
    );
  return new HostRefusal(sentence, status === 401 || status === 403 ? undefined : again);
}

type Host = Pick<CommentHost, "name" | "pullRequest">;

/** The objects of a list that a host answered with 200. Throws a HostRefusal for any other answer. */
export function hostList(host: Host, exchange: Exchange): readonly JsonObject[] {
  const list = parsed(host, exchange);
  return Array.isArray(list) ? list.filter(isObject) : unreadable(host);
}

/** The object that a host answered with 200. Throws a HostRefusal for any other answer. */
export function hostObject(host: Host, exchange: Exchange): JsonObject {
  const object = parsed(host, exchange);
  return isObject(object) ? object : unreadable(host);
}

function parsed(host: Host, exchange: Exchange): unknown {
  const { response } = exchange;
  if (response?.status !== 200 || response.ended === "cut") throw hostRefusal(host, exchange);
  return tryJson(bodyText(response)) ?? unreadable(host);
}

function unreadable({ name }: Host): never {
  throw new HostRefusal(`What ${name} answered cannot be read.`, `Look whether ${name} is up.`);
}
