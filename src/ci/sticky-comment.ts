import { createHash } from "node:crypto";
import type { Exchange } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { AskHost, CommentHost } from "./comment-host.ts";
import { hostList, hostObject, HostRefusal, hostRefusal } from "./host-refusal.ts";

/** 5,000 comments: a pull request of more is not read to its end. */
const maximumPages = 50;

/** A comment of our own. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
  /** The host's whole record of the comment. */
  readonly answer: JsonObject;
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
 * Writes the one comment of a marker: the newest of our own that begins with it is brought up to date,
 * else there is a new one. An older one of our own, as two first runs at one moment leave it, says
 * from then on that it does not count. What somebody else wrote is left alone, even with the marker in
 * it. Throws a HostRefusal that says why there is none.
 */
export async function writeComment(
  host: CommentHost,
  marker: string,
  text: string,
  ask: AskHost,
): Promise<"created" | "updated"> {
  const headers = { ...host.headers, "content-type": "application/json" };
  const update = (id: number, body: string) =>
    ask({
      method: host.updateMethod,
      url: host.commentUrl(id),
      headers,
      body: JSON.stringify({ body }),
    });
  const body = `${marker}\n${text}`;
  const [newest, ...older] = await ownComments(host, marker, ask);
  if (newest !== undefined) {
    const updated = await update(newest.id, body);
    // Somebody may have deleted it in this very moment.
    if (updated.response?.status !== 404) {
      if (updated.response?.status !== 200) throw hostRefusal(host, updated);
      const outdated = `${marker}\n${replaced}`;
      // If that fails, the next run does it.
      for (const one of older) if (one.body !== outdated) await update(one.id, outdated);
      return "updated";
    }
  }
  const created = await ask({
    method: "POST",
    url: host.commentsUrl,
    headers,
    body: JSON.stringify({ body }),
  });
  if (created.response?.status !== 201) throw hostRefusal(host, created);
  return "created";
}

const replaced = "This plan is out of date. The newest comment of anon-sync has the plan.";

/**
 * The comments that were written with our token and begin with the marker, the newest first: ids only
 * grow. The newest is the one that is brought up to date and believed. Throws a HostRefusal if the
 * comments cannot be read to their end, or if the host does not tell whose the token is.
 */
export async function ownComments(
  host: CommentHost,
  marker: string,
  ask: AskHost,
): Promise<readonly OwnComment[]> {
  const marked = await markedComments(host, marker, ask);
  // The owner of the token matters only if a comment may be its own.
  if (marked.length === 0) return [];
  const own = await ownId(host, ask);
  return marked
    .filter(({ answer }) => host.authorId(answer) === own)
    .toSorted((left, right) => right.id - left.id);
}

/** The comments that begin with the marker, whoever wrote them. */
async function markedComments(
  host: CommentHost,
  marker: string,
  ask: AskHost,
): Promise<readonly OwnComment[]> {
  const found: OwnComment[] = [];
  let url: string | undefined = `${host.commentsUrl}?per_page=100`;
  for (let pages = 0; url !== undefined; pages += 1) {
    if (pages === maximumPages)
      throw new HostRefusal(`The ${host.pullRequest} has too many comments.`, leave);
    const exchange: Exchange = await ask({ method: "GET", url, headers: host.headers });
    for (const answer of hostList(host, exchange)) {
      const { id, body } = answer;
      if (isId(id) && typeof body === "string" && body.startsWith(`${marker}\n`))
        found.push({ id, body, answer });
    }
    const next = nextPage(exchange.response?.headers["link"], url);
    if (next === "elsewhere")
      throw new HostRefusal(`Its comments go on at another address than ${host.name}'s.`, leave);
    url = next?.url;
  }
  return found;
}

const leave = "Leave --comment out, or look at the comments yourself.";

/**
 * The id of the user or bot that the token belongs to. Its kind would not do: each app that is
 * installed writes as a bot. Throws a HostRefusal if the host does not tell.
 */
async function ownId(host: CommentHost, ask: AskHost): Promise<number> {
  const subject = { name: host.name, pullRequest: "user of this token" };
  const exchange = await ask(host.userRequest);
  const id = host.userId(hostObject(subject, exchange));
  if (isId(id)) return id;
  throw new HostRefusal(
    `${host.name} does not tell whose the token is, so no comment counts as its own.`,
    "Use the token that the CI itself gives the job.",
  );
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/**
 * The URL of the next page that a Link header names (RFC 8288), as GitHub and GitLab do; undefined
 * if there is none, "elsewhere" if it is on another origin, which must not get the token.
 */
export function nextPage(
  link: string | undefined,
  url: string,
): { readonly url: string } | "elsewhere" | undefined {
  const links = (link ?? "").split(/,\s*(?=<)/);
  for (const one of links) {
    const [, target, parameters = ""] = /^\s*<([^<>]*)>(.*)$/.exec(one) ?? [];
    if (target === undefined || !/;\s*rel="?next"?\s*(;|$)/.test(parameters)) continue;
    const next = URL.canParse(target, url) ? new URL(target, url) : undefined;
    return next?.origin === new URL(url).origin ? { url: next.href } : "elsewhere";
  }
  return undefined;
}
