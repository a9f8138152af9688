/** The reach of an IP address: everybody, this machine alone, or one network only. */
export type AddressScope = "public" | "loopback" | "private";

/** The IPv4 blocks that are not public (IANA's special-purpose registry), and their bits. */
const privateBlocks: readonly (readonly [block: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/**
 * Returns the scope of an IP address as resolvers and URLs write it (IPv6 with or without
 * brackets). A text that is no address, or an address in no block known to be public, counts as
 * private.
 */
export function scopeOf(address: string): AddressScope {
  const bare = withoutBrackets(address).replace(/%.*$/, "");
  if (!bare.includes(":")) return scopeOfIPv4(numberOf(bare));
  const groups = groupsOf(bare);
  if (groups === undefined) return "private";
  const [first = 0, second = 0] = groups;
  const isEmbedding = isZero(groups.slice(0, 5)) && (groups[5] === 0xffff || groups[5] === 0);
  if (isEmbedding && groups[5] === 0 && isZero(groups.slice(0, 7)))
    return groups[7] === 1 ? "loopback" : "private";
  // An IPv6 address that embeds an IPv4 address has its scope: mapped, compatible, NAT64.
  const isTranslated = first === 0x64 && second === 0xff9b && isZero(groups.slice(2, 6));
  if (isEmbedding || isTranslated) return scopeOfIPv4(join(groups[6], groups[7]));
  if (first === 0x2002) return scopeOfIPv4(join(groups[1], groups[2]));
  // IANA gave out 2000::/3 only. Three blocks in it are not public: 2001::/23, 2001:db8::/32,
  // 3fff::/20.
  const isGiven = first >= 0x2000 && first < 0x4000;
  const isSpecial =
    (first === 0x2001 && (second < 0x200 || second === 0xdb8)) ||
    (first === 0x3fff && second < 0x1000);
  return isGiven && !isSpecial ? "public" : "private";
}

function scopeOfIPv4(address: number | undefined): AddressScope {
  if (address === undefined) return "private";
  if (isIn(address, "127.0.0.0", 8)) return "loopback";
  return privateBlocks.some(([block, bits]) => isIn(address, block, bits)) ? "private" : "public";
}

function isIn(address: number, block: string, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor((numberOf(block) ?? 0) / size);
}

/** `127.0.0.1` → its 32 bits; undefined for a text that is not four decimal parts. */
function numberOf(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The eight groups of an IPv6 address; undefined if it is none. */
function groupsOf(text: string): readonly number[] | undefined {
  // The URL parser accepts every notation of an IPv6 address, and writes each address in one
  // notation.
  const url = `http://[${text}]/`;
  if (!URL.canParse(url)) return undefined;
  const [head = "", tail] = new URL(url).hostname.slice(1, -1).split("::");
  const before = hexadecimal(head);
  if (tail === undefined) return before;
  const after = hexadecimal(tail);
  const between = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...between, ...after];
}

function hexadecimal(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

function isZero(groups: readonly number[]): boolean {
  return groups.every((group) => group === 0);
}

function join(high = 0, low = 0): number {
  return high * 65_536 + low;
}

/** Returns a host without the brackets that only a URL has around an IPv6 address. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}
