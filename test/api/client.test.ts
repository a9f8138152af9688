import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createApi } from "../../src/api/client.ts";
import type { ApiOptions } from "../../src/api/options.ts";
import type { Api } from "../../src/core/wire/api.ts";
import type { Transport } from "../../src/core/exchange.ts";
import type { Clock } from "../../src/core/ports.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import type { CreateVerdict } from "../../src/core/wire/verdict.ts";
import { sdkClient } from "../../src/kinds/sdk-client.ts";
import { userPool } from "../../src/kinds/user-pool.ts";
import { createTransport } from "../../src/system/http/transport.ts";
import {
  type Answer,
  closedUrl,
  type RawServer,
  say,
  sayAndClose,
  sayJson,
  serveRaw,
} from "./raw-server.ts";
import { testSecret } from "../support/secrets.ts";

const test = suite("API client");
const id = "0a1b2c3d-0000-4000-8000-000000000001";
const apiKey = testSecret("api key");
const body = { name: "Members", description: "People." };

let transport: Transport;
const servers: RawServer[] = [];
/** The waits of lookups on the fake clock, in milliseconds. */
let waits: number[] = [];

test.before.each(() => {
  transport = createTransport();
  waits = [];
});
test.after.each(async () => {
  transport.close();
  for (const server of servers.splice(0)) await server.close();
});

async function serve(answer: Answer): Promise<RawServer> {
  const server = await serveRaw(answer);
  servers.push(server);
  return server;
}

