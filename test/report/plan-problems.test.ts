import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actionTable, type ActionName } from "../../src/core/plan/action.ts";
import type { Applied } from "../../src/core/plan/applied.ts";
import { plan, planOf } from "../../src/core/plan/plan.ts";
import { appliedProblems } from "../../src/report/apply/applied-problems.ts";
import { markdownApplied, markdownRefusal } from "../../src/report/apply/markdown-applied.ts";
import { planProblems, type SourcePositions } from "../../src/report/plan/plan-problems.ts";
import { partOf } from "./every-action.ts";
import { worldOf } from "./worlds.ts";

const Problems = suite("what of a plan and an apply is shown at the manifest's lines");

/** Pools are in line 3; no other address has a position. */
const places: SourcePositions = {
  file: "anon.config.yaml",
  rangeOf: (address) =>
    address.startsWith("userPools.")
      ? { start: { line: 3, column: 3 }, end: { line: 3, column: 9 } }
      : undefined,
};

Problems(
  "each action that stops something is an error, drift a warning, the others nothing",
  () => {
    for (const name of Object.keys(actionTable) as ActionName[]) {
      const made = plan(worldOf(partOf[name]));
      const told = planProblems({ plan: made }, places).filter(({ code }) => code === name);
      const { effect } = actionTable[name];
      const isTold = (effect === "stop" || effect === "skip") && name !== "blocked";
      const wanted = name === "drifted" ? ["warning"] : isTold ? ["error"] : [];
      assert.equal([...new Set(told.map(({ severity }) => severity))], wanted, name);
      for (const { message, next = "", file } of told) {
        assert.match(message, /^(userPools|sdkClients)\.[\w-]+: [A-Z].*\.$/);
        assert.match(next, /\.$/);
        assert.is(file, "anon.config.yaml");
      }
    }
  },
);

Problems("a guard is told at its address, or of the manifest as a whole", () => {
  const guards = [
    { guard: "nothing-found", ids: 3 },
    {
      guard: "other-organization",
      address: "userPools.a",
      id: "i",
      expected: "one",
      actual: "other",
    },
  ] as const;
  const [all, one] = planProblems({ plan: planOf([], guards) }, places);
  assert.equal([all?.code, all?.severity, all?.range], ["nothing-found", "error", undefined]);
  assert.equal([one?.code, one?.range?.start.line], ["other-organization", 3]);
  assert.match(one?.message ?? "", "userPools.a: Anon says that a known id belongs to another");
});

Problems("a warning of the plan is one at its address", () => {
  const warning = {
    code: "look-alike-name",
    address: "userPools.a",
    message: "It looks like another.",
    next: "Choose another name.",
  } as const;
  assert.equal(planProblems({ plan: planOf([], []), warnings: [warning] }, places), [
    {
      code: "look-alike-name",
      severity: "warning",
      message: "It looks like another.",
      next: "Choose another name.",
      file: "anon.config.yaml",
      range: { start: { line: 3, column: 3 }, end: { line: 3, column: 9 } },
    },
  ]);
});

const applied: Applied = {
  saved: true,
  stopped: { stop: "refused", status: 404, reason: "Not found." },
  outcomes: [
    { address: "userPools.a", action: "create", outcome: "created", id: "id-a" },
    { address: "userPools.b", action: "create", outcome: "failed", reason: "Name is taken" },
    { address: "userPools.c", action: "create", outcome: "unsettled", reason: "No answer." },
    { address: "sdkClients.d", action: "create", outcome: "blocked" },
    { address: "sdkClients.e", action: "create", outcome: "skipped" },
  ],
};

Problems("an apply tells why it stopped, and what failed or is unsettled", () => {
  const told = appliedProblems(applied, places);
  assert.equal(
    told.map(({ code, message, range }) => [code, message, range?.start.line]),
    [
      ["refused", "Anon refused a create in a way that every other one would meet.", undefined],
      ["failed", "userPools.b: It was not created. Name is taken.", 3],
      [
        "unsettled",
        "userPools.c: A create was under way, and nobody knows whether Anon has it. No answer.",
        3,
      ],
    ],
  );
});

Problems("an apply in markdown begins with its last line; what has no room is left out", () => {
  const context = {
    toolVersion: "1",
    environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
    lockfile: "anon.lock.sandbox.json",
    attempts: [],
    usersOf: () => [],
  };
  const text = markdownApplied(applied, context);
  assert.match(text, /^\*\*`sandbox`\*\*: Apply stopped! 1 created, 1 failed, 1 unsettled/);
  assert.match(text, "userPools.a = id-a");
  assert.match(text, "failed userPools.b: Name is taken.");
  const outcomes = Array.from({ length: 2000 }, (_, at) => ({
    address: `userPools.pool-${at}`,
    action: "create" as const,
    outcome: "created" as const,
    id: `7a1e0000-0000-4000-8000-00000000${at}`,
  }));
  const long = markdownApplied({ saved: true, outcomes }, context);
  assert.match(long, /^\*\*`sandbox`\*\*: Apply complete! 2000 created/);
  assert.match(long, "it is in the log, and each id in the lockfile");
  assert.ok(long.length < 1000);
});

Problems("a refusal in markdown holds its text in a block that nothing in it ends", () => {
  assert.is(
    markdownRefusal("sandbox", "error[x]: ```\nhelp: y\n"),
    "**`sandbox`: no plan**\n\n````text\nerror[x]: ```\nhelp: y\n````\n",
  );
  assert.ok(markdownRefusal("sandbox", "x".repeat(70_000)).length < 200);
});

Problems.run();
