import { diffWordsWithSpace, structuredPatch } from "diff";
import { isReference, type FieldValue, type Reference } from "../../core/kind.ts";
import { shownUrl } from "../../core/names/shown-url.ts";
import type { FieldChange } from "../../core/plan/action.ts";
import type { Style } from "../style.ts";
import { counted, escapeLogCommands, escapeText, indent, quote } from "../text.ts";

/** Longer values are cut for display, except for sent values: an API may answer anything. */
const maximumShown = 4096;
/** Longer pairs of one-line texts are shown as a word diff. */
const maximumPair = 100;

/**
 * A value on one line. Undefined is a value that Anon did not return. A URL is shown in ASCII, with
 * the end of its host beside it if a reader could miss it: the host decides whose keys are trusted.
 * Values longer than `most` UTF-16 code units are cut.
 */
export function showValue(value: FieldValue | Reference | undefined, most = maximumShown): string {
  if (value === undefined) return "(not told)";
  if (value === null) return "(none)";
  if (isReference(value)) return `(id of ${escapeText(value.ref)}, known after apply)`;
  if (typeof value === "boolean") return String(value);
  const { text, at } = shownUrl(value) ?? { text: value };
  const whose = at === undefined ? "" : ` (at ${escapeText(at)})`;
  if (text.length <= most) return `${quote(text)}${whose}`;
  return `${quote(text.slice(0, most))}... (${counted(text.length, "character")})${whose}`;
}

/**
 * `field: value`, never cut: a reviewer cannot agree to a text that is not shown. A text of several
 * lines follows below its field, each line after a bar.
 */
export function fieldLines(field: string, value: FieldValue | Reference): string[] {
  if (!isMultiline(value)) return [`${field}: ${showValue(value, Number.POSITIVE_INFINITY)}`];
  const lines = value.trimEnd().split("\n");
  return [`${field}:`, ...lines.map((line) => `  ${barred(line)}`)];
}

/** One field that differs: `field: before -> after`, or a diff if the texts are long. */
export function changeLines(change: FieldChange, style: Style, place?: string): string[] {
  const { field, before, after } = change;
  const at = place === undefined ? "" : style.dim(` (${escapeText(place)})`);
  const short = `${style.red(showValue(before))} -> ${style.green(showValue(after))}`;
  if (typeof before !== "string" || typeof after !== "string" || areWhole(before, after))
    return [`${field}: ${short}${at}`];
  if (isMultiline(before) || isMultiline(after)) {
    const lines = lineDiff(before, after, style);
    if (lines.length > 0) return [`${field}:${at}`, ...indent(lines, 1)];
  }
  if (before.length + after.length <= maximumPair) return [`${field}: ${short}${at}`];
  return [`${field}: ${wordDiff(before, after, style)}${at}`];
}

function isMultiline(value: FieldValue | Reference | undefined): value is string {
  return typeof value === "string" && value.length <= maximumShown && /\n/.test(value.trimEnd());
}

/** Whether to show two texts whole, beside each other, since a diff of them would not help. */
function areWhole(before: string, after: string): boolean {
  const isLong = before.length > maximumShown || after.length > maximumShown;
  // A reader cannot read a host that a diff has split into pieces.
  return isLong || shownUrl(before) !== undefined || shownUrl(after) !== undefined;
}

/** A unified diff with two lines of context; each line after a bar. */
function lineDiff(before: string, after: string, style: Style): string[] {
  const patch = structuredPatch("", "", withNewline(before), withNewline(after), "", "", {
    context: 2,
  });
  return patch.hunks.flatMap(({ lines }, at) => [
    ...(at === 0 ? [] : ["| ..."]),
    ...lines.map((line) => {
      const text = barred(line === " " ? "" : line);
      if (line.startsWith("-")) return style.red(text);
      return line.startsWith("+") ? style.green(text) : text;
    }),
  ]);
}

/** A line after a bar: no output line can begin with `::`. An empty line gets no space. */
function barred(line: string): string {
  return line === "" ? "|" : `| ${escapeText(line)}`;
}

/** Like the kinds, we treat texts as equal if they differ only in white space at their ends. */
function withNewline(text: string): string {
  return `${text.trimEnd()}\n`;
}

/** Git's notation, plain without colours: `"for [-old-]{+new+} users"`. */
function wordDiff(before: string, after: string, style: Style): string {
  const parts = diffWordsWithSpace(before, after).map(({ value, removed, added }) => {
    const text = quote(value).slice(1, -1);
    if (removed) return style.red(`[-${text}-]`);
    return added ? style.green(`{+${text}+}`) : text;
  });
  // Joined again, the parts could form a command of a runner, even if no single part is a command.
  return escapeLogCommands(`"${parts.join("")}"`);
}
