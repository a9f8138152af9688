import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** A comment as the host stores it. */
export interface KeptComment {
  readonly id: number;
  body: string;
  readonly author: Author;
  /** The last who edited it; absent if nobody did. */
  editor?: Author;
}

export interface Author {
  readonly id: number;
  readonly login: string;
  readonly type: "Bot" | "User";
}

/** A request that the host received. */
export interface SeenRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The answer that replaces the right one for the next request of this method and path. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A fake of the few endpoints of GitHub and GitLab that comments need, over real HTTP. */
export interface CodeHost {
  readonly url: string;
  /** The comments of pull request 7, oldest first. */
  readonly comments: KeptComment[];
  readonly requests: SeenRequest[];
  /** The pull requests that GitHub associates with each commit. */
  readonly pulls: Map<string, readonly object[]>;
  /** Adds a comment by another author, or by an earlier run. */
  add(body: string, author?: Author): KeptComment;
  fault(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

/** The author with a workflow's token. No user has this id, and `GET /user` does not return it. */
export const actions: Author = { id: 41_898_282, login: "github-actions[bot]", type: "Bot" };
/** Another app that is installed in the repository. */
export const otherApp: Author = { id: 49_699_333, login: "dependabot[bot]", type: "Bot" };
export const person: Author = { id: 7, login: "mona", type: "User" };

export const workflowToken = "ghs_token-of-the-workflow";
export const personsToken = "ghp_token-of-a-person";
export const projectToken = "glpat-token-of-the-project";

const tokens = new Map([
  [`Bearer ${workflowToken}`, actions],
  [`Bearer ${personsToken}`, person],
  [projectToken, { id: 99, login: "project_1_bot", type: "Bot" } satisfies Author],
]);

/** GitHub refuses a longer body with 422: https://docs.github.com/en/rest/issues/comments. */
const maximumCharacters = 65_536;

/** Returns a test with a host of its own, which is closed even if the test fails. */
export function withCodeHost(test: (host: CodeHost) => Promise<void>): () => Promise<void> {
  return async () => {
    const host = await codeHost();
    try {
      await test(host);
    } finally {
      await host.close();
    }
  };
}

/** The head of pull request 7 if a test names no other commit. */
export const headCommit = "fedcba9876543210fedcba9876543210fedcba98";

/** Returns GitHub's event for pull request 7, whose branch is in the repository itself. */
export function pullRequestEvent(head = headCommit): object {
  const pull = { number: 7, head: { sha: head, repo: { id: 1 } }, base: { repo: { id: 1 } } };
  return { number: 7, pull_request: pull, repository: { id: 1 } };
}

/** The variables of a workflow that runs for pull request 7 of acme/identity. */
export function pullRequestEnv(
  { url }: CodeHost,
  event: object = pullRequestEvent(),
): Record<string, string> {
  const file = join(temporaryFolder(), "event.json");
  writeFileSync(file, JSON.stringify(event));
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: `${url}/api/v3`,
    GITHUB_GRAPHQL_URL: `${url}/api/graphql`,
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: file,
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_TOKEN: workflowToken,
  };
}

/** The variables of a pipeline that runs for merge request 7 of project 1. */
export function mergeRequestEnv({ url }: CodeHost): Record<string, string> {
  return {
    CI: "true",
    GITLAB_CI: "true",
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: "1",
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_MERGE_REQUEST_IID: "7",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1",
    CI_JOB_TOKEN: "the job's, which may not write notes",
    ANON_SYNC_GITLAB_TOKEN: projectToken,
  };
}

async function codeHost(): Promise<CodeHost> {
  const comments: KeptComment[] = [];
  const requests: SeenRequest[] = [];
  const pulls = new Map<string, readonly object[]>();
  const faults: Fault[] = [];
  let nextId = 1000;
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host: CodeHost = {
    url,
    comments,
    requests,
    pulls,
    add(body, author = person) {
      const comment = { id: nextId++, body, author };
      comments.push(comment);
      return comment;
    },
    fault: (...more) => void faults.push(...more),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  return host;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = incoming;
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
    requests.push({ method, path, headers, body });
    const at = faults.findIndex((fault) => fault.method === method && fault.path.test(path));
    if (at === -1) return rightAnswer({ method, path, headers, body }, outgoing);
    const [fault] = faults.splice(at, 1);
    reply(outgoing, fault?.status ?? 500, fault?.body ?? {}, fault?.headers);
  }

  function rightAnswer(request: SeenRequest, outgoing: ServerResponse): void {
    const { method, path, headers, body } = request;
    const { pathname, searchParams } = new URL(path, url);
    const user = tokens.get(String(headers["authorization"] ?? headers["private-token"]));
    if (user === undefined) return reply(outgoing, 401, { message: "Bad credentials" });
    if (method === "POST" && pathname === "/api/graphql")
      return reply(outgoing, 200, { data: graphQl(JSON.parse(body), user) });
    if (method === "GET" && pathname === "/api/v4/user") return reply(outgoing, 200, user);
    const commit = /^\/api\/v3\/repos\/acme\/identity\/commits\/(\w+)\/pulls$/.exec(pathname)?.[1];
    if (method === "GET" && commit !== undefined)
      return reply(outgoing, 200, pulls.get(commit) ?? []);
    const { list, one } = placesOf(pathname);
    if (list && method === "GET")
      return page(outgoing, pathname, Number(searchParams.get("page") ?? 1));
    const text = body === "" ? undefined : (JSON.parse(body) as { body: string }).body;
    if (text !== undefined && text.length > maximumCharacters)
      return reply(outgoing, 422, { message: "Validation Failed" });
    if (list && method === "POST")
      return reply(outgoing, 201, shown(host.add(text ?? "", user), pathname));
    const comment = comments.find(({ id }) => id === one);
    const updates = pathname.startsWith("/api/v3/") ? "PATCH" : "PUT";
    if (comment === undefined || method !== updates)
      return reply(outgoing, 404, { message: "Not Found" });
    Object.assign(comment, { body: text ?? "", editor: user });
    return reply(outgoing, 200, shown(comment, pathname));
  }

  /** The queried part of https://docs.github.com/en/graphql/reference/objects#issuecomment. */
  function graphQl({ query, variables }: GraphQlBody, viewer: Author): object {
    if (query.includes("viewer")) return { viewer: { databaseId: viewer.id } };
    const comment = comments.find(({ id }) => nodeId(id) === variables["id"]);
    if (comment === undefined) return { node: null };
    const { body, author, editor } = comment;
    const lastEditedAt = editor === undefined ? null : "2026-01-02T03:04:05Z";
    const actor = (one: Author | undefined) => (one === undefined ? null : { id: `U_${one.id}` });
    return { node: { body, lastEditedAt, author: actor(author), editor: actor(editor) } };
  }

  /** Replies with a hundred comments, and with links to the other pages: RFC 8288. */
  function page(outgoing: ServerResponse, pathname: string, number: number): void {
    const shownOnes = comments.slice((number - 1) * 100, number * 100);
    const link = (at: number, rel: string) =>
      `<${url}${pathname}?per_page=100&page=${at}>; rel="${rel}"`;
    const isLast = number * 100 >= comments.length;
    const links = [link(1, "first"), ...(isLast ? [] : [link(number + 1, "next")])];
    reply(
      outgoing,
      200,
      shownOnes.map((comment) => shown(comment, pathname)),
      { link: links.join(", ") },
    );
  }
}

interface GraphQlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, string>>;
}

const nodeId = (id: number): string => `IC_${id}`;

/** Returns whether a path is that of all comments, or one comment's id; other paths are neither. */
function placesOf(pathname: string): { readonly list: boolean; readonly one: number | undefined } {
  const id =
    /^\/api\/v3\/repos\/acme\/identity\/issues\/comments\/(\d+)$/.exec(pathname)?.[1] ??
    /^\/api\/v4\/projects\/1\/merge_requests\/7\/notes\/(\d+)$/.exec(pathname)?.[1];
  const list =
    pathname === "/api/v3/repos/acme/identity/issues/7/comments" ||
    pathname === "/api/v4/projects/1/merge_requests/7/notes";
  return { list, one: id === undefined ? undefined : Number(id) };
}

/** Returns a comment in the format of GitHub or of GitLab, by the path. */
function shown({ id, body, author }: KeptComment, pathname: string): object {
  return pathname.startsWith("/api/v3/")
    ? { id, node_id: nodeId(id), body, user: author }
    : { id, body, author: { id: author.id, username: author.login }, system: false };
}

function reply(
  outgoing: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.end(JSON.stringify(body));
}
