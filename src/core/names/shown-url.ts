/** A URL as people see it. */
export interface ShownUrl {
  /** In ASCII: the host in punycode (RFC 3492), the rest percent-encoded. */
  readonly text: string;
  /** The registered part of the host, if a reader may not see it at a glance. */
  readonly at?: string;
}

/** Second levels under which names are registered in a country: `co.uk`. */
const secondLevel =
  /^(ac|co|com|edu|go|gob|gov|govt|gv|id|in|lg|ltd|me|mil|ne|net|nhs|nom|or|org|plc|sch)$/;

/**
 * Returns how to show an http(s) URL; undefined for any other text. An ASCII URL stays as it is, so
 * two different URLs look different. `at` is left out if the host is a registered name with at most
 * one part before it, all in plain ASCII: the URL itself shows the registered part.
 */
export function shownUrl(text: string): ShownUrl | undefined {
  const [, scheme = "", authority = "", rest = ""] =
    /^(https?:\/\/)([^\s/?#]+)(\S*)$/i.exec(text) ?? [];
  if (authority === "" || !URL.canParse(text)) return undefined;
  const { host, hostname, username, password } = new URL(text);
  const user = username === "" && password === "" ? "" : `${username}:${password}@`;
  const ascii = isAscii(authority) ? authority : `${user}${host}`;
  const shown = `${scheme}${ascii}${isAscii(rest) ? rest : encoded(rest)}`;
  const owner = registeredPart(hostname);
  const [before = "", ...more] = hostname
    .slice(0, -owner.length - 1)
    .split(".")
    .toReversed();
  const isPlain =
    more.length === 0 &&
    before.length + owner.length <= 60 &&
    !/(^|\.)xn--/.test(hostname) &&
    authority.toLowerCase().replace(/:\d*$/, "") === hostname;
  return isPlain ? { text: shown } : { text: shown, at: owner };
}

/** Returns a URL for a line of prose, with its registered part; another text stays as it is. */
export function urlInProse(text: string): string {
  const url = shownUrl(text);
  if (url === undefined) return text;
  return url.at === undefined ? url.text : `${url.text} (at ${url.at})`;
}

/**
 * Returns the end of a host that decides its owner, an IP address as a whole. We do without the
 * list of public suffixes, which is larger than all of our code: `a.github.io` gives `github.io`.
 */
function registeredPart(hostname: string): string {
  if (/^\[|^[\d.]+$/.test(hostname)) return hostname;
  const labels = hostname.replace(/\.$/, "").split(".");
  const isCountry = labels.at(-1)?.length === 2 && secondLevel.test(labels.at(-2) ?? "");
  return labels.slice(isCountry ? -3 : -2).join(".");
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** Percent-encodes all but ASCII; half a surrogate pair, which no UTF-8 has, as U+FFFD. */
function encoded(text: string): string {
  return text.replace(/\P{ASCII}+/gu, (run) => encodeURIComponent(run.toWellFormed()));
}
