/** Words of a command line, or why it has none. */
export type Words = { readonly words: readonly string[] } | { readonly wrong: string };

/** The characters that a backslash escapes between double quotes, as in a POSIX shell. */
const escapable = '"\\$`';

/**
 * Splits a command line as a POSIX shell would: at white space, with quotes and backslashes that
 * keep words together. Nothing is expanded and nothing is an operator: `$`, `*`, `|` and `;` are
 * characters like any other.
 */
export function shellWords(line: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const next = line.charAt(index + 1);
    if (quote === "" && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === quote) {
      quote = "";
    } else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      // Quotes with nothing between them are a word too.
      word ??= "";
    } else if (character === "\\" && escapes(quote, next)) {
      word = (word ?? "") + next;
      index += 1;
    } else if (character === "\\" && quote === "") {
      return { wrong: "it ends with a backslash" };
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== "") return { wrong: `a quote (${quote}) is not closed` };
  return { words: word === undefined ? words : [...words, word] };
}

function escapes(quote: string, next: string): boolean {
  if (next === "") return false;
  return quote === "" || (quote === '"' && escapable.includes(next));
}

/** Returns a word for a POSIX shell: as it is, or between single quotes. */
export function quotedWord(word: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
