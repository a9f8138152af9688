import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A server on loopback that answers with any bytes of a test, and records its requests. */
export interface RawServer {
  readonly url: string;
  /** Every request as the server received it, head and body. */
  readonly requests: readonly string[];
  /** Returns the count of connections so far. */
  connections(): number;
  close(): Promise<void>;
}

/** Writes the answer's bytes, given the connection, the request's text and its number from 1. */
export type Answer = (socket: Socket, request: string, count: number) => void;

/** Starts a server whose answers are raw bytes. */
export function serveRaw(answer: Answer): Promise<RawServer> {
  const server = createServer();
  return observe(server, server, "http", answer);
}

/** Observes a server of another kind (TLS): `event` names its event for a ready connection. */
export async function observe(
  server: Server,
  source: Pick<Server, "on">,
  protocol: "http" | "https",
  answer: Answer,
  event = "connection",
): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  source.on(event, (socket: Socket) => {
    connections += 1;
    let received = "";
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      const length = wholeLength(received);
      if (length === undefined) return;
      requests.push(received.slice(0, length));
      received = received.slice(length);
      answer(socket, requests.at(-1) ?? "", requests.length);
    });
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Returns an answer in one piece; the connection stays open. */
export function say(...lines: readonly string[]): Answer {
  return (socket) => socket.write(lines.join("\r\n"));
}

/** Returns a JSON answer with its length. */
export function sayJson(status: number, body: unknown, headers: readonly string[] = []): Answer {
  const text = JSON.stringify(body);
  return say(
    `HTTP/1.1 ${status} X`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(text)}`,
    ...headers,
    "",
    text,
  );
}

/** Returns an answer in one piece, after which the connection ends. */
export function sayAndClose(...lines: readonly string[]): Answer {
  return (socket) => socket.end(lines.join("\r\n"));
}

/** Returns a URL on loopback without a listener. */
export async function closedUrl(): Promise<string> {
  const server = await serveRaw(() => {});
  await server.close();
  return server.url;
}

/** Returns the length of the first request if the whole request has come, otherwise undefined. */
function wholeLength(text: string): number | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd + 2));
  const end = headEnd + 4 + Number(length?.[1] ?? 0);
  return text.length >= end ? end : undefined;
}
