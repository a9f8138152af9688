const usable = /^[A-Za-z0-9._~-]{1,200}$/;
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Whether an id can stand in a URL as one path segment that no URL parser rewrites: 1 to 200
 * unreserved characters (RFC 3986), and not "." or "..".
 */
export function isUsableId(id: string): boolean {
  return usable.test(id) && id !== "." && id !== "..";
}

/**
 * An id that cannot be used, as text that can be kept and printed: at most 200 characters, and
 * whatever could steer a terminal as \uXXXX.
 */
export function keepableId(id: string): string {
  const escaped = id
    .slice(0, 1000)
    .replace(invisible, (character) =>
      Array.from(character, (_, at) => escapeUnit(character.charCodeAt(at))).join(""),
    );
  return escaped.slice(0, 200);
}

/**
 * The last path segment of a Location header, where it looks like an id: usable, at least eight
 * characters and a digit among them, so that `/login` and `/org/userPool` are none.
 */
export function idHint(location: string | undefined): string | undefined {
  const segment = location?.split(/[?#]/)[0]?.split("/").at(-1);
  if (segment === undefined || !isUsableId(segment)) return undefined;
  return segment.length >= 8 && /\d/.test(segment) ? segment : undefined;
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
