import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyExitCode } from "../../src/run/exit-codes.ts";
import type { Applied } from "../../src/core/plan/applied.ts";
import { planOf } from "../../src/core/plan/plan.ts";

const Codes = suite("apply: exit codes");

Codes("an interrupted apply says so, whatever had stopped it before", () => {
  const nothing = planOf([], []);
  const unauthorized: Applied = {
    outcomes: [],
    saved: true,
    stopped: { stop: "unauthorized", status: 401, reason: "no" },
  };
  assert.is(applyExitCode(unauthorized, nothing, false), 6);
  assert.is(applyExitCode(unauthorized, nothing, true), 130);
  assert.is(applyExitCode({ ...unauthorized, saved: false }, nothing, true), 130);
});

Codes.run();
