import { lookup as resolve, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { scopeOf, withoutBrackets, type AddressScope } from "./address-scope.ts";
import type { Exchange } from "../../core/exchange.ts";
import { isLocalName } from "../../core/names/local-name.ts";
import { createAgent, createProxyAgent } from "./agent.ts";
import { exchangeOnce } from "./exchange.ts";
import type { Proxy } from "./proxy.ts";

/** The options of a GET of a URL that another person wrote. */
export interface GuardedGetOptions {
  /** The scopes of the addresses that we may connect to; see AddressScope. */
  readonly scopes: readonly AddressScope[];
  /** The time for all steps together, from the lookup to the last byte, in milliseconds. */
  readonly deadlineMs: number;
  /** The length at which a longer body is cut off. */
  readonly maximumBytes: number;
  readonly userAgent: string;
  /** The proxy on the way; undefined if the way is direct. */
  readonly proxy: Proxy | undefined;
  readonly signal?: AbortSignal;
  /** PEM certificates to trust instead of Node's own; Node's if left out. */
  readonly certificateAuthorities?: string;
}

/**
 * The error code of an Exchange if the host was not found, or has an address that we may not
 * connect to. The code is the same for both cases, on purpose.
 */
export const notPublic = "NOT_PUBLIC";

/**
 * GETs an https URL once, on a connection of its own, without any credentials; follows no redirect
 * and inflates nothing. Resolves with the evidence, as a Transport does.
 *
 * The connection's own lookup checks the addresses: a DNS server cannot give a check one address
 * and the connection another. A proxy looks names up itself, and decides which hosts it may reach.
 * With a proxy we check only an address in the URL itself.
 *
 * The author of the URL must not find out which names exist on this network. Unless `scopes` has
 * "private", all failures before a public address is found have one error, `notPublic`: no such
 * name, a private address, a DNS server that does not answer. With a proxy, `notPublic` stands for
 * all failures before the connection is open. We never look up a name that can only be local.
 */
export async function guardedGet(url: URL, options: GuardedGetOptions): Promise<Exchange> {
  const { scopes, certificateAuthorities, proxy } = options;
  const host = withoutBrackets(url.hostname);
  const isAddress = isIP(host) !== 0;
  // A host that is an address is never looked up.
  if (isAddress ? !scopes.includes(scopeOf(host)) : isLocalOnly(host, scopes)) return refusal;
  // With a proxy we cannot find out whether the host is allowed.
  let isAllowed = isAddress && proxy === undefined;
  const lookup = guardedLookup(scopes, () => (isAllowed = true));
  const trust = certificateAuthorities === undefined ? {} : { certificateAuthorities };
  // The manifest does not choose the proxy's host, so the proxy may be private.
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

/** Whether a name can only lead to addresses outside `scopes`. */
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
      // A private address among public addresses is no accident, and the connection tries them all.
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

/** The message does not name the address: the URL's author must not find out our lookup results. */
const message = "there is no public host of that name";

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: notPublic });
}

const refusal: Exchange = {
  connected: false,
  error: { kind: "connect", code: notPublic, message },
};
