import { runLength } from "./secret-forms.ts";

/** An encoding that writes so many bits of a text's bytes as one character. */
interface Encoding {
  readonly bits: 4 | 6;
  /** The number of bits of a text at which its bytes may begin. */
  readonly phases: number;
  /** By a character's code: the value of its bits, `passed` or `ends`. */
  readonly values: Uint8Array;
}

/** Fewer bytes hold no run of a secret. */
const minimum = runLength;

const passed = 254;
const ends = 255;

function encoding(bits: Encoding["bits"], phases: number, alphabet: string): Encoding {
  const values = new Uint8Array(128).fill(ends);
  for (const [value, letter] of [...alphabet].entries()) values[letter.charCodeAt(0)] = value;
  return { bits, phases, values };
}

const letters = "abcdefghijklmnopqrstuvwxyz";
const base64 = encoding(6, 4, `${letters.toUpperCase()}${letters}0123456789+/`);
base64.values["-".charCodeAt(0)] = 62;
base64.values["_".charCodeAt(0)] = 63;
const hex = encoding(4, 2, "0123456789abcdef");
for (const [nth, letter] of [..."ABCDEF"].entries()) hex.values[letter.charCodeAt(0)] = 10 + nth;
// Dumps and ids write hex with hyphens: `61-6e`.
hex.values["-".charCodeAt(0)] = passed;

/** Even `minimum` bytes are so many digits in a row. */
const hexDigits = /[\da-f-]{24}/i;

/**
 * Adds the texts that a text has in base64 or base64url, wherever they begin in it: the characters
 * before them shift them by a part of a byte. Most bytes are no text, so a text that encodes none
 * yields nearly nothing. The caller must remove white space, which wraps long lines.
 */
export function base64Texts(text: string, found: string[]): void {
  if (text.length * base64.bits >= minimum * 8) collectAll(text, base64, found);
}

/** Adds the texts that a text has in hex. */
export function hexTexts(text: string, found: string[]): void {
  if (hexDigits.test(text)) collectAll(text, hex, found);
}

function collectAll(text: string, { bits, phases, values }: Encoding, found: string[]): void {
  const digits = digitsOf(text, values);
  for (let phase = 0; phase < phases; phase += 1)
    collect(digits, bits, (phase * 8) / phases, found);
}

/** The buffer of one text is used again for the next: a plan has tens of thousands. */
const rooms = [new Uint8Array(0), new Uint8Array(0)];

function roomFor(length: number, nth: 0 | 1): Uint8Array {
  const room = rooms[nth];
  if (room !== undefined && room.length >= length) return room;
  return (rooms[nth] = new Uint8Array(length * 2));
}

function digitsOf(text: string, values: Uint8Array): Uint8Array {
  const digits = roomFor(text.length, 0);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? (values[code] as number) : ends;
    if (value !== passed) digits[length++] = value;
  }
  return digits.subarray(0, length);
}

/**
 * Adds each run of bytes that is a text, without the first `skipped` bits of each run of digits.
 */
function collect(digits: Uint8Array, bits: number, skipped: number, found: string[]): void {
  const bytes = roomFor(digits.length, 1);
  let held = 0;
  let ready = -skipped;
  let count = 0;
  /** How many bytes the character of UTF-8 still needs. */
  let wanted = 0;
  for (let at = 0; at <= digits.length; at += 1) {
    const digit = at < digits.length ? (digits[at] as number) : ends;
    let kind = noText;
    let byte = 0;
    if (digit === ends) ready = -skipped;
    else {
      held = (held << bits) | digit;
      ready += bits;
      if (ready < 8) continue;
      ready -= 8;
      byte = (held >>> ready) & 255;
      kind = kinds[byte] as number;
    }
    if ((kind === continuation) !== wanted > 0 || kind === noText) {
      if (count >= minimum) found.push(Buffer.from(bytes.subarray(0, count)).toString());
      count = 0;
      wanted = 0;
      if (kind === noText || kind === continuation) continue;
    }
    wanted = kind === continuation ? wanted - 1 : kind;
    bytes[count++] = byte;
  }
}

const continuation = 8;
const noText = 9;

/** By a byte: how many more its character has in UTF-8, `continuation`, or `noText`. */
const kinds = new Uint8Array(256).map((_, byte) => {
  // A text has no control characters but white space, and NUL as one half of UTF-16.
  if (byte < 32) return byte === 0 || (byte >= 9 && byte <= 13) ? 0 : noText;
  if (byte < 128) return byte === 127 ? noText : 0;
  if (byte < 0xc0) return continuation;
  if (byte < 0xc2 || byte > 0xf4) return noText;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
});
