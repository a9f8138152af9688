import type { Kind } from "../../src/core/kind.ts";
import { parseLedger as ledgerOf, type Ledger } from "../../src/store/ledger.ts";
import { parseLockfile as lockfileOf, type Lockfile } from "../../src/store/lockfile.ts";
import { parseManifest as manifestOf, type ParsedManifest } from "../../src/manifest/parse.ts";

export * from "../../src/store/ledger.ts";
export * from "../../src/store/lockfile.ts";
export type { ParsedManifest };

/**
 * Calls the real parsers once for the same bytes. They are pure, and a history parses the same
 * bytes many times: otherwise half of a simulated apply would be parsing.
 */
export function parseManifest(
  bytes: Uint8Array,
  file: string,
  kinds: readonly Kind[],
): ParsedManifest {
  return manifests(bytes, file, () => manifestOf(bytes, file, kinds));
}

/** See parseManifest. */
export function parseLockfile(bytes: Uint8Array, path: string): Lockfile {
  return lockfiles(bytes, path, () => lockfileOf(bytes, path));
}

/** See parseManifest. */
export function parseLedger(bytes: Uint8Array, path: string): Ledger {
  return ledgers(bytes, path, () => ledgerOf(bytes, path));
}

const manifests = once<ParsedManifest>();
const lockfiles = once<Lockfile>();
const ledgers = once<Ledger>();

/** Caches the results of the last few hundred texts, but no errors. */
function once<Parsed>(): (bytes: Uint8Array, path: string, parse: () => Parsed) => Parsed {
  const kept = new Map<string, Parsed>();
  return (bytes, path, parse) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const key = `${path}\n${text}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= 200) kept.clear();
    const parsed = parse();
    kept.set(key, parsed);
    return parsed;
  };
}
