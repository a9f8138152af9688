import { json, jsonHead, say } from "./answers.ts";
import type { Answer, Expected, WireCase } from "./wire-case.ts";
import { testSecret } from "../support/secrets.ts";

/** The key of every run. No output and no file may contain the key. */
export const apiKey = testSecret("api key");
const inBase64 = Buffer.from(apiKey).toString("base64");

const unknown: Expected = { verdict: "unknown" };

const page = (status: number): Answer =>
  say(() => {
    const text = `<html>Bad credentials: Bearer ${apiKey} ${inBase64}</html>`;
    const length = `content-length: ${text.length}`;
    return [`HTTP/1.1 ${status} ${apiKey}`, "content-type: text/html", length, "", text];
  });

/** The cases in which the server repeats the key. */
export const echoCases: readonly WireCase[] = [
  { name: "the key in an error page", answer: page(403), expected: unknown, posts: 1 },
  { name: "the key in a page of 200", answer: page(200), expected: unknown, posts: 1 },
  {
    name: "the key in a JSON error",
    answer: json(400, () => ({ message: `The key ${apiKey} is bad.`, error: inBase64 })),
    expected: { verdict: "refused", stop: false },
    posts: 1,
  },
  {
    name: "the key in base64 in a JSON error that stops",
    answer: json(401, () => ({ error: { message: `Authorization was ${inBase64}` } })),
    expected: { verdict: "refused", stop: true },
    exitCode: 6,
    posts: 1,
  },
  {
    name: "the key in a redirect",
    answer: json(
      302,
      () => ({}),
      ({ elsewhere }) => [`location: ${elsewhere}/${apiKey}`],
    ),
    expected: unknown,
    posts: 1,
  },
  {
    name: "the key as the id",
    answer: json(200, ({ resource }) => ({ ...resource, id: apiKey })),
    expected: { verdict: "quarantined", id: "[redacted]" },
    posts: 1,
  },
  {
    name: "the key in the reason phrase, the headers and unknown fields of a good answer",
    answer: say((scene) => {
      const text = JSON.stringify({ ...scene.resource, [apiKey]: apiKey });
      const [, ...head] = jsonHead(200, text.length);
      return [`HTTP/1.1 200 ${apiKey}`, ...head, `x-key: ${apiKey}`, "", text];
    }),
    expected: { verdict: "created" },
    posts: 1,
  },
];
