import type { JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { consentPattern } from "../core/state/replacement-consent.ts";
import { environmentNamePattern } from "../core/names/environment-name.ts";
import { lineagePattern } from "../core/names/lineage.ts";
import { runIdPattern } from "../core/names/run-id.ts";
import { maximumGeneration, retiredReasons } from "../core/state/state.ts";

const text = { type: "string", minLength: 1 };

const fields = {
  type: "object",
  description: "Field values by dotted path: authorization.jwksUri.",
  additionalProperties: { type: ["string", "boolean", "null"] },
};

const generation = {
  type: "integer",
  minimum: 1,
  maximum: maximumGeneration,
  description: "Grows with each agreed change of who holds the address.",
};

const revision = {
  type: "integer",
  minimum: 1,
  maximum: maximumGeneration,
  description:
    "Grows with each relock and each change of protection, so that the later one wins a merge.",
};

const attempt = {
  type: "string",
  pattern: runIdPattern,
  description: "The attempt that created it; absent after an import.",
};
const applied = { ...fields, description: "The fields it was created from." };
const answered = { ...fields, description: "The fields the API answered." };
const assumed = {
  type: "array",
  items: text,
  description: "Applied fields that the API does not tell, taken from the manifest.",
};

const secretFingerprint = {
  type: "string",
  pattern: "^(lost|sha256:[0-9a-f]{12})$",
  description:
    "Of a secret that was delivered, to tell it from others; lost where its delivery was never recorded.",
};

/** JSON Schema (draft-07) of `anon.lock.<environment>.json` (docs/design.md#4-lockfile-journal-ledger). */
export function lockfileSchema(kinds: readonly Kind[]): JsonObject {
  const address = `^(${kinds.map(({ collection }) => collection).join("|")})\\.[A-Za-z][A-Za-z0-9_-]{0,63}$`;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://anon-sync.dev/schemas/lockfile.v1.schema.json",
    title: "anon-sync lockfile",
    description:
      "What exists in one environment, by id. Written by anon-sync, committed to the repository. It holds no secret.",
    type: "object",
    required: ["lockfileVersion", "lineage", "environment", "resources", "unsettled", "retired"],
    additionalProperties: false,
    properties: {
      lockfileVersion: { const: 1, description: "The version of this format." },
      lineage: {
        type: "string",
        pattern: lineagePattern,
        description: "A random UUID, made once, never changes.",
      },
      environment: {
        type: "object",
        description: "What the lockfile belongs to; it is refused anywhere else.",
        required: ["name", "baseUrl"],
        additionalProperties: false,
        properties: {
          name: {
            type: "string",
            pattern: environmentNamePattern,
            description: "The environment's name in the manifest.",
          },
          baseUrl: {
            ...text,
            description: "The API's base URL, or emulator: and the emulator's instance id.",
          },
          organizationId: { ...text, description: "The organization, once an answer named it." },
        },
      },
      resources: byAddress(address, "The ids in use, by address.", {
        type: "object",
        required: ["id", "generation", "applied"],
        additionalProperties: false,
        properties: {
          id: { ...text, description: "The id the API answered." },
          generation,
          revision,
          attempt,
          applied,
          answered,
          assumed,
          secretFingerprint,
          replacing: {
            type: "string",
            pattern: consentPattern,
            description:
              "A person agreed that a new id takes its place: any later apply finishes it. With changed and a hash, only while the manifest wants what it wanted then.",
          },
          protected: {
            const: true,
            description:
              "It is neither replaced nor retired before the manifest says protect: false.",
          },
        },
      }),
      unsettled: byAddress(address, "Attempts that only a person can settle, by address.", {
        type: "object",
        description: "By attempt.",
        minProperties: 1,
        propertyNames: { type: "string", pattern: runIdPattern },
        additionalProperties: {
          type: "object",
          required: ["generation", "fields"],
          additionalProperties: false,
          properties: {
            generation,
            fields: { ...fields, description: "The fields that were sent." },
            sentAt: { ...text, description: "When it was sent, for display." },
            reason: { ...text, description: "Why nobody knows what became of it." },
            hint: { ...text, description: "An id that the answer hinted at." },
            quarantined: { ...text, description: "An id that was answered and cannot be used." },
          },
        },
      }),
      settled: {
        type: "object",
        description: "Attempts that a person said created nothing, so that no merge reopens them.",
        propertyNames: { type: "string", pattern: runIdPattern },
        additionalProperties: {
          type: "object",
          required: ["address", "generation"],
          additionalProperties: false,
          properties: { address: { type: "string", pattern: address }, generation },
        },
      },
      retired: {
        type: "object",
        description: "Ids that are not in use any more, kept for ever, by id.",
        additionalProperties: {
          type: "object",
          required: ["address", "generation", "reason", "applied"],
          additionalProperties: false,
          properties: {
            address: { type: "string", pattern: address, description: "Where it was." },
            generation,
            reason: { enum: [...retiredReasons], description: "Why it is retired." },
            revision,
            attempt,
            applied,
            answered,
            assumed,
            secretFingerprint,
          },
        },
      },
    },
  };
}

function byAddress(pattern: string, description: string, schema: JsonObject): JsonObject {
  return {
    type: "object",
    description,
    patternProperties: { [pattern]: schema },
    additionalProperties: false,
  };
}
