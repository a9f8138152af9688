import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Action, ActionName } from "../../src/core/plan/action.ts";
import { actionTable } from "../../src/core/plan/action.ts";
import type { StopReason } from "../../src/core/plan/applied.ts";
import { kinds } from "../../src/kinds/index.ts";
import { planOf } from "../../src/core/plan/plan.ts";
import { stateOf } from "../../src/core/state/state.ts";
import { renderApplied, renderIds } from "../../src/report/apply/apply.ts";
import { renderEvent } from "../../src/report/apply/apply-events.ts";
import { renderComparison } from "../../src/report/plan/comparison.ts";
import { renderPlan } from "../../src/report/plan/human-plan.ts";
import { renderLeftAside, renderRecovery } from "../../src/report/status/recovery.ts";
import { renderStatus } from "../../src/report/status/status.ts";
import { renderAddress } from "../../src/report/status/status-address.ts";
import { plainStyle } from "../../src/report/style.ts";
import { hostile } from "./hostile-text.ts";
import { held, open, viewOf, worldOf } from "./worlds.ts";

const Hostile = suite("hostile texts");

const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
const context = { toolVersion: "0.1.0", environment, lockfile: "anon.lock.sandbox.json" };

/** Returns every report, with one text wherever a report may contain a text from outside. */
function everyReport(text: string, other: string): string {
  const fields = { name: text, description: other, "authorization.jwksUri": other };
  const attempt = open("open", { fields, reason: text, hint: text, quarantined: other });
  const fact = held("a", { id: text, applied: fields, assumed: [text] });
  const actions = (Object.keys(actionTable) as ActionName[]).map((action): Action => ({
    action,
    address: "userPools.a",
    kind: "UserPool",
    id: text,
    generation: 1,
    fields,
    dependsOn: [],
    changes: [{ field: "name", before: text, after: other }],
    drift: [{ field: "description", before: other, after: text }],
    checked: true,
    movedFrom: text,
    renamedFrom: text,
    previousId: text,
    blockedBy: [text],
    attempts: [attempt.attempt],
    reason: text,
    references: { [text]: other },
    hiddenDrift: [text],
  }));
  const service: Action = {
    action: "create",
    address: "sdkClients.a",
    kind: "SdkClient",
    generation: 1,
    fields: { kind: "service", "kind.application.userPoolId": { ref: text } },
    references: { [text]: other },
    secretSink: text,
    dependsOn: [],
    changes: [],
    drift: [],
    checked: true,
  };
  const view = viewOf(worldOf(), {
    environment: {
      ...environment,
      target: text,
      targetUrl: other,
      organizationId: other,
      sentOrganizationId: text,
      state: { state: "git", remote: text, refs: other },
    },
    secretSinkBy: other,
    plan: planOf(
      [...actions, service],
      [{ guard: "other-organization", address: text, id: text, expected: text, actual: other }],
    ),
    attempts: [attempt],
    manifestFile: text,
    lockfile: other,
    positionOf: () => text,
  });
  const stopped: StopReason = { stop: "quarantined", address: text, id: other, reason: text };
  const applied = {
    saved: false,
    stopped,
    outcomes: [
      { address: text, action: "create", outcome: "created", id: other, secretFile: text },
      { address: "userPools.open", action: "create", outcome: "unsettled", reason: text },
    ],
  } as const;
  const status = {
    ...context,
    kinds,
    lineage: text,
    journal: { file: text, attempts: 1 },
    state: stateOf([fact, held("b", { id: other, retired: "removed" })], [attempt]),
  };
  const retired = { ...fact, retired: "duplicate" } as const;
  const recovery = {
    ...status,
    lineage: text,
    isMissing: false,
    isShallow: true,
    sources: [text],
    ids: [{ fact, source: { name: "commit 0" } }],
    attempts: [{ fact: attempt, source: { name: "commit 0" } }],
    conflicts: [
      { latest: fact, retired },
      { latest: retired, retired },
    ],
    others: [
      {
        lineage: text,
        environment: { name: text, baseUrl: other },
        commit: "0",
        ids: [fact],
        isOfThisEnvironment: true,
      },
    ],
    revisionPath: text,
    skipped: [{ commit: "0", reason: text }],
    retiring: [{ fact, source: { name: "commit 0", commit: "0" } }],
  };
  return [
    renderPlan(view, plainStyle),
    renderApplied(applied, { ...context, attempts: [attempt], usersOf: () => [text] }, plainStyle),
    renderIds(applied),
    renderEvent({ event: "failed", address: text, reason: other }, plainStyle),
    renderEvent({ event: "stopping", reason: stopped }, plainStyle),
    renderStatus(status, plainStyle),
    renderRecovery(recovery, plainStyle),
    renderLeftAside(recovery),
    renderAddress({ ...status, only: { address: "userPools.a", moved: [] } }, plainStyle),
    renderComparison(
      [
        { field: "name", manifest: text, actual: other, verdict: "differs" },
        { field: "name", manifest: text, actual: text, verdict: "equal" },
      ],
      plainStyle,
    ),
  ].join("");
}

Hostile("no report lets a text steer a terminal or give a runner a command", () => {
  fc.assert(
    fc.property(hostile, hostile, (text, other) => {
      const report = everyReport(text, other);
      assert.not.match(report, /[^\P{C}\n]|[\u2028\u2029]/u);
      assert.not.match(report, /^\s*::/m);
      assert.not.match(report, /##\w*\[/);
    }),
    { numRuns: 300 },
  );
});

Hostile("the reports above do show the texts that they are given", () => {
  const report = everyReport("first text", "second text");
  assert.ok(report.split("first text").length > 40);
  assert.ok(report.split("second text").length > 20);
});

Hostile("a huge text is cut for display, and says how long it is", () => {
  const text = "x".repeat(1_000_000);
  const report = renderComparison(
    [{ field: "name", manifest: "y", actual: text, verdict: "differs" }],
    plainStyle,
  );
  assert.ok(report.length < 10_000);
  assert.match(report, "(1000000 characters)");
});

Hostile.run();
