import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request, given the Authorization header of that request. */
export type Echo = (response: ServerResponse, authorization: string) => void;

/** A server in front of another one, which echoes secrets to the client that it must not echo. */
export interface EchoServer {
  readonly url: string;
  /** The answers to the next POSTs, one each, in place of the other server's answers. */
  readonly posts: Echo[];
  /** The answer to every GET of a resource, while this property is set. */
  gets: Echo | undefined;
  close(): void;
}

/** Starts an echo server in front of `behind`. */
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

/** Returns the encodings of a secret that programs put into error messages. */
export function spelled(secret: string): string {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString("base64"), bytes.toString("hex"), encodeURIComponent(secret)].join(
    " ",
  );
}
