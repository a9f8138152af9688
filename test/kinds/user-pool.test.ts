import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/core/json.ts";
import type { FieldValue } from "../../src/core/kind.ts";
import { kinds } from "../../src/kinds/index.ts";
import { userPool } from "../../src/kinds/user-pool.ts";
import { anonJwks, withIds } from "../support/world.ts";

const Wanted = suite("user pool: what a manifest wants");
const Body = suite("user pool: the body of a create");
const Observed = suite("user pool: what an answer tells");
const Shows = suite("user pool: whether an answer shows what is wanted");
const Same = suite("user pool: whether two values mean the same");

const jwks = "https://login.example.com/jwks.json";
const names = { name: "Members", description: "People." };

Wanted("a hosted pool wants no authorization: every path is there, as null", () => {
  assert.equal(userPool.wanted(names), {
    ...names,
    "authorization.jwksUri": null,
    "authorization.idClaim": null,
  });
});

Wanted("a self-hosted pool wants its JWKS and claim", () => {
  assert.equal(userPool.wanted({ ...names, authorization: { jwksUri: jwks, idClaim: "email" } }), {
    ...names,
    "authorization.jwksUri": jwks,
    "authorization.idClaim": "email",
  });
});

Wanted("a pool refers to nothing and has no secret", () => {
  assert.equal(userPool.references({ ...names, kind: { application: { userPool: "x" } } }), []);
  assert.not(userPool.hasSecret(userPool.wanted(names)));
  assert.is(userPool.secret({ auth: { secret: "s" } }), undefined);
});

function body(block: JsonObject, organizationId?: string): JsonObject {
  return userPool.body(withIds(userPool.wanted(block)), organizationId);
}

Body("a hosted pool is sent without authorization", () => {
  assert.equal(body(names), names);
});

Body("a self-hosted pool is sent with its JWKS, and its claim where it says one", () => {
  const authorization = { jwksUri: jwks };
  assert.equal(body({ ...names, authorization }), { ...names, authorization });
  const claimed = { jwksUri: jwks, idClaim: "email" };
  assert.equal(body({ ...names, authorization: claimed }), { ...names, authorization: claimed });
});

Body("the organization is sent where it is given", () => {
  assert.equal(body(names, "org-1"), { ...names, organizationId: "org-1" });
});

Body("texts are sent as the manifest has them: trimming is the API's affair", () => {
  assert.is(body({ ...names, description: " x \n" })["description"], " x \n");
});

const hosted = {
  id: "p1",
  ...names,
  organizationId: "org-1",
  hosted: true,
  authorization: { jwksUri: anonJwks, idClaim: null },
};

Observed("an answer tells its fields, `hosted` too, and no id or organization", () => {
  assert.equal(userPool.observed(hosted), {
    ...names,
    "authorization.jwksUri": anonJwks,
    "authorization.idClaim": null,
    hosted: true,
  });
});

Observed("what is absent was not told", () => {
  assert.equal(userPool.observed({ id: "p1", organizationId: "org-1" }), {});
  const { hosted: _hosted, ...older } = hosted;
  assert.is(userPool.observed(older)["hosted"], undefined);
});

Observed("an authorization of null was told, and is nothing", () => {
  assert.equal(userPool.observed({ ...names, authorization: null }), {
    ...names,
    "authorization.jwksUri": null,
    "authorization.idClaim": null,
  });
});

Observed("a claim that is absent is null: the authorization was told", () => {
  const fields = userPool.observed({ authorization: { jwksUri: jwks } });
  assert.equal(fields, { "authorization.jwksUri": jwks, "authorization.idClaim": null });
});

Observed("fields we do not know and values of another type are left out", () => {
  const odd = { name: 1, description: null, hosted: "yes", authorization: "x", theme: "dark" };
  assert.equal(userPool.observed(odd), {});
});

const told = (fields: JsonObject) => userPool.observed({ ...names, ...fields });
const ours = { jwksUri: jwks, idClaim: "email" };
const anons = { jwksUri: anonJwks, idClaim: null };

