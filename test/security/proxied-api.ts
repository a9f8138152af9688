import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { forwarding } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { apiHost, certificate, privateKey } from "./certificate.ts";
import { startProxy, tunnelTo, type ConnectProxy, type Play } from "./connect-proxy.ts";

/** An API under a name that only a proxy can resolve. */
export interface ProxiedApi {
  readonly emulator: TestEmulator;
  readonly proxy: ConnectProxy;
  /** Opens the tunnel to the API, which is the proxy's default. */
  readonly tunnel: Play;
  /** The Authorization header of each request to the API. */
  readonly authorizations: readonly (string | undefined)[];
  /** The variables that the command needs to reach the API, with those for the proxy. */
  readonly env: Readonly<Record<string, string>>;
}

export const proxyPassword = "pass-word+of/the~proxy";

/** Returns a test with an API and a proxy of its own, which are closed even if the test fails. */
export function withProxiedApi(test: (api: ProxiedApi) => Promise<void>): () => Promise<void> {
  return async () => {
    const emulator = await testEmulator();
    const authorizations: (string | undefined)[] = [];
    const server = createServer({ cert: certificate, key: privateKey }, forwarding(emulator.url));
    server.on("request", ({ headers }) => authorizations.push(headers.authorization));
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const tunnel = tunnelTo((server.address() as AddressInfo).port);
    const proxy = await startProxy(tunnel);
    const authority = join(temporaryFolder(), "authority.pem");
    writeFileSync(authority, certificate);
    const user = `someone:${encodeURIComponent(proxyPassword)}@`;
    const env = {
      ANON_BASE_URL: `https://${apiHost}`,
      ANON_API_KEY: emulator.apiKey,
      HTTPS_PROXY: proxy.url.replace("//", `//${user}`),
      NODE_EXTRA_CA_CERTS: authority,
    };
    try {
      await test({ emulator, proxy, tunnel, authorizations, env });
    } finally {
      await proxy.close();
      server.close();
      server.closeAllConnections();
      await emulator.close();
    }
  };
}
