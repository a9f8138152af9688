import type { Transport } from "../../core/exchange.ts";
import type { AgentOptions, PooledAgent } from "./agent.ts";
import type { exchangeOnce } from "./exchange.ts";
import type { Proxy } from "./proxy.ts";

/** The options of a transport. */
export interface TransportOptions extends AgentOptions {
  /**
   * How long an idle connection counts as fresh; 1000 ms if left out. A stale one would turn a
   * whole batch of creates unknown (docs/design.md#6-apply-one-create, step 4).
   */
  readonly freshForMs?: number;
  /** The proxy on the way to a URL, asked once for each origin; none if left out. */
  readonly proxyOf?: (url: URL) => Proxy | undefined;
}

/** The state that the requests to one origin share. */
interface Origin {
  readonly pool: PooledAgent;
  readonly exchangeOnce: typeof exchangeOnce;
}

/**
 * A transport over node:http and node:https with keep-alive connections, loaded at its first
 * request; what speaks to proxies is loaded if there is one. Idle connections keep no process
 * alive.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const freshForMs = options.freshForMs ?? 1000;
  const origins = new Map<string, Promise<Origin>>();

  async function open(url: URL): Promise<Origin> {
    if (url.protocol !== "https:" && url.protocol !== "http:")
      throw new TypeError(`no transport for ${url.protocol}`);
    const { createAgent, createProxyAgent } = await import("./agent.ts");
    const proxy = options.proxyOf?.(url);
    const pool =
      proxy === undefined
        ? createAgent(url.protocol === "https:", options)
        : await createProxyAgent(proxy, options);
    const { exchangeOnce } = await import("./exchange.ts");
    return { pool, exchangeOnce };
  }

  return {
    async exchange(request, signal) {
      const url = new URL(request.url);
      let opening = origins.get(url.origin);
      if (opening === undefined) {
        opening = open(url);
        origins.set(url.origin, opening);
      }
      const { pool, exchangeOnce } = await opening;
      if (request.freshConnection) pool.closeIdle(freshForMs);
      return exchangeOnce(pool, url, request, signal);
    },

    close() {
      for (const opening of origins.values())
        // If an origin could not be opened, its requests have already reported the error.
        void opening.then(({ pool }) => pool.close()).catch(() => undefined);
    },
  };
}
