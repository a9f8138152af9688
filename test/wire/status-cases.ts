import { html, json, jsonHead, say, sayAndClose } from "./answers.ts";
import type { Answer, Expected, Scene, WireCase } from "./wire-case.ts";

const unknown: Expected = { verdict: "unknown" };
const hinted: Expected = { verdict: "unknown", hint: true };
const refused: Expected = { verdict: "refused", stop: false };
const stopping: Expected = { verdict: "refused", stop: true };

const says = (message: string) => () => ({ message });
const plain = (status: number, text: string): Answer =>
  say(() => [
    `HTTP/1.1 ${status} X`,
    "content-type: text/plain",
    `content-length: ${text.length}`,
    "",
    text,
  ]);

/** Returns a redirect whose body is the pool, as if the server had created it as well. */
const redirect = (status: number, to: (scene: Scene) => string): Answer =>
  json(
    status,
    ({ resource }) => resource,
    (scene) => [`location: ${to(scene)}`],
  );

const redirects = [301, 302, 303, 307, 308].flatMap((status): WireCase[] => [
  {
    name: `${status} to the same origin, with a pool`,
    answer: redirect(status, ({ id }) => `/org/userPool/${id}`),
    expected: hinted,
    posts: 1,
  },
  {
    name: `${status} to another origin, with a pool`,
    answer: redirect(status, ({ elsewhere, id }) => `${elsewhere}/org/userPool/${id}`),
    expected: hinted,
    posts: 1,
  },
]);

const undecided = [408, 421, 425, 500, 502, 503, 504].flatMap((status): WireCase[] => [
  {
    name: `${status} that asks to try again at once`,
    answer: json(status, says("no"), () => ["retry-after: 0"]),
    expected: unknown,
    posts: 1,
  },
  { name: `${status} with a pool`, answer: json(status), expected: unknown, posts: 1 },
]);

/** Returns a case of 429 with this Retry-After. The test interrupts the command's wait. */
const slowDown = (what: string, header: string, retryAfterMs: number, date = ""): WireCase => ({
  name: `429 with ${what}`,
  answer: json(429, says("slow down"), () =>
    [`retry-after: ${header}`, date].filter((line) => line !== ""),
  ),
  expected: { verdict: "refused", stop: false, retryAfterMs },
  posts: 1,
});

/** The cases of every status that is not 2xx. */
export const statusCases: readonly WireCase[] = [
  ...redirects,
  {
    name: "a redirect to itself",
    answer: redirect(307, ({ origin }) => `${origin}/org/userPool`),
    expected: unknown,
    posts: 1,
  },
  {
    name: "a redirect to a sign-in page",
    answer: html(302, ({ elsewhere }) => [`location: ${elsewhere}/login?next=/org/userPool`]),
    expected: unknown,
    posts: 1,
  },
  { name: "a redirect to nowhere", answer: json(308), expected: unknown, posts: 1 },
  { name: "300 with a pool", answer: json(300), expected: unknown, posts: 1 },
  {
    name: "304 Not Modified",
    answer: say(() => ["HTTP/1.1 304 Not Modified", "", ""]),
    expected: unknown,
    posts: 1,
  },
  {
    name: "305 Use Proxy",
    answer: redirect(305, ({ elsewhere }) => elsewhere),
    expected: unknown,
    posts: 1,
  },
  ...undecided,
  { name: "502 with an HTML page", answer: html(502), expected: unknown, posts: 1 },
  { name: "599", answer: json(599), expected: unknown, posts: 1 },
  { name: "999", answer: json(999), expected: unknown, posts: 1 },
  { name: "400", answer: json(400, says("no")), alone: true, expected: refused, posts: 1 },
  { name: "400 without a body", answer: json(400, () => ""), expected: refused, posts: 1 },
  { name: "400 in plain text", answer: plain(400, "No."), expected: refused, posts: 1 },
  { name: "400 with an HTML page", answer: html(400), alone: true, expected: unknown, posts: 1 },
  { name: "400 with a pool", answer: json(400), expected: refused, posts: 1 },
  {
    name: "400 whose JSON is cut",
    answer: sayAndClose(() => [...jsonHead(400, 50), "", '{"mess']),
    expected: refused,
    posts: 1,
  },
  { name: "409", answer: json(409, says("exists")), expected: refused, posts: 1 },
  { name: "409 with an HTML page", answer: html(409), expected: unknown, posts: 1 },
  { name: "413", answer: json(413, says("too large")), expected: refused, posts: 1 },
  { name: "422", answer: json(422, says("no")), expected: refused, posts: 1 },
  ...[401, 403, 404].flatMap((status): WireCase[] => [
    {
      name: `${status}`,
      answer: json(status, says("no")),
      expected: stopping,
      exitCode: status === 404 ? 1 : 6,
      posts: 1,
    },
    { name: `${status} with an HTML page`, answer: html(status), expected: unknown, posts: 1 },
  ]),
  { name: "407 with an HTML page", answer: html(407), expected: unknown, posts: 1 },
  slowDown("a Retry-After of seven seconds", "7", 7_000),
  { ...slowDown("a Retry-After of nothing", "", 0), command: false },
  slowDown("a Retry-After of 317 years", "9999999999", 999_999_999_000),
  { ...slowDown("a negative Retry-After", "-120", 0), command: false },
  { ...slowDown("a Retry-After in words", "soon", 0), command: false },
  slowDown(
    "a Retry-After in the year 9999",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    251_792_841_599_000,
    "date: Fri, 01 Jan 2021 00:00:00 GMT",
  ),
  { ...slowDown("a Retry-After in the past", "Fri, 01 Jan 1999 00:00:00 GMT", 0), command: false },
  {
    name: "429 once, and the pool when it is asked again",
    answer: (socket, scene) => json(scene.count === 1 ? 429 : 200)(socket, scene),
    expected: { verdict: "refused", stop: false, retryAfterMs: 0 },
    command: "created",
    posts: 1,
  },
  {
    name: "429 with an HTML page",
    answer: html(429),
    expected: { verdict: "refused", stop: false, retryAfterMs: 0 },
    posts: 1,
  },
];
