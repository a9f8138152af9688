import { createHash } from "node:crypto";
import type { Exchange } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { AskHost, CommentHost } from "./comment-host.ts";
import { hostList, hostObject } from "./host-answer.ts";
import { isLimited } from "./host-limit.ts";
import { HostRefusal, hostRefusal } from "./host-refusal.ts";
import { nextPage } from "./next-page.ts";

/** 5,000 comments: a pull request of more is not read to its end. */
const maximumPages = 50;

/** A comment of our own. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
}

/**
 * The first line of a plan's comment, which nobody sees: the same for the same environment of the
 * same manifest. A hash, so that no name can end the HTML comment that it stands in.
 */
export function planMarker(environment: string, manifest: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([environment, manifest]))
    .digest("hex");
  return `<!-- anon-sync plan ${hash.slice(0, 32)} -->`;
}

/**
 * Writes the one comment of a marker: the first of our own that begins with it is brought up to date,
 * else there is a new one. What somebody else wrote is left alone, even with the marker in it. Throws
 * a HostRefusal that says why there is none.
 */
export async function writeComment(
  host: CommentHost,
  marker: string,
  text: string,
  ask: AskHost,
): Promise<"created" | "updated"> {
  const body = JSON.stringify({ body: `${marker}\n${text}` });
  const headers = { ...host.headers, "content-type": "application/json" };
  const own = await ownComment(host, marker, ask);
  if (own !== undefined) {
    const url = host.commentUrl(own.id);
    const updated = await ask({ method: host.updateMethod, url, headers, body });
    if (updated.response?.status === 200) return "updated";
    // Somebody may have deleted it in this very moment.
    if (updated.response?.status !== 404) throw hostRefusal(host, updated);
  }
  const created = await ask({ method: "POST", url: host.commentsUrl, headers, body });
  if (created.response?.status !== 201) throw hostRefusal(host, created);
  return "created";
}

/**
 * The first comment that was written with our token and begins with the marker; undefined where there
 * is none. Throws a HostRefusal where the comments cannot be read to their end.
 */
export async function ownComment(
  host: CommentHost,
  marker: string,
  ask: AskHost,
): Promise<OwnComment | undefined> {
  let asked: Promise<JsonObject | undefined> | undefined;
  let url: string | undefined = `${host.commentsUrl}?per_page=100`;
  for (let pages = 0; url !== undefined; pages += 1) {
    if (pages === maximumPages)
      throw new HostRefusal(`The ${host.pullRequest} has too many comments.`, leave);
    const exchange: Exchange = await ask({ method: "GET", url, headers: host.headers });
    for (const { id, body, ...comment } of hostList(host, exchange)) {
      if (!isId(id) || typeof body !== "string" || !body.startsWith(marker)) continue;
      const user = await (asked ??= userOf(host, ask));
      if (host.isOwn(comment, user)) return { id, body };
    }
    const next = nextPage(exchange.response?.headers["link"], url);
    if (next === "elsewhere")
      throw new HostRefusal(`Its comments go on at another address than ${host.name}'s.`, leave);
    url = next?.url;
  }
  return undefined;
}

const leave = "Leave --comment out, or look at the comments yourself.";

/** Whose the token is; undefined where it is an app's. */
async function userOf(host: CommentHost, ask: AskHost): Promise<JsonObject | undefined> {
  const exchange = await ask({ method: "GET", url: host.userUrl, headers: host.headers });
  const { response } = exchange;
  const isApp = response !== undefined && host.noUserStatuses.includes(response.status);
  return isApp && !isLimited(response) ? undefined : hostObject(host, exchange);
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
