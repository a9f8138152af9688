import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createVerdict, lookupVerdict } from "../../src/core/wire/classify.ts";
import type { Exchange, ExchangeError, ExchangeResponse } from "../../src/core/exchange.ts";

const test = suite("verdicts");
const id = "0a1b2c3d-0000-4000-8000-000000000001";
const knownId = "0a1b2c3d-0000-4000-8000-00000000000f";
const isKnownId = (candidate: string): boolean => candidate === knownId;

interface Answered {
  readonly status?: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly ended?: ExchangeResponse["ended"];
}

/** Returns an exchange with an answer; by default with a JSON body and a good end. */
function answered({ status = 200, body = "", headers, ended = "complete" }: Answered): Exchange {
  return {
    connected: true,
    response: {
      status,
      headers: headers ?? { "content-type": "application/json" },
      body: typeof body === "string" ? new TextEncoder().encode(body) : body,
      ended,
    },
  };
}

function failed(connected: boolean, kind: ExchangeError["kind"], code = "CODE"): Exchange {
  return { connected, error: { kind, code, message: "free text\u001b[2J of the system" } };
}

const redact = (text: string): string => text.replaceAll("anon_0123456789", "[redacted]");

const html = { "content-type": "text/html; charset=utf-8" };
const plain = { "content-type": "text/plain" };
const gzip = { "content-type": "application/json", "content-encoding": "gzip" };
const unknown = (reason: string, hint?: string): object => ({
  verdict: "unknown",
  reason: `${reason}, so it may have been created.`,
  ...(hint !== undefined && { hint }),
});
const quarantined = (shown: string, reason: string): object => ({
  verdict: "quarantined",
  id: shown,
  reason,
});
const notSent = (reason: string, retry: boolean): object => ({
  verdict: "not-sent",
  reason,
  retry,
});
const refused = (status: number, reason: string, stop = false): object => ({
  verdict: "refused",
  status,
  reason,
  stop,
});

type Row = readonly [sentence: string, exchange: Exchange, verdict: object];

