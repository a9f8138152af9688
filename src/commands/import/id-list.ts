import type { Problem, Range } from "../../core/errors/problem.ts";
import { parseResourceId, resourceIdRule, type ResourceId } from "../../core/names/resource-id.ts";

/** The largest list of ids that is read, in bytes: 1 MiB. */
export const maximumIdListBytes = 1024 * 1024;

/** One word of a list and where it stands. */
export interface Word {
  readonly text: string;
  readonly range: Range;
}

/** One line of a list: an id, and what stands before it. */
export interface IdLine {
  /** A collection or an address; absent if the line is an id alone. */
  readonly before?: Word;
  readonly id: Word & { readonly text: ResourceId };
}

/** The result of reading a list: its lines if there is no problem. */
export interface IdList {
  readonly lines: readonly IdLine[];
  readonly problems: readonly Problem[];
  /** The text as people see it, for code frames. */
  readonly text: string;
}

/**
 * Reads a list of ids, `file` being its name for messages: a line each, with an address or the like
 * before it (white space or a comma between), `#` comments, and maybe the title `address,id`. With
 * `pairs` something must stand before each id. Reports every line that is none, and every id that
 * can be none or stands twice.
 */
export function readIdList(
  bytes: Uint8Array,
  file: string,
  { pairs }: { readonly pairs: boolean },
): IdList {
  const problems: Problem[] = [];
  const text = new TextDecoder("utf-8").decode(bytes);
  const report = (code: Problem["code"], message: string, next: string, range: Range) =>
    problems.push({ code, severity: "error", message, next, file, range });
  const lines: IdLine[] = [];
  const first = new Map<string, number>();
  const form = pairs ? "ADDRESS ID, like userPools.members 0b0e…" : "an id, or ADDRESS ID";
  let isFirst = true;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const words = wordsOf(line, index + 1);
    const [one, two] = words;
    if (one === undefined) continue;
    const isTitle = isFirst && words.length === 2 && isTitleLine(words);
    isFirst = false;
    if (isTitle) continue;
    if (words.length > 2 || (pairs && two === undefined)) {
      const message = `a line is ${form}; this one has ${words.length === 1 ? "one word" : `${words.length} words`}`;
      report("bad-line", message, "Write one pair a line; begin a comment with #.", whole(words));
      continue;
    }
    const { text: written, range } = two ?? one;
    const usable = parseResourceId(written);
    if (usable === undefined) {
      const next = `Copy the id from Anon's console. ${resourceIdRule}`;
      report("not-an-id", "this is not a valid id", next, range);
      continue;
    }
    const id = { text: usable, range };
    const earlier = first.get(id.text);
    if (earlier !== undefined) {
      const message = `the id ${id.text} stands on line ${earlier} already`;
      report("listed-twice", message, "Delete one of the two lines.", id.range);
      continue;
    }
    first.set(id.text, index + 1);
    lines.push({ id, ...(two !== undefined && { before: one }) });
  }
  return { lines, problems, text };
}

/** The words that white space and commas separate, up to a comment. */
function wordsOf(line: string, number: number): Word[] {
  const end = /(?:^|[\s,])#/.exec(line)?.index ?? line.length;
  return [...line.slice(0, end).matchAll(/[^\s,\uFEFF]+/g)].map(({ 0: text, index }) => ({
    text,
    range: {
      start: { line: number, column: index + 1 },
      end: { line: number, column: index + 1 + text.length },
    },
  }));
}

function isTitleLine(words: readonly Word[]): boolean {
  return words.map(({ text }) => text.toLowerCase()).join(",") === "address,id";
}

function whole(words: readonly Word[]): Range {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) throw new Error("a line without words");
  return { start: first.range.start, end: last.range.end };
}
