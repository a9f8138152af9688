import { Ajv } from "ajv";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/core/json.ts";
import { isObject } from "../../src/core/json.ts";
import {
  planDocumentOf,
  planRecordOf,
  type PlanDocument,
  type PlanRecord,
} from "../../src/core/plan/plan-document.ts";
import { planSchema } from "../../src/store/plan-schema.ts";
import { kinds } from "../../src/kinds/index.ts";
import { renderPlan } from "../../src/report/plan/human-plan.ts";
import { planDocument } from "../../src/report/plan/json-plan.ts";
import { plainStyle } from "../../src/report/style.ts";
import { partOf } from "./every-action.ts";
import { viewOf, worldOf, type Part } from "./worlds.ts";

const Documents = suite("the JSON document of a plan");

const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  planSchema(kinds),
);

const pins = {
  manifest: "0".repeat(64),
  state: "f".repeat(64),
  lineage: null,
  environment: "sandbox",
  baseUrl: "https://svc.sandbox.anon.com",
  organizationId: "org-1",
  toolVersion: "0.1.0",
};

function assertValid(document: unknown): void {
  assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
}

/** Worlds of any of the parts, some of their ids seen as something else or not at all. */
const views: fc.Arbitrary<PlanRecord> = fc
  .record({
    parts: fc.subarray(Object.values(partOf) as Part[]),
    look: fc.constantFrom("as is", "not at all", "absent", "other organization"),
    foldedAttempts: fc.nat(3),
    places: fc.boolean(),
  })
  .map(({ parts, look, foldedAttempts, places }) => {
    const world = worldOf(...parts);
    const observations = new Map(
      look === "not at all"
        ? []
        : [...world.observations].map(([id, observation]) => {
            if (look === "absent") return [id, { seen: "absent" } as const];
            return look === "as is" || observation.seen !== "present"
              ? [id, observation]
              : [id, { ...observation, organizationId: "org-2" }];
          }),
    );
    return viewOf(
      { ...world, observations },
      {
        foldedAttempts,
        ...(places && {
          positionOf: (address, field = "") => `anon.config.yaml: ${address} ${field}`,
        }),
      },
    );
  });

Documents("every plan's document is valid by the public schema, with pins and without", () => {
  fc.assert(
    fc.property(views, (view) => {
      assertValid(planDocument(view));
      assertValid(planDocumentOf(view, pins));
    }),
  );
});

Documents("the plan is read back from its text, whole, and prints the same", () => {
  fc.assert(
    fc.property(views, (view) => {
      const text = JSON.stringify(planDocumentOf(view, pins));
      const record = planRecordOf(JSON.parse(text) as PlanDocument, kinds);
      assert.equal(record.plan, view.plan);
      assert.is(renderPlan(record, plainStyle), renderPlan(view, plainStyle));
      assert.is(JSON.stringify(planDocumentOf(record, pins)), text);
    }),
  );
});

Documents("a document that was edited by hand cannot call itself applicable", () => {
  const document = planDocumentOf(viewOf(worldOf(partOf.immutable)));
  const record = planRecordOf({ ...document, applicable: true }, kinds);
  assert.is(record.plan.applicable, false);
});

Documents("the document says in one member whether there is anything to do", () => {
  assert.is(planDocument(viewOf(worldOf(partOf.keep)))["changes"], false);
  assert.is(planDocument(viewOf(worldOf(partOf.retire)))["changes"], true);
});

const spoilt: [why: string, spoil: (document: JsonObject) => JsonObject][] = [
  ["an unknown member", (document) => ({ ...document, secret: "x" })],
  ["another format version", (document) => ({ ...document, formatVersion: 2 })],
  ["a missing member", ({ actions: _actions, ...rest }) => rest],
  ["pins without a hash", (document) => ({ ...document, pins: { ...pins, manifest: "" } })],
  ["an address of no kind", (document) => withFirst(document, { address: "things.members" })],
  ["an action that does not exist", (document) => withFirst(document, { action: "delete" })],
  ["a field that is an object", (document) => withFirst(document, { fields: { name: {} } })],
  [
    "a poisonous field name",
    (document) => withFirst(document, JSON.parse('{"fields":{"__proto__":"x"}}')),
  ],
];

function withFirst(document: JsonObject, change: JsonObject): JsonObject {
  const [first, ...rest] = document["actions"] as readonly JsonObject[];
  return { ...document, actions: [{ ...first, ...change }, ...rest] };
}

for (const [why, spoil] of spoilt) {
  Documents(`the schema refuses ${why}`, () => {
    assert.not(validate(spoil(planDocument(viewOf(worldOf(partOf.create))))));
  });
}

Documents("whoever opens the schema finds every member of it described", () => {
  const bare: string[] = [];
  const walk = (schema: unknown, path: string): void => {
    if (!isObject(schema)) return;
    for (const [name, member] of Object.entries(schema["properties"] ?? {})) {
      const where = `${path}/${name}`;
      if (isObject(member) && member["description"] === undefined && member["$ref"] === undefined)
        bare.push(where);
      walk(member, where);
    }
    for (const each of (schema["oneOf"] as readonly unknown[] | undefined) ?? []) walk(each, path);
  };
  const schema = planSchema(kinds);
  walk(schema, "");
  for (const [name, definition] of Object.entries(schema["definitions"] ?? {})) {
    if (isObject(definition) && definition["description"] === undefined) bare.push(name);
    walk(definition, name);
  }
  assert.equal(bare, []);
  assert.is(schema["$id"], "https://anon-sync.dev/schemas/plan.v1.schema.json");
});

Documents.run();
