import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { AddressScope } from "../../src/core/address-scope.ts";
import { guardedGet, refusedAddress } from "../../src/system/guarded-get.ts";
import { certificate, privateKey } from "./certificate.ts";

/** What stands at a URL that somebody else wrote: each way in which it could do harm. */
const Get = suite("a guarded GET");

interface Asked {
  readonly scopes?: readonly AddressScope[];
  readonly deadlineMs?: number;
  readonly host?: string;
}

/** Gets `/jwks` from a server of its own; answers what came and which requests the server saw. */
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
      assert.equal([error?.code, connected, connections], [refusedAddress, false, 0], host);
      assert.not.match(error?.message ?? "", "127", "who wrote the URL learns no address");
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
