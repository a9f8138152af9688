/**
 * Checks that a secret may be sent to a URL: https, or http on this machine (docs/design.md#3-manifest). Answers the
 * normalised URL without a slash at its end, or what is wrong, to follow "The URL". The text itself
 * is in no answer: it may hold a password.
 */
export function checkEndpoint(text: string): { readonly url: string } | { readonly wrong: string } {
  // URL parsers drop white space silently, and an empty query or fragment leaves no trace.
  if (/[\s\p{Cc}]/u.test(text)) return { wrong: "holds white space" };
  if (/[?#]/.test(text)) return { wrong: "has a query or a fragment" };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { wrong: "is not a URL" };
  if (url.username !== "" || url.password !== "")
    return { wrong: "holds a user name or a password" };
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(url.hostname)))
    return { wrong: "is neither https, nor http on this machine (loopback)" };
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}

/**
 * Whether a host is this machine, by its name alone. `hostname` as the URL parser writes it: IPv4
 * in four decimal parts, IPv6 shortened in brackets.
 */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
