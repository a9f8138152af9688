import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { AddressScope } from "../../src/system/http/address-scope.ts";
import { guardedGet, guardedLookup, notPublic } from "../../src/system/http/guarded-get.ts";
import { startProxy } from "../security/connect-proxy.ts";
import { certificate, privateKey } from "./certificate.ts";

/** Tests of each way in which a URL from another author could do harm. */
const Get = suite("a guarded GET");

interface Asked {
  readonly scopes?: readonly AddressScope[];
  readonly deadlineMs?: number;
  readonly host?: string;
}

/** Gets `/jwks` from a server of its own. Returns the result and the server's requests. */
async function get(
  answer: RequestListener,
  { scopes = ["loopback"], deadlineMs = 5_000, host = "127.0.0.1" }: Asked = {},
) {
  const seen: Record<string, unknown>[] = [];
  let connections = 0;
  const server = createServer({ cert: certificate, key: privateKey }, (incoming, outgoing) => {
    seen.push({ ...incoming.headers, path: incoming.url });
    answer(incoming, outgoing);
  });
  server.on("connection", () => (connections += 1));
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const exchange = await guardedGet(new URL(`https://${host}:${port}/jwks`), {
      scopes,
      deadlineMs,
      maximumBytes: 1024 * 1024,
      userAgent: "anon-sync/test",
      proxy: undefined,
      certificateAuthorities: certificate,
    });
    return { ...exchange, seen, connections };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const fine: RequestListener = (_incoming, outgoing) => void outgoing.end('{"keys":[]}');

Get("asks once, for JSON, without any credentials", async () => {
  const { response, seen } = await get(fine);
  assert.equal([response?.status, response?.ended], [200, "complete"]);
  assert.is(new TextDecoder().decode(response?.body), '{"keys":[]}');
  const [{ host: _host, connection: _connection, ...headers } = {}, ...more] = seen;
  assert.equal(more, []);
  assert.equal(headers, {
    path: "/jwks",
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": "anon-sync/test",
  });
});

Get("follows no redirect", async () => {
  const { response, seen } = await get((_incoming, outgoing) => {
    outgoing.writeHead(302, { location: "/elsewhere" }).end();
  });
  assert.equal([response?.status, seen.length], [302, 1]);
});

Get("takes 1 MiB and no more", async () => {
  const { response } = await get((_incoming, outgoing) => {
    outgoing.end(Buffer.alloc(2 * 1024 * 1024, " "));
  });
  assert.equal([response?.ended, response?.body.length], ["too-large", 1024 * 1024]);
});

Get("has one deadline for everything: a byte now and then does not put it off", async () => {
  let timer: NodeJS.Timeout | undefined;
  const { response } = await get(
    (_incoming, outgoing) => {
      timer = setInterval(() => outgoing.write(" "), 50);
    },
    { deadlineMs: 400 },
  );
  clearInterval(timer);
  assert.is(response?.ended, "stalled");
});

Get("connects to no address that is not public, as a number or behind a name", async () => {
  for (const host of ["127.0.0.1", "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"])
    for (const scopes of [["public"], ["public", "private"]] as const) {
      const { error, connected, connections } = await get(fine, { scopes, host });
      assert.equal([error?.code, connected, connections], [notPublic, false, 0], host);
      assert.not.match(error?.message ?? "", "127", "who wrote the URL learns no address");
    }
});

/** Names whose existence no answer may reveal: missing names, and private names. */
const notPublicHosts = {
  "a name of this machine": "localhost",
  "the same with its last dot": "localhost.",
  "a name with one part": "vault",
  "a name that no public DNS has": "vault.corp.internal",
  "a name that there is not": `${"a".repeat(64)}.com`,
  "a private address": "10.0.0.1",
  "an address of this machine": "127.0.0.1",
  "an address of a cloud's metadata": "169.254.169.254",
  "the same in hexadecimal": "0xa9fea9fe",
  "the same as IPv6, mapped": "[::ffff:a9fe:a9fe]",
  "the same behind NAT64": "[64:ff9b::a9fe:a9fe]",
  "the same behind 6to4": "[2002:a9fe:a9fe::1]",
  "a shared address of a provider": "100.64.0.1",
  "the address of nothing": "0.0.0.0",
};

Get(
  "a name that is not there and one that is private get the same answer, byte by byte",
  async () => {
    for (const [why, host] of Object.entries(notPublicHosts)) {
      const { response, ...exchange } = await get(fine, { scopes: ["public"], host });
      const message = "there is no public host of that name";
      assert.equal(
        [response, exchange],
        [
          undefined,
          {
            connected: false,
            error: { kind: "connect", code: notPublic, message },
            seen: [],
            connections: 0,
          },
        ],
        why,
      );
    }
  },
);

Get(
  "a name is looked up once, for the connection, and each of its addresses is judged",
  async () => {
    const answer = await new Promise((resolve) => {
      guardedLookup(["public"])("localhost", { all: true }, (error) => resolve(error?.code));
    });
    assert.is(answer, notPublic);
  },
);

Get("who may reach private addresses is told whether a name is there", async () => {
  const { error } = await get(fine, {
    scopes: ["public", "private"],
    host: `${"a".repeat(64)}.com`,
  });
  assert.is(error?.kind, "dns");
});

const says = (line: string) => (client: Socket) => void client.end(`HTTP/1.1 ${line}\r\n\r\n`);

Get("what a proxy says of a name that it cannot reach, or may not, is not told on", async () => {
  const proxy = await startProxy(says("403 Forbidden"));
  try {
    const plays = [
      says("403 Forbidden"),
      says("502 Bad Gateway"),
      says("504 Gateway Timeout"),
      says("200 OK"),
      (client: Socket) => void client.destroy(),
    ];
    for (const play of plays) {
      proxy.play = play;
      const exchange = await guardedGet(new URL("https://vault.example.com/jwks"), {
        scopes: ["public"],
        deadlineMs: 5_000,
        maximumBytes: 1024,
        userAgent: "anon-sync/test",
        proxy: { url: proxy.url, authorization: undefined },
      });
      assert.equal([exchange.connected, exchange.error?.code], [false, notPublic]);
    }
    assert.is(proxy.heads.length, plays.length, "each was asked");
  } finally {
    await proxy.close();
  }
});

Get("a name that may be asked is connected to", async () => {
  const { response } = await get(fine, { host: "localhost" });
  assert.is(response?.status, 200);
});

Get("a certificate that nobody vouches for is not accepted", async () => {
  // The certificate is for localhost and 127.0.0.1 alone.
  const { error, seen } = await get(fine, { host: "127.0.0.2" });
  assert.equal(seen, []);
  assert.ok(["certificate", "connect"].includes(error?.kind ?? ""), JSON.stringify(error));
});

Get.run();