const showsTable: readonly (readonly [
  string,
  string,
  FieldValue,
  JsonObject,
  boolean | undefined,
])[] = [
  ["the same name", "name", "Members", {}, true],
  ["another name", "name", "Staff", {}, false],
  ["a padded name", "name", " Members\n", {}, true],
  ["a name not told", "name", "Members", { name: null }, undefined],
  [
    "hosted, none wanted",
    "authorization.jwksUri",
    null,
    { authorization: anons, hosted: true },
    true,
  ],
  [
    "hosted, one wanted",
    "authorization.jwksUri",
    jwks,
    { authorization: anons, hosted: true },
    false,
  ],
  [
    "hosted with the wanted one, which is Anon's",
    "authorization.jwksUri",
    anonJwks,
    { authorization: anons, hosted: true },
    false,
  ],
  [
    "hosted, no claim wanted",
    "authorization.idClaim",
    null,
    { authorization: { jwksUri: anonJwks, idClaim: "x" }, hosted: true },
    true,
  ],
  [
    "hosted, a claim wanted",
    "authorization.idClaim",
    "email",
    { authorization: anons, hosted: true },
    false,
  ],
  [
    "self-hosted as wanted",
    "authorization.jwksUri",
    jwks,
    { authorization: ours, hosted: false },
    true,
  ],
  [
    "self-hosted, none wanted",
    "authorization.jwksUri",
    null,
    { authorization: ours, hosted: false },
    false,
  ],
  [
    "self-hosted elsewhere",
    "authorization.jwksUri",
    jwks,
    { authorization: anons, hosted: false },
    false,
  ],
  [
    "the claim as wanted",
    "authorization.idClaim",
    "email",
    { authorization: ours, hosted: false },
    true,
  ],
  ["another claim", "authorization.idClaim", "sub", { authorization: ours, hosted: false }, false],
  [
    "no claim, which is sub",
    "authorization.idClaim",
    "sub",
    { authorization: anons, hosted: false },
    true,
  ],
  [
    "sub, none wanted",
    "authorization.idClaim",
    null,
    { authorization: { jwksUri: jwks, idClaim: "sub" } },
    true,
  ],
  [
    "older: some JWKS, none wanted, whose is it?",
    "authorization.jwksUri",
    null,
    { authorization: anons },
    undefined,
  ],
  ["older: the wanted JWKS", "authorization.jwksUri", jwks, { authorization: ours }, true],
  ["older: another JWKS", "authorization.jwksUri", jwks, { authorization: anons }, false],
  ["no authorization told, none wanted", "authorization.jwksUri", null, {}, undefined],
  ["no authorization told, one wanted", "authorization.jwksUri", jwks, {}, undefined],
  ["no authorization told, but hosted", "authorization.jwksUri", null, { hosted: true }, true],
  ["authorization null, none wanted", "authorization.jwksUri", null, { authorization: null }, true],
  ["authorization null, one wanted", "authorization.jwksUri", jwks, { authorization: null }, false],
];

for (const [sentence, field, value, fields, expected] of showsTable)
  Shows(sentence, () => assert.is(userPool.shows(field, value, told(fields)), expected));

Same("a claim of null is `sub`", () => {
  assert.ok(userPool.same("authorization.idClaim", null, "sub"));
  assert.ok(userPool.same("authorization.idClaim", "sub", null));
  assert.not(userPool.same("authorization.idClaim", null, "email"));
  assert.not(userPool.same("authorization.jwksUri", null, "sub"));
});

Same("texts are the same but for white space at their ends", () => {
  assert.ok(userPool.same("description", "People.\n", " People."));
  assert.not(userPool.same("description", "Peo ple.", "People."));
  assert.not(userPool.same("name", "members", "Members"));
  assert.not(userPool.same("hosted", true, false));
  assert.not(userPool.same("authorization.jwksUri", null, ""));
});

Same("whatever is created is shown by its answer, and is the same as itself", () => {
  for (const kind of kinds)
    for (const block of [names, { ...names, authorization: ours }, { ...names, kind: "service" }]) {
      const fields = withIds(kind.wanted(block));
      const stored = kind.emulation.stored(kind.body(fields, undefined), {
        jwksUri: anonJwks,
        secret: () => "s",
      });
      const observed = kind.observed(stored);
      for (const field of kind.fields) {
        assert.is.not(kind.shows(field, fields[field] ?? null, observed), false, field);
        assert.ok(kind.same(field, fields[field] ?? null, fields[field] ?? null), field);
      }
    }
});

for (const tests of [Wanted, Body, Observed, Shows, Same]) tests.run();
