import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ActionName } from "../../src/core/plan/action.ts";
import type { Problem } from "../../src/core/errors/problem.ts";
import { gitlabCodequality } from "../../src/report/problems/gitlab-codequality.ts";
import { gitlabTerraform } from "../../src/report/plan/gitlab-terraform.ts";
import { partOf } from "./every-action.ts";
import { held, pool, viewOf, worldOf, type Part } from "./worlds.ts";

const Gitlab = suite("reports for GitLab");

/** The counts of creates, changes and deletes in the widget. */
const counts = {
  create: [3, 0, 0],
  replace: [2, 0, 2],
  keep: [0, 0, 0],
  drifted: [0, 0, 0],
  relock: [0, 1, 0],
  retire: [0, 0, 1],
  revive: [0, 1, 0],
  import: [0, 2, 0],
  move: [0, 1, 0],
  unsettled: [0, 0, 0],
  blocked: [0, 0, 0],
  immutable: [0, 0, 0],
  protected: [0, 0, 0],
  missing: [0, 0, 0],
  renamed: [0, 0, 0],
  unreadable: [0, 0, 0],
  "import-missing": [0, 0, 0],
  "import-differs": [0, 0, 0],
  "import-taken": [0, 0, 0],
} as const satisfies Record<ActionName, readonly [number, number, number]>;

function widget(part: Part): readonly number[] {
  const { create, update, delete: deleted } = gitlabTerraform(viewOf(worldOf(part)).plan);
  return [create, update, deleted];
}

Gitlab(
  "the widget counts what would be sent, what the lockfile alone takes up, and what retires",
  () => {
    for (const [action, part] of Object.entries(partOf) as [ActionName, Part][])
      assert.equal(widget(part), counts[action], action);
  },
);

Gitlab("protection is a change, too: with none in the widget nobody would look", () => {
  const wanted = [{ ...pool("safe"), protect: true }];
  assert.equal(widget({ wanted, ids: [held("safe")] }), [0, 1, 0]);
});

const problem: Problem = {
  code: "missing-key",
  severity: "error",
  message: 'userPools.a has no "name"',
  next: "Add `name:`.",
  file: "orgs/one/anon.config.yaml",
  range: { start: { line: 7, column: 3 }, end: { line: 7, column: 4 } },
};

function prints(...problems: Problem[]): string[] {
  return gitlabCodequality(problems).map(({ fingerprint }) => fingerprint);
}

Gitlab("a finding has what GitLab's Code Quality asks for", () => {
  const [{ fingerprint = "", ...finding } = {}] = gitlabCodequality([problem]);
  assert.equal(finding, {
    description: 'userPools.a has no "name". Add `name:`.',
    check_name: "missing-key",
    severity: "major",
    location: { path: "orgs/one/anon.config.yaml", lines: { begin: 7 } },
  });
  assert.match(fingerprint, /^[0-9a-f]{64}$/);
});

Gitlab("a fingerprint stays when the line moves, and tells two findings apart", () => {
  const moved = { start: { line: 90, column: 1 }, end: { line: 90, column: 2 } };
  assert.equal(prints(problem), prints({ ...problem, range: moved }));
  const others = [{ ...problem, message: "Other." }, { ...problem, file: "x.yaml" }, problem];
  assert.is(new Set(prints(problem, ...others)).size, 4);
});

Gitlab("a warning weighs less, and what has no line stands at the first", () => {
  const { range: _range, ...whole } = problem;
  const [finding] = gitlabCodequality([{ ...whole, severity: "warning" }]);
  assert.equal([finding?.severity, finding?.location.lines.begin], ["minor", 1]);
});

const badKey = (at: number): Problem => ({
  code: "bad-key",
  severity: "error",
  message: `problem ${at}`,
  file: "orgs/acme/anon.config.yaml",
  range: { start: { line: at, column: 1 }, end: { line: at, column: 2 } },
});

Gitlab("a report of quality holds 100 problems, and one that counts the others", () => {
  const findings = gitlabCodequality(Array.from({ length: 350 }, (_, at) => badKey(at + 1)));
  assert.is(findings.length, 101);
  assert.is(findings[99]?.location.lines.begin, 100);
  const { description, severity, location } = findings[100]!;
  assert.equal(
    [description, severity, location],
    [
      "There are 250 more problems, not shown here.",
      "major",
      { path: "orgs/acme/anon.config.yaml", lines: { begin: 1 } },
    ],
  );
});

Gitlab.run();
