import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/core/json.ts";
import type { FieldValue } from "../../src/core/kind.ts";
import { sdkClient } from "../../src/kinds/sdk-client.ts";
import { withIds } from "../support/world.ts";

const Wanted = suite("client: what a manifest wants");
const Body = suite("client: the body of a create");
const Observed = suite("client: what an answer tells");
const Shows = suite("client: whether an answer shows what is wanted");
const Same = suite("client: whether two values mean the same");
const Secret = suite("client: its secret");

const names = { name: "Web", description: "The front end." };
const pool = "kind.application.userPoolId";

Wanted("an application refers to its pool by key", () => {
  const block = { ...names, kind: { application: { userPool: "members" } } };
  assert.equal(sdkClient.wanted(block), {
    ...names,
    kind: "application",
    [pool]: { ref: "userPools.members" },
    oauthDisabled: null,
  });
  assert.equal(sdkClient.references(block), [
    { path: ["kind", "application", "userPool"], collection: "userPools", key: "members" },
  ]);
});

Wanted("a pool that is kept elsewhere is named by id and refers to nothing", () => {
  const block = { ...names, kind: { application: { userPoolId: "p1" } } };
  assert.is(sdkClient.wanted(block)[pool], "p1");
  assert.equal(sdkClient.references(block), []);
});

Wanted("a service has no pool", () => {
  const block = { ...names, kind: "service", oauthDisabled: true };
  assert.equal(sdkClient.wanted(block), {
    ...names,
    kind: "service",
    [pool]: null,
    oauthDisabled: true,
  });
});

Wanted("a block that is not valid has no references instead of an exception", () => {
  for (const kind of [
    null,
    1,
    "x",
    [],
    {},
    { application: null },
    { application: { userPool: 1 } },
  ])
    assert.equal(sdkClient.references({ kind }), []);
});

function body(block: JsonObject, organizationId?: string): JsonObject {
  return sdkClient.body(withIds(sdkClient.wanted({ ...names, ...block })), organizationId);
}

Body("an application is sent with the id of its pool", () => {
  assert.equal(body({ kind: { application: { userPool: "members" } } }), {
    ...names,
    kind: { application: { userPoolId: "id-members" } },
  });
});

Body("a service is sent as the word", () => {
  assert.equal(body({ kind: "service" }), { ...names, kind: "service" });
});

Body("oauthDisabled and the organization are sent where they are given", () => {
  for (const oauthDisabled of [true, false])
    assert.equal(body({ kind: "service", oauthDisabled }, "org-1"), {
      ...names,
      kind: "service",
      oauthDisabled,
      organizationId: "org-1",
    });
});

Body("an application whose pool is not known is a bug, and never sent as a service", () => {
  const fields = { ...names, kind: "application", oauthDisabled: null };
  assert.throws(() => sdkClient.body(fields, undefined), /without its user pool/);
  assert.throws(() => sdkClient.body({ ...fields, [pool]: null }, undefined));
});

const auth = { type: "userPool", userPoolId: "p1", oauthConfig: null };

Observed("`auth` tells kind and pool", () => {
  assert.equal(sdkClient.observed({ id: "c1", ...names, organizationId: "o", auth }), {
    ...names,
    kind: "application",
    [pool]: "p1",
  });
  assert.equal(sdkClient.observed({ ...names, auth: { type: "apiKey" } }), {
    ...names,
    kind: "service",
    [pool]: null,
  });
});

Observed("without `auth` (older reference), or with one we do not know, neither was told", () => {
  for (const odd of [undefined, null, "apiKey", [], {}, { type: "oidc", userPoolId: "p1" }])
    assert.equal(sdkClient.observed({ ...names, auth: odd }), names);
  assert.equal(sdkClient.observed({ auth: { type: "userPool" } }), { kind: "application" });
});

Observed("an answer that carries a secret is observed without it", () => {
  const secret = fc.string({ minLength: 12 }).map((text) => `canary-${text}`);
  fc.assert(
    fc.property(secret, fc.jsonValue(), (canary, extra) => {
      const answers: JsonObject[] = [
        { ...names, auth: { type: "apiKey", secret: canary } },
        { ...names, auth: { type: "userPool", userPoolId: "p1", secret: canary } },
        { ...names, secret: canary, apiKey: canary, auth: { secret: canary, key: [canary] } },
        { ...names, extra: JSON.parse(JSON.stringify(extra)), token: canary },
      ];
      for (const answer of answers)
        assert.not.ok(Object.values(sdkClient.observed(answer)).includes(canary));
    }),
  );
});

const application = { auth };
const service = { auth: { type: "apiKey" } };
const showsTable: readonly (readonly [
  string,
  string,
  FieldValue,
  JsonObject,
  boolean | undefined,
])[] = [
  ["the same kind", "kind", "application", application, true],
  ["another kind", "kind", "service", application, false],
  ["a kind not told", "kind", "application", {}, undefined],
  ["the same pool", pool, "p1", application, true],
  ["another pool", pool, "p2", application, false],
  ["a pool where none is wanted", pool, null, application, false],
  ["no pool, as wanted", pool, null, service, true],
  ["no pool where one is wanted", pool, "p1", service, false],
  ["a pool not told", pool, "p1", {}, undefined],
  ["no pool wanted and none told", pool, null, {}, undefined],
  ["oauthDisabled is never told", "oauthDisabled", true, application, undefined],
  ["a padded description", "description", "The front end.\n", application, true],
];

for (const [sentence, field, value, fields, expected] of showsTable)
  Shows(sentence, () =>
    assert.is(sdkClient.shows(field, value, sdkClient.observed({ ...names, ...fields })), expected),
  );

Same("oauthDisabled left out is false", () => {
  assert.ok(sdkClient.same("oauthDisabled", null, false));
  assert.ok(sdkClient.same("oauthDisabled", false, null));
  assert.not(sdkClient.same("oauthDisabled", null, true));
});

Same("texts are the same but for white space at their ends; null is no text", () => {
  assert.ok(sdkClient.same("description", "x\n", "x"));
  assert.not(sdkClient.same(pool, null, ""));
  assert.not(sdkClient.same(pool, "p1", "p2"));
});

Secret("only a service has one, so only a service needs a place for it", () => {
  const applications = [{ userPool: "members" }, { userPoolId: "p1" }];
  const blocks = applications.map((application) => ({ ...names, kind: { application } }));
  for (const block of blocks) assert.not(sdkClient.hasSecret(sdkClient.wanted(block)));
  assert.ok(sdkClient.hasSecret(sdkClient.wanted({ ...names, kind: "service" })));
});

Secret("it is read from the create answer, and only from there", () => {
  assert.is(sdkClient.secret({ auth: { type: "apiKey", secret: "s" } }), "s");
  for (const auth of [undefined, null, "s", { type: "apiKey" }, { secret: 1 }])
    assert.is(sdkClient.secret({ secret: "s", auth }), undefined);
});

for (const tests of [Wanted, Body, Observed, Shows, Same, Secret]) tests.run();
