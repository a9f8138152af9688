import { addressPattern, keyPattern } from "../core/names/address.ts";
import { environmentNamePattern } from "../core/names/environment-name.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { resourceIdPattern } from "../core/names/resource-id.ts";
import { stateRefsPattern } from "../core/names/state-ref.ts";

/** Names of variables. */
export const variablePattern = "^[A-Za-z_][A-Za-z0-9_-]{0,63}$";

/** Names of outputs: the names that shells, TypeScript and GitHub all accept. */
export const outputPattern = "^[A-Za-z_][A-Za-z0-9_]{0,127}$";

/** The key of every resource for the environments it lives in. */
export const environmentsKey = "environments";

/** Identifies the schema and its version. Nothing fetches this URL. */
export const manifestSchemaId = "https://anon-sync.dev/schemas/manifest.v1.schema.json";

/**
 * JSON Schema (draft-07) of a whole manifest, made of the kinds' fragments. Its patterns let texts
 * with variables pass, for editors. After filling in, `blockSchema` decides.
 */
export function manifestSchema(kinds: readonly Kind[]): JsonObject {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: manifestSchemaId,
    title: "anon-sync manifest",
    description: "The UserPools and SdkClients that should exist in an Anon organization.",
    type: "object",
    required: ["version"],
    additionalProperties: false,
    properties: {
      version: {
        title: "Version",
        description: "The version of this format.",
        type: "integer",
        const: 1,
      },
      state: stateSchema,
      environments: environmentsSchema,
      ...Object.fromEntries(kinds.map((kind) => [kind.collection, collectionSchema(kind)])),
      moved: movedSchema,
      imports: importsSchema,
      outputs: outputsSchema,
    },
  };
}

/** JSON Schema (draft-07) of one block of a kind with its variables filled in. */
export function blockSchema(kind: Kind): JsonObject {
  const properties = isObject(kind.schema["properties"]) ? kind.schema["properties"] : {};
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...kind.schema,
    properties: { ...properties, ...lifeProperties(kind) },
  };
}

/** The keys that a block of any kind may have and that are no fields of the resource. */
function lifeProperties(kind: Kind): JsonObject {
  return {
    protect: {
      title: "Protect",
      description:
        "Refuses to replace or retire it. The lockfile remembers it: only protect: false ends it.",
      type: "boolean",
    },
    ignoreDrift: {
      title: "Ignore drift",
      description: "Fields whose changes in Anon's console are not told.",
      type: "array",
      uniqueItems: true,
      items: { type: "string", description: "A field.", enum: [...kind.fields] },
    },
  };
}

function collectionSchema(kind: Kind): JsonObject {
  const fragment = passVariables(kind.schema) as JsonObject;
  const properties = isObject(fragment["properties"]) ? fragment["properties"] : {};
  return {
    title: `${capital(kind.label)}s`,
    description: `Every ${kind.label}, by a key of your choice that never changes.`,
    type: "object",
    propertyNames: { type: "string", pattern: keyPattern },
    additionalProperties: {
      title: capital(kind.label),
      ...fragment,
      properties: {
        ...properties,
        [environmentsKey]: environmentListSchema,
        ...lifeProperties(kind),
      },
    },
  };
}

const stateSchema = {
  title: "State",
  description:
    "Where an apply under way keeps what it knows: local, on this machine's disk, or git, on the git remote, too. When left out, local, and git in CI.",
  oneOf: [
    { type: "string", enum: ["local", "git"], description: "Where it is kept." },
    {
      type: "object",
      description: "On the git remote, with its place there.",
      required: ["git"],
      additionalProperties: false,
      properties: {
        git: {
          title: "Git",
          description: "Where on the git remote.",
          type: "object",
          additionalProperties: false,
          properties: {
            remote: {
              title: "Remote",
              description: "The remote's name: origin, or the only one there is, when left out.",
              type: "string",
              pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
            },
            refs: {
              title: "Refs",
              description:
                "What the names of its refs begin with: refs/anon-sync when left out, refs/anon-sync-TEAM, or refs/heads/anon-sync for hosts that take branches alone.",
              type: "string",
              pattern: stateRefsPattern,
              maxLength: 200,
            },
          },
        },
      },
    },
  ],
};

