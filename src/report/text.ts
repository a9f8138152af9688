import { canonicalText } from "../core/json.ts";
import { quotedWord } from "../core/shell-words.ts";

/** Texts that need no look at the tables of Unicode: nearly all. */
const printable = /^[ -~]*$/;

/**
 * Everything that could steer a terminal or deceive a reader: control and format characters (bidi
 * overrides among them), lone surrogates, line separators, invisible characters, and spaces other
 * than U+0020. We compile this pattern, like `plainWord`, for the first text that needs it, since
 * that takes a millisecond.
 */
const unseen = once(
  () =>
    new RegExp(
      String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}`,
      "gu",
    ),
);

const plainAscii = /^[\w.~/\\@-][\w.~:/\\@+%,=-]*$/;
const plainWord = once(
  () => new RegExp(String.raw`^[\p{L}\p{N}_.~/\\@-][\p{L}\p{N}_.~:/\\@+%,=-]*$`, "u"),
);

/** Runners take `##[…]` and `##vso[…]` for commands anywhere in a line of a log. */
const logCommand = /##(?=\w*\[)/g;

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A value as a JSON string for any terminal or log: invisible characters are escaped. */
export function quote(value: string): string {
  return escapeText(JSON.stringify(value));
}

/** The same as `quote`, in ASCII: it has no look-alike letters of other scripts. */
export function quoteAscii(value: string): string {
  return quote(value).replaceAll(/[^ -~]/gu, escapeUnits);
}

/**
 * A text without quotes that can go to any terminal or log, on one line. The text may begin with
 * `::`, which runners take for a command: the caller puts something before it.
 */
export function escapeText(text: string): string {
  if (printable.test(text)) return escapeLogCommands(text);
  return escapeLogCommands(
    text.replace(unseen(), (character) => shortEscapes[character] ?? escapeUnits(character)),
  );
}

/** Escapes a text joined from escaped texts: joined, they may form a command of a runner. */
export function escapeLogCommands(text: string): string {
  return text.replace(logCommand, "#\\u0023");
}

/** A name, id or path: unchanged if it is plain, otherwise quoted. Never begins with a colon. */
export function bare(text: string): string {
  const isPlain = (printable.test(text) ? plainAscii : plainWord()).test(text);
  return isPlain ? escapeText(text) : quote(text);
}

/** A foreign text as the end of a sentence: escaped, on one line, with a full stop. */
export function sentence(text: string): string {
  const escaped = escapeText(text.trim());
  return /[.!?…]$/.test(escaped) ? escaped : `${escaped}.`;
}

/** A word of a printed command line, as a POSIX shell takes it. */
export function shellWord(text: string): string {
  return quotedWord(escapeText(text));
}

/** `1 attempt`, `2 attempts`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** Each line, indented by two spaces for each level. Empty lines stay empty. */
export function indent(lines: readonly string[], levels = 2): string[] {
  return lines.map((line) => (line === "" ? line : `${"  ".repeat(levels)}${line}`));
}

/** The canonical JSON text of a value, escaped for any terminal or log. */
export function jsonText(value: unknown): string {
  // JSON has only newlines to escape outside of strings. In strings, an escape means the same.
  return canonicalText(value).split("\n").map(escapeText).join("\n");
}

function once(make: () => RegExp): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= make());
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** A list of at most ten names, and how many more there are. */
export function firstTen(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${names.slice(0, 10).join(", ")}${more}`;
}
