import type { Kind } from "../../src/core/kind.ts";
import { parseManifest as parse, type ParsedManifest } from "../../src/files/manifest/parse.ts";

export type { ParsedManifest };

const parsed = new Map<string, ParsedManifest>();
const maximumKept = 500;

/**
 * The real parseManifest, once for each text: it is pure, and what a history asks of a manifest is
 * the same many times over. Half of a simulated apply would be YAML otherwise.
 */
export function parseManifest(
  bytes: Uint8Array,
  file: string,
  kinds: readonly Kind[],
): ParsedManifest {
  const key = `${file}\n${new TextDecoder("latin1").decode(bytes)}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  if (parsed.size >= maximumKept) parsed.clear();
  const result = parse(bytes, file, kinds);
  parsed.set(key, result);
  return result;
}
