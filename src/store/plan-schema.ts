import { actionTable, agreements } from "../core/plan/action.ts";
import type { JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { digestPattern } from "../core/plan/digest-text.ts";
import { attemptVerdicts } from "../core/state/state.ts";
import { keyPattern } from "../core/names/address.ts";

/** The URL that identifies the schema and its version. anon-sync fetches nothing from this URL. */
export const planSchemaId = "https://anon-sync.dev/schemas/plan.v1.schema.json";

const actionNames = Object.keys(actionTable);

/**
 * JSON Schema (draft-07) of the document that `plan --json` prints and `plan --out` saves
 * (core/plan/plan-document.ts makes it).
 */
export function planSchema(kinds: readonly Kind[]): JsonObject {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: planSchemaId,
    ...object(
      "What anon-sync would do to each address. Holds no secret.",
      {
        format: { const: "anon-sync-plan", description: "Tells that the document is a plan." },
        formatVersion: { const: 1, description: "The version of this format." },
        toolVersion: text("The version of anon-sync that made the plan."),
        environment: environmentSchema,
        manifest: text("The manifest as the user named it."),
        lockfile: text("The lockfile that the plan was made with."),
        foldedAttempts: count("How many facts came from the leftover journal of a run."),
        refreshed: {
          const: false,
          description: "Present where nothing was looked up, on purpose: --refresh=false.",
        },
        secretSinkBy: text(
          "The flag or the variable of the run that says where secrets go. A flag counts before the manifest.",
        ),
        planDigest: {
          type: "string",
          pattern: `^${digestPattern}$`,
          description:
            "What apply --expect takes. It covers the actions, and the environment but for baseUrl.",
        },
        applicable: {
          type: "boolean",
          description: "False: nothing may be sent until what stops the plan is answered.",
        },
        changes: {
          type: "boolean",
          description: "Whether applying the plan would change anything.",
        },
        leftOut: count("How many addresses --target and --exclude left out."),
        summary: object(
          "How many addresses each action has.",
          Object.fromEntries(actionNames.map((name) => [name, count(`Addresses to ${name}.`)])),
        ),
        guards: {
          type: "array",
          description: "What is wrong with the world as a whole; empty where nothing is.",
          items: { $ref: "#/definitions/guard" },
        },
        warnings: {
          type: "array",
          description: "What may be a permanent mistake; empty where nothing looks like one.",
          items: { $ref: "#/definitions/warning" },
        },
        attempts: {
          type: "array",
          description: "What is known of the open attempts that the actions name.",
          items: { $ref: "#/definitions/attempt" },
        },
        actions: {
          type: "array",
          description: "One action for each address, in the order in which they can be done.",
          items: { $ref: "#/definitions/action" },
        },
        pins: pinsSchema,
        digest: {
          ...sha256,
          description: "In a saved plan: SHA-256 of the rest. One that was edited is not applied.",
        },
      },
      ["pins", "digest", "leftOut", "refreshed", "secretSinkBy", "planDigest"],
    ),
    title: "anon-sync plan",
    definitions: definitions(kinds),
  };
}

function definitions(kinds: readonly Kind[]): JsonObject {
  return {
    address: {
      type: "string",
      pattern: `^(${kinds.map((kind) => kind.collection).join("|")})\\.${keyPattern.slice(1)}`,
      description: "The path of a resource in the manifest: userPools.members.",
    },
    value: {
      type: ["string", "boolean", "null"],
      description: "One field's value; null is told, and nothing.",
    },
    reference: object("Stands for the id of another resource, not known yet.", {
      ref: { $ref: "#/definitions/address" },
    }),
    fields: fieldsSchema("Fields by dotted path.", { $ref: "#/definitions/value" }),
    wantedFields: fieldsSchema("Fields by dotted path; ids that are not known yet as references.", {
      oneOf: [{ $ref: "#/definitions/value" }, { $ref: "#/definitions/reference" }],
    }),
    change: object(
      "One field that differs. A side that nobody told is left out.",
      {
        field: text("The dotted path of the field."),
        before: { $ref: "#/definitions/value" },
        after: {
          description: "What it should be, or is now.",
          oneOf: [{ $ref: "#/definitions/value" }, { $ref: "#/definitions/reference" }],
        },
        place: text("Where the field stands in the manifest: file:line:column."),
      },
      ["before", "after", "place"],
    ),
    action: actionSchema(kinds),
    attempt: attemptSchema,
    guard: guardSchema,
    warning: object(
      "Something that looks like a mistake, and could not be corrected.",
      {
        code: text("Stable: jwks-not-usable, jwks-private-key, look-alike-name."),
        address: { $ref: "#/definitions/address" },
        message: text("What is wrong."),
        next: text("What to type or change next."),
        place: text("Where it stands in the manifest: file:line:column."),
      },
      ["place"],
    ),
  };
}