const environmentListSchema = {
  title: "Environments",
  description: "The environments it lives in; all of them when left out.",
  type: "array",
  minItems: 1,
  uniqueItems: true,
  items: { type: "string", description: "The name of an environment." },
};

const environmentsSchema = {
  title: "Environments",
  description:
    "Where resources can live. When left out, sandbox, production and emulator exist under those names.",
  type: "object",
  minProperties: 1,
  propertyNames: { type: "string", pattern: environmentNamePattern },
  additionalProperties: {
    title: "Environment",
    description: "A name bound to one of Anon's targets.",
    type: "object",
    required: ["target"],
    additionalProperties: false,
    properties: {
      target: {
        title: "Target",
        description: "Which Anon it means. The addresses of the targets are built in.",
        type: "string",
        enum: ["sandbox", "production", "emulator"],
      },
      vars: {
        title: "Variables",
        description: "Texts for ${vars.NAME} in the resources of this environment.",
        type: "object",
        propertyNames: { type: "string", pattern: variablePattern },
        additionalProperties: {
          description: "A text.",
          type: "string",
          maxLength: 4096,
        },
      },
      organizationId: {
        title: "Organization id",
        description: "Sent with each create, and every answer must carry it.",
        type: "string",
        minLength: 1,
        maxLength: 256,
        pattern: "^\\S+$",
      },
    },
  },
};

const movedSchema = {
  title: "Moved",
  description: "Addresses that changed: the id stays with the resource.",
  type: "array",
  items: {
    title: "Move",
    description: "One address that changed.",
    type: "object",
    required: ["from", "to"],
    additionalProperties: false,
    properties: {
      from: {
        title: "From",
        description: "The address it had, like userPools.users.",
        type: "string",
        pattern: addressPattern,
      },
      to: {
        title: "To",
        description: "The address it has in this manifest, like userPools.members.",
        type: "string",
        pattern: addressPattern,
      },
    },
  },
};

const importsSchema = {
  title: "Imports",
  description: "Ids that exist already, for addresses that have none yet: plan adopts them.",
  type: "array",
  items: {
    title: "Import",
    description: "One id that exists. Once the lockfile has the address, the entry says nothing.",
    type: "object",
    required: ["to", "id"],
    additionalProperties: false,
    properties: {
      to: {
        title: "To",
        description: "The address in this manifest that is to hold it, like userPools.members.",
        type: "string",
        pattern: addressPattern,
      },
      id: {
        title: "Id",
        description: "The id, from Anon's console. ${vars.NAME} is filled in.",
        type: "string",
        pattern: `\\$\\{|${resourceIdPattern}`,
      },
      environment: {
        title: "Environment",
        description: "The one environment that the id is of; when left out, every one that has it.",
        type: "string",
        pattern: keyPattern,
      },
    },
  },
};

const outputsSchema = {
  title: "Outputs",
  description: "Names for ids in what anon-sync output prints, instead of those it derives.",
  type: "object",
  propertyNames: { type: "string", pattern: outputPattern },
  additionalProperties: {
    title: "Address",
    description: "The address whose id it is, like sdkClients.web.",
    type: "string",
    pattern: addressPattern,
  },
};

/** A copy of a schema whose patterns accept every text with a variable, too. */
function passVariables(schema: Json | undefined): Json | undefined {
  if (Array.isArray(schema)) return schema.map((item) => passVariables(item as Json) ?? null);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "pattern" && typeof value === "string" ? `\\$\\{|(?:${value})` : passVariables(value),
    ]),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
