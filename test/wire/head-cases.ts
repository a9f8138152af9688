import { drip, json, pour, say, sayAndClose, sayAndReset, whole } from "./answers.ts";
import type { Answer, Expected, Scene, WireCase } from "./wire-case.ts";

const unknown: Expected = { verdict: "unknown" };
const created: Expected = { verdict: "created" };

/** Returns a whole answer with more headers, some of them wrong. */
const withHeaders = (...headers: readonly string[]): Answer =>
  say((scene) => ["HTTP/1.1 200 OK", ...headers, "", whole(scene)]);

const lengthOf = (scene: Scene): string => `content-length: ${whole(scene).length}`;

/** The cases up to the empty line: status lines, headers, informational answers. */
export const headCases: readonly WireCase[] = [
  {
    name: "half a status line and a close",
    answer: sayAndClose(() => ["HTTP/1.1 2"]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "half a status line and a reset",
    answer: sayAndReset(() => ["HTTP/1.1 20"]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "half a status line and silence",
    answer: say(() => ["HTTP/1.1 20"]),
    hangs: true,
    command: false,
    expected: unknown,
    posts: 1,
  },
  {
    name: "half the headers and a close",
    answer: sayAndClose((scene) => ["HTTP/1.1 200 OK", lengthOf(scene), "x-more: "]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "half the headers and silence",
    answer: say((scene) => ["HTTP/1.1 200 OK", lengthOf(scene), ""]),
    hangs: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "headers a byte at a time, past the deadline",
    answer: drip(() => ["HTTP/1.1 200 OK", ...Array<string>(2000).fill("x-more: yes")]),
    hangs: true,
    expected: unknown,
    posts: 1,
  },
  { name: "garbage", answer: say(() => ["garbage", "", ""]), expected: unknown, posts: 1 },
  {
    name: "bytes that are no text",
    answer: (socket) => socket.end(Buffer.from([0, 255, 1, 254, 13, 10, 13, 10])),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a mail server's greeting",
    answer: say(() => ["220 mail.example ESMTP", ""]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a body without any head, as in HTTP/0.9",
    answer: sayAndClose((scene) => [whole(scene)]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "the connection preface of HTTP/2",
    answer: (socket) => socket.end(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])),
    expected: unknown,
    posts: 1,
  },
  {
    name: "HTTP/1.0",
    answer: sayAndClose((scene) => ["HTTP/1.0 200 OK", lengthOf(scene), "", whole(scene)]),
    expected: created,
    posts: 1,
  },
  {
    name: "HTTP/9.9",
    answer: sayAndClose((scene) => ["HTTP/9.9 200 OK", lengthOf(scene), "", whole(scene)]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a status of two digits",
    answer: sayAndClose((scene) => ["HTTP/1.1 20 OK", lengthOf(scene), "", whole(scene)]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "the same length twice",
    answer: say((scene) => ["HTTP/1.1 200 OK", lengthOf(scene), lengthOf(scene), "", whole(scene)]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "two lengths that differ",
    answer: say((scene) => [
      "HTTP/1.1 200 OK",
      lengthOf(scene),
      "content-length: 7",
      "",
      whole(scene),
    ]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a length and chunks",
    answer: say((scene) => [
      "HTTP/1.1 200 OK",
      lengthOf(scene),
      "transfer-encoding: chunked",
      "",
      whole(scene).length.toString(16),
      whole(scene),
      "0",
      "",
      "",
    ]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a negative length",
    answer: withHeaders("content-length: -1"),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a length beyond 64 bits",
    answer: withHeaders("content-length: 184467440737095516160"),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a header with a NUL in it",
    answer: withHeaders("x-more: \0", "content-length: 5"),
    expected: unknown,
    posts: 1,
  },
  {
    name: "headers of 100 KB",
    answer: withHeaders(`x-more: ${"x".repeat(100 * 1024)}`),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "headers without end",
    answer: pour(() => ["HTTP/1.1 200 OK", ""], "x-more: yes\r\n"),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "a reason phrase without end",
    answer: pour(() => ["HTTP/1.1 200 O"], "K"),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "informational answers without end",
    answer: pour(() => [""].slice(1), "HTTP/1.1 102 Processing\r\n\r\n"),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "100 Continue, though nobody asked, and the answer",
    answer: (socket, scene) => {
      socket.write("HTTP/1.1 100 Continue\r\n\r\n");
      json(200)(socket, scene);
    },
    expected: created,
    posts: 1,
  },
  {
    name: "early hints of another origin, and the answer",
    answer: (socket, scene) => {
      const link = `link: <${scene.elsewhere}/style.css>; rel=preload; as=style`;
      socket.write(`HTTP/1.1 103 Early Hints\r\n${link}\r\n\r\n`);
      json(200)(socket, scene);
    },
    expected: created,
    posts: 1,
  },
  {
    name: "101 Switching Protocols",
    answer: say(() => [
      "HTTP/1.1 101 Switching Protocols",
      "upgrade: websocket",
      "connection: upgrade",
      "",
      "",
    ]),
    expected: unknown,
    posts: 1,
  },
];
