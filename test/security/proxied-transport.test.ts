import { createServer as createTlsServer } from "node:tls";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import { createTransport, type TransportOptions } from "../../src/system/http/transport.ts";
import { proxyOf } from "../../src/system/http/proxy.ts";
import { observe, sayJson, type Answer, type RawServer } from "../api/raw-server.ts";
import * as localhost from "../system/certificate.ts";
import { apiHost, certificate, privateKey } from "./certificate.ts";
import {
  hangingUp,
  saying,
  startProxy,
  tunnelTo,
  type ConnectProxy,
  type Play,
} from "./connect-proxy.ts";
import { testSecret } from "../support/secrets.ts";

/** Tests of the proof in an exchange through a proxy: verdicts depend on this evidence. */
const Proxied = suite("transport through a proxy");

const key = testSecret("proxy");
const body = '{"name":"nobody but the API reads this"}';
const post: HttpRequest = {
  method: "POST",
  url: `https://${apiHost}/org/userPool`,
  headers: { authorization: `Bearer ${key}` },
  body,
  deadlineMs: 5_000,
  connectTimeoutMs: 5_000,
  maximumBytes: 1_000,
  freshConnection: true,
};

const opened: { close(): unknown }[] = [];
Proxied.after.each(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

function opening<One extends { close(): unknown }>(one: One): One {
  opened.push(one);
  return one;
}

/** An API on TLS, a proxy to that API, and a transport through the proxy. */
interface World {
  readonly api: RawServer;
  readonly proxy: ConnectProxy;
  readonly transport: Transport;
}

async function world(
  answer: Answer = sayJson(200, { id: "a" }),
  options: TransportOptions & { readonly user?: string } = {},
  identity = { certificate, privateKey },
): Promise<World> {
  const { user = "", ...rest } = options;
  const tls = createTlsServer({ cert: identity.certificate, key: identity.privateKey });
  tls.on("tlsClientError", () => {});
  const api = opening(await observe(tls, tls, "https", answer, "secureConnection"));
  const proxy = opening(await startProxy(tunnelTo(Number(new URL(api.url).port))));
  const HTTPS_PROXY = proxy.url.replace("//", `//${user}`);
  const made = createTransport({
    certificateAuthorities: identity.certificate,
    proxyOf: (url) => proxyOf({ HTTPS_PROXY }, url),
    ...rest,
  });
  return { api, proxy, transport: opening(made) };
}

function seen({ connected, response, error }: Exchange): object {
  return { connected, error: error?.kind, status: response?.status };
}

const answered = { connected: true, error: undefined, status: 200 };
const notSent = (error: string) => ({ connected: false, error, status: undefined });

Proxied("the proxy is told where to, and reads neither the key nor the body", async () => {
  const { api, proxy, transport } = await world();
  assert.equal(seen(await transport.exchange(post)), answered);
  assert.equal(proxy.targets(), [`${apiHost}:443`]);
  assert.is(api.requests.length, 1);
  assert.match(api.requests[0] ?? "", `Bearer ${key}`);
  assert.match(api.requests[0] ?? "", body);
  assert.not.match(proxy.received(), key);
  assert.not.match(proxy.received(), "nobody but the API");
  assert.not.match(proxy.heads[0] ?? "", /authorization/i);
});

Proxied("a way that was opened is used again", async () => {
  const { api, proxy, transport } = await world();
  for (const _ of [1, 2, 3]) assert.equal(seen(await transport.exchange(post)), answered);
  assert.is(proxy.heads.length, 1);
  assert.is(api.connections(), 1);
});

Proxied("a create never takes a way that was idle for too long, a lookup may", async () => {
  const { proxy, transport } = await world(undefined, { freshForMs: 0 });
  await transport.exchange(post);
  await transport.exchange({ ...post, freshConnection: false });
  assert.is(proxy.heads.length, 1);
  assert.equal(seen(await transport.exchange(post)), answered);
  assert.is(proxy.heads.length, 2);
});

Proxied("ten at once each get their own answer", async () => {
  const { transport } = await world((socket, request, count) => {
    sayJson(200, { body: request.slice(request.indexOf("\r\n\r\n") + 4) })(socket, request, count);
  });
  const bodies = Array.from({ length: 10 }, (_, index) => `"${index}"`);
  const exchanges = await Promise.all(
    bodies.map((one) => transport.exchange({ ...post, body: one })),
  );
  const texts = exchanges.map(({ response }) => new TextDecoder().decode(response?.body));
  assert.equal(
    texts.map((text) => JSON.parse(text).body),
    bodies,
  );
});

const json = "content-type: application/json";
const impostor = '{"id":"an id that only the API may give"}';
const refusals: readonly (readonly [string, Play])[] = [
  ["407", saying("HTTP/1.1 407 X", "proxy-authenticate: Basic", "content-length: 0", "", "")],
  ["403", hangingUp("HTTP/1.1 403 Forbidden", "content-length: 0", "", "")],
  ["502", hangingUp("HTTP/1.1 502 Bad Gateway", "content-length: 0", "", "")],
  ["a redirect", saying("HTTP/1.1 302 X", "location: https://evil.example", "", "")],
  ["404 as the API would say it", saying("HTTP/1.1 404 X", json, "content-length: 2", "", "{}")],
  ["201 with an id", saying("HTTP/1.1 201 X", json, `content-length: 41`, "", impostor)],
  ["100", saying("HTTP/1.1 100 Continue", "", "")],
  ["garbage", saying("garbage", "", "")],
  ["a head that is none", saying("", "", "")],
  ["a header that is none", saying("HTTP/1.1 200 OK", "garbage", "", "")],
  ["half a head and an end", hangingUp("HTTP/1.1 200 Conn")],
  ["an end at once", (client) => void client.end()],
  ["a close at once", (client) => void client.destroy()],
  ["a reset at once", (client) => void client.resetAndDestroy()],
  ["silence", () => {}],
  ["half a head and silence", saying("HTTP/1.1 200 Conn")],
];
for (const [what, play] of refusals) {
  Proxied(`a proxy that answers CONNECT with ${what} has sent nothing on`, async () => {
    const { api, proxy, transport } = await world(undefined, { proxyTimeoutMs: 200 });
    proxy.play = play;
    assert.equal(seen(await transport.exchange(post)), notSent("proxy"));
    assert.is(proxy.heads.length, 1, "asked once");
    assert.is(api.connections(), 0);
    assert.not.match(proxy.received(), key);
    // The failure does not spoil the next exchange.
    proxy.play = tunnelTo(Number(new URL(api.url).port));
    assert.equal(seen(await transport.exchange(post)), answered);
  });
}

Proxied("a proxy that answers without an end is given up in time", async () => {
  const { proxy, transport } = await world(undefined, { proxyTimeoutMs: 300 });
  proxy.play = (client) => {
    const more = (): void => {
      while (!client.destroyed && client.write(`x: ${"x".repeat(60_000)}\r\n`));
      client.once("drain", more);
    };
    client.write("HTTP/1.1 200 OK\r\n");
    more();
  };
  assert.equal(seen(await transport.exchange(post)), notSent("proxy"));
});

Proxied("a proxy that is not there has sent nothing on", async () => {
  const { proxy, transport } = await world();
  await proxy.close();
  assert.equal(seen(await transport.exchange(post)), notSent("proxy"));
});

const open = "HTTP/1.1 200 OK\r\n\r\n";
const halfOpen: readonly (readonly [string, string, Play])[] = [
  ["and hangs up", "connect", (client) => void client.end(open)],
  [
    "and speaks something else than TLS",
    "connect",
    (client) => {
      client.once("data", () => client.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
      client.write(open);
    },
  ],
  ["and leads nowhere", "timeout", (client) => void client.write(open)],
];
for (const [what, kind, play] of halfOpen) {
  Proxied(`a proxy that opens the way ${what} has got nothing of the request`, async () => {
    const { proxy, transport } = await world();
    proxy.play = play;
    const exchange = await transport.exchange({ ...post, connectTimeoutMs: 300 });
    assert.equal(seen(exchange), notSent(kind));
    assert.not.match(proxy.received(), key);
  });
}

Proxied("what comes with the proxy's yes is not taken for an answer", async () => {
  const { proxy, transport } = await world();
  const answer = `HTTP/1.1 200 X\r\ncontent-length: ${impostor.length}\r\n\r\n${impostor}`;
  proxy.play = (client) => void client.write(`${open}${answer}`);
  const exchange = await transport.exchange({ ...post, connectTimeoutMs: 300 });
  assert.is(exchange.connected, false);
  assert.is(exchange.response, undefined);
});

Proxied("a proxy that answers in the API's place is shown no key", async () => {
  const { api, transport } = await world(undefined, {}, localhost);
  assert.equal(seen(await transport.exchange(post)), notSent("certificate"));
  assert.equal(api.requests, []);
});

Proxied("where the API is an address, the proxy's own certificate does not do", async () => {
  // The proxy's name is localhost, and this certificate is for localhost.
  const { api, transport } = await world(undefined, {}, localhost);
  const exchange = await transport.exchange({ ...post, url: "https://192.0.2.1/org/userPool" });
  assert.equal(seen(exchange), notSent("certificate"));
  assert.equal(api.requests, []);
});

Proxied("where the API is an address, a certificate for it does", async () => {
  const { proxy, transport } = await world();
  const exchange = await transport.exchange({ ...post, url: "https://192.0.2.1:444/org/userPool" });
  assert.equal(seen(exchange), answered);
  assert.equal(proxy.targets(), ["192.0.2.1:444"]);
});

Proxied("a certificate is verified, whatever the environment says", async () => {
  const { api, transport } = await world(undefined, { certificateAuthorities: undefined });
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    assert.equal(seen(await transport.exchange(post)), notSent("certificate"));
  } finally {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  }
  assert.equal(api.requests, []);
});

Proxied("user and password go to the proxy and to nobody else", async () => {
  const { api, proxy, transport } = await world(undefined, { user: "user:pass%20word@" });
  assert.equal(seen(await transport.exchange(post)), answered);
  const basic = Buffer.from("user:pass word").toString("base64");
  assert.match(proxy.heads[0] ?? "", `\r\nProxy-Authorization: Basic ${basic}\r\n`);
  assert.not.match(api.requests[0] ?? "", /proxy-authorization/i);
});

Proxied("an https proxy is spoken to over TLS, its certificate verified", async () => {
  for (const trusted of [true, false]) {
    const { api } = await world();
    const server = createTlsServer({ cert: localhost.certificate, key: localhost.privateKey });
    server.on("tlsClientError", () => {});
    const play = tunnelTo(Number(new URL(api.url).port));
    const proxy = opening(await startProxy(play, server, "secureConnection"));
    const way = { url: proxy.url.replace("http:", "https:"), authorization: "Basic c2VjcmV0" };
    const both = `${certificate}${localhost.certificate}`;
    const transport = opening(
      createTransport({
        certificateAuthorities: trusted ? both : certificate,
        proxyOf: () => way,
      }),
    );
    const expected = trusted ? answered : notSent("proxy");
    assert.equal(seen(await transport.exchange(post)), expected);
    assert.is(proxy.heads.length, trusted ? 1 : 0);
  }
});

Proxied("a connection that breaks after the request was sent says so", async () => {
  const { transport } = await world((socket) => socket.destroy());
  assert.equal(seen(await transport.exchange(post)), {
    connected: true,
    error: "cut",
    status: undefined,
  });
});

Proxied("a redirect is an answer, and no way is opened to where it points", async () => {
  const answer = sayJson(307, {}, ["location: https://evil.example/org/userPool"]);
  const { proxy, transport } = await world(answer);
  assert.equal(seen(await transport.exchange(post)), { ...answered, status: 307 });
  assert.equal(proxy.targets(), [`${apiHost}:443`]);
});

Proxied("interrupted while the proxy is silent, nothing is sent and nothing stays", async () => {
  const { proxy, transport } = await world(undefined, { proxyTimeoutMs: 600_000 });
  const abort = new AbortController();
  const closed = new Promise((resolve) => {
    proxy.play = (client) => {
      client.once("close", resolve);
      abort.abort();
    };
  });
  assert.equal(seen(await transport.exchange(post, abort.signal)), notSent("aborted"));
  transport.close();
  await closed;
});

Proxied.run();
