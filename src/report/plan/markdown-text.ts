import { bare } from "../text.ts";

/** Longer names are cut where they stand in a sentence; what is whole stands in a block. */
const maximumName = 200;

/** A longer text is folded. */
const maximumOpenLines = 12;

/**
 * Lines as a block of code: nothing in it is active, be it a mention, a link, an image or HTML. The
 * fence is longer than any run of backticks in it, so that no line can end it (CommonMark 4.5). The
 * lines must be escaped for a terminal: a newline in one would be a line of its own.
 */
export function fenced(language: string, lines: readonly string[]): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** The same, folded where it is long. `summary` is ours: it is HTML. */
export function foldedIfLong(summary: string, language: string, lines: readonly string[]): string {
  const block = fenced(language, lines);
  return isLong(lines) ? folded(summary, block) : block;
}

/** Markdown under a line that opens it. `summary` is ours: it is HTML. */
export function folded(summary: string, markdown: string): string {
  return `<details><summary>${summary}</summary>\n\n${markdown}\n\n</details>`;
}

/** Whether it is too long to stand open. */
export function isLong(lines: readonly string[]): boolean {
  return lines.length > maximumOpenLines;
}

/**
 * A name, id or path in a sentence. In a code span nothing is active; entities and backslashes would
 * not do, for hosts look for mentions and references in the text that was rendered.
 */
export function code(text: string): string {
  const whole = bare(text);
  // Never cut in the middle of a pair of surrogates.
  const name =
    whole.length > maximumName ? `${[...whole].slice(0, maximumName).join("")}...` : whole;
  const ticks = "`".repeat(longestRun(name) + 1);
  return `${ticks}${name}${ticks}`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}
