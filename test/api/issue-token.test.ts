import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createApi } from "../../src/api/client.ts";
import { createTransport } from "../../src/system/http/transport.ts";
import { say, sayJson, serveRaw, type Answer } from "./raw-server.ts";
import { testSecret } from "../support/secrets.ts";

/** Tests of the one POST that a run may repeat. */
const issue = suite("asking for a token");

const apiKey = testSecret("api key");
const appUserIdToken = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl";
const good = sayJson(200, { appUserIdToken });
const reset: Answer = (socket) => socket.resetAndDestroy();

/** Asks a server with these answers in order. Returns the verdict, its requests, and the waits. */
async function asked(...answers: readonly Answer[]) {
  const server = await serveRaw((socket, request, count) =>
    answers[Math.min(count, answers.length) - 1]?.(socket, request, count),
  );
  const transport = createTransport();
  const waits: number[] = [];
  let nowMs = 0;
  const api = createApi({
    baseUrl: server.url,
    apiKey,
    version: "1.2.3",
    transport,
    clock: {
      now: () => nowMs,
      async sleep(ms) {
        waits.push(ms);
        nowMs += ms;
      },
    },
    random: { uuid: () => "unused", fraction: () => 0.5 },
  });
  try {
    const verdict = await api.issueToken({ appUserId: "u", sdkClientId: "c" });
    return { verdict, requests: server.requests, waits };
  } finally {
    transport.close();
    await server.close();
  }
}

issue("what a lookup is asked again for, a token is, with the same body and waits", async () => {
  const slow = say("HTTP/1.1 429 X", "retry-after: 3", "content-length: 0", "", "");
  const { verdict, requests, waits } = await asked(sayJson(503, {}), slow, reset, good);
  assert.equal(verdict, { verdict: "issued", token: appUserIdToken });
  assert.equal(waits, [250, 3_000, 1_000]);
  const bodies = requests.map((request) => request.slice(request.indexOf("\r\n\r\n") + 4));
  assert.equal(bodies, Array(4).fill('{"appUserId":"u","sdkClientId":"c"}'));
  for (const request of requests) assert.match(request, /^POST \/org\/appUserIdToken HTTP/);
});

issue("no wait goes beyond the total deadline of a lookup", async () => {
  const slow = say("HTTP/1.1 429 X", "retry-after: 50", "content-length: 0", "", "");
  const { verdict, waits } = await asked(slow);
  assert.is(verdict.verdict, "unreadable");
  assert.equal(waits, [30_000]);
});

const final: readonly (readonly [what: string, answer: Answer, verdict: string, says: string])[] = [
  ["the API's refusal", sayJson(400, { message: "not hosted" }), "refused", "400: not hosted"],
  ["a client that is not there", sayJson(404, {}), "refused", "404"],
  ["a key that is not accepted", sayJson(401, {}), "unauthorized", "401"],
  ["a key that may only read", sayJson(403, { message: "read-only" }), "unauthorized", "read-only"],
  [
    "a refusal that repeats a token",
    sayJson(400, { message: `bad token ${appUserIdToken}, sorry` }),
    "refused",
    "400: bad token [redacted], sorry",
  ],
  [
    "a failure that repeats the beginning of one",
    sayJson(403, { error: `bad claims "${appUserIdToken.split(".")[1]}"` }),
    "unauthorized",
    'bad claims "[redacted]"',
  ],
  [
    "a redirect",
    say("HTTP/1.1 307 X", "location: /", "content-length: 0", "", ""),
    "unreadable",
    "307",
  ],
  [
    "a portal's page",
    say("HTTP/1.1 400 X", "content-length: 6", "", "<html>"),
    "unreadable",
    "400",
  ],
  ["an answer without a token", sayJson(200, { token: appUserIdToken }), "unreadable", "without"],
  [
    "a token of two lines",
    sayJson(200, { appUserIdToken: "a.b.c\n::x::" }),
    "unreadable",
    "without",
  ],
  [
    "a token that holds the API key",
    sayJson(200, { appUserIdToken: `a.${Buffer.from(`"${apiKey}"`).toString("base64url")}.c` }),
    "unreadable",
    "secret",
  ],
  [
    "an answer of more than 1 MiB",
    sayJson(200, { appUserIdToken, more: "x".repeat(1_100_000) }),
    "unreadable",
    "too large",
  ],
];

for (const [what, answer, is, says] of final)
  issue(`is not asked again, and no token is told: ${what}`, async () => {
    const { verdict, requests } = await asked(answer);
    assert.is(requests.length, 1);
    assert.is(verdict.verdict, is);
    assert.match("reason" in verdict ? verdict.reason : "", says);
    assert.not.match(JSON.stringify(verdict), /eyJ|anon_/);
  });

issue.run();