function actionSchema(kinds: readonly Kind[]): JsonObject {
  const address = { $ref: "#/definitions/address" };
  const change = { $ref: "#/definitions/change" };
  const required = {
    action: { type: "string", enum: actionNames, description: "The row of the decision table." },
    address,
    kind: {
      type: "string",
      enum: kinds.map((kind) => kind.name),
      description: "The kind of the resource.",
    },
    generation: count("The generation that the address has once the action is done."),
    fields: { $ref: "#/definitions/wantedFields" },
    dependsOn: list("The addresses whose ids the fields refer to.", address),
    changes: list("Lockfile (applied) to manifest (wanted).", change),
    drift: list("Lockfile (answered) to API (actual).", change),
    checked: { type: "boolean", description: "False where the id was not looked up." },
  };
  const optional = {
    id: text("The id that the address has, or gets back."),
    references: {
      type: "object",
      description: "The ids that references in the fields stand for, by address.",
      propertyNames: address,
      additionalProperties: text("The id."),
    },
    secretSink: text(
      "Where the manifest wants its secret to go: file:DIR, seen from the manifest.",
    ),
    ignoreDrift: list("The fields whose drift the manifest wants hidden.", text("A field.")),
    hiddenDrift: list("Those of them that drifted.", text("A field.")),
    observed: { $ref: "#/definitions/fields" },
    agreed: {
      type: "string",
      enum: [...agreements],
      description: "Who agreed that the id is replaced.",
    },
    follows: list("The replaced addresses that it follows.", address),
    gone: { const: true, description: "Anon does not have the id that is replaced." },
    imported: {
      const: true,
      description: "Its id was imported, so that the right one may be imported in its place.",
    },
    protected: { const: true, description: "It is protected, so that replacing is refused, too." },
    withdrawn: {
      const: true,
      description: "A consent to replace it ends: the manifest wants what is there again.",
    },
    protect: {
      type: "boolean",
      description: "Where the manifest says otherwise than the lockfile whether it is protected.",
    },
    movedFrom: address,
    renamedFrom: address,
    previousId: text("A retired id of the address that does not fit any more."),
    blockedBy: list("The addresses that must come first and cannot.", address),
    attempts: list("The open attempts.", text("The id of an attempt.")),
    assumed: list("The fields that the API does not tell, taken on trust.", text("A field.")),
    heldBy: address,
    reason: text("What the API said instead of the resource."),
    place: text("Where the address stands in the manifest: file:line:column."),
  };
  const description = "What would happen to one address, and why.";
  return object(description, { ...required, ...optional }, Object.keys(optional));
}

const attemptSchema = object(
  "One try at creating an address, whose outcome nobody knows.",
  {
    attempt: text("Its random id."),
    address: { $ref: "#/definitions/address" },
    generation: count("The generation of the address that it was for."),
    verdict: { type: "string", enum: attemptVerdicts, description: "What is known of it." },
    fields: { $ref: "#/definitions/fields" },
    sentAt: text("When it was sent (ISO 8601); for display only."),
    reason: text("Why the verdict is what it is."),
    hint: text("An id that the answer hinted at; never believed without a person."),
    quarantined: text("An id the API answered that cannot be used."),
  },
  ["sentAt", "reason", "hint", "quarantined"],
);

const guardSchema: JsonObject = {
  description: "Something about the world as a whole that makes the plan not applicable.",
  oneOf: [
    object("An id belongs to another organization.", {
      guard: { const: "other-organization", description: "The name of the guard." },
      address: { $ref: "#/definitions/address" },
      id: text("The id that answered."),
      expected: text("The organization of this environment."),
      actual: text("The organization that the id belongs to."),
    }),
    object("What refers to a replaced one was left out, and cannot go on without it.", {
      guard: { const: "follower-left-out", description: "The name of the guard." },
      address: { $ref: "#/definitions/address" },
      follows: { $ref: "#/definitions/address" },
    }),
    object("None of the known ids was found: key or environment is wrong.", {
      guard: { const: "nothing-found", description: "The name of the guard." },
      ids: count("How many ids were looked up."),
    }),
  ],
};

const stateSchema = object(
  "Where a run keeps what it knows, if the manifest says it.",
  {
    state: { type: "string", enum: ["local", "git"], description: "Where it is kept." },
    remote: text("The git remote's name."),
    refs: text("What the names of its refs begin with."),
  },
  ["remote", "refs"],
);

const environmentSchema = object(
  "The environment that the plan is for.",
  {
    name: text("Its name in the manifest."),
    target: text("Which Anon the manifest binds it to: sandbox, production or emulator."),
    targetUrl: text("The base URL that is built in for the target; an emulator has none."),
    baseUrl: text("The base URL of the API."),
    organizationId: text("The organization; left out where none is known yet."),
    sentOrganizationId: text("The organization that each create names: the manifest's."),
    lineage: text("The lineage of a lockfile that holds something; not of an emulator's."),
    state: stateSchema,
  },
  ["targetUrl", "organizationId", "sentOrganizationId", "lineage", "state"],
);

const sha256 = { type: "string", pattern: "^[0-9a-f]{64}$" };

const pinsSchema = object(
  "What a saved plan was made of. It is applied only where each of these is what it was.",
  {
    manifest: { ...sha256, description: "SHA-256 of the manifest." },
    state: { ...sha256, description: "SHA-256 of the state: lockfile and journal." },
    lineage: nullable("The lineage of the lockfile; null where there was none yet."),
    environment: text("The name of the environment."),
    baseUrl: text("The base URL of the API."),
    organizationId: nullable("The organization; null where none was known yet."),
    toolVersion: text("The version of anon-sync."),
  },
);

/** Returns the schema of an object with only these members. All but `optional` are required. */
function object(
  description: string,
  properties: JsonObject,
  optional: readonly string[] = [],
): JsonObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", description, required, additionalProperties: false, properties };
}

function fieldsSchema(description: string, value: JsonObject): JsonObject {
  return {
    type: "object",
    description,
    propertyNames: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9.]*$" },
    additionalProperties: value,
  };
}

function text(description: string): JsonObject {
  return { type: "string", description };
}

function nullable(description: string): JsonObject {
  return { type: ["string", "null"], description };
}

function count(description: string): JsonObject {
  return { type: "integer", minimum: 0, description };
}

function list(description: string, items: JsonObject): JsonObject {
  return { type: "array", description, items };
}
