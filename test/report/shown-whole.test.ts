import type { PlanRecord } from "../../src/core/plan/plan-document.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { kinds } from "../../src/kinds/index.ts";
import { renderPlan } from "../../src/report/plan/human-plan.ts";
import { renderMarkdown } from "../../src/report/plan/markdown-plan.ts";
import { plainStyle } from "../../src/report/style.ts";
import { held, pool, poolFields, viewOf, worldOf } from "./worlds.ts";

const Shown = suite("a text that has the digest shows all that the digest approves");

const digest = `v2:${"0".repeat(64)}`;

/** The markdown of a plan, which must be one that approves. */
function approving(view: PlanRecord): string {
  const { text, isCut } = renderMarkdown({ ...view, digest });
  assert.not(isCut);
  assert.match(text, digest);
  return text;
}

function bothTexts(view: PlanRecord): readonly string[] {
  return [approving(view), renderPlan(view, plainStyle)];
}

Shown("a replacement tells each field that it is created with, changed or not", () => {
  const fields = {
    ...poolFields("members"),
    "authorization.jwksUri": "https://login.evil.com/jwks.json",
    "authorization.idClaim": "email",
  };
  // The lockfile is edited along with the manifest: the plan shows no field as changed.
  const world = worldOf({
    wanted: [pool("members", fields)],
    ids: [held("members", { applied: fields, replacing: "same" })],
  });
  for (const text of bothTexts(viewOf(world))) {
    assert.match(text, "    The new one is created with:\n");
    assert.match(text, '      name: "members"\n');
    assert.match(text, '      authorization.jwksUri: "https://login.evil.com/jwks.json"\n');
    assert.match(text, '      authorization.idClaim: "email"\n');
  }
});

Shown("the place of the new secret stands with a replaced service, too", () => {
  const fields = {
    name: "Jobs",
    description: "Nightly.",
    kind: "service",
    "kind.application.userPoolId": null,
    oauthDisabled: null,
  };
  const address = "sdkClients.jobs";
  const world = worldOf({
    wanted: [{ address, kind: "SdkClient", fields, dependsOn: [], secretSink: "file:safe" }],
    ids: [{ id: "id-1", address, generation: 1, applied: fields, replacing: "same" }],
  });
  for (const text of bothTexts(viewOf(world))) {
    assert.match(text, '      kind: "service"\n');
    assert.match(text, "      Its secret goes to file:safe, as the manifest says.\n");
  }
});

Shown("the longest texts that a manifest may hold are whole", () => {
  const accepted = 4096;
  const texts = {
    "of one line": `${"\u{1F600}".repeat(accepted - 4)}TAIL`,
    "of several lines": `a\n${"\u{1F600}".repeat(accepted - 7)}\nTAIL`,
  };
  for (const [what, description] of Object.entries(texts)) {
    assert.is([...description].length, accepted, what);
    const fields = { ...poolFields("a"), description };
    for (const text of bothTexts(viewOf(worldOf({ wanted: [pool("a", fields)] }))))
      assert.match(text, "TAIL", what);
  }
  // In ASCII each of these characters becomes up to twelve.
  const jwksUri = `https://login.example.com/${"\u{20000}".repeat(2000)}/tail`;
  const fields = { ...poolFields("a"), "authorization.jwksUri": jwksUri };
  for (const text of bothTexts(viewOf(worldOf({ wanted: [pool("a", fields)] }))))
    assert.match(text, "/tail");
});

Shown("markdown names each address whose protection ends, and whose drift is hidden", () => {
  const keys = Array.from({ length: 230 }, (_, at) => `p${at}`);
  const world = worldOf({
    wanted: keys.map((key) => ({ ...pool(key), protect: false })),
    ids: keys.map((key) => held(key, { protected: true })),
  });
  const view = viewOf(world);
  const actions = view.plan.actions.map((action) => ({ ...action, hiddenDrift: ["name"] }));
  const text = approving({ ...view, plan: { ...view.plan, actions } });
  const lineOf = (start: string) => text.split("\n").find((line) => line.startsWith(start)) ?? "";
  for (const start of ["Not protected any more: ", "ignoreDrift hides drift: "]) {
    const named = lineOf(start).match(/userPools\.p\d+/g) ?? [];
    assert.equal(new Set(named).size, keys.length, start);
  }
});

Shown("whose keys are trusted and where a secret goes stand above a text of many lines", () => {
  const description = `${"a\n".repeat(2000)}b`;
  const fields = {
    ...poolFields("a", description),
    "authorization.jwksUri": "https://login.example.com/j",
  };
  const service = {
    name: "Jobs",
    description,
    kind: "service",
    "kind.application.userPoolId": null,
    oauthDisabled: null,
  };
  const wanted = [
    pool("a", fields),
    {
      address: "sdkClients.jobs",
      kind: "SdkClient",
      fields: service,
      dependsOn: [],
      secretSink: "file:safe",
    },
  ];
  const applied = { ...fields, description: "b", "authorization.jwksUri": "https://old.com/j" };
  const relocked = worldOf({
    wanted: [pool("a", fields)],
    ids: [held("a", { applied })],
    observations: {
      "id-a": { seen: "present", fields: { ...fields, hosted: false }, organizationId: "org-1" },
    },
  });
  for (const [world, decisive] of [
    [worldOf({ wanted }), ["authorization.jwksUri: ", "Its secret goes to ", 'kind: "service"']],
    [relocked, ["authorization.jwksUri: "]],
  ] as const)
    for (const text of bothTexts(viewOf(world)))
      for (const block of text.split(/^[+~] /m).slice(1)) {
        const below = block.indexOf("\n    description:");
        for (const one of decisive) assert.ok(block.indexOf(one) < below || below === -1, one);
      }
  assert.is(kinds.length, 2, "a new kind's decisive fields belong here");
});

Shown.run();
