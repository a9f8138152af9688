/**
 * Top-level names that the public DNS never has: RFC 6761, 6762, 7686 and 9476, ICANN's `internal`,
 * the names that ICANN withholds since networks use them (name collision report, 2014), and the
 * names that routers and companies write.
 */
const localEnds: ReadonlySet<string> = new Set([
  "alt",
  "corp",
  "example",
  "home",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "mail",
  "onion",
  "private",
  "test",
]);

/**
 * Whether a host name can only be one of a local network: it has a single part, or an end that the
 * public DNS does not have. `hostname` as the URL parser writes it.
 */
export function isLocalName(hostname: string): boolean {
  const labels = hostname.replace(/\.$/, "").split(".");
  const end = labels.at(-1) ?? "";
  return labels.length < 2 || localEnds.has(end) || labels.slice(-2).join(".") === "home.arpa";
}
