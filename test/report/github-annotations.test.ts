import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Problem } from "../../src/core/errors/problem.ts";
import { githubAnnotations } from "../../src/report/problems/github-annotations.ts";
import { hostile } from "./hostile-text.ts";

const Annotations = suite("annotations of GitHub");

function problem(message: string, more: Partial<Problem> = {}): Problem {
  return { code: "unknown-key", severity: "error", message, file: "anon.config.yaml", ...more };
}

function at(line: number, column: number): Pick<Problem, "range"> {
  return { range: { start: { line, column }, end: { line, column: column + 1 } } };
}

Annotations("each stands at its line, with its code as title and the next step below", () => {
  const text = githubAnnotations([
    problem("userPool is not a key.", { ...at(2, 1), next: "Did you mean userPools?" }),
  ]);
  assert.is(
    text,
    "::error file=anon.config.yaml,line=2,col=1,title=unknown-key::userPool is not a key.%0ADid you mean userPools?\n",
  );
});

Annotations("without problems nothing is said", () => assert.is(githubAnnotations([]), ""));

Annotations("text is escaped as GitHub's toolkit does, in messages and in properties", () => {
  const text = githubAnnotations([problem("100%, a: b", { file: "50%,a:b.yaml" })]);
  assert.is(text, "::error file=50%25%2Ca%3Ab.yaml,title=unknown-key::100%25, a: b\n");
});

Annotations(
  "errors come first, since only ten of a kind are shown, and the others are counted",
  () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      problem(`Error ${index}.`, at(index + 1, 1)),
    );
    const warning = problem("A warning.", { severity: "warning", ...at(1, 1) });
    const lines = githubAnnotations([warning, ...many])
      .trimEnd()
      .split("\n");
    assert.is(lines.length, 12);
    assert.ok(lines.slice(0, 10).every((line) => line.startsWith("::error ")));
    assert.match(lines[10] ?? "", /^::warning .*::A warning\.$/);
    assert.is(
      lines[11],
      "::notice title=anon-sync::There are 3 more errors. GitHub shows 10 annotations of a kind for a step.",
    );
  },
);

Annotations("no text of a user adds a command, a line or a property", () => {
  fc.assert(
    fc.property(hostile, hostile, (text, other) => {
      const lines = githubAnnotations([problem(text, { next: other, file: other, ...at(1, 2) })])
        .trimEnd()
        .split("\n");
      assert.is(lines.length, 1);
      assert.match(
        lines[0] ?? "",
        /^::error file=[^:,]*,line=1,col=2,title=unknown-key::[^\p{C}]*$/u,
      );
      assert.not.match(lines[0] ?? "", /##\w*\[/);
    }),
    { numRuns: 300 },
  );
});

Annotations.run();
