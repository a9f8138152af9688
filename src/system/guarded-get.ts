import { lookup as resolve, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { scopeOf, withoutBrackets, type AddressScope } from "../core/address-scope.ts";
import type { Exchange } from "../core/exchange.ts";
import { createAgent, createProxyAgent } from "./http-agent.ts";
import { exchangeOnce } from "./http-exchange.ts";
import type { Proxy } from "./proxy.ts";

/** How to get what stands at a URL that somebody else wrote. */
export interface GuardedGetOptions {
  /** Addresses that may be connected to; see AddressScope. */
  readonly scopes: readonly AddressScope[];
  /** For everything together, name to last byte. */
  readonly deadlineMs: number;
  /** A longer body is cut off here. */
  readonly maximumBytes: number;
  readonly userAgent: string;
  /** The proxy on the way; undefined where the way is direct. */
  readonly proxy: Proxy | undefined;
  readonly signal?: AbortSignal;
  /** PEM certificates to trust instead of Node's own; Node's where left out. */
  readonly certificateAuthorities?: string;
}

/** The code of the error of an Exchange whose host is at an address that may not be connected to. */
export const refusedAddress = "REFUSED_ADDRESS";

/**
 * GETs an https URL once, on a connection of its own, without any credentials; follows no redirect
 * and inflates nothing. Resolves with the evidence, as a Transport does.
 *
 * The addresses are checked in the connection's own lookup: whoever answers DNS cannot say one thing
 * to a check and another to the connection. Through a proxy it is the proxy that looks the name up;
 * what that may reach is for the proxy to decide, and only an address in the URL itself is checked.
 */
export async function guardedGet(url: URL, options: GuardedGetOptions): Promise<Exchange> {
  const { scopes, certificateAuthorities, proxy } = options;
  const host = withoutBrackets(url.hostname);
  // What is an address already is never looked up.
  if (isIP(host) !== 0 && !scopes.includes(scopeOf(host)))
    return { connected: false, error: errorOf(refused()) };
  const agentOptions = {
    lookup: guardedLookup(scopes),
    ...(certificateAuthorities !== undefined && { certificateAuthorities }),
  };
  const pool =
    proxy === undefined
      ? createAgent(true, agentOptions)
      : await createProxyAgent(proxy, agentOptions);
  try {
    const request = {
      method: "GET",
      url: url.href,
      headers: { accept: "application/json", "user-agent": options.userAgent },
      deadlineMs: options.deadlineMs,
      connectTimeoutMs: options.deadlineMs,
      maximumBytes: options.maximumBytes,
      freshConnection: true,
    } as const;
    return await exchangeOnce(pool, url, request, options.signal);
  } finally {
    pool.close();
  }
}

/** Node's lookup, which refuses a name where any of its addresses may not be connected to. */
export function guardedLookup(scopes: readonly AddressScope[]): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found: readonly LookupAddress[] = []) => {
      const [first] = found;
      // One that is private among public ones is no accident, and the connection tries them all.
      const isRefused = found.some(({ address }) => !scopes.includes(scopeOf(address)));
      if (error !== null) callback(error, "");
      else if (isRefused || first === undefined) callback(refused(), "");
      else if (options.all === true) callback(null, [...found]);
      else callback(null, first.address, first.family);
    });
  };
}

/** Says nothing of the address: who wrote the URL must not learn how names are looked up here. */
function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error("the address may not be connected to"), { code: refusedAddress });
}

function errorOf(error: NodeJS.ErrnoException) {
  return { kind: "connect", code: refusedAddress, message: error.message } as const;
}
