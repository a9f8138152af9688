import { isObject, type JsonObject } from "../core/json.ts";
import type { Fields, FieldValue, Kind } from "../core/kind.ts";
import { resourceIdPattern } from "../core/names/resource-id.ts";
import { secretSinkKey } from "../core/secret-place.ts";
import { description, name, sameText, shownText, textFieldProblem } from "./text.ts";

const userPoolField = "kind.application.userPoolId";

/** The kind of application and service identities (contract: CreateSdkClient, SdkClient). */
export const sdkClient = {
  name: "SdkClient",
  collection: "sdkClients",
  label: "SDK client",
  path: "/org/sdkClient",
  schema: {
    type: "object",
    description: "How an application or a service identifies itself.",
    required: ["name", "description", "kind"],
    additionalProperties: false,
    properties: {
      name,
      description,
      kind: {
        description: 'Either "service" or { application: { userPool: KEY } }.',
        oneOf: [
          { type: "string", enum: ["service"], description: "A backend service account." },
          {
            type: "object",
            required: ["application"],
            additionalProperties: false,
            properties: {
              application: {
                type: "object",
                description: "An application whose users are in a pool.",
                additionalProperties: false,
                minProperties: 1,
                maxProperties: 1,
                properties: {
                  userPool: {
                    type: "string",
                    minLength: 1,
                    description: "The key of a pool in this manifest.",
                  },
                  userPoolId: {
                    type: "string",
                    pattern: resourceIdPattern,
                    description: "The id of a pool that is kept elsewhere.",
                  },
                },
              },
            },
          },
        ],
      },
      oauthDisabled: {
        type: "boolean",
        description: "Turns the OAuth flow off. The API does not tell it back.",
      },
      [secretSinkKey]: {
        type: "string",
        pattern: "^file:.*\\S",
        maxLength: 4096,
        description:
          "Where the secret of a new service client goes: file:DIR, a folder seen from this file.",
      },
    },
  },
  fields: ["name", "description", "kind", userPoolField, "oauthDisabled"],

  wanted(block) {
    const application = applicationOf(block);
    const pool = application?.["userPool"];
    const poolId = application?.["userPoolId"];
    return {
      name: String(block["name"]),
      description: String(block["description"]),
      kind: application === undefined ? "service" : "application",
      [userPoolField]:
        typeof pool === "string"
          ? { ref: `userPools.${pool}` }
          : typeof poolId === "string"
            ? poolId
            : null,
      oauthDisabled: typeof block["oauthDisabled"] === "boolean" ? block["oauthDisabled"] : null,
    };
  },

  references(block) {
    const key = applicationOf(block)?.["userPool"];
    if (typeof key !== "string") return [];
    return [{ path: ["kind", "application", "userPool"], collection: "userPools", key }];
  },

  body(fields, organizationId) {
    const oauthDisabled = fields["oauthDisabled"];
    return {
      name: fields["name"] ?? "",
      description: fields["description"] ?? "",
      kind: kindOf(fields),
      ...(typeof oauthDisabled === "boolean" && { oauthDisabled }),
      ...(organizationId !== undefined && { organizationId }),
    };
  },

  observed(answer) {
    const fields: Record<string, FieldValue> = {};
    if (typeof answer["name"] === "string") fields["name"] = answer["name"];
    if (typeof answer["description"] === "string") fields["description"] = answer["description"];
    const auth = answer["auth"];
    if (!isObject(auth)) return fields;
    if (auth["type"] === "apiKey") {
      fields["kind"] = "service";
      fields[userPoolField] = null;
    } else if (auth["type"] === "userPool") {
      fields["kind"] = "application";
      if (typeof auth["userPoolId"] === "string") fields[userPoolField] = auth["userPoolId"];
    }
    return fields;
  },

  shows(field, value, observed) {
    return shownText(value, observed[field]);
  },

  block(observed, around) {
    const { name = "", description = "", kind } = observed;
    const texts = { name: String(name), description: String(description) };
    if (kind === "service") return { block: { ...texts, kind }, unknownFields: [] };
    const id = observed[userPoolField];
    if (kind === "application" && typeof id === "string") {
      const key = around.keyOf("userPools", id);
      const application = key === undefined ? { userPoolId: id } : { userPool: key };
      return { block: { ...texts, kind: { application } }, unknownFields: [] };
    }
    return {
      block: texts,
      unknownFields: [
        "kind: Anon did not tell. Add one of these to the block:",
        "  kind: service",
        "  kind: { application: { userPool: KEY } }",
      ],
      missing: { kind: "service" },
    };
  },

  same(field, left, right) {
    if (field === "oauthDisabled") return (left ?? false) === (right ?? false);
    return sameText(left, right);
  },

  sort: (field, value) => (field === "kind" && typeof value === "string" ? value : undefined),

  newIdBreaks:
    "The new id (and a service's new secret) must reach everything that uses the old one.",
  hasSecret: (fields) => fields["kind"] === "service",

  secret(answer) {
    const auth = answer["auth"];
    if (!isObject(auth)) return undefined;
    return typeof auth["secret"] === "string" ? auth["secret"] : undefined;
  },

  tokens: {
    part: "client",
    poolOf: (fields) => fields[userPoolField],
    body(sdkClientId, userPoolId, user, expiresAt) {
      return {
        appUserId: user,
        // The guide requires the id of the client, the older reference the id of its pool.
        sdkClientId,
        ...(userPoolId !== undefined && { userPoolId }),
        ...(expiresAt !== undefined && { exp: expiresAt }),
      };
    },
  },

  emulation: {
    refusal(body) {
      const problem = textFieldProblem(body);
      if (problem !== undefined) return problem;
      const oauthDisabled = body["oauthDisabled"];
      if (
        oauthDisabled !== undefined &&
        oauthDisabled !== null &&
        typeof oauthDisabled !== "boolean"
      )
        return "oauthDisabled must be a boolean or null";
      const kind = body["kind"];
      if (kind === undefined || kind === "service") return undefined;
      if (typeof applicationOf(body)?.["userPoolId"] === "string") return undefined;
      return 'kind must be "service" or { application: { userPoolId } }';
    },
    refersTo(body) {
      const userPoolId = applicationOf(body)?.["userPoolId"];
      return typeof userPoolId === "string" ? [["userPools", userPoolId]] : [];
    },
    stored(body) {
      const userPoolId = applicationOf(body)?.["userPoolId"];
      return {
        name: String(body["name"]),
        description: String(body["description"]).trim(),
        auth:
          typeof userPoolId === "string"
            ? { type: "userPool", userPoolId, oauthConfig: null }
            : { type: "apiKey" },
      };
    },
    once(stored, server) {
      const auth = stored["auth"];
      if (!isObject(auth) || auth["type"] !== "apiKey") return undefined;
      return { auth: { ...auth, secret: server.secret() } };
    },
    older: ({ auth: _auth, ...rest }: JsonObject) => rest,
  },
} satisfies Kind as Kind;

/** Throws if an application's pool is not known: it must never be created as a service. */
function kindOf(fields: Fields): JsonObject[string] {
  if (fields["kind"] === "service") return "service";
  const userPoolId = fields[userPoolField];
  if (typeof userPoolId !== "string") throw new Error("an application without its user pool");
  return { application: { userPoolId } };
}

function applicationOf(block: JsonObject): JsonObject | undefined {
  const kind = block["kind"];
  if (!isObject(kind)) return undefined;
  return isObject(kind["application"]) ? kind["application"] : undefined;
}
