import { bodyText } from "../core/wire/answer.ts";
import type { Exchange } from "../core/exchange.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import type { CommentHost } from "./comment-host.ts";
import { HostRefusal, hostRefusal } from "./host-refusal.ts";

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
  try {
    return JSON.parse(bodyText(response));
  } catch {
    return unreadable(host);
  }
}

function unreadable({ name }: Host): never {
  throw new HostRefusal(`What ${name} answered cannot be read.`, `Look whether ${name} is up.`);
}
