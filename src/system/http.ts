import type { Transport } from "../core/exchange.ts";
import type { AgentOptions, PooledAgent } from "./http-agent.ts";
import type { Proxy } from "./proxy.ts";

/** What a transport may be given. */
export interface TransportOptions extends AgentOptions {
  /**
   * How long an idle connection counts as fresh; 1000 ms where left out. A stale one would turn a
   * whole batch of creates unknown (design section 6, step 4).
   */
  readonly freshForMs?: number;
  /** The proxy on the way to a URL, asked once for each origin; none where left out. */
  readonly proxyOf?: (url: URL) => Proxy | undefined;
}

/**
 * A transport over node:http and node:https with keep-alive connections, loaded at its first
 * request; what speaks to proxies is loaded where there is one. Idle connections keep no process
 * alive.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const freshForMs = options.freshForMs ?? 1000;
  const pools = new Map<string, Promise<PooledAgent>>();

  async function makePool(url: URL): Promise<PooledAgent> {
    const { createAgent, createProxyAgent } = await import("./http-agent.ts");
    const proxy = options.proxyOf?.(url);
    return proxy === undefined
      ? createAgent(url.protocol === "https:", options)
      : createProxyAgent(proxy, options);
  }

  return {
    async exchange(request, signal) {
      const url = new URL(request.url);
      if (url.protocol !== "https:" && url.protocol !== "http:")
        throw new TypeError(`no transport for ${url.protocol}`);
      let making = pools.get(url.origin);
      if (making === undefined) {
        making = makePool(url);
        pools.set(url.origin, making);
      }
      const [pool, { exchangeOnce }] = await Promise.all([making, import("./http-exchange.ts")]);
      if (request.freshConnection) pool.closeIdle(freshForMs);
      return exchangeOnce(pool, url, request, signal);
    },

    close() {
      for (const making of pools.values())
        // A pool that could not be made has told its requests so.
        void making.then((pool) => pool.close()).catch(() => undefined);
    },
  };
}
