import { isIP, isIPv6 } from "node:net";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { isLoopbackHost } from "../../core/wire/endpoint.ts";

/** An HTTP proxy that carries TLS connections (CONNECT). */
export interface Proxy {
  /** Its URL without user and password, so no output and no log can hold them. */
  readonly url: string;
  /** The Proxy-Authorization header; undefined if the proxy asks for none. */
  readonly authorization: string | undefined;
}

/** Environment variables, by name. */
type Variables = Readonly<Record<string, string | undefined>>;

/** The variables by precedence, as in curl. An empty variable counts as not set. */
const proxyNames = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] as const;
const exceptionNames = ["no_proxy", "NO_PROXY"] as const;

/**
 * The proxy on the way to a URL; undefined if the way is direct: for plain http, which only goes
 * to this machine, for this machine itself, and for what NO_PROXY names. Throws a Failure if the
 * variable does not hold a proxy's URL; its text, which may hold a password, is in no message.
 */
export function proxyOf(variables: Variables, url: URL): Proxy | undefined {
  if (url.protocol !== "https:" || isLoopbackHost(url.hostname)) return undefined;
  const name = proxyNames.find((candidate) => variables[candidate]);
  if (name === undefined || isException(variables, url)) return undefined;
  const proxy = parseProxy(variables[name] ?? "");
  if (proxy !== undefined) return proxy;
  throw failure(
    exitCode.invalid,
    "invalid-proxy",
    `${name} does not hold the URL of an HTTP proxy. Nothing was sent.`,
    `Set ${name} to one such as http://proxy.example:3128 (SOCKS proxies are not supported), or put ${url.hostname} into NO_PROXY.`,
  );
}

function parseProxy(text: string): Proxy | undefined {
  const whole = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) return undefined;
  const userInfo = decoded(url);
  if (userInfo === undefined) return undefined;
  const authorization =
    userInfo === ":" ? undefined : `Basic ${Buffer.from(userInfo).toString("base64")}`;
  return { url: url.origin, authorization };
}

/** `user:password`; undefined if a percent sign is not an escape. */
function decoded({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return undefined;
  }
}

/**
 * Whether NO_PROXY names the URL's host. Commas or white space separate the entries. An entry is
 * `*` for all hosts, or a host, which includes its subdomains, with or without a dot (or `*.`)
 * before it. A host may have a port. There is no standard: we do as curl does, but without its
 * address ranges.
 */
function isException(variables: Variables, url: URL): boolean {
  const name = exceptionNames.find((candidate) => variables[candidate]);
  const entries = (name === undefined ? "" : (variables[name] ?? "")).split(/[\s,]+/);
  const host = bareHost(url.hostname);
  return entries.some((entry) => {
    if (entry === "*") return true;
    const [, named = "", port] = isIPv6(entry) ? [entry, entry] : (hostAndPort.exec(entry) ?? []);
    const wanted = bareHost(named.replace(/^\*?\./, ""));
    if (wanted === "" || (port !== undefined && port !== (url.port || "443"))) return false;
    return host === wanted || (isIP(host) === 0 && host.endsWith(`.${wanted}`));
  });
}

const hostAndPort = /^(.*?)(?::(\d+))?$/;

/** Returns a host in lower case, without brackets, and without the dot that ends a full name. */
function bareHost(host: string): string {
  return host.toLowerCase().replaceAll(/^\[|\]$|\.$/g, "");
}
