import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import type { Range } from "../core/errors/problem.ts";
import { describeCharacter, forbiddenOffsets, hasForbidden } from "./characters.ts";
import {
  duplicateKey,
  forbiddenKey,
  keyNotText,
  keyTooLong,
  mergeKeyFinding,
} from "./key-findings.ts";
import { maximumKeyLength } from "./limits.ts";
import type { Report, Source, Path } from "./source.ts";

/** A document as plain values, and their positions. */
export interface Tree {
  /** Maps have no prototype. If a key appears twice, the first counts. Aliases are null. */
  readonly value: unknown;
  /** The plain value at a path; undefined if there is none. */
  valueAt(path: Path): unknown;
  /** The position of the key of a path; of the item itself in a list; otherwise of the nearest parent. */
  keyRange(path: Path): Range;
  /** The position of the value of a path; of its key if the value is empty; otherwise of the nearest parent. */
  valueRange(path: Path): Range;
  /** The position of `part` inside the text at a path; the whole text if that is unknown. */
  rangeWithin(path: Path, part: string): Range;
  /** A scalar as it was typed: `0x1F`. */
  written(path: Path): string | undefined;
  /** Whether the value cannot be judged: an alias, or a map with a merge key. */
  isOpen(path: Path): boolean;
}

interface Place {
  readonly key?: unknown;
  readonly value?: unknown;
}

const mergeKey = "<<";

/**
 * A YAML document → plain values and positions. Reports keys that appear twice, keys that are not
 * texts, merge keys, `__proto__`, and forbidden characters that were written as escapes.
 * `collections` are the top-level keys whose members have addresses. Linear in the document.
 */
export function readTree(
  document: Document.Parsed,
  source: Source,
  collections: readonly string[],
  report: Report,
): Tree {
  const rangeOf = (node: unknown) => nodeRange(node, source);
  const indexOf = createIndex();

  function plain(node: unknown, path: Path): unknown {
    if (isMap(node)) return plainMap(node, path);
    if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index]));
    if (!isScalar(node)) return null;
    if (typeof node.value === "string") checkCharacters(node.value, () => rangeOf(node));
    const isPlain =
      node.value === null || ["string", "number", "boolean"].includes(typeof node.value);
    return isPlain ? node.value : String(node.source);
  }

  function plainMap(map: YAMLMap, path: Path): unknown {
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? pair.key.value : undefined;
      // A closure, since we count lines for problems only.
      const at = () => rangeOf(pair.key) ?? rangeOf(pair.value) ?? rangeOf(map);
      if (isMergeKey(pair)) {
        report(mergeKeyFinding, at());
        continue;
      }
      if (typeof key !== "string") {
        report(keyNotText(pair.key), at());
        continue;
      }
      if (key.length > maximumKeyLength) {
        // Every problem inside the value would contain the whole key.
        report(keyTooLong(key), at());
        continue;
      }
      checkCharacters(key, at);
      if (key === "__proto__" || key in result) {
        const line = rangeOf(indexOf(map).get(key)?.key)?.start.line;
        report(
          line === undefined ? forbiddenKey : duplicateKey(key, line, path, collections),
          at(),
        );
        continue;
      }
      result[key] = plain(pair.value, [...path, key]);
    }
    return result;
  }

  function checkCharacters(text: string, range: () => Range | undefined): void {
    // Decoding reported a character that stands in the source as itself; this is for "\u202e".
    if (!hasForbidden(text)) return;
    const [offset = 0] = forbiddenOffsets(text, 1);
    report(
      {
        code: "forbidden-character",
        message: `${describeCharacter(text, offset)} may not stand in a manifest, not even escaped`,
        next: "Delete the escape.",
      },
      range(),
    );
  }

  const value = plain(document.contents, []);

  function find(path: Path): { place: Place; found: number } {
    let place: Place = { value: document.contents };
    let found = 0;
    for (const part of path) {
      const next = step(place.value, part);
      if (next === undefined) break;
      place = next;
      found += 1;
    }
    return { place, found };
  }

  function step(node: unknown, part: string | number): Place | undefined {
    if (isMap(node)) return indexOf(node).get(String(part));
    if (isSeq(node) && Number(part) in node.items) return { value: node.items[Number(part)] };
    return undefined;
  }

  const top = () => source.range(0, 0);
  const tree: Tree = {
    value,
    valueAt(path) {
      let current: unknown = value;
      for (const part of path) {
        if (typeof current !== "object" || current === null) return undefined;
        current = (current as Readonly<Record<string, unknown>>)[part];
      }
      return current;
    },
    keyRange(path) {
      const { place, found } = find(path);
      // Pointing at a whole document helps no reader, so we point at its first line.
      if (found === 0) return top();
      return rangeOf(place.key) ?? rangeOf(place.value) ?? tree.keyRange(path.slice(0, -1));
    },
    valueRange(path) {
      const { place, found } = find(path);
      if (found < path.length || !isScalar(place.value)) return tree.keyRange(path);
      return rangeOf(place.value) ?? tree.keyRange(path);
    },
    rangeWithin(path, part) {
      const { place } = find(path);
      const [start, end] = (isScalar(place.value) && place.value.range) || [0, 0];
      const at = source.text.slice(start, end).indexOf(part);
      if (at === -1) return tree.valueRange(path);
      return source.range(start + at, start + at + part.length);
    },
    written(path) {
      const { place, found } = find(path);
      return found === path.length && isScalar(place.value) ? place.value.source : undefined;
    },
    isOpen(path) {
      const { place, found } = find(path);
      if (found < path.length) return false;
      if (isAlias(place.value)) return true;
      return isMap(place.value) && indexOf(place.value).has(mergeKey);
    },
  };
  return tree;
}

/** Returns the pairs of a map by key, the first of each. Makes an index at the first lookup. */
function createIndex(): (map: YAMLMap) => ReadonlyMap<string, Pair> {
  const indexes = new WeakMap<YAMLMap, Map<string, Pair>>();
  return (map) => {
    const made = indexes.get(map);
    if (made !== undefined) return made;
    const index = new Map<string, Pair>();
    for (const pair of map.items) {
      const key = isMergeKey(pair) ? mergeKey : isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof key === "string" && key !== "__proto__" && !index.has(key)) index.set(key, pair);
    }
    indexes.set(map, index);
    return index;
  };
}

function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.source === mergeKey;
}

/** The range of a node; undefined for no node, and for a node without width (an empty value). */
function nodeRange(node: unknown, source: Source): Range | undefined {
  if (typeof node !== "object" || node === null || !("range" in node)) return undefined;
  if (!Array.isArray(node.range)) return undefined;
  const [start, end] = node.range as [number, number];
  return start === end ? undefined : source.range(start, end);
}
