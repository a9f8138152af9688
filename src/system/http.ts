import type { Transport } from "../core/exchange.ts";
import type { AgentOptions, PooledAgent } from "./http-agent.ts";

/** What a transport may be given. */
export interface TransportOptions extends AgentOptions {
  /**
   * How long an idle connection counts as fresh; 1000 ms where left out. A stale one would turn a
   * whole batch of creates unknown (design section 6, step 4).
   */
  readonly freshForMs?: number;
}

/**
 * A transport over node:http and node:https with keep-alive connections, loaded at its first
 * request. Idle connections keep no process alive.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const freshForMs = options.freshForMs ?? 1000;
  const pools = new Map<string, PooledAgent>();

  return {
    async exchange(request, signal) {
      const url = new URL(request.url);
      if (url.protocol !== "https:" && url.protocol !== "http:")
        throw new TypeError(`no transport for ${url.protocol}`);
      const [{ createAgent }, { exchangeOnce }] = await Promise.all([
        import("./http-agent.ts"),
        import("./http-exchange.ts"),
      ]);
      let pool = pools.get(url.protocol);
      if (pool === undefined) {
        pool = createAgent(url.protocol === "https:", options);
        pools.set(url.protocol, pool);
      }
      if (request.freshConnection) pool.closeIdle(freshForMs);
      return exchangeOnce(pool, url, request, signal);
    },

    close() {
      for (const pool of pools.values()) pool.closeIdle(0);
    },
  };
}
