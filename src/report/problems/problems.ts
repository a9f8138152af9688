import type { Problem, Range } from "../../core/errors/problem.ts";
import { codeFrame, type Lines, splitLines } from "./code-frame.ts";
import type { Style } from "../style.ts";
import { bare, counted, escapeText } from "../text.ts";

/** The most problems shown of one file or command: the next run shows the others. */
export const maximumProblems = 100;

/** The number of problems that are counted and not shown. */
export function notShown(problems: readonly unknown[]): number {
  return Math.max(0, problems.length - maximumProblems);
}

/**
 * Problems for people: errors before warnings, each in order of place, with a code frame where the
 * text of its file is among `sources` (file as in the problem → text). At most maximumProblems, and
 * how many more there are. Ends in a newline; empty if there are none.
 */
export function renderProblems(
  problems: readonly Problem[],
  sources: ReadonlyMap<string, string>,
  style: Style,
): string {
  const lines = new Map<string, Lines>();
  const ordered = inOrder(problems);
  const rest = countProblems(ordered.slice(maximumProblems));
  const more = rest === "" ? [] : [`... and ${rest} more, not shown here.\n`];
  const shown = ordered
    .slice(0, maximumProblems)
    .map((problem) => `${render(problem, linesOf(problem.file), style).join("\n")}\n`);
  return [...shown, ...more].join("\n");

  function linesOf(file: string | undefined): Lines {
    const text = file === undefined ? undefined : sources.get(file);
    if (file === undefined || text === undefined) return [];
    const known = lines.get(file) ?? splitLines(text);
    lines.set(file, known);
    return known;
  }
}

/** `2 errors, 1 warning`; empty if there are none. */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  return [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(", ");
}

/** A problem as `--json` prints it. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly file?: string;
  readonly range?: Range;
  readonly next?: string;
}

/**
 * Problems for programs, the same as in renderProblems: the document that `--json` prints.
 * `notShown` is undefined if the document lists all problems.
 */
export function problemsJson(problems: readonly Problem[]): {
  readonly diagnostics: readonly Diagnostic[];
  readonly notShown?: number;
} {
  const shown = inOrder(problems).slice(0, maximumProblems);
  const diagnostics = shown.map(({ code, severity, message, file, range, next }) => ({
    code,
    severity,
    message,
    ...(file !== undefined && { file }),
    ...(range !== undefined && { range }),
    ...(next !== undefined && { next }),
  }));
  const more = notShown(problems);
  return { diagnostics, ...(more > 0 && { notShown: more }) };
}

function render(problem: Problem, lines: Lines, style: Style): readonly string[] {
  const { code, severity, message, next, file, range } = problem;
  const colour = severity === "error" ? style.red : style.yellow;
  const head = `${style.bold(colour(`${severity}[${code}]`))}${style.bold(`: ${escapeText(message)}`)}`;
  const place = range === undefined ? "" : `:${range.start.line}:${range.start.column}`;
  return [
    head,
    ...(file === undefined ? [] : [` ${style.cyan("-->")} ${bare(file)}${place}`]),
    ...(range === undefined ? [] : codeFrame(lines, range, style, colour)),
    ...(next === undefined ? [] : [`${style.cyan("help")}: ${escapeText(next)}`]),
  ];
}

/** Errors first; then by file, in order of appearance; then by position. The sort is stable. */
export function inOrder<One extends Omit<Problem, "code">>(
  problems: readonly One[],
): readonly One[] {
  const files = new Map<string | undefined, number>();
  for (const { file } of problems) if (!files.has(file)) files.set(file, files.size);
  const rank = ({ severity, file, range }: One) => [
    severity === "error" ? 0 : 1,
    files.get(file) ?? 0,
    range?.start.line ?? 0,
    range?.start.column ?? 0,
  ];
  return problems
    .map((problem) => ({ problem, rank: rank(problem) }))
    .toSorted((left, right) => compare(left.rank, right.rank))
    .map(({ problem }) => problem);
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index === -1 ? 0 : left[index]! - right[index]!;
}
