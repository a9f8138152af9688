import { withoutUserInfo } from "../../core/user-info.ts";
import type { Range } from "../../core/errors/problem.ts";
import type { Style } from "../style.ts";
import { escapeLogCommands, escapeText } from "../text.ts";

/** The widest stretch of a line that is shown, in columns of a terminal. */
const maximumWidth = 100;
/** The columns of a long line that are shown before the caret. */
const lead = 40;
/** In code units: of longer lines, a frame reads only the part around the caret. */
const maximumLooked = 2000;
const tabWidth = 4;

/** A text split into lines once, for any number of frames. */
export type Lines = readonly string[];

/** The lines of a text, passwords of URLs made unreadable. CRLF ends a line as LF does. */
export function splitLines(text: string): Lines {
  return withoutUserInfo(text)
    .split("\n")
    .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/**
 * The line of a range with its number and carets below, between its neighbours. What cannot be seen
 * is shown escaped; long lines are cut around the caret. Lines of output, none if the range lies
 * outside the text.
 */
export function codeFrame(
  lines: Lines,
  range: Range,
  style: Style,
  caret: (text: string) => string,
): readonly string[] {
  const { start, end } = range;
  const line = lines[start.line - 1];
  if (line === undefined) return [];
  const gutter = String(Math.min(start.line + 1, lines.length)).length;
  const row = (number: number | undefined, text: string) =>
    `${style.dim(`${String(number ?? "").padStart(gutter)} |`)}${text === "" ? "" : ` ${text}`}`;
  const neighbour = (number: number) => {
    const text = lines[number - 1];
    if (text === undefined || text.trim() === "") return [];
    return [row(number, style.dim(window(text, 1, 1).text))];
  };
  const endColumn = end.line === start.line ? end.column : line.length + 1;
  const shown = window(line, start.column, Math.max(endColumn, start.column + 1));
  const carets = `${" ".repeat(shown.before)}${caret("^".repeat(Math.max(shown.marked, 1)))}`;
  return [
    ...neighbour(start.line - 1),
    row(start.line, shown.text),
    row(undefined, carets),
    ...neighbour(start.line + 1),
  ];
}

interface Shown {
  readonly text: string;
  /** The columns of a terminal before the first marked one. */
  readonly before: number;
  /** The number of marked columns. */
  readonly marked: number;
}

/** A line as shown, with the position of the text's columns [from, to) in it. */
function window(line: string, from: number, to: number): Shown {
  const lookFrom = Math.max(0, from - 1 - maximumLooked);
  const cells = cellsOf(line.slice(lookFrom, from - 1 + maximumLooked), lookFrom);
  const markedFrom = cells.findIndex((cell) => cell.end > from - 1);
  const first = markedFrom === -1 ? cells.length : markedFrom;
  let start = first;
  // Short lines stay whole.
  const isLong = widthOf(cells) > maximumWidth || lookFrom > 0;
  for (let width = 0; start > 0; start -= 1) {
    width += cells[start - 1]!.width;
    if (isLong && width > lead) break;
  }
  let text = start > 0 || lookFrom > 0 ? "…" : "";
  let width = text.length;
  let before = 0;
  let marked = 0;
  for (const [index, cell] of cells.slice(start).entries()) {
    if (width + cell.width > maximumWidth) {
      text += "…";
      break;
    }
    if (start + index < first) before += cell.width;
    else if (cell.start < to - 1) marked += cell.width;
    text += cell.text;
    width += cell.width;
  }
  return {
    text: escapeLogCommands(text),
    before: before + (start > 0 || lookFrom > 0 ? 1 : 0),
    marked,
  };
}

/** One character as it is shown. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** Its code units in the line. */
  readonly start: number;
  readonly end: number;
}

function cellsOf(line: string, offset: number): readonly Cell[] {
  let at = offset;
  return Array.from(line, (character) => {
    const text = shownAs(character);
    const cell = { text, width: columns(text, character), start: at, end: at + character.length };
    at = cell.end;
    return cell;
  });
}

/** Nearly every character is in this range, and needs no look at the tables of Unicode. */
const ascii = /^[ -~]$/;

function shownAs(character: string): string {
  if (ascii.test(character)) return character;
  return character === "\t" ? " ".repeat(tabWidth) : escapeText(character);
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** East Asian wide characters and emoji, as terminals draw them (Unicode TR11, roughly). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

function columns(text: string, character: string): number {
  if (text !== character || ascii.test(character)) return text.length;
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
