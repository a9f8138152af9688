import { bare } from "../text.ts";

/** In a sentence, longer names are cut. A block has names in full. */
const maximumName = 200;

/** A longer text is folded. */
const maximumOpenLines = 12;

/**
 * Lines as a block of code: no mention, link, image or HTML in it is active. The fence is longer
 * than any run of backticks in the lines, and so no line can end the block (CommonMark 4.5). The
 * caller must escape the lines for a terminal: a newline in a text would make a line of its own.
 */
export function fenced(language: string, lines: readonly string[]): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** The same as `fenced`, folded if it is long. `summary` is HTML: never a text of users or APIs. */
export function foldedIfLong(summary: string, language: string, lines: readonly string[]): string {
  const block = fenced(language, lines);
  return isLong(lines) ? folded(summary, block) : block;
}

/** Markdown under a line that opens it. `summary` is HTML: never a text of users or APIs. */
export function folded(summary: string, markdown: string): string {
  return `<details><summary>${summary}</summary>\n\n${markdown}\n\n</details>`;
}

/** Whether a block is too long to be shown unfolded. */
export function isLong(lines: readonly string[]): boolean {
  return lines.length > maximumOpenLines;
}

/**
 * A name, id or path in a sentence. In a code span nothing is active. Entities and backslashes
 * would not help, since hosts look for mentions and references in the rendered text.
 */
export function code(text: string): string {
  const whole = bare(text);
  // We cut by code points, and so never in the middle of a pair of surrogates.
  const name =
    whole.length > maximumName ? `${[...whole].slice(0, maximumName).join("")}...` : whole;
  const ticks = "`".repeat(longestRun(name) + 1);
  return `${ticks}${name}${ticks}`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}
