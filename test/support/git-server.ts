import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** One request of a git process that fetches or pushes. */
export interface GitRequest {
  /** The number of the request since the server's start, from 1. */
  readonly nth: number;
  /** The step of git: every push asks first and then sends; a fetch may send twice. */
  readonly step: "ask to fetch" | "fetch" | "ask to push" | "push";
}

/** How the server treats a request. */
export type Behaviour =
  | "serve"
  /** Ends the connection; the repository does not get the request. */
  | "drop"
  /** Carries the request out to its end, and then ends the connection without an answer. */
  | "lose the answer"
  /** Answers with this status; the repository does not get the request. */
  | { readonly status: number }
  /** Carries the request out when this promise resolves. */
  | { readonly after: Promise<unknown> }
  /** Carries the request out at once, and answers when this promise resolves. */
  | { readonly answerAfter: Promise<unknown> };

type Rule = (request: GitRequest) => Behaviour;

/** The bare repositories of a folder, over http, as git's own server serves them. */
export interface GitServer {
  /** `http://127.0.0.1:PORT`; the rest of a URL is a path below the folder. */
  readonly url: string;
  /** All requests so far. */
  readonly requests: readonly GitRequest[];
  /** Resolves when all received requests are carried out. */
  quiet(): Promise<void>;
  /** Sets the server's behaviour from now on; without a rule the server serves. */
  behave(rule?: Rule): void;
  close(): Promise<void>;
}

const serve: Rule = () => "serve";

const backend = join(
  execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(),
  "git-http-backend",
);

/** Why there is no server here: a clause; undefined if there is one. Some systems pack it apart. */
export const noGitServer: string | undefined = existsSync(backend)
  ? undefined
  : `there is no ${backend}`;

/** Starts a server for a folder on a free port of 127.0.0.1. Close it at the end of the test. */
export async function startGitServer(folder: string): Promise<GitServer> {
  const requests: GitRequest[] = [];
  const underWay = new Set<Promise<unknown>>();
  let rule: Rule = serve;
  const server = createServer((request, response) => {
    const heard = { nth: requests.length + 1, step: stepOf(request) };
    requests.push(heard);
    const answered = answer(folder, request, response, rule(heard))
      .catch(() => request.socket.destroy())
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    quiet: async () => void (await Promise.all(underWay)),
    behave: (next = serve) => void (rule = next),
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

async function answer(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
): Promise<void> {
  if (behaviour === "drop") return void request.socket.destroy();
  if (typeof behaviour === "object" && "status" in behaviour) {
    request.resume();
    return void response.writeHead(behaviour.status, { "www-authenticate": "Basic" }).end();
  }
  const body = await bytesOf(request);
  if (typeof behaviour === "object" && "after" in behaviour) await behaviour.after;
  const { status, headers, content } = parted(await runBackend(folder, request, body));
  if (behaviour === "lose the answer") return void request.socket.destroy();
  if (typeof behaviour === "object" && "answerAfter" in behaviour) await behaviour.answerAfter;
  response.writeHead(status, headers).end(content);
}

/** Runs git's CGI program: https://git-scm.com/docs/git-http-backend and RFC 3875 */
async function runBackend(folder: string, request: IncomingMessage, body: Buffer): Promise<Buffer> {
  const { headers, method, url = "" } = request;
  const [path = "", query = ""] = url.split("?");
  const child = spawn(backend, {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      REQUEST_METHOD: method,
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      CONTENT_TYPE: headers["content-type"],
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: headers["content-encoding"],
      GIT_PROTOCOL: headers["git-protocol"]?.toString(),
      REMOTE_ADDR: "127.0.0.1",
      REMOTE_USER: "somebody",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(body);
  return bytesOf(child.stdout);
}

/** Splits the answer of a CGI program into status (its header `Status`), other headers and content. */
function parted(output: Buffer) {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, end).toString().split("\r\n");
  const pairs = lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
  const { Status: status = "200", ...headers } = Object.fromEntries(pairs);
  return { status: Number.parseInt(status, 10), headers, content: output.subarray(end + 4) };
}

function stepOf({ method, url = "" }: IncomingMessage): GitRequest["step"] {
  const what = url.includes("git-receive-pack") ? "push" : "fetch";
  return method === "POST" ? what : `ask to ${what}`;
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
