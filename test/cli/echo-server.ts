import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request with the help of the Authorization header that came with it. */
export type Echo = (response: ServerResponse, authorization: string) => void;

/** A server in front of another one, which repeats to a client what must not be repeated. */
export interface EchoServer {
  readonly url: string;
  /** What the next POSTs are answered with, one each, in place of the other server's answer. */
  readonly posts: Echo[];
  /** What every GET of a resource is answered with, while it is set. */
  gets: Echo | undefined;
  close(): void;
}

/** Starts one in front of `behind`. */
export async function startEchoServer(behind: string): Promise<EchoServer> {
  const posts: Echo[] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const made: EchoServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    gets: undefined,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const authorization = headers.authorization ?? "";
    const isResource = url.startsWith("/org/");
    const echo = method === "POST" && isResource ? posts.shift() : isResource && made.gets;
    if (typeof echo === "function") return echo(response, authorization);
    const passed = await fetch(`${behind}${url}`, {
      method,
      headers: { authorization, connection: "close" },
      ...(method === "POST" && { body: Buffer.concat(chunks).toString() }),
    });
    response.writeHead(passed.status, { "content-type": "application/json" });
    response.end(await passed.text());
  }
  return made;
}

/** What programs make of a secret on its way into an error message. */
export function spelled(secret: string): string {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString("base64"), bytes.toString("hex"), encodeURIComponent(secret)].join(
    " ",
  );
}
