/**
 * Characters that no manifest may hold (docs/design.md#3-manifest): control characters other than newline,
 * tab and the carriage return of a CRLF; bidirectional embeddings, overrides and isolates, which
 * make a review show another text than the one that is read; half a surrogate pair.
 */
const forbidden =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]|\r(?!\n)|[\uD800-\uDFFF]/gu;

/** Whether a text contains a forbidden character. Quicker than finding its offset. */
export function hasForbidden(text: string): boolean {
  return text.search(forbidden) !== -1;
}

/** The offsets of the first `limit` forbidden characters of a text, in order. */
export function forbiddenOffsets(text: string, limit: number): readonly number[] {
  const offsets: number[] = [];
  for (const match of text.matchAll(forbidden)) {
    offsets.push(match.index);
    if (offsets.length >= limit) break;
  }
  return offsets;
}

/** The text with each forbidden character replaced by U+FFFD. All offsets stay the same. */
export function withoutForbidden(text: string): string {
  return text.replace(forbidden, "\uFFFD");
}

/** A forbidden character in words: `the bidirectional control U+202E`. */
export function describeCharacter(text: string, offset: number): string {
  const unit = text.charCodeAt(offset);
  const name = `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
  if (unit >= 0xd800 && unit <= 0xdfff) return `half a surrogate pair, ${name}`;
  if (unit > 0x2000) return `the bidirectional control ${name}`;
  return `the control character ${name}`;
}
