declare const brand: unique symbol;

/**
 * An id of a resource that every use accepts: the URL of a look-up, the command line of a secret
 * sink, a shell that runs the text of `output`. It has 1 to 200 unreserved characters (RFC 3986),
 * so it is one path segment that no URL parser rewrites. It begins with a letter, a digit or `_`:
 * no program takes it for a flag (`-rf`), a home (`~root`), a hidden file or a folder (`..`). It
 * does not end with a dot, which Windows leaves out. This is the only rule, whatever source an id
 * has.
 */
export type ResourceId = string & { readonly [brand]: "resource id" };

/** The same rule as a pattern, for JSON Schema. */
export const resourceIdPattern = "^[A-Za-z0-9_]([A-Za-z0-9._~-]{0,198}[A-Za-z0-9_~-])?$";

/** The same rule for people, a sentence. */
export const resourceIdRule =
  "An id has at most 200 letters, digits and - . _ ~, begins with a letter, a digit or _, and does not end with a dot.";

const isResourceId = new RegExp(resourceIdPattern);
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Returns a text as a ResourceId; undefined if it is none. */
export function parseResourceId(text: string): ResourceId | undefined {
  return isResourceId.test(text) ? (text as ResourceId) : undefined;
}

/** We read no more characters of an id, and keep fewer. */
export const longestLookedAt = 1_000;

/**
 * Returns an unusable id as text to keep and print: at most 200 characters, with \uXXXX instead of
 * characters that could steer a terminal.
 */
export function keepableId(id: string): string {
  const escaped = id
    .slice(0, longestLookedAt)
    .replace(invisible, (character) =>
      Array.from(character, (_, at) => escapeUnit(character.charCodeAt(at))).join(""),
    );
  return escaped.slice(0, 200);
}

/**
 * The last path segment of a Location header, if it looks like an id: usable, at least eight
 * characters and a digit among them, so that `/login` and `/org/userPool` are none.
 */
export function idHint(location: string | undefined): ResourceId | undefined {
  const id = parseResourceId(location?.split(/[?#]/)[0]?.split("/").at(-1) ?? "");
  return id !== undefined && id.length >= 8 && /\d/.test(id) ? id : undefined;
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
