import type { Socket } from "node:net";
import type { Answer, Scene } from "./wire-case.ts";

type Lines = (scene: Scene) => readonly string[];

/** Writes lines in one piece; the connection stays open. */
export function say(lines: Lines): Answer {
  return (socket, scene) => socket.write(lines(scene).join("\r\n"));
}

/** Writes lines in one piece, and then ends the connection. */
export function sayAndClose(lines: Lines): Answer {
  return (socket, scene) => socket.end(lines(scene).join("\r\n"));
}

/** Writes lines in one piece, and then resets the connection. */
export function sayAndReset(lines: Lines): Answer {
  return (socket, scene) =>
    // The reset takes the connection away: a client can read only what its kernel has by then.
    socket.write(lines(scene).join("\r\n"), () => setTimeout(() => socket.resetAndDestroy(), 100));
}

/** Returns a JSON answer with its length; its body is the pool if none is given. */
export function json(
  status: number,
  body: (scene: Scene) => unknown = ({ resource }) => resource,
  headers: Lines = () => [],
): Answer {
  return say((scene) => {
    const text = JSON.stringify(body(scene));
    return [...jsonHead(status, Buffer.byteLength(text)), ...headers(scene), "", text];
  });
}

/** Returns the status line and headers of a JSON answer, without the empty line after them. */
export function jsonHead(status: number, length: number): string[] {
  return [`HTTP/1.1 ${status} X`, "content-type: application/json", `content-length: ${length}`];
}

/** Returns an HTML page, as proxies and portals answer. */
export function html(status: number, headers: Lines = () => []): Answer {
  const page = "<!doctype html><title>Sign in</title>";
  return say((scene) => [
    `HTTP/1.1 ${status} X`,
    "content-type: text/html",
    `content-length: ${page.length}`,
    ...headers(scene),
    "",
    page,
  ]);
}

/** Returns the pool as JSON, whole. */
export function whole({ resource }: Scene): string {
  return JSON.stringify(resource);
}

/** Returns the pool as JSON without its end, but with the id. */
export function cutAfterId(scene: Scene): string {
  return whole(scene).slice(0, -5);
}

/** Returns the pool as JSON, cut within its id. */
export function cutInId(scene: Scene): string {
  return whole(scene).slice(0, 20);
}

/** Writes the head, and then the same bytes again until the client ends the connection, or 256 MiB. */
export function pour(head: Lines, bytes: string): Answer {
  return (socket, scene) => {
    socket.write(head(scene).join("\r\n"));
    const chunk = Buffer.from(bytes.repeat(Math.ceil(65_536 / bytes.length)));
    let left = Math.ceil((256 * 1024 * 1024) / chunk.length);
    const more = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(chunk)) return;
      }
      if (left === 0) socket.end();
    };
    socket.on("drain", more);
    more();
  };
}

/** Writes a byte every few milliseconds: always some data, never an end within the deadline. */
export function drip(lines: Lines, atOnce: (scene: Scene) => string = () => ""): Answer {
  return (socket, scene) => {
    const rest = lines(scene).join("\r\n");
    socket.write(atOnce(scene));
    let next = 0;
    every(socket, 20, () => socket.write(rest[next++ % rest.length] ?? ""));
  };
}

function every(socket: Socket, milliseconds: number, act: () => void): void {
  const timer = setInterval(act, milliseconds);
  socket.once("close", () => clearInterval(timer));
}