const creates: readonly Row[] = [
  // There was no connection: the client sent nothing.
  [
    "DNS failed: nothing was sent, trying again may help",
    failed(false, "dns", "ENOTFOUND"),
    notSent("The host name was not found (ENOTFOUND); nothing was sent.", true),
  ],
  [
    "refused or no route: nothing was sent, trying again may help",
    failed(false, "connect", "ECONNREFUSED"),
    notSent("No connection could be made (ECONNREFUSED); nothing was sent.", true),
  ],
  [
    "a reset before the connection stood is no reset of a request",
    failed(false, "connect", "ECONNRESET"),
    notSent("No connection could be made (ECONNRESET); nothing was sent.", true),
  ],
  [
    "connect timeout: nothing was sent",
    failed(false, "timeout"),
    notSent("No connection came about in time; nothing was sent.", true),
  ],
  [
    "a bad certificate does not get better by trying again",
    failed(false, "certificate", "CERT_HAS_EXPIRED"),
    notSent(
      "The server's TLS certificate was not accepted (CERT_HAS_EXPIRED); nothing was sent.",
      false,
    ),
  ],
  [
    "a proxy that refuses does not get better by trying again",
    failed(false, "proxy", "403"),
    notSent("The proxy refused the connection; nothing was sent.", false),
  ],
  [
    "interrupted before connecting: nothing was sent, and nothing shall be",
    failed(false, "aborted"),
    notSent("Interrupted before a connection came about; nothing was sent.", false),
  ],
  // The client sent the request and got no answer: the same error codes now prove nothing.
  [
    "a reset after sending proves nothing",
    failed(true, "cut", "ECONNRESET"),
    {
      verdict: "unknown",
      reason:
        "The connection broke after the request was sent (ECONNRESET); it may have been created.",
    },
  ],
  [
    "no answer in time proves nothing",
    failed(true, "timeout"),
    {
      verdict: "unknown",
      reason: "The request was sent, but no answer came in time; it may have been created.",
    },
  ],
  [
    "garbage and oversized headers prove nothing",
    failed(true, "protocol", "HPE_HEADER_OVERFLOW"),
    {
      verdict: "unknown",
      reason:
        "The answer could not be read as HTTP (HPE_HEADER_OVERFLOW); it may have been created.",
    },
  ],
  [
    "interrupted after sending proves nothing",
    failed(true, "aborted"),
    {
      verdict: "unknown",
      reason: "Interrupted after the request was sent; it may have been created.",
    },
  ],
  // These answers leave the verdict open.
  ...[100, 101, 301, 304, 307, 308, 408, 421, 425, 500, 502, 503, 504, 599, 999].map(
    (status): Row => [
      `${status} leaves it open`,
      answered({ status, body: '{"message":"no"}' }),
      unknown(`The answer was ${status}`),
    ],
  ),
  [
    "503 with Retry-After leaves it open too: a gateway may have passed it on",
    answered({ status: 503, headers: { "retry-after": "1" } }),
    unknown("The answer was 503"),
  ],
  [
    "a Location that ends in an id is a hint, no more",
    answered({ status: 303, headers: { location: `https://x.example/org/userPool/${id}?a=b#c` } }),
    unknown("The answer was 303", id),
  ],
  [
    "a Location to a login page is no hint",
    answered({ status: 302, headers: { location: "https://portal.example/login" } }),
    unknown("The answer was 302"),
  ],
  [
    "a Location to an id we have is no hint",
    answered({ status: 303, headers: { location: `/org/userPool/${knownId}` } }),
    unknown("The answer was 303"),
  ],
  // 429.
  [
    "429: not created, may be sent again at once where no wait is asked for",
    answered({ status: 429 }),
    { ...refused(429, "The API asks to slow down (429)."), retryAfterMs: 0 },
  ],
  [
    "429 with seconds",
    answered({ status: 429, headers: { "retry-after": "7" } }),
    { ...refused(429, "The API asks to slow down (429)."), retryAfterMs: 7000 },
  ],
  [
    "429 with a date counts from the answer's own Date",
    answered({
      status: 429,
      headers: {
        date: "Sun, 06 Nov 1994 08:49:37 GMT",
        "retry-after": "Sun, 06 Nov 1994 08:50:07 GMT",
      },
    }),
    { ...refused(429, "The API asks to slow down (429)."), retryAfterMs: 30_000 },
  ],
  ...["Sun, 06 Nov 1994 08:50:07 GMT", "-5", "1e9", "soon", "Infinity"].map((value): Row => [
    `429 with a Retry-After that says nothing usable (${value}) counts as none`,
    answered({ status: 429, headers: { "retry-after": value } }),
    { ...refused(429, "The API asks to slow down (429)."), retryAfterMs: 0 },
  ]),
  [
    "429 by a CDN in HTML is a 429 still",
    answered({ status: 429, headers: html, body: "<html>slow down</html>" }),
    { ...refused(429, "The API asks to slow down (429)."), retryAfterMs: 0 },
  ],
  // Other 4xx.
  [
    "4xx with JSON: refused, with what the API said",
    answered({ status: 400, body: '{"message":"name is taken"}' }),
    refused(400, "The API refused with 400: name is taken"),
  ],
  [
    "4xx with a nested message",
    answered({ status: 422, body: '{"error":{"message":"name is too long"}}' }),
    refused(422, "The API refused with 422: name is too long"),
  ],
  [
    "4xx with an empty body: refused",
    answered({ status: 409, headers: {} }),
    refused(409, "The API refused with 409."),
  ],
  [
    "4xx in plain text: frameworks refuse so; the text itself is not repeated",
    answered({ status: 422, headers: plain, body: "Failed to deserialize" }),
    refused(422, "The API refused with 422."),
  ],
  ...[401, 403, 404].map((status): Row => [
    `${status}: refused, and nothing else will be accepted either`,
    answered({ status, body: '{"message":"no"}' }),
    refused(status, `The API refused with ${status}: no`, true),
  ]),
  [
    "4xx JSON that was cut is a refusal still: its status and type say who speaks",
    answered({ status: 400, body: '{"mess', ended: "cut" }),
    refused(400, "The API refused with 400."),
  ],
  [
    "4xx with an HTML type: a proxy or portal speaks",
    answered({ status: 403, headers: html, body: "<h1>no" }),
    unknown("The answer was 403 with an HTML page"),
  ],
  [
    "4xx with HTML that calls itself JSON: a proxy or portal speaks",
    answered({ status: 404, body: "\n <!doctype html>" }),
    unknown("The answer was 404 with an HTML page"),
  ],
  [
    "4xx with an encoding nobody asked for cannot be told from a portal's",
    answered({ status: 400, headers: gzip, body: "\u001f" }),
    unknown("The answer was 400 with something that is not the API's"),
  ],
  [
    "4xx whose body never came is not an empty body",
    answered({ status: 400, headers: {}, ended: "cut" }),
    unknown("The answer was 400 with something that is not the API's"),
  ],
  // 2xx.
  ...[200, 201, 202].map((status): Row => [
    `${status} with an id: created`,
    answered({ status, body: `{"id":"${id}","name":"Members"}` }),
    { verdict: "created", id, answer: { id, name: "Members" } },
  ]),
  [
    "a type other than JSON does not hide an id",
    answered({ headers: {}, body: `{"id":"${id}"}` }),
    { verdict: "created", id, answer: { id } },
  ],
  [
    "no length, closed, but the JSON is whole: created",
    answered({ body: `{"id":"${id}"}`, ended: "unframed" }),
    { verdict: "created", id, answer: { id } },
  ],
  [
    "a __proto__ in the answer poisons nothing",
    answered({ body: `{"id":"${id}","__proto__":{"name":"x"},"a":{"__proto__":1}}` }),
    { verdict: "created", id, answer: { id, a: {} } },
  ],
  [
    "cut after the id: created, and the id can be looked up",
    answered({ body: `{"id":"${id}","na`, ended: "cut" }),
    {
      verdict: "cut",
      id,
      reason: "The answer was 200 but its body was cut; its id could be read.",
    },
  ],
  [
    "stalled after the id",
    answered({ body: `{"name":"a","id":"${id}"`, ended: "stalled" }),
    {
      verdict: "cut",
      id,
      reason: "The answer was 200 but its body stalled; its id could be read.",
    },
  ],
  [
    "too large, with the id in what came",
    answered({ body: `{"id":"${id}","blob":"xxx`, ended: "too-large" }),
    {
      verdict: "cut",
      id,
      reason: "The answer was 200 but its body was too large; its id could be read.",
    },
  ],
  [
    "the id follows nested values that hold other ids",
    answered({
      body: `{"auth":{"id":"x","userPoolId":"y","a":["}",{"id":"z"}]},"n":-1.5e3,"t":true,"id":"${id}"`,
      ended: "cut",
    }),
    {
      verdict: "cut",
      id,
      reason: "The answer was 200 but its body was cut; its id could be read.",
    },
  ],
  [
    "an escaped key and an escaped id are read as JSON reads them",
    answered({ body: '{"\\u0069d":"ab\\u0063-1","x', ended: "cut" }),
    {
      verdict: "cut",
      id: "abc-1",
      reason: "The answer was 200 but its body was cut; its id could be read.",
    },
  ],
  ...[
    ["inside the id", `{"id":"${id}`],
    ["inside an escape of the id", '{"id":"abc\\'],
    ["with a wrong escape in the id", '{"id":"ab\\x41",'],
    ["with a control character in the id", '{"id":"a\nb",'],
    ["before the id", '{"name":"a",'],
    ["inside an object with another id", '{"auth":{"id":"abcd-1234","x":1'],
    ["after an object with another id", '{"auth":{"id":"abcd-1234"}'],
    ["after an id in a text", '{"name":"\\"id\\":\\"abcd-1234\\"","x'],
    ["after an array", '[{"id":"abcd-1234"},'],
    ["after a number as id, which may go on", '{"id":12'],
    ["after an object as id", '{"id":{"id":"abcd-1234"},'],
    ["after something that is not JSON", '{"a":undefined,"id":"abcd-1234",'],
    ["after brackets that do not match", '{"a":[}],"id":"abcd-1234",'],
    ["after a missing comma", '{"a":1 "id":"abcd-1234",'],
    ["after a nested value that is not JSON", '{"a":{b:1},"id":"abcd-1234",'],
    ["at once", ""],
  ].map(([where = "", body]): Row => [
    `cut ${where}: no id is made up`,
    answered({ body, ended: "cut" }),
    unknown("The answer was 200 but its body was cut"),
  ]),
  [
    "without length and cut: unknown, the id that shows is a hint",
    answered({ body: `{"id":"${id}","na`, ended: "unframed" }),
    unknown("The answer was 200 with a body that is not JSON or was cut", id),
  ],
  ["an empty 200", answered({}), unknown("The answer was 200 without a body")],
  ["a 204", answered({ status: 204, headers: {} }), unknown("The answer was 204 without a body")],
  [
    "a 201 without a body but with a Location",
    answered({ status: 201, headers: { location: `/org/userPool/${id}` } }),
    unknown("The answer was 201 without a body", id),
  ],
  [
    "a portal's page with 200",
    answered({ headers: html, body: "<html>" }),
    unknown("The answer was 200 with an HTML page"),
  ],
  [
    "JSON that calls itself HTML is a portal's still",
    answered({ headers: html, body: `{"id":"${id}"}` }),
    unknown("The answer was 200 with an HTML page", id),
  ],
  [
    "an encoded body is never decoded",
    answered({ headers: gzip, body: `{"id":"${id}"}` }),
    unknown("The answer was 200 with a body that is not JSON"),
  ],
  [
    "broken JSON",
    answered({ body: '{"name":' }),
    unknown("The answer was 200 with a body that is not JSON"),
  ],
  [
    "an answer nested too deep for those who walk it later",
    answered({ body: `{"id":"${id}","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}` }),
    unknown("The answer was 200 with a body that is not JSON", id),
  ],
  ...["{}", '{"id":null}', '{"id":""}', '{"id":["a"]}', '{"data":{"id":"abcd-1234"}}'].map(
    (body): Row => [
      `${body} has no id`,
      answered({ body }),
      unknown("The answer was 200 without an id"),
    ],
  ),
  [
    "a list is not an answer to a create",
    answered({ body: '[{"id":"abcd-1234"}]' }),
    unknown("The answer was 200 with a body that is not JSON"),
  ],
  [
    "an id that we know is not this create's",
    answered({ body: `{"id":"${knownId}"}` }),
    quarantined(knownId, "The answer was 200 with an id that we know already."),
  ],
  [
    "an id that we know is not this create's in a cut answer either",
    answered({ body: `{"id":"${knownId}",`, ended: "cut" }),
    quarantined(knownId, "The answer was 200 with an id that we know already."),
  ],
  ...[".", "..", "a/b", "a b", "a%2e", "a?b", "é"].map((bad): Row => [
    `an id such as ${bad} is not a valid one`,
    answered({ body: JSON.stringify({ id: bad }) }),
    quarantined(bad, "The answer was 200 with an id that is not a valid one."),
  ]),
  [
    "an id of 200 characters is usable",
    answered({ body: JSON.stringify({ id: "x".repeat(200) }) }),
    { verdict: "created", id: "x".repeat(200), answer: { id: "x".repeat(200) } },
  ],
  [
    "an id of 201 characters is not, and is kept short enough for a journal slot",
    answered({ body: JSON.stringify({ id: "x".repeat(201) }) }),
    quarantined("x".repeat(200), "The answer was 200 with an id that is not a valid one."),
  ],
  [
    "an id that would steer a terminal is kept as text",
    answered({ body: JSON.stringify({ id: "\u001b[2J\u202ex" }) }),
    quarantined("\\u001b[2J\\u202ex", "The answer was 200 with an id that is not a valid one."),
  ],
  [
    "a number as id keeps every digit",
    answered({ body: '{"id":12345678901234567890}' }),
    quarantined("12345678901234567890", "The answer was 200 with a number as id."),
  ],
];

