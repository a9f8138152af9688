declare const brand: unique symbol;

/**
 * The name of a lockfile, which never changes: a random UUID in lower case (RFC 9562). The name is
 * a folder and a part of a ref, and any author of a pull request can write it. So it cannot be
 * anything else: no path, no branch, no device of Windows, nothing that a file system folds.
 */
export type Lineage = string & { readonly [brand]: "lineage" };

/** The same rule as a pattern, for JSON Schema. */
export const lineagePattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

const isLineage = new RegExp(lineagePattern);

/** Returns a text as a Lineage; undefined if it is none. */
export function parseLineage(text: string): Lineage | undefined {
  return isLineage.test(text) ? (text as Lineage) : undefined;
}

/**
 * Returns a text that a schema has checked, or we made, as a Lineage. Otherwise throws an Error.
 */
export function lineageOf(text: string): Lineage {
  const lineage = parseLineage(text);
  if (lineage === undefined) throw new Error(`${JSON.stringify(text)} is not a lineage`);
  return lineage;
}
