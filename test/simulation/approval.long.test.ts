import { kinds } from "../../src/kinds/index.ts";
import { createHash } from "node:crypto";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actionTable } from "../../src/core/plan/action.ts";
import { canonicalText } from "../../src/core/json.ts";
import { planRecordOf, type PlanDocument } from "../../src/core/plan/plan-document.ts";
import { changesRecord, type Plan } from "../../src/core/plan/plan.ts";
import { planDigest } from "../../src/core/plan/digest.ts";
import { isNothing, tried, type Tried } from "./approval.ts";
import { editsOf } from "./approval-edits.ts";
import { base } from "./approval-world.ts";

/**
 * If an edit changes the effect of an apply but not the digest of its plan, that is a bug: a user
 * could approve one effect and get another. The commands are the shipped ones, on a machine in
 * memory.
 */
const Approval = suite("the digest covers every effect");

/** The digest that a plan's document would have; undefined if nothing would be done. */
type DigestOf = (document: PlanDocument) => string | undefined;

/** A tried world, with the name of its edit. */
type Trial = readonly [what: string, tried: Tried];

const asPrinted: DigestOf = ({ planDigest: digest }) => digest;

/** Returns the edits whose effects differ from those of the first edit with the same digest. */
function leaks(trials: readonly Trial[], digestOf: DigestOf): string[] {
  const first = new Map<string, Trial>();
  return trials.flatMap(([what, { document, effects, text }]) => {
    const digest = document === undefined ? undefined : digestOf(document);
    if (digest === undefined) return isNothing(effects) ? [] : [`${what}: done without a digest`];
    const known = first.get(digest);
    if (known === undefined) first.set(digest, [what, { document, effects, text }]);
    return known === undefined || known[1].text === text ? [] : [`${what} (as: ${known[0]})`];
  });
}

const edits = editsOf(base);
let trials: Trial[] = [];

Approval.before(async () => {
  trials = [["nothing", await tried(base)]];
  for (const { what, of } of edits) trials.push([what, await tried(of(base))]);
});

Approval("a world with nearly every action is planned and applied", () => {
  const [nothing] = trials;
  if (nothing === undefined) throw new Error("nothing was tried");
  const [, { document, effects }] = nothing;
  assert.ok(document?.applicable);
  const planned = new Set(document.actions.map(({ action }) => action));
  const named = "create drifted import keep move relock retire revive";
  assert.equal([...planned].toSorted().join(" "), named);
  assert.is(effects.creates.length, 4);
  assert.equal(effects.secrets, ["/project/safe/staging.sdkClients.jobs.secret"]);
});

Approval("each value of manifest, lockfile and flags: no effect differs under one digest", () => {
  assert.equal(leaks(trials, asPrinted), []);
});

Approval("the edits reach something: many are applied, with many digests and effects", () => {
  const applied = trials.filter(([, { effects }]) => effects.creates.length > 0);
  const digests = new Set(trials.map(([, { document }]) => document?.planDigest));
  const effects = new Set(trials.map(([, { text }]) => text));
  assert.ok(applied.length > 150, `${applied.length} of ${trials.length} were applied`);
  assert.ok(digests.size > 60, `${digests.size} digests`);
  assert.ok(effects.size > 60, `${effects.size} effects`);
  const [before] = trials.map(([, { document }]) => document?.planDigest);
  const unchanged = trials.filter(([, { document }]) => document?.planDigest === before);
  assert.ok(unchanged.length > 20, "and what has no effect leaves the digest as it is");
});

Approval("edits beside each other, too", async () => {
  const some = fc.uniqueArray(fc.constantFrom(...edits), {
    minLength: 2,
    maxLength: 4,
    selector: ({ what }) => what,
  });
  const seen: Trial[] = [...trials];
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const world = chosen.reduce((before, { of }) => of(before), base);
      seen.push([chosen.map(({ what }) => what).join(" and "), await tried(world)]);
      assert.equal(leaks(seen, asPrinted), []);
    }),
    { numRuns: 100 },
  );
});

/** The digest before version 2: the environment's name, the guards, and the actions as of then. */
const firstVersion: DigestOf = (document) => {
  const { plan, environment } = planRecordOf(document, kinds);
  if (asPrinted(document) === undefined) return undefined;
  const actions = plan.actions
    .filter(isDone)
    .map((action) =>
      Object.fromEntries(Object.entries(action).filter(([member]) => !leftOut.has(member))),
    );
  const covered = { environment: environment.name, guards: plan.guards, actions };
  return createHash("sha256").update(canonicalText(covered)).digest("hex");
};

const leftOut = new Set(
  "drift checked observed gone references secretSink ignoreDrift hiddenDrift".split(" "),
);

function isDone(action: Plan["actions"][number]): boolean {
  return actionTable[action.action].effect !== "none" || changesRecord(action);
}

/** Returns the digest of a document from which `change` removes something. */
function without(change: (document: any) => void): DigestOf {
  return (document) => {
    const lesser = structuredClone(document);
    change(lesser);
    const { plan, environment } = planRecordOf(lesser, kinds);
    return planDigest(plan, environment);
  };
}

const lesser: Readonly<Record<string, readonly [DigestOf, leak: RegExp]>> = {
  "the first version": [firstVersion, /secretSink: "file:public"/],
  "one without the target": [
    without(({ environment }) => {
      environment.target = "sandbox";
      delete environment.targetUrl;
    }),
    /base URL: production/,
  ],
  "one without the organization that is sent": [
    without(({ environment }) => delete environment.sentOrganizationId),
    /organizationId/,
  ],
  "one without the organization that is expected": [
    without(({ environment }) => delete environment.organizationId),
    /lockfile environment\.organizationId: removed/,
  ],
  "one without the lineage": [
    without(({ environment }) => delete environment.lineage),
    /lockfile lineage/,
  ],
  "one without the places of secrets": [
    without(({ actions }) => actions.forEach((action: any) => delete action.secretSink)),
    /secretSink: "file:public"/,
  ],
  "one without the ids that are referred to": [
    without(({ actions }) => actions.forEach((action: any) => delete action.references)),
    /lockfile resources\.userPools\.staff\.id: "id-twin"/,
  ],
  "one without ignoreDrift": [
    without(({ actions }) => actions.forEach((action: any) => delete action.ignoreDrift)),
    /manifest userPools\.agreed\.ignoreDrift/,
  ],
  "one without fields": [
    without(({ actions }) => actions.forEach((action: any) => (action.fields = {}))),
    /description/,
  ],
};

for (const [what, [digestOf, leak]] of Object.entries(lesser))
  Approval(`the property finds what ${what} lets through`, () => {
    assert.match(leaks(trials, digestOf).join("\n"), leak);
  });

Approval.run();
