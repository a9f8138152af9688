import { once } from "node:events";
import { request as forward, type RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { testEmulator, type TestEmulator } from "./emulator.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** An API that, from the command's view, is on another machine: https, and no loopback. */
export interface Remote {
  /** `https://0.0.0.0:PORT`, which leads to this machine on Linux and macOS. */
  readonly url: string;
  /** The variables that the command needs to reach the API. */
  readonly env: Readonly<Record<string, string>>;
  /** The emulator behind the API, with its own console. */
  readonly emulator: TestEmulator;
}

/** Whether `https://0.0.0.0` leads to this machine. */
export const hasRemote = process.platform !== "win32";

/** Returns a test with a remote API of its own, which is closed even if the test fails. */
export function withRemote(test: (remote: Remote) => Promise<void>): () => Promise<void> {
  return async () => {
    const emulator = await testEmulator();
    const server = createServer({ cert: certificate, key: privateKey }, forwarding(emulator.url));
    server.listen(0, "0.0.0.0");
    await once(server, "listening");
    const url = `https://0.0.0.0:${(server.address() as AddressInfo).port}`;
    const authority = join(temporaryFolder(), "authority.pem");
    writeFileSync(authority, certificate);
    const env = {
      ANON_BASE_URL: url,
      ANON_API_KEY: emulator.apiKey,
      NODE_EXTRA_CA_CERTS: authority,
    };
    try {
      await test({ url, env, emulator });
    } finally {
      server.close();
      server.closeAllConnections();
      await emulator.close();
    }
  };
}

/** Forwards every request to the server at this URL, and the server's answer back. */
export function forwarding(to: string): RequestListener {
  return (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const { host } = new URL(to);
    // Each request has a connection of its own: the server may close a kept connection at this very
    // moment.
    const onward = forward(`${to}${url}`, {
      agent: false,
      method,
      headers: { ...headers, host },
    });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => incoming.socket.destroy());
    incoming.pipe(onward);
  };
}

/** Self-signed for 0.0.0.0, for tests only: it protects nothing. Valid from 2020 to 2120. */
const certificate = pem("CERTIFICATE", [
  "MIIBYDCCAQagAwIBAgIBAjAKBggqhkjOPQQDAjAWMRQwEgYDVQQDDAtyZW1vdGUu",
  "dGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFjEUMBIGA1UE",
  "AwwLcmVtb3RlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASLRu2A8YXO",
  "vxCN+DqTYCZnyoSVF1TwQTTbjQKe4dZrvs6RyRYVeCxuXs6zdpJeQiMAHNlYb35P",
  "0GK53v2Ydr48o0MwQTAPBgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaHBAAAAAAw",
  "HQYDVR0OBBYEFHCtXaQ0vfjylmV1PExwmbJqyZWtMAoGCCqGSM49BAMCA0gAMEUC",
  "IQD51W7ypvAdIdeZCGetPt/9UIoT8Q0Juo/MNwhSkM3SPgIgC9iZKqpR2+qrh8Df",
  "/qiTNTaUwdNslcLufYFOizhFu8M=",
]);

const privateKey = pem("PRIVATE KEY", [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4bTS2XMS9vST2aAs",
  "IIMkwJPU+Y5tWFG3CUrj1W4yYmehRANCAASLRu2A8YXOvxCN+DqTYCZnyoSVF1Tw",
  "QTTbjQKe4dZrvs6RyRYVeCxuXs6zdpJeQiMAHNlYb35P0GK53v2Ydr48",
]);

function pem(label: string, lines: readonly string[]): string {
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