for (const [sentence, exchange, verdict] of creates) {
  test(`create: ${sentence}`, () => assert.equal(createVerdict(exchange, isKnownId), verdict));
}

const present = { id, name: "Members" };
const unreadable = (reason: string, retry: boolean, retryAfterMs?: number): object => ({
  verdict: "unreadable",
  reason,
  retry,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

const lookups: readonly Row[] = [
  [
    "200 with the id asked for: present",
    answered({ body: JSON.stringify(present) }),
    { verdict: "present", answer: present },
  ],
  [
    "200 without a length, but whole: present",
    answered({ body: JSON.stringify(present), ended: "unframed" }),
    { verdict: "present", answer: present },
  ],
  [
    "200 with another id is not believed",
    answered({ body: '{"id":"other"}' }),
    unreadable("The answer was 200 for another id than the one asked for.", false),
  ],
  [
    "200 without an id is not believed",
    answered({ body: "{}" }),
    unreadable("The answer was 200 for another id than the one asked for.", false),
  ],
  [
    "200 with a portal's page is not believed",
    answered({ headers: html, body: JSON.stringify(present) }),
    unreadable("The answer was 200 with a body that is not JSON.", false),
  ],
  ["200 without a body", answered({}), unreadable("The answer was 200 without a body.", false)],
  [
    "200 and cut may get better",
    answered({ body: `{"id":"${id}"`, ended: "cut" }),
    unreadable("The answer was 200 but its body was cut.", true),
  ],
  [
    "200 and stalled may get better",
    answered({ body: "{", ended: "stalled" }),
    unreadable("The answer was 200 but its body stalled.", true),
  ],
  [
    "200 and without a length, not whole, may get better",
    answered({ body: "{", ended: "unframed" }),
    unreadable("The answer was 200 with a body that is not JSON or was cut.", true),
  ],
  [
    "200 and too large stays so",
    answered({ body: "{", ended: "too-large" }),
    unreadable("The answer was 200 but its body was too large.", false),
  ],
  ["404 with JSON: absent", answered({ status: 404, body: "{}" }), { verdict: "absent" }],
  ["404 without a body: absent", answered({ status: 404, headers: {} }), { verdict: "absent" }],
  [
    "404 in HTML is a proxy's: nobody vanished",
    answered({ status: 404, headers: html, body: "<h1>Not Found" }),
    unreadable(
      "The answer was 404 with something that is not the API's: a proxy may be speaking.",
      false,
    ),
  ],
  ...[401, 403].map((status): Row => [
    `${status}: unauthorized`,
    answered({ status, body: '{"message":"bad key"}' }),
    { verdict: "unauthorized", status, reason: `The API refused with ${status}: bad key` },
  ]),
  [
    "403 in HTML says that a proxy may be speaking",
    answered({ status: 403, headers: html, body: "<h1>" }),
    {
      verdict: "unauthorized",
      status: 403,
      reason: "The answer was 403 with an HTML page: a proxy may be speaking.",
    },
  ],
  ...[408, 421, 425, 500, 502, 503, 504].map((status): Row => [
    `${status} may get better`,
    answered({ status, headers: { "retry-after": "2" } }),
    unreadable(`The answer was ${status}.`, true, 2000),
  ]),
  [
    "429 may get better after the wait it asks for",
    answered({ status: 429, headers: { "retry-after": "3" } }),
    unreadable("The answer was 429.", true, 3000),
  ],
  ...[201, 204, 302, 307, 400, 410].map((status): Row => [
    `${status} makes no sense for a lookup and stays so`,
    answered({ status, headers: {} }),
    unreadable(`The answer was ${status}.`, false),
  ]),
  [
    "DNS may get better",
    failed(false, "dns", "EAI_AGAIN"),
    unreadable("The host name was not found (EAI_AGAIN).", true),
  ],
  [
    "a refused connection may get better",
    failed(false, "connect", "ECONNREFUSED"),
    unreadable("No connection could be made (ECONNREFUSED).", true),
  ],
  [
    "a timeout may get better",
    failed(true, "timeout"),
    unreadable("The request was sent, but no answer came in time.", true),
  ],
  [
    "a reset may get better",
    failed(true, "cut", "ECONNRESET"),
    unreadable("The connection broke after the request was sent (ECONNRESET).", true),
  ],
  [
    "garbage may get better",
    failed(true, "protocol", "HPE_INVALID_CONSTANT"),
    unreadable("The answer could not be read as HTTP (HPE_INVALID_CONSTANT).", true),
  ],
  [
    "a certificate does not get better",
    failed(false, "certificate", "CERT_HAS_EXPIRED"),
    unreadable("The server's TLS certificate was not accepted (CERT_HAS_EXPIRED).", false),
  ],
  [
    "a proxy that refuses does not get better",
    failed(false, "proxy"),
    unreadable("The proxy refused the connection (CODE).", false),
  ],
  [
    "interrupted: nobody waits for another try",
    failed(true, "aborted"),
    unreadable("Interrupted after the request was sent.", false),
  ],
];

for (const [sentence, exchange, verdict] of lookups) {
  test(`lookup: ${sentence}`, () => assert.equal(lookupVerdict(exchange, id), verdict));
}

test("a reason holds no control or bidi character and at most 200 characters of the API's", () => {
  const message = `a\u001b[2J\n b\u202e${"x".repeat(1000)}`;
  const verdict = createVerdict(
    answered({ status: 400, body: JSON.stringify({ message }) }),
    isKnownId,
  );
  assert.ok(verdict.verdict === "refused");
  assert.is(verdict.reason, `The API refused with 400: a[2J b${"x".repeat(193)}…`);
});

test("a secret is taken out before a reason is shortened, so that no half of it stays", () => {
  for (const before of ["", "x".repeat(190), "x".repeat(195), "x".repeat(199)]) {
    const body = JSON.stringify({ message: `${before}an\u0000on_0123456789` });
    const exchange = answered({ status: 401, body });
    for (const verdict of [
      createVerdict(exchange, isKnownId, redact),
      lookupVerdict(exchange, id, redact),
    ])
      assert.not.match(JSON.stringify(verdict), /anon_/);
  }
});

test("a secret is no hint", () => {
  const exchange = answered({ status: 302, headers: { location: "/login/anon_0123456789" } });
  assert.equal(createVerdict(exchange, isKnownId, redact), unknown("The answer was 302"));
});

test.run();
