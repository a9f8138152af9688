import { lookup as resolve, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { scopeOf, withoutBrackets, type AddressScope } from "./address-scope.ts";
import type { Exchange } from "../../core/exchange.ts";
import { isLocalName } from "../../core/names/local-name.ts";
import { createAgent, createProxyAgent } from "./agent.ts";
import { exchangeOnce } from "./exchange.ts";
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
  /** The proxy on the way; undefined if the way is direct. */
  readonly proxy: Proxy | undefined;
  readonly signal?: AbortSignal;
  /** PEM certificates to trust instead of Node's own; Node's if left out. */
  readonly certificateAuthorities?: string;
}

/**
 * The code of the error of an Exchange whose host was not found, or is at an address that may not be
 * connected to. Which of the two, nobody is told.
 */
export const notPublic = "NOT_PUBLIC";

/**
 * GETs an https URL once, on a connection of its own, without any credentials; follows no redirect
 * and inflates nothing. Resolves with the evidence, as a Transport does.
 *
 * The addresses are checked in the connection's own lookup: whoever answers DNS cannot say one thing
 * to a check and another to the connection. Through a proxy it is the proxy that looks the name up;
 * what that may reach is for the proxy to decide, and only an address in the URL itself is checked.
 *
 * Whoever wrote the URL must not learn which names there are on this network. Unless private
 * addresses may be connected to, there is one error, `notPublic`, for all that ends before a public
 * address was found: no such name, a private address, a DNS server that does not answer. Through a
 * proxy it is the one for all that ends before the connection stands. A name that can only be a
 * local one is not even looked up.
 */
export async function guardedGet(url: URL, options: GuardedGetOptions): Promise<Exchange> {
  const { scopes, certificateAuthorities, proxy } = options;
  const host = withoutBrackets(url.hostname);
  const isAddress = isIP(host) !== 0;
  // A host that is an address is never looked up.
  if (isAddress ? !scopes.includes(scopeOf(host)) : isLocalOnly(host, scopes)) return refusal;
  // Through a proxy nobody here knows it.
  let isAllowed = isAddress && proxy === undefined;
  const lookup = guardedLookup(scopes, () => (isAllowed = true));
  const trust = certificateAuthorities === undefined ? {} : { certificateAuthorities };
  // The proxy's own name is none that the manifest chose: it may well be private.
  const pool =
    proxy === undefined
      ? createAgent(true, { ...trust, lookup })
      : await createProxyAgent(proxy, trust);
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
    const exchange = await exchangeOnce(pool, url, request, options.signal);
    const isTold = exchange.connected || exchange.error?.kind === "aborted" || isAllowed;
    return isTold || scopes.includes("private") ? exchange : refusal;
  } finally {
    pool.close();
  }
}

/** Whether a name can only lead to where none of `scopes` is. */
function isLocalOnly(host: string, scopes: readonly AddressScope[]): boolean {
  return scopes.every((scope) => scope === "public") && isLocalName(host);
}

/**
 * Node's lookup, which refuses a name if any of its addresses may not be connected to, and calls
 * `onAllowed` if all of them may.
 */
export function guardedLookup(
  scopes: readonly AddressScope[],
  onAllowed: () => void = () => {},
): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found: readonly LookupAddress[] = []) => {
      const [first] = found;
      // One that is private among public ones is no accident, and the connection tries them all.
      const isRefused = found.some(({ address }) => !scopes.includes(scopeOf(address)));
      const isAllowed = error === null && !isRefused && first !== undefined;
      if (isAllowed) onAllowed();
      if (error !== null) callback(error, "");
      else if (!isAllowed) callback(refused(), "");
      else if (options.all === true) callback(null, [...found]);
      else callback(null, first.address, first.family);
    });
  };
}

/** Says nothing of the address: who wrote the URL must not learn how names are looked up here. */
const message = "there is no public host of that name";

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: notPublic });
}

const refusal: Exchange = {
  connected: false,
  error: { kind: "connect", code: notPublic, message },
};
