import { describeCharacter, forbiddenOffsets, withoutForbidden } from "./characters.ts";
import { maximumManifestBytes } from "./limits.ts";
import { createSource, type Report, type Source } from "./source.ts";

/** A file with this many forbidden characters is no manifest (a disk's zeros): we stop there. */
const maximumCharacters = 100;

/** The result of decoding the bytes of a file. */
export interface Decoded {
  /** The text as people see it, without a BOM. Bytes that are not UTF-8 show as U+FFFD. */
  readonly source: Source;
  /** The same length, safe to parse; undefined if there is nothing to parse. */
  readonly parsable: string | undefined;
  /** The lines with forbidden characters: those characters cause any other problem there. */
  readonly spoiledLines: ReadonlySet<number>;
}

/**
 * Bytes of a manifest → text. Reports a file that is too large, not UTF-8 or empty, and every
 * forbidden character. Never throws.
 */
export function decodeManifest(bytes: Uint8Array, file: string, report: Report): Decoded {
  if (bytes.length > maximumManifestBytes) {
    const source = createSource(file, "");
    report(
      {
        code: "file-too-large",
        message: `the manifest is larger than ${maximumManifestBytes / 1024 / 1024} MiB`,
        next: "Name the right file with --config, or keep large texts elsewhere.",
      },
      undefined,
    );
    return nothing(source);
  }
  const text = new TextDecoder("utf-8").decode(bytes);
  const source = createSource(file, text);
  const invalid = invalidUtf8(bytes, text);
  if (invalid !== undefined) {
    report(
      {
        code: "not-utf8",
        message: isUtf16(bytes)
          ? "the file is UTF-16; a manifest is UTF-8"
          : `the file is not UTF-8: byte 0x${hex(bytes[invalid.byte])} at offset ${invalid.byte}`,
        next: "Save the file as UTF-8.",
      },
      source.range(invalid.offset, invalid.offset + 1),
    );
    return nothing(source);
  }
  const spoiledLines = new Set<number>();
  const offsets = forbiddenOffsets(text, maximumCharacters);
  for (const offset of offsets) {
    const range = source.range(offset, offset + 1);
    spoiledLines.add(range.start.line);
    report(
      {
        code: "forbidden-character",
        message: `${describeCharacter(text, offset)} may not stand in a manifest`,
        next: "Delete it; editors often show it as nothing.",
      },
      range,
    );
  }
  if (offsets.length === maximumCharacters) return nothing(source);
  return { source, parsable: withoutForbidden(text), spoiledLines };
}

/** The result if there is nothing to parse. */
function nothing(source: Source): Decoded {
  return { source, parsable: undefined, spoiledLines: new Set() };
}

/** The first byte that is not UTF-8, and its offset in the decoded text. Undefined if none. */
function invalidUtf8(
  bytes: Uint8Array,
  text: string,
): { byte: number; offset: number } | undefined {
  let byte = hasBom(bytes) ? 3 : 0;
  let counted = 0;
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", at + 1)) {
    byte += Buffer.byteLength(text.slice(counted, at));
    counted = at;
    // A replacement character that the user typed is three bytes, EF BF BD.
    const written = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (!written) return { byte, offset: at };
  }
  return undefined;
}

function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).toUpperCase().padStart(2, "0");
}
