/**
 * Whether a host is this machine, by its name alone. `hostname` as the URL parser writes it: IPv4 in
 * four decimal parts, IPv6 shortened in brackets.
 */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
