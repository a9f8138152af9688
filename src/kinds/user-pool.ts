import { isObject, type JsonObject } from "../core/json.ts";
import type { Fields, Kind } from "../core/kind.ts";
import { description, name, sameText, shownText, textFieldProblem } from "./text.ts";

/** The kind of user groups and their authentication (contract: CreateUserPool, UserPool). */
export const userPool = {
  name: "UserPool",
  collection: "userPools",
  label: "user pool",
  path: "/org/userPool",
  schema: {
    type: "object",
    description: "A group of users and how they are authenticated.",
    required: ["name", "description"],
    additionalProperties: false,
    properties: {
      name,
      description,
      authorization: {
        type: "object",
        description: "Makes the pool self-hosted. Without it Anon hosts the pool.",
        required: ["jwksUri"],
        additionalProperties: false,
        properties: {
          jwksUri: {
            type: "string",
            // Schemes are case-insensitive (RFC 3986 section 3.1). The pattern allows no password.
            pattern: "^[Hh][Tt][Tt][Pp][Ss]://[^\\s/?#@]+([/?#]\\S*)?$",
            maxLength: 2048,
            description: "Public JWKS URL of the identity provider (https).",
          },
          idClaim: {
            type: "string",
            minLength: 1,
            maxLength: 256,
            description: 'Claim of the ID token that identifies the user; "sub" when left out.',
          },
        },
      },
    },
  },
  fields: ["name", "description", "authorization.jwksUri", "authorization.idClaim"],
  urls: ["authorization.jwksUri"],

  wanted(block) {
    const authorization = isObject(block["authorization"]) ? block["authorization"] : undefined;
    return {
      name: String(block["name"]),
      description: String(block["description"]),
      "authorization.jwksUri": text(authorization?.["jwksUri"]),
      "authorization.idClaim": text(authorization?.["idClaim"]),
    };
  },

  references: () => [],

  body(fields, organizationId) {
    const jwksUri = fields["authorization.jwksUri"];
    const idClaim = fields["authorization.idClaim"];
    return {
      name: fields["name"] ?? "",
      description: fields["description"] ?? "",
      ...(typeof jwksUri === "string" && {
        authorization: { jwksUri, ...(typeof idClaim === "string" && { idClaim }) },
      }),
      ...(organizationId !== undefined && { organizationId }),
    };
  },

  observed(answer) {
    const fields: Record<string, Fields[string]> = {};
    if (typeof answer["name"] === "string") fields["name"] = answer["name"];
    if (typeof answer["description"] === "string") fields["description"] = answer["description"];
    const authorization = answer["authorization"];
    if (authorization === null || isObject(authorization)) {
      fields["authorization.jwksUri"] = text(authorization?.["jwksUri"]);
      fields["authorization.idClaim"] = text(authorization?.["idClaim"]);
    }
    if (typeof answer["hosted"] === "boolean") fields["hosted"] = answer["hosted"];
    return fields;
  },

  shows(field, value, observed) {
    if (field.startsWith("authorization.")) return showsAuthorization(field, value, observed);
    return shownText(value, observed[field]);
  },

  block(observed, around) {
    const { name = "", description = "", hosted } = observed;
    const texts = { name: String(name), description: String(description) };
    const jwksUri = observed["authorization.jwksUri"];
    const idClaim = observed["authorization.idClaim"];
    if (hosted === undefined && jwksUri === undefined)
      return { block: texts, unknownFields: ["Anon did not tell whether it hosts this pool."] };
    const isHosted = typeof jwksUri !== "string" || around.isAnons(jwksUri);
    if (hosted ?? isHosted) return { block: texts, unknownFields: [] };
    const authorization = { jwksUri, ...(typeof idClaim === "string" && { idClaim }) };
    const unknownFields =
      hosted === undefined
        ? [
            "Anon did not tell whether it hosts this pool. If this is a jwksUri of Anon's own,",
            "delete the authorization.",
          ]
        : [];
    return { block: { ...texts, authorization }, unknownFields };
  },

  same(field, left, right) {
    if (field === "authorization.idClaim") return (left ?? "sub") === (right ?? "sub");
    return sameText(left, right);
  },

  sort(field, value) {
    if (field !== "authorization.jwksUri") return undefined;
    return value === null ? "Anon-hosted" : "self-hosted";
  },

  newIdBreaks: "Users of the old pool must link their accounts again.",
  jwksUri(fields) {
    const jwksUri = fields["authorization.jwksUri"];
    return typeof jwksUri === "string" ? jwksUri : undefined;
  },

  hasSecret: () => false,
  secret: () => undefined,

  tokens: {
    part: "pool",
    isHosted(applied, answered) {
      const hosted = answered["hosted"];
      if (typeof hosted === "boolean") return hosted;
      // The older reference has no `hosted`, and returns Anon's own JWKS for a hosted pool. The
      // applied fields decide.
      const jwksUri = applied["authorization.jwksUri"];
      return jwksUri === undefined ? undefined : jwksUri === null;
    },
    jwksUri(answered) {
      const jwksUri = answered["authorization.jwksUri"];
      return typeof jwksUri === "string" ? jwksUri : undefined;
    },
  },

  emulation: {
    refusal(body) {
      const problem = textFieldProblem(body);
      if (problem !== undefined) return problem;
      const authorization = body["authorization"];
      if (authorization === undefined || authorization === null) return undefined;
      if (!isObject(authorization)) return "authorization must be an object or null";
      if (typeof authorization["jwksUri"] !== "string") return "authorization.jwksUri is required";
      const idClaim = authorization["idClaim"];
      if (idClaim !== undefined && idClaim !== null && typeof idClaim !== "string")
        return "authorization.idClaim must be a string or null";
      return undefined;
    },
    refersTo: () => [],
    stored(body, server) {
      const authorization = isObject(body["authorization"]) ? body["authorization"] : undefined;
      return {
        name: String(body["name"]),
        description: String(body["description"]).trim(),
        authorization: {
          jwksUri: authorization?.["jwksUri"] ?? server.jwksUri,
          idClaim: authorization?.["idClaim"] ?? null,
        },
        hosted: authorization === undefined,
      };
    },
    once: () => undefined,
    older: ({ hosted: _hosted, ...rest }: JsonObject) => rest,
  },
} satisfies Kind as Kind;

/**
 * Returns whether an answer shows `value`; undefined if the answer does not prove it. The API
 * returns Anon's own JWKS for a hosted pool (contract: UserPool.authorization), so only `hosted`
 * proves that no JWKS was configured. The older reference has no `hosted`: then nothing proves it.
 */
function showsAuthorization(
  field: string,
  value: Fields[string],
  observed: Fields,
): boolean | undefined {
  if (observed["hosted"] === true) return value === null;
  const actual = observed[field];
  if (actual === undefined) return undefined;
  if (field === "authorization.idClaim") {
    // Compared even if `hosted` is unknown: a self-hosted pool's claim must not pass unseen.
    return userPool.same(field, value, actual);
  }
  if (value === actual) return true;
  return value === null && observed["hosted"] === undefined ? undefined : false;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
