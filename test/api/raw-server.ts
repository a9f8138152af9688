import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A server on loopback that speaks whatever bytes a test wants, and remembers what it was sent. */
export interface RawServer {
  readonly url: string;
  /** Every request as it came, head and body. */
  readonly requests: readonly string[];
  /** How many connections there were. */
  connections(): number;
  close(): Promise<void>;
}

/** Gets the connection, the request's text and its number from 1; writes the answer's bytes. */
export type Answer = (socket: Socket, request: string, count: number) => void;

/** Starts a server whose answers are raw bytes. */
export function serveRaw(answer: Answer): Promise<RawServer> {
  const server = createServer();
  return observe(server, server, "http", answer);
}

/** The same on a server of another making (TLS): `event` is where its ready connections come. */
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

/** An answer that is written in one piece; the connection stays open. */
export function say(...lines: readonly string[]): Answer {
  return (socket) => socket.write(lines.join("\r\n"));
}

/** A JSON answer with its length. */
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

/** The same and then the connection ends. */
export function sayAndClose(...lines: readonly string[]): Answer {
  return (socket) => socket.end(lines.join("\r\n"));
}

/** A URL on loopback where nothing listens. */
export async function closedUrl(): Promise<string> {
  const server = await serveRaw(() => {});
  await server.close();
  return server.url;
}

/** The length of the first request where the whole of it came. */
function wholeLength(text: string): number | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd + 2));
  const end = headEnd + 4 + Number(length?.[1] ?? 0);
  return text.length >= end ? end : undefined;
}
