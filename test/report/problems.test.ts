import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Problem } from "../../src/core/errors/problem.ts";
import { countProblems, problemsJson, renderProblems } from "../../src/report/problems/problems.ts";
import { colourStyle, plainStyle } from "../../src/report/style.ts";

const Problems = suite("renderProblems");

const file = "anon.config.yaml";

function problem(line: number, column: number, endColumn: number, rest: Partial<Problem> = {}) {
  return {
    code: "unknown-key" as const,
    severity: "error" as const,
    message: 'unknown key "nmae"',
    next: 'Did you mean "name"?',
    file,
    range: { start: { line, column }, end: { line, column: endColumn } },
    ...rest,
  };
}

function render(text: string, ...problems: readonly Problem[]): string {
  return renderProblems(problems, new Map([[file, text]]), plainStyle);
}

/** Returns the lines with the text and with its carets. */
function frame(text: string, column: number, endColumn: number): readonly string[] {
  const lines = render(text, problem(1, column, endColumn)).split("\n");
  return lines.slice(2, 4).map((line) => line.slice(4));
}

Problems("a problem shows code, message, place, its lines, and what to do", () => {
  assert.is(
    render("version: 1\nuserPools:\n  a:\n    nmae: x\n    description: y\n", problem(4, 5, 9)),
    [
      'error[unknown-key]: unknown key "nmae"',
      " --> anon.config.yaml:4:5",
      "3 |   a:",
      "4 |     nmae: x",
      "  |     ^^^^",
      "5 |     description: y",
      'help: Did you mean "name"?',
      "",
    ].join("\n"),
  );
});

Problems("errors come before warnings, each in order of place", () => {
  const warning = problem(1, 1, 2, { severity: "warning", message: "w" });
  const text = render("ab\ncd\n", warning, problem(2, 2, 3), problem(2, 1, 2), problem(1, 1, 2));
  const places = [...text.matchAll(/^(error|warning)|yaml:(\d:\d)$/gm)].map(
    ([, severity, place]) => severity ?? place,
  );
  assert.equal(places, ["error", "1:1", "error", "2:1", "error", "2:2", "warning", "1:1"]);
  assert.is(countProblems([warning, problem(1, 1, 1), problem(1, 1, 1)]), "2 errors, 1 warning");
});

Problems("carets stand below what they mean after tabs, wide letters and accents", () => {
  assert.equal(frame("\ta: b", 2, 3), ["    a: b", "    ^"]);
  assert.equal(frame("日本: b", 1, 3), ["日本: b", "^^^^"]);
  assert.equal(frame("日本: b", 5, 6), ["日本: b", "      ^"]);
  assert.equal(frame("e\u0301: b", 4, 5), ["e\u0301: b", "  ^"]);
  assert.equal(frame("😀: b", 5, 6), ["😀: b", "    ^"]);
});

Problems("what cannot be seen is shown escaped and marked whole", () => {
  assert.equal(frame("a\u202Eb", 2, 3), ["a\\u202eb", " ^^^^^^"]);
  assert.equal(frame("a\u001B[31mb", 2, 3), ["a\\u001b[31mb", " ^^^^^^"]);
});

Problems("a message cannot steer the terminal", () => {
  assert.not.match(render("x", problem(1, 1, 2, { message: "\u001B[31m" })), "\u001B");
});

Problems("a long line is cut around the caret", () => {
  const text = `${"a".repeat(5000)}HERE${"b".repeat(5000)}`;
  const [shown = "", carets = ""] = frame(text, 5001, 5005);
  assert.ok(shown.length <= 102, String(shown.length));
  assert.is(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1), "HERE");
  assert.ok(shown.startsWith("…") && shown.endsWith("…"));
});

Problems("the end of a line and an empty range can be marked", () => {
  assert.equal(frame("a: [", 5, 5), ["a: [", "    ^"]);
});

Problems("a range over several lines is marked to the end of its first", () => {
  const range = { start: { line: 1, column: 4 }, end: { line: 3, column: 1 } };
  const lines = render("a: |\n  b\n  c\n", problem(1, 1, 1, { range })).split("\n");
  assert.is(lines[3], "  |    ^");
});

Problems("carriage returns of CRLF are not shown", () => {
  assert.equal(frame("a: b\r\nc: d\r\n", 1, 2), ["a: b", "^"]);
});

Problems("a problem without a place, a text or a next step is shown without", () => {
  const bare: Problem = { code: "no-lockfile", severity: "error", message: "there is no file" };
  assert.is(
    renderProblems([bare], new Map(), plainStyle),
    "error[no-lockfile]: there is no file\n",
  );
  assert.is(
    renderProblems([problem(9, 1, 2)], new Map(), plainStyle),
    'error[unknown-key]: unknown key "nmae"\n --> anon.config.yaml:9:1\nhelp: Did you mean "name"?\n',
  );
  assert.is(renderProblems([], new Map(), plainStyle), "");
});

Problems("colours are only added: without them the text is the same", () => {
  const sources = new Map([[file, "nmae: x\n"]]);
  const coloured = renderProblems([problem(1, 1, 5)], sources, colourStyle);
  assert.match(coloured, "\u001B[31m");
  // oxlint-disable-next-line no-control-regex
  assert.is(coloured.replaceAll(/\u001B\[\d+m/g, ""), render("nmae: x\n", problem(1, 1, 5)));
});

Problems("the JSON holds every problem with its range, in the same order", () => {
  const second = problem(2, 1, 3);
  const first = problem(1, 1, 3, { severity: "error" });
  assert.equal(problemsJson([second, first]), { diagnostics: [first, second] });
  assert.equal(problemsJson([]), { diagnostics: [] });
});

Problems("more than 100 are counted and not shown, errors first, to people and to programs", () => {
  const warnings = Array.from({ length: 120 }, (_, at) =>
    problem(at + 1, 1, 2, { severity: "warning" }),
  );
  const errors = Array.from({ length: 20 }, (_, at) => problem(at + 500, 1, 2));
  const all = [...warnings, ...errors];
  const shown = renderProblems(all, new Map(), plainStyle);
  assert.is(shown.match(/^error\[/gm)?.length, 20);
  assert.is(shown.match(/^warning\[/gm)?.length, 80);
  assert.ok(shown.endsWith("\n\n... and 40 warnings more, not shown here.\n"), shown.slice(-80));
  const { diagnostics, notShown } = problemsJson(all);
  assert.equal([diagnostics.length, notShown], [100, 40]);
  assert.is(diagnostics.filter(({ severity }) => severity === "error").length, 20);
  assert.not.match(renderProblems(all.slice(0, 100), new Map(), plainStyle), "not shown");
  assert.not("notShown" in problemsJson(all.slice(0, 100)));
});

Problems.run();