/** Returns a clock that counts its sleeps, which take no time. */
function countingClock(): Clock {
  let nowMs = 1_000_000;
  return {
    now: () => nowMs,
    sleep(ms) {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

function api(baseUrl: string, more: Partial<ApiOptions> = {}): Api {
  return createApi({
    baseUrl,
    apiKey,
    version: "1.2.3",
    transport,
    clock: countingClock(),
    random: { uuid: () => "unused", fraction: () => 0.5 },
    postDeadlineMs: 5_000,
    ...more,
  });
}

function create(client: Api, signal?: AbortSignal): Promise<CreateVerdict> {
  return client.create(userPool, body, () => false, signal);
}

/** Answers the n-th request with the n-th answer, and all later requests with the last answer. */
function inTurn(...answers: readonly Answer[]): Answer {
  return (socket, request, count) =>
    answers[Math.min(count, answers.length) - 1]?.(socket, request, count);
}

const page = "<html><title>Sign in</title></html>";
const htmlPage = (status: number): Answer =>
  say(
    `HTTP/1.1 ${status} X`,
    "content-type: text/html",
    `content-length: ${page.length}`,
    "",
    page,
  );
const whole = JSON.stringify({ id, ...body });
const cutJson = whole.slice(0, -5);

const creates: readonly (readonly [
  string,
  Answer,
  Partial<CreateVerdict>,
  Partial<ApiOptions>?,
])[] = [
  ["200 with an id is created", sayJson(200, { id, ...body }), { verdict: "created" }],
  ["201 with an id is created", sayJson(201, { id, ...body }), { verdict: "created" }],
  [
    "a body that ends with the connection, whole, is created",
    sayAndClose("HTTP/1.1 200 OK", "", whole),
    { verdict: "created" },
  ],
  [
    "a cut body gives its id to look up",
    sayAndClose("HTTP/1.1 200 OK", "content-length: 500", "", cutJson),
    { verdict: "cut", id },
  ],
  [
    "a stalled body gives its id to look up",
    say("HTTP/1.1 200 OK", "content-length: 500", "", cutJson),
    { verdict: "cut", id },
    { postDeadlineMs: 300 },
  ],
  [
    "a body larger than a mebibyte gives its id to look up",
    sayJson(200, { id, blob: "x".repeat(1024 * 1024) }),
    { verdict: "cut", id },
  ],
  [
    "a body cut without a length is unknown",
    sayAndClose("HTTP/1.1 200 OK", "", cutJson),
    { verdict: "unknown", hint: id },
  ],
  ["an empty 200 is unknown", sayJson(200, {}), { verdict: "unknown" }],
  ["204 is unknown", say("HTTP/1.1 204 X", "", ""), { verdict: "unknown" }],
  ["a portal's 200 is unknown", htmlPage(200), { verdict: "unknown" }],
  ["400 is refused", sayJson(400, { message: "no" }), { verdict: "refused", stop: false }],
  ["403 is refused and stops", sayJson(403, {}), { verdict: "refused", stop: true }],
  ["403 in HTML is unknown", htmlPage(403), { verdict: "unknown" }],
  [
    "429 is refused and says how long to wait; nobody waits here",
    sayJson(429, {}, ["retry-after: 7"]),
    { verdict: "refused", retryAfterMs: 7000 },
  ],
  ["408 is unknown", sayJson(408, {}), { verdict: "unknown" }],
  ["421 is unknown and not sent again", sayJson(421, {}), { verdict: "unknown" }],
  ["500 is unknown and not sent again", sayJson(500, {}), { verdict: "unknown" }],
  [
    "503 with Retry-After is unknown and not sent again",
    sayJson(503, {}, ["retry-after: 0"]),
    { verdict: "unknown" },
  ],
  ["a reset is unknown", (socket) => socket.resetAndDestroy(), { verdict: "unknown" }],
  ["a close is unknown", (socket) => socket.end(), { verdict: "unknown" }],
  ["garbage is unknown", say("garbage", "", ""), { verdict: "unknown" }],
  [
    "oversized headers are unknown",
    say("HTTP/1.1 200 OK", `x: ${"x".repeat(20_000)}`, "", ""),
    { verdict: "unknown" },
  ],
  ["silence is unknown", () => {}, { verdict: "unknown" }, { postDeadlineMs: 300 }],
  [
    "a status no Response can hold is unknown",
    say("HTTP/1.1 999 X", "content-length: 0", "", ""),
    { verdict: "unknown" },
  ],
];

for (const [sentence, answer, expected, more] of creates) {
  test(`create: ${sentence}`, async () => {
    const server = await serve(answer);
    const verdict = await create(api(server.url, more));
    for (const [name, value] of Object.entries(expected))
      assert.equal(verdict[name as keyof CreateVerdict], value, JSON.stringify(verdict));
    assert.is(server.requests.length, 1, "exactly one POST on the wire");
    assert.equal(waits, [], "a create waits for nothing and is not sent again");
  });
}

test("create: a refused connection is not sent, and may be tried again by who journals it", async () => {
  assert.equal(await create(api(await closedUrl())), {
    verdict: "not-sent",
    reason: "No connection could be made (ECONNREFUSED); nothing was sent.",
    retry: true,
  });
});

test("create: interrupted beforehand, nothing is sent", async () => {
  const server = await serve(sayJson(200, { id }));
  const verdict = await create(api(server.url), AbortSignal.abort());
  assert.ok(verdict.verdict === "not-sent" && !verdict.retry, JSON.stringify(verdict));
  assert.equal(server.requests, []);
});

test("create: interrupted after sending is unknown", async () => {
  const abort = new AbortController();
  const server = await serve(() => abort.abort());
  assert.is((await create(api(server.url), abort.signal)).verdict, "unknown");
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`create: a ${status} is followed by nobody, least of all with the key`, async () => {
    const target = await serve(sayJson(200, { id, ...body }));
    const server = await serve(
      say(
        `HTTP/1.1 ${status} X`,
        `location: ${target.url}/org/userPool/${id}`,
        "content-length: 0",
        "",
        "",
      ),
    );
    const verdict = await create(api(server.url));
    assert.ok(verdict.verdict === "unknown" && verdict.hint === id, JSON.stringify(verdict));
    assert.is(server.requests.length, 1);
    assert.is(target.connections(), 0);
  });
}

test("create: a gzip bomb is not inflated", async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, " "));
  const server = await serve((socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`,
    );
    socket.write(bomb);
  });
  assert.equal(await create(api(server.url)), {
    verdict: "unknown",
    reason: "The answer was 200 with a body that is not JSON, so it may have been created.",
  });
});

test("create: an id we know already is quarantined", async () => {
  const server = await serve(sayJson(200, { id }));
  const verdict = await api(server.url).create(userPool, body, (known) => known === id);
  assert.is(verdict.verdict, "quarantined");
});

test("create: the request is what the contract asks for", async () => {
  const server = await serve(sayJson(200, { id }));
  await api(`${server.url}/anon/`).create(sdkClient, body, () => false);
  const [request = ""] = server.requests;
  const [head = "", sent = ""] = request.split("\r\n\r\n");
  assert.match(head, /^POST \/anon\/org\/sdkClient HTTP\/1\.1\r\n/);
  assert.match(head, `\r\nauthorization: Bearer ${apiKey}\r\n`);
  assert.match(head, /\r\ncontent-type: application\/json(\r\n|$)/i);
  assert.match(head, /\r\naccept: application\/json(\r\n|$)/i);
  assert.match(head, /\r\naccept-encoding: identity(\r\n|$)/i);
  assert.match(head, /\r\nuser-agent: anon-sync\/1\.2\.3(\r\n|$)/i);
  assert.equal(JSON.parse(sent), body);
});

test("a key that an error page repeats comes back in no reason", async () => {
  const echo = { message: `bad key ${apiKey}`, error: { message: apiKey } };
  for (const status of [400, 401, 403, 404, 429, 500]) {
    const server = await serve(sayJson(status, echo, [`location: /${apiKey}`]));
    const client = api(server.url);
    const verdicts = [await create(client), await client.lookup(userPool, id)];
    assert.not.ok(JSON.stringify(verdicts).includes("anon_"));
  }
  const server = await serve(
    say(
      "HTTP/1.1 401 X",
      "content-type: text/plain",
      `content-length: ${apiKey.length}`,
      "",
      apiKey,
    ),
  );
  assert.not.ok(JSON.stringify(await create(api(server.url))).includes("anon_"));
});

const ok = sayJson(200, { id, ...body });
const gone = sayJson(404, { message: "not found" });
const busy = sayJson(503, {});

test("lookup: 200 is present, asked for once", async () => {
  const server = await serve(ok);
  assert.equal(await api(server.url).lookup(userPool, id), {
    verdict: "present",
    answer: { id, ...body },
  });
  assert.is(server.requests.length, 1);
  assert.match(server.requests[0] ?? "", new RegExp(`^GET /org/userPool/${id} HTTP`));
});

test("lookup: a 404 is believed when it was seen twice", async () => {
  const server = await serve(gone);
  assert.equal(await api(server.url).lookup(userPool, id), { verdict: "absent" });
  assert.is(server.requests.length, 2);
});

test("lookup: a 404 that the next answer denies was none", async () => {
  const server = await serve(inTurn(gone, ok));
  assert.is((await api(server.url).lookup(userPool, id)).verdict, "present");
});

test("lookup: a 404 that nothing confirms is not called absent", async () => {
  const server = await serve(inTurn(gone, busy));
  const verdict = await api(server.url).lookup(userPool, id);
  assert.is(verdict.verdict, "unreadable");
  assert.is(server.requests.length, 5);
});

test("lookup: 5xx, 429, resets and cut bodies are asked again until one is good", async () => {
  const server = await serve(
    inTurn(
      busy,
      sayJson(429, {}),
      (socket) => socket.resetAndDestroy(),
      sayAndClose("HTTP/1.1 200 OK", "content-length: 500", "", "{"),
      ok,
    ),
  );
  assert.is((await api(server.url).lookup(userPool, id)).verdict, "present");
  assert.is(server.requests.length, 5);
});

test("lookup: backoff doubles, and the random part is taken of each", async () => {
  const server = await serve(busy);
  const verdict = await api(server.url).lookup(userPool, id);
  assert.equal(verdict, {
    verdict: "unreadable",
    reason: "The answer was 503.",
    retry: true,
    retryAfterMs: 0,
  });
  assert.equal(waits, [250, 500, 1000, 2000]);
  assert.is(server.requests.length, 5);
});

test("lookup: Retry-After is honoured, but no more than 30 seconds", async () => {
  const server = await serve(
    inTurn(sayJson(429, {}, ["retry-after: 3"]), sayJson(503, {}, ["retry-after: 86400"]), ok),
  );
  await api(server.url).lookup(userPool, id);
  assert.equal(waits, [3000, 30_000]);
});

test("lookup: no wait goes beyond the total deadline", async () => {
  const server = await serve(sayJson(429, {}, ["retry-after: 30"]));
  await api(server.url, { getDeadlineMs: 50_000 }).lookup(userPool, id);
  assert.equal(waits, [30_000]);
  assert.is(server.requests.length, 2);
});

test("lookup: a try that hangs ends at its own deadline and is asked again", async () => {
  const server = await serve(inTurn(() => {}, ok));
  const verdict = await api(server.url, { getTryDeadlineMs: 200 }).lookup(userPool, id);
  assert.is(verdict.verdict, "present");
});

test("lookup: 401 is not asked again", async () => {
  const server = await serve(sayJson(401, {}));
  assert.is((await api(server.url).lookup(userPool, id)).verdict, "unauthorized");
  assert.is(server.requests.length, 1);
});

test("lookup: a portal's 404 is unreadable and not asked again", async () => {
  const server = await serve(htmlPage(404));
  assert.is((await api(server.url).lookup(userPool, id)).verdict, "unreadable");
  assert.is(server.requests.length, 1);
});

test("lookup: interrupted while waiting, nothing more is asked", async () => {
  const abort = new AbortController();
  const server = await serve(busy);
  const clock: Clock = {
    now: () => 0,
    sleep: () => {
      abort.abort();
      return Promise.resolve();
    },
  };
  const verdict = await api(server.url, { clock }).lookup(userPool, id, abort.signal);
  assert.ok(verdict.verdict === "unreadable" && !verdict.retry, JSON.stringify(verdict));
  assert.is(server.requests.length, 1);
});

test("lookup: an id that would change the path is never asked for", async () => {
  const server = await serve(ok);
  for (const bad of ["..", ".", "", "a/b", "../org/sdkClient", "a?b", "a%2fb"]) {
    const verdict = await api(server.url).lookup(userPool, bad);
    assert.ok(verdict.verdict === "unreadable" && !verdict.retry, bad);
  }
  assert.equal(server.requests, []);
});

test("instance: the emulator says who it is, and is not told the key", async () => {
  const instance = { instanceId: "i-1", organizationId: "o-1" };
  const server = await serve(sayJson(200, { ...instance, more: true }));
  assert.equal(await api(server.url).instance(), instance);
  assert.match(server.requests[0] ?? "", /^GET \/_emulator\/instance HTTP/);
  assert.not.match(server.requests[0] ?? "", /anon_|authorization/i);
});

test("instance: after a wait it is asked on a fresh connection: the server may close an old one", async () => {
  const server = await serve(sayJson(200, { instanceId: "i-1", organizationId: "o-1" }));
  const asked: boolean[] = [];
  const watched: Transport = {
    ...transport,
    exchange(request, signal) {
      asked.push(request.freshConnection);
      return transport.exchange(request, signal);
    },
  };
  await api(server.url, { transport: watched }).instance();
  assert.equal(asked, [true]);
});

test("instance: another server on loopback has none", async () => {
  for (const status of [401, 403, 404, 405]) {
    const server = await serve(sayJson(status, { error: {} }));
    assert.is(await api(server.url).instance(), undefined);
  }
});

test("instance: an emulator in trouble is not taken for another server, which has no instance", async () => {
  for (const answer of [sayJson(503, {}), htmlPage(200), sayJson(200, { instanceId: 1 })]) {
    const server = await serve(answer);
    try {
      await api(server.url).instance();
      assert.unreachable();
    } catch (error) {
      assert.instance(error, Failure);
    }
  }
});

test("instance: a server that is not there is no other emulator, for that would start afresh", async () => {
  try {
    await api(await closedUrl()).instance();
    assert.unreachable();
  } catch (error) {
    assert.instance(error, Failure);
    assert.is((error as Failure).problems[0]?.code, "emulator-unreachable");
  }
});

test("instance: a server elsewhere is not even asked", async () => {
  const refusing: Transport = {
    exchange: () => Promise.reject(new Error("asked")),
    close: () => {},
  };
  const client = api("https://svc.sandbox.anon.com", { transport: refusing });
  assert.is(await client.instance(), undefined);
});

test("a base URL or a key that cannot be used is a Failure that repeats neither", () => {
  const bad: readonly Partial<ApiOptions>[] = [
    { baseUrl: "http://svc.example/canary" },
    { baseUrl: "https://user:canary@svc.example" },
    { apiKey: "" },
    { apiKey: "canary\n" },
    { apiKey: "canary key" },
    { apiKey: "canary\u00e9" },
  ];
  for (const options of bad) {
    try {
      api("http://127.0.0.1:1", options);
      assert.unreachable(JSON.stringify(options));
    } catch (error) {
      assert.instance(error, Failure);
      assert.not.match(JSON.stringify([error, (error as Failure).message]), /canary/);
    }
  }
});

test("a secret comes beside the answer, which holds it in no field any more", async () => {
  const secret = testSecret("client");
  const auth = { type: "apiKey", secret };
  const answer = { id, name: "Jobs", description: `It is ${secret}`, auth };
  // We ask twice: a secret that the gate already has must still come whole.
  const client = api((await serve(sayJson(200, answer))).url);
  for (const time of ["first", "second"]) {
    const verdict = await client.create(sdkClient, body, () => false);
    if (verdict.verdict !== "created") throw new Error(`${time}: ${verdict.verdict}`);
    assert.is(verdict.secret, secret);
    assert.not.match(JSON.stringify(verdict.answer), "anon_");
  }
});

test.run();
