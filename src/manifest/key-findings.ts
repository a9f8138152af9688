import { isScalar } from "yaml";
import { maximumKeyLength } from "./limits.ts";
import type { Finding, Path } from "./source.ts";
import { cut, pathText, quote } from "./words.ts";

/** The finding for a key that appears twice. A key of one of `collections` is an address. */
export function duplicateKey(
  key: string,
  line: number,
  path: Path,
  collections: readonly string[],
): Finding {
  const [collection] = path;
  if (path.length === 1 && collections.includes(String(collection))) {
    return {
      code: "duplicate-address",
      message: `the address ${pathText([...path, key])} is used twice; first on line ${line}`,
      next: "Rename one of them, or delete it.",
    };
  }
  return {
    code: "duplicate-key",
    message: `the key ${quote(key)} stands twice here; first on line ${line}`,
    next: "Delete one of them, or join what they hold.",
  };
}

/** The one key that would change the prototype of a plain object. */
export const forbiddenKey: Finding = {
  code: "forbidden-key",
  message: "the key __proto__ may not stand in a manifest",
  next: "Choose another name.",
};

/** The finding for a key that is a number, a list, nothing … */
export function keyNotText(key: unknown): Finding {
  const written = isScalar(key) && key.source ? key.source : undefined;
  return {
    code: "key-not-text",
    message:
      written === undefined ? "a key must be a text" : `the key ${cut(written)} is not a text`,
    next: written === undefined ? "Write `key: value`." : `Put it in quotes: "${cut(written)}".`,
  };
}

/** The finding for a key that is too long for any part of a manifest. */
export function keyTooLong(key: string): Finding {
  return {
    code: "bad-key",
    message: `the key ${quote(key)} is ${key.length} characters long; no key is longer than ${maximumKeyLength}`,
    next: "Shorten it.",
  };
}

/** The finding for a key <<: YAML would merge its map. */
export const mergeKeyFinding: Finding = {
  code: "merge-key",
  message: "a merge key (<<): manifests do without",
  next: "Write the keys out.",
};
