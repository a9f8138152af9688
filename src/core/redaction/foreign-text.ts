import { base64Texts, hexTexts } from "./encoded-bytes.ts";
import type { RunIndex } from "./run-index.ts";
import { lettersOf, minimumLength, runLength } from "./secret-forms.ts";
import { unescaped } from "./unescape.ts";

/** Half of a secret's minimum length: UTF-16 that is taken for text makes one character of two. */
export const shortest = minimumLength / 2;

/**
 * The longest text that we search. An API's texts about a resource are much shorter, and a server
 * must not keep us busy.
 */
export const longest = 65_536;

/** The number of encodings of encodings that we decode. Only an attacker writes more. */
const maximumLayers = 12;

/**
 * The number of characters to read for each character of a text, and for a short text in any case.
 */
const readPerCharacter = 8;
const alwaysRead = 10_000;

/**
 * Whether a text has `runLength` characters in a row of a secret (from `telltales`), or one of
 * `wholes`, in any known encoding of any encoding. True, too, if a text cannot be decoded to its
 * end within bounds: so many encodings hide something.
 */
export function holdsSecret(
  text: string,
  telltales: Pick<RunIndex, "spans">,
  wholes: ReadonlySet<string>,
): boolean {
  if (text.length > longest) return true;
  let left = alwaysRead + readPerCharacter * text.length;
  let layer = [text];
  for (let layers = 0; layer.length > 0; layers += 1) {
    const next: string[] = [];
    for (const reading of layer) {
      left -= reading.length;
      if (left < 0) return true;
      if (reading.length < shortest) continue;
      if (reading.length === idLength && uuid.test(reading)) {
        if (telltales.spans(reading) !== undefined || holdsWhole(reading, reading, wholes))
          return true;
        hexTexts(reading, next);
        continue;
      }
      const joined = reading.replace(others, "");
      if (holdsRun(joined, telltales) || holdsWhole(reading, joined, wholes)) return true;
      decode(reading, joined, next);
    }
    if (layers === maximumLayers && next.length > 0) return true;
    layer = next;
  }
  return false;
}

/** Most texts of an API are such ids: hex, and so no other encoding. */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const idLength = 36;

/** Characters in no form of a secret: white space, quotes, zero-width characters, and many more. */
const others = /[^A-Za-z0-9=%~.\\+/_-]+/g;

function holdsRun(joined: string, telltales: Pick<RunIndex, "spans">): boolean {
  if (joined.length < runLength) return false;
  if (telltales.spans(joined) !== undefined) return true;
  const letters = lettersOf(joined);
  return letters.length < joined.length && telltales.spans(letters) !== undefined;
}

function holdsWhole(text: string, joined: string, wholes: ReadonlySet<string>): boolean {
  if (wholes.size === 0) return false;
  const small = joined.toLowerCase();
  for (const whole of wholes) {
    if (text.includes(whole)) return true;
    const form = whole.replace(others, "").toLowerCase();
    if (form.length >= minimumLength && small.includes(form)) return true;
  }
  return false;
}

/** Adds the readings of a text with one layer of encoding removed. */
function decode(text: string, joined: string, found: string[]): void {
  base64Texts(joined, found);
  hexTexts(joined, found);
  if (isPlain.test(text) && !text.includes("0x")) return;
  const plain = unescaped(text);
  if (plain !== text) found.push(plain);
  if (escapeSigns.test(text)) {
    // A line may have been broken within an escape, and UTF-16 has a NUL in each escape.
    const tight = text.replace(unseen, "");
    if (tight !== text) found.push(unescaped(tight));
  }
  const usual = text.normalize("NFKC");
  if (usual !== text) found.push(usual);
  if (pairs.test(text)) found.push(...halves(text));
}

const escapeSigns = /[%&=\\<\0]/;
/** White space, also as JSON writes it: if it cuts an entity, the first half means nothing. */
const unseen = /(?:\\[bfnrt]|[\s\p{Cc}\p{Cf}])+/gu;

/** ASCII without the signs of an escape: nearly all texts. */
const isPlain = /^[\t-$'-;>-[\]-~]*$/;

/** Characters that are two ASCII characters each, if UTF-16 was taken for another encoding. */
const pairs = /[\u2020-\u7e7e]{6}/;

function halves(text: string): readonly string[] {
  const bytes = Buffer.from(text, "utf16le");
  return [bytes.toString("latin1"), Buffer.from(bytes).swap16().toString("latin1")];
}
