import { gzipSync } from "node:zlib";
import {
  cutAfterId,
  cutInId,
  drip,
  html,
  json,
  jsonHead,
  pour,
  say,
  sayAndClose,
  whole,
} from "./answers.ts";
import type { Answer, Expected, Scene, WireCase } from "./wire-case.ts";

const unknown: Expected = { verdict: "unknown" };
const hinted: Expected = { verdict: "unknown", hint: true };
const created: Expected = { verdict: "created" };
const cut: Expected = { verdict: "cut" };

const chunkedHead = ["HTTP/1.1 200 OK", "transfer-encoding: chunked", ""];
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}`;
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
/** Returns a pool without an end: its id, and then endless text. */
const openBody = (scene: Scene): string => `${whole(scene).slice(0, -1)},"more":"`;

/** Returns a 200 with this body and its length. */
const body = (text: string, ...headers: readonly string[]): Answer =>
  say(() => ["HTTP/1.1 200 OK", `content-length: ${text.length}`, ...headers, "", text]);

function gzipped(bytesOf: (scene: Scene) => Buffer): Answer {
  return (socket, scene) => {
    const bytes = bytesOf(scene);
    socket.write([...jsonHead(200, bytes.length), "content-encoding: gzip", "", ""].join("\r\n"));
    socket.write(bytes);
  };
}

/** The cases after the head of a 2xx. */
export const bodyCases: readonly WireCase[] = [
  {
    name: "200 with the pool",
    alone: true,
    expected: created,
    posts: 1,
  },
  { name: "202 with the pool", answer: json(202), expected: created, posts: 1 },
  {
    name: "a body with a length is cut after the id",
    answer: sayAndClose((scene) => [...jsonHead(200, 500), "", cutAfterId(scene)]),
    expected: cut,
    posts: 1,
  },
  {
    name: "a body with a length is cut after the id, and the pool cannot be looked up",
    answer: sayAndClose((scene) => [...jsonHead(200, 500), "", cutAfterId(scene)]),
    forgets: true,
    expected: cut,
    posts: 1,
  },
  {
    name: "a body with a length is cut within the id",
    answer: sayAndClose((scene) => [...jsonHead(200, 500), "", cutInId(scene)]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a body without length is cut after the id",
    answer: sayAndClose((scene) => ["HTTP/1.1 200 OK", "", cutAfterId(scene)]),
    expected: hinted,
    posts: 1,
  },
  {
    name: "a body without length ends with the connection",
    answer: sayAndClose((scene) => ["HTTP/1.1 200 OK", "", whole(scene)]),
    expected: created,
    posts: 1,
  },
  {
    name: "chunks are cut after the id",
    answer: sayAndClose((scene) => [...chunkedHead, chunk(cutAfterId(scene)), "5"]),
    expected: cut,
    posts: 1,
  },
  {
    name: "all chunks but the last, empty one",
    answer: sayAndClose((scene) => [...chunkedHead, chunk(whole(scene)), ""]),
    expected: cut,
    posts: 1,
  },
  {
    name: "chunks turn to garbage after the id",
    answer: say((scene) => [...chunkedHead, chunk(cutAfterId(scene)), "zz", ""]),
    expected: cut,
    posts: 1,
  },
  {
    name: "chunks with trailers",
    answer: say((scene) => [...chunkedHead, chunk(whole(scene)), "0", "x-more: yes", "", ""]),
    expected: created,
    posts: 1,
  },
  {
    name: "a chunk extension without end",
    answer: pour(() => [...chunkedHead, "5;"], "x"),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "trailers without end",
    answer: pour((scene) => [...chunkedHead, chunk(whole(scene)), "0", ""], "x-more: yes\r\n"),
    alone: true,
    expected: cut,
    posts: 1,
  },
  {
    name: "a body stalls after the id",
    answer: say((scene) => [...jsonHead(200, 500), "", cutAfterId(scene)]),
    hangs: true,
    expected: cut,
    posts: 1,
  },
  {
    name: "a body stalls within the id",
    answer: say((scene) => [...jsonHead(200, 500), "", cutInId(scene)]),
    hangs: true,
    command: false,
    expected: unknown,
    posts: 1,
  },
  {
    name: "a body a byte at a time, past the deadline, the id at once",
    answer: drip(
      () => [" "],
      (scene) => [...jsonHead(200, 5000), "", cutAfterId(scene)].join("\r\n"),
    ),
    hangs: true,
    expected: cut,
    posts: 1,
  },
  {
    name: "a body a byte at a time, past the deadline, nothing but spaces",
    answer: drip(
      () => [" "],
      () => [...jsonHead(200, 5000), "", ""].join("\r\n"),
    ),
    hangs: true,
    command: false,
    expected: unknown,
    posts: 1,
  },
  { name: "an empty 200", answer: body(""), expected: unknown, posts: 1 },
  {
    name: "204",
    answer: say(() => ["HTTP/1.1 204 No Content", "", ""]),
    expected: unknown,
    posts: 1,
  },
  { name: "200 with an HTML page", answer: html(200), expected: unknown, posts: 1 },
  {
    name: "200 with an HTML page that calls itself JSON",
    answer: body("<html></html>", "content-type: application/json"),
    expected: unknown,
    posts: 1,
  },
  { name: "200 with an empty object", answer: json(200, () => ({})), expected: unknown, posts: 1 },
  { name: "200 with a list", answer: body("[]"), expected: unknown, posts: 1 },
  { name: "200 with null", answer: body("null"), expected: unknown, posts: 1 },
  { name: "200 with words", answer: body("It went well."), expected: unknown, posts: 1 },
  {
    name: "200 with an id below the top",
    answer: json(200, ({ resource }) => ({ data: resource })),
    expected: unknown,
    posts: 1,
  },
  {
    name: "200 with JSON nested a million deep",
    answer: body("[".repeat(1_000_000)),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "200 in UTF-16",
    answer: (socket, scene) => {
      const text = Buffer.from(whole(scene), "utf16le");
      socket.write([...jsonHead(200, text.length), "", ""].join("\r\n"));
      socket.write(text);
    },
    expected: unknown,
    posts: 1,
  },
  {
    name: "bytes behind the end of the body",
    answer: say((scene) => [...jsonHead(200, whole(scene).length), "", `${whole(scene)} garbage`]),
    expected: created,
    posts: 1,
  },
  {
    name: "a gzip bomb",
    answer: gzipped(() => bomb),
    alone: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "a pool that is gzipped, though identity was asked for",
    answer: gzipped((scene) => gzipSync(whole(scene))),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a body without end, the id first",
    answer: pour((scene) => ["HTTP/1.1 200 OK", "", openBody(scene)], "x"),
    alone: true,
    expected: cut,
    posts: 1,
  },
  {
    name: "chunks without end",
    answer: pour((scene) => [...chunkedHead, chunk(openBody(scene)), ""], "1\r\nx\r\n"),
    alone: true,
    expected: cut,
    posts: 1,
  },
  {
    name: "a length of a petabyte, and spaces",
    answer: pour(() => [...jsonHead(200, 1e15), "", ""], " "),
    alone: true,
    expected: unknown,
    posts: 1,
  },
];
