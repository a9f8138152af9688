import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { PlannedEnvironment } from "../../src/core/plan/plan-document.ts";
import { planOf, type Plan } from "../../src/core/plan/plan.ts";
import { planDigest } from "../../src/core/plan/digest.ts";
import { partOf } from "../report/every-action.ts";
import { viewOf, worldOf } from "../report/worlds.ts";

/** test/simulation/approval.long.test.ts tests with the commands that the digest covers every effect. */
const Digest = suite("the digest of a plan");

const { plan, environment } = viewOf(worldOf(partOf.create, partOf.relock, partOf.keep));

const digest = planDigest(plan, environment);

/** Returns the plan with other members in each of its actions. */
function each(more: Partial<Plan["actions"][number]>): Plan {
  return planOf(
    plan.actions.map((action) => ({ ...action, ...more })),
    plan.guards,
  );
}

Digest("says its version, is one word, and is the same for the same plan", () => {
  assert.match(digest ?? "", /^v2:[0-9a-f]{64}$/);
  assert.is(planDigest(structuredClone(plan), structuredClone(environment)), digest);
});

const covered: Readonly<Record<keyof PlannedEnvironment, Partial<PlannedEnvironment> | undefined>> =
  {
    name: { name: "staging" },
    target: { target: "production" },
    targetUrl: { targetUrl: "https://svc.prod.anon.com" },
    organizationId: { organizationId: "org-2" },
    sentOrganizationId: { sentOrganizationId: "org-1" },
    lineage: { lineage: "0b0e3f3c-6f0a-4d3b-9f53-2f6f0a1c9d11" },
    state: { state: { state: "git", remote: "mirror" } },
    // The run itself provides these values.
    baseUrl: undefined,
    flags: undefined,
    keyOf: undefined,
  };

Digest("covers each part of the environment that a pull request can change", () => {
  for (const [part, change] of Object.entries(covered))
    if (change !== undefined)
      assert.is.not(planDigest(plan, { ...environment, ...change }), digest, part);
  const refs = { state: { state: "git", remote: "mirror", refs: "refs/x" } } as const;
  const states = [covered.state, refs, { state: { state: "local" } } as const];
  const digests = states.map((state) => planDigest(plan, { ...environment, ...state }));
  assert.is(new Set(digests).size, states.length);
});

Digest("leaves out what the deploy job says, and how a report is told", () => {
  const said = { baseUrl: "http://127.0.0.1:4010", flags: ["-c", "x.yaml"], keyOf: "acme" };
  assert.is(planDigest(plan, { ...environment, ...said }), digest);
});

Digest("leaves out what was looked up, and covers what is hidden of it", () => {
  const seen = { drift: [], checked: false, observed: { name: "x" }, hiddenDrift: ["name"] };
  assert.is(planDigest(each(seen), environment), digest);
  assert.is.not(planDigest(each({ ignoreDrift: ["name"] }), environment), digest);
  assert.is.not(planDigest(each({ secretSink: "file:safe" }), environment), digest);
  assert.is.not(planDigest(each({ references: { "userPools.a": "id" } }), environment), digest);
});

Digest("is there only where something would be done", () => {
  const nothing = [worldOf(partOf.keep), worldOf(partOf.create, partOf.immutable)];
  for (const world of nothing) {
    const view = viewOf(world);
    assert.is(planDigest(view.plan, view.environment), undefined);
  }
});

Digest.run();
