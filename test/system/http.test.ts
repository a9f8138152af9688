import { once } from "node:events";
import { createServer as createTlsServer } from "node:tls";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import { createTransport } from "../../src/system/http/transport.ts";
import {
  type Answer,
  closedUrl,
  observe,
  type RawServer,
  say,
  sayAndClose,
  sayJson,
  serveRaw,
} from "../api/raw-server.ts";
import { certificate, privateKey } from "./certificate.ts";
import { testSecret } from "../support/secrets.ts";

const test = suite("transport");
let transport: Transport;
const servers: RawServer[] = [];

test.before.each(() => {
  transport = createTransport();
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

async function serveTls(answer: Answer): Promise<RawServer> {
  const tls = createTlsServer({ cert: certificate, key: privateKey });
  tls.on("tlsClientError", () => {});
  const server = await observe(tls, tls, "https", answer, "secureConnection");
  servers.push(server);
  return server;
}

function post(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "POST",
    url: `${url}/org/userPool`,
    headers: { authorization: `Bearer ${testSecret("api key")}` },
    body: '{"name":"Zoë"}',
    deadlineMs: 5_000,
    connectTimeoutMs: 5_000,
    maximumBytes: 1_000,
    freshConnection: true,
    ...more,
  };
}

/** Returns the parts of an exchange that a test compares: all except messages and headers. */
function seen({ connected, response, error }: Exchange): unknown {
  return {
    connected,
    error: error?.kind,
    ...(response && {
      status: response.status,
      body: new TextDecoder().decode(response.body),
      ended: response.ended,
    }),
  };
}

const nothing = { connected: true, error: "cut" };
const chunked = ["HTTP/1.1 200 OK", "transfer-encoding: chunked", ""];
const outcomes: readonly (readonly [string, Answer, object, Partial<HttpRequest>?])[] = [
  [
    "an answer with a length is complete",
    say("HTTP/1.1 200 OK", "content-length: 2", "", "ok"),
    { connected: true, error: undefined, status: 200, body: "ok", ended: "complete" },
  ],
  [
    "a chunked answer is complete",
    say(...chunked, "2", "ok", "0", "", ""),
    { connected: true, error: undefined, status: 200, body: "ok", ended: "complete" },
  ],
  [
    "204 needs no length to be complete",
    say("HTTP/1.1 204 No Content", "", ""),
    { connected: true, error: undefined, status: 204, body: "", ended: "complete" },
  ],
  [
    "a body that ends with the connection may have been cut",
    sayAndClose("HTTP/1.1 200 OK", "", '{"id":"a'),
    { connected: true, error: undefined, status: 200, body: '{"id":"a', ended: "unframed" },
  ],
  [
    "a body shorter than its length was cut, and what came is kept",
    sayAndClose("HTTP/1.1 200 OK", "content-length: 50", "", '{"id":"a"'),
    { connected: true, error: "cut", status: 200, body: '{"id":"a"', ended: "cut" },
  ],
  [
    "a chunked body without its last chunk was cut",
    sayAndClose(...chunked, "2", "ok", ""),
    { connected: true, error: "cut", status: 200, body: "ok", ended: "cut" },
  ],
  [
    "a body that stops coming is stalled when the deadline ends",
    say("HTTP/1.1 200 OK", "content-length: 50", "", "{"),
    { connected: true, error: "timeout", status: 200, body: "{", ended: "stalled" },
    { deadlineMs: 200 },
  ],
  [
    "no more than the cap is kept of a large body",
    say("HTTP/1.1 200 OK", "content-length: 5000", "", "x".repeat(5000)),
    { connected: true, error: undefined, status: 200, body: "xxxx", ended: "too-large" },
    { maximumBytes: 4 },
  ],
  [
    "a body of exactly the cap is complete",
    say("HTTP/1.1 200 OK", "content-length: 4", "", "xxxx"),
    { connected: true, error: undefined, status: 200, body: "xxxx", ended: "complete" },
    { maximumBytes: 4 },
  ],
  [
    "a redirect is an answer and is not followed",
    say("HTTP/1.1 307 X", "location: /elsewhere", "content-length: 0", "", ""),
    { connected: true, error: undefined, status: 307, body: "", ended: "complete" },
  ],
  [
    "421 is an answer and is not sent again",
    say("HTTP/1.1 421 X", "content-length: 0", "", ""),
    { connected: true, error: undefined, status: 421, body: "", ended: "complete" },
  ],
  [
    "an informational answer before the answer is passed over",
    say("HTTP/1.1 103 Early Hints", "", "HTTP/1.1 200 OK", "content-length: 0", "", ""),
    { connected: true, error: undefined, status: 200, body: "", ended: "complete" },
  ],
  [
    "a flood of informational answers is given up",
    say("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100)),
    { connected: true, error: "protocol" },
  ],
  [
    "a switch of protocols nobody asked for ends it",
    say("HTTP/1.1 101 X", "upgrade: x", "connection: upgrade", "", ""),
    nothing,
  ],
  ["a close without an answer proves nothing", (socket) => socket.end(), nothing],
  ["a reset without an answer proves nothing", (socket) => socket.resetAndDestroy(), nothing],
  ["a head that is cut is no answer", sayAndClose("HTTP/1.1 200 OK", "content-le"), nothing],
  ["garbage is no answer", say("garbage", "", ""), { connected: true, error: "protocol" }],
  [
    "oversized headers are no answer",
    say("HTTP/1.1 200 OK", `x: ${"x".repeat(20_000)}`, "", ""),
    { connected: true, error: "protocol" },
  ],
  [
    "a length beside chunks is no answer: the two could be read differently",
    say("HTTP/1.1 200 OK", "content-length: 2", "transfer-encoding: chunked", "", "0", "", ""),
    { connected: true, error: "protocol" },
  ],
  [
    "silence ends at the deadline",
    () => {},
    { connected: true, error: "timeout" },
    { deadlineMs: 200 },
  ],
];

for (const [sentence, answer, expected, more] of outcomes) {
  test(sentence, async () => {
    const server = await serve(answer);
    assert.equal(seen(await transport.exchange(post(server.url, more))), expected);
    assert.is(server.requests.length, 1, "one exchange is one request on the wire");
  });
}

test("the request arrives as it was given, asks for no encoding and keeps the connection", async () => {
  const server = await serve(sayJson(200, {}));
  await transport.exchange(post(server.url));
  const [request = ""] = server.requests;
  assert.match(request, /^POST \/org\/userPool HTTP\/1\.1\r\n/);
  assert.match(request, `\r\nauthorization: Bearer ${testSecret("api key")}\r\n`);
  assert.match(request, /\r\naccept-encoding: identity\r\n/i);
  assert.match(request, /\r\nconnection: keep-alive\r\n/i);
  assert.match(Buffer.from(request, "latin1").toString("utf8"), /\r\n\r\n\{"name":"Zoë"\}$/);
});

test("a compressed body stays compressed: nothing here can be blown up", async () => {
  const server = await serve(
    say("HTTP/1.1 200 OK", "content-encoding: gzip", "content-length: 3", "", "\x1f\x08\x01"),
  );
  const { response } = await transport.exchange(post(server.url));
  assert.equal([...(response?.body ?? [])], [0x1f, 0x08, 0x01]);
  assert.is(response?.headers["content-encoding"], "gzip");
});

test("a refused connection proves that nothing was sent", async () => {
  const exchange = await transport.exchange(post(await closedUrl()));
  assert.equal(seen(exchange), { connected: false, error: "connect" });
  assert.is(exchange.error?.code, "ECONNREFUSED");
});

test("a host name that does not exist proves that nothing was sent", async () => {
  const exchange = await transport.exchange(post("http://nothing.invalid"));
  assert.equal(seen(exchange), { connected: false, error: "dns" });
});

test("a TLS handshake that never ends is a connection that never came about", async () => {
  const server = await serve(() => {});
  const request = post(server.url.replace("http:", "https:"), { connectTimeoutMs: 200 });
  assert.equal(seen(await transport.exchange(request)), { connected: false, error: "timeout" });
});

test("a deadline that ends before the handshake proves that nothing was sent", async () => {
  const server = await serve(() => {});
  const request = post(server.url.replace("http:", "https:"), { deadlineMs: 200 });
  assert.equal(seen(await transport.exchange(request)), { connected: false, error: "timeout" });
});

test("a peer that does not speak TLS gets nothing of the request", async () => {
  const speaker = createTlsServer();
  speaker.on("tlsClientError", () => {});
  const server = await observe(speaker, speaker, "https", () => {}, "secureConnection");
  servers.push(server);
  assert.equal(seen(await transport.exchange(post(server.url))), {
    connected: false,
    error: "connect",
  });
});

test("a certificate that cannot be verified gets nothing, whatever the environment says", async () => {
  const server = await serveTls(sayJson(200, {}));
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    assert.equal(seen(await transport.exchange(post(server.url))), {
      connected: false,
      error: "certificate",
    });
  } finally {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  }
  assert.equal(server.requests, []);
});

test("a certificate for another name gets nothing", async () => {
  const server = await serveTls(sayJson(200, {}));
  const trusting = createTransport({ certificateAuthorities: certificate });
  const url = server.url.replace("127.0.0.1", "127.0.0.2");
  // The certificate lists only 127.0.0.1; some systems do not route the rest of 127/8.
  const { connected } = await trusting.exchange(post(url));
  assert.is(connected, false);
  assert.equal(server.requests, []);
});

test("over TLS a connection is used again", async () => {
  const server = await serveTls(sayJson(200, {}));
  const trusting = createTransport({ certificateAuthorities: certificate });
  for (const _ of [1, 2]) {
    const exchange = await trusting.exchange(post(server.url));
    assert.is(exchange.connected, true);
    assert.is(exchange.response?.ended, "complete");
  }
  assert.is(server.connections(), 1);
  trusting.close();
});

test("a connection that was idle for an instant is fresh enough for a create", async () => {
  const server = await serve(sayJson(200, {}));
  await transport.exchange(post(server.url));
  const second = await transport.exchange(post(server.url));
  assert.is(second.connected, true);
  assert.is(server.connections(), 1);
});

test("a create never takes a connection that was idle for too long, a lookup may", async () => {
  const strict = createTransport({ freshForMs: 0 });
  const server = await serve(sayJson(200, {}));
  await strict.exchange(post(server.url));
  await strict.exchange(post(server.url, { freshConnection: false }));
  assert.is(server.connections(), 1);
  await strict.exchange(post(server.url));
  assert.is(server.connections(), 2);
  strict.close();
});

test("bytes on an idle connection end it and are never taken for the next answer", async () => {
  const closings: Promise<unknown>[] = [];
  const server = await serve((socket, _request, count) => {
    sayJson(200, { id: `asked-${count}` })(socket, "", count);
    closings.push(once(socket, "close"));
    if (count > 1) return;
    setTimeout(() => sayJson(200, { id: "nobody-asked" })(socket, "", count), 30);
  });
  await transport.exchange(post(server.url));
  await Promise.race([...closings, new Promise((resolve) => setTimeout(resolve, 3000))]);
  const second = await transport.exchange(post(server.url));
  assert.is(new TextDecoder().decode(second.response?.body), '{"id":"asked-2"}');
  assert.is(server.connections(), 2);
});

test("a connection whose answer was not whole is not used again", async () => {
  const server = await serve(say("HTTP/1.1 200 OK", "content-length: 9", "", "12345"));
  await transport.exchange(post(server.url, { maximumBytes: 4 }));
  await transport.exchange(post(server.url));
  assert.is(server.connections(), 2);
});

test("ten at once each get their own answer", async () => {
  const server = await serve((socket, request, count) => {
    const body = request.slice(request.indexOf("\r\n\r\n") + 4);
    sayJson(200, { body })(socket, request, count);
  });
  const bodies = Array.from({ length: 10 }, (_, index) => `"${index}"`);
  const exchanges = await Promise.all(
    bodies.map((body) => transport.exchange(post(server.url, { body }))),
  );
  assert.equal(
    exchanges.map(({ response }) => JSON.parse(new TextDecoder().decode(response?.body)).body),
    bodies,
  );
});

test("interrupted beforehand, nothing is sent", async () => {
  const server = await serve(sayJson(200, {}));
  const exchange = await transport.exchange(post(server.url), AbortSignal.abort());
  assert.equal(seen(exchange), { connected: false, error: "aborted" });
  assert.equal(server.requests, []);
});

test("interrupted while connecting, nothing is sent", async () => {
  const server = await serve(() => {});
  const abort = new AbortController();
  const url = server.url.replace("http:", "https:");
  const pending = transport.exchange(post(url), abort.signal);
  setTimeout(() => abort.abort(), 50);
  assert.equal(seen(await pending), { connected: false, error: "aborted" });
});

test("interrupted after sending, the exchange says that it was sent", async () => {
  const abort = new AbortController();
  const server = await serve(() => abort.abort());
  const exchange = await transport.exchange(post(server.url), abort.signal);
  assert.equal(seen(exchange), { connected: true, error: "aborted" });
});

test("interrupted in the body, what came is kept", async () => {
  const abort = new AbortController();
  const server = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{");
    setTimeout(() => abort.abort(), 50);
  });
  const exchange = await transport.exchange(post(server.url), abort.signal);
  assert.equal(seen(exchange), {
    connected: true,
    error: "aborted",
    status: 200,
    body: "{",
    ended: "cut",
  });
});

test("no listener stays behind on a signal that outlives many exchanges", async () => {
  const server = await serve(sayJson(200, {}));
  const abort = new AbortController();
  const counts = { added: 0, removed: 0 };
  const { signal } = abort;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    counts.added += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    counts.removed += 1;
    remove(...given);
  };
  for (const _ of [1, 2, 3]) await transport.exchange(post(server.url), signal);
  assert.equal(counts, { added: 3, removed: 3 });
});

test("a URL that is not HTTP is a bug of ours, and thrown", async () => {
  try {
    await transport.exchange(post("file://"));
    assert.unreachable();
  } catch (error) {
    assert.instance(error, TypeError);
  }
});

test.run();
