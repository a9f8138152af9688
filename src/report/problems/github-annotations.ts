import type { PlacedProblem } from "../plan/plan-problems.ts";
import { inOrder } from "./problems.ts";
import { counted, escapeText } from "../text.ts";

/**
 * The most annotations of a kind that GitHub shows for a step. GitHub drops the others silently:
 * https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
 */
const maximumShown = 10;

/**
 * Problems as commands to GitHub's runner (`::error file=…,line=…::…`), which shows each at its line
 * of the pull request: a line a problem, errors first, no more of a kind than are shown, and a notice
 * that counts the others. Ends in a newline; empty if there are none. Paths should be relative to
 * the repository's top folder. No text of a user can add a command: a line holds one.
 */
export function githubAnnotations(problems: readonly PlacedProblem[]): string {
  const ordered = inOrder(problems);
  const ofKind = (kind: PlacedProblem["severity"]) =>
    ordered.filter(({ severity }) => severity === kind);
  const [errors, warnings] = [ofKind("error"), ofKind("warning")];
  const shown = [...errors.slice(0, maximumShown), ...warnings.slice(0, maximumShown)];
  const lines = [...shown.map(annotation), ...restLines(errors.length, warnings.length)];
  return lines.map((line) => `${line}\n`).join("");
}

function annotation({ severity, code, message, next, file, range }: PlacedProblem): string {
  const properties = {
    ...(file !== undefined && { file }),
    ...(range !== undefined && { line: range.start.line, col: range.start.column }),
    title: code,
  };
  return command(severity, properties, next === undefined ? [message] : [message, next]);
}

/** GitHub counts notices as a kind of their own, and so has room for this notice. */
function restLines(errors: number, warnings: number): string[] {
  const rest = [
    ...(errors > maximumShown ? [counted(errors - maximumShown, "more error")] : []),
    ...(warnings > maximumShown ? [counted(warnings - maximumShown, "more warning")] : []),
  ];
  if (rest.length === 0) return [];
  const why = `GitHub shows ${maximumShown} annotations of a kind for a step.`;
  return [command("notice", { title: "anon-sync" }, [`There are ${rest.join(" and ")}. ${why}`])];
}

/** One command: see toCommandProperties and escapeData in actions/toolkit, packages/core/src/command.ts. */
function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  lines: readonly string[],
): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${words.join(",")}::${data(lines.map(escapeText).join("\n"))}`;
}

function property(value: string | number): string {
  return data(escapeText(String(value)))
    .replaceAll(":", "%3A")
    .replaceAll(",", "%2C");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
