import { randomUUID } from "node:crypto";
import { isObject, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { kinds } from "../kinds/index.ts";
import { notAllowed, ok, refusal, type Answer } from "./answer.ts";
import { parseBody } from "./body.ts";
import { newSecret } from "./keys.ts";
import { count, withId, type EmulatedRequest, type EmulatorParts } from "./parts.ts";
import { jwksUriOf, resourcesOf } from "./state.ts";
import { answerToken, tokenPath } from "./token.ts";

/** The behaviour of one path of the API. */
export interface Route {
  /** The path as in the contract, for counts: `/org/userPool/{id}`. */
  readonly template: string;
  readonly kind?: Kind;
  readonly method: "GET" | "POST";
  answer(request: EmulatedRequest, parts: EmulatorParts): Answer | Promise<Answer>;
}

/** The route of a path; undefined if the contract has none. Every kind has its two. */
export function routeOf(path: string): Route | undefined {
  if (path === tokenPath) return { template: path, method: "POST", answer: withBody(answerToken) };
  for (const kind of kinds) {
    if (path === kind.path) {
      const answer = withBody((body, parts) => create(kind, body, parts));
      return { template: path, kind, method: "POST", answer };
    }
    const id = path.startsWith(`${kind.path}/`) ? path.slice(kind.path.length + 1) : "";
    if (id === "" || id.includes("/")) continue;
    const answer: Route["answer"] = (_request, parts) => lookUp(kind, id, parts);
    return { template: `${kind.path}/{id}`, kind, method: "GET", answer };
  }
  return undefined;
}

/** Answers as in the contract: checks the key first, then the path, then the request. */
export async function answerApi(
  request: EmulatedRequest,
  route: Route | undefined,
  parts: EmulatorParts,
): Promise<Answer> {
  const rights = parts.keys.rightsOf(request.authorization);
  if (rights === undefined) {
    const challenge = { "www-authenticate": "Bearer" };
    return refusal(401, "unauthorized", "a valid API key is required", challenge);
  }
  if (route === undefined) return refusal(404, "not-found", "there is nothing at this path");
  if (request.method !== route.method)
    return notAllowed(request.method, route.template, [route.method]);
  if (route.method === "POST" && rights === "read-only")
    return refusal(403, "forbidden", "the key of a read-only member cannot create");
  return route.answer(request, parts);
}

function withBody(
  answer: (body: JsonObject, parts: EmulatorParts) => Promise<Answer>,
): Route["answer"] {
  return (request, parts) => {
    const body = parseBody(request.body);
    if ("refused" in body) return body.refused;
    if (!isObject(body.json)) return invalid("the body must be a JSON object");
    return answer(body.json, parts);
  };
}

async function create(kind: Kind, body: JsonObject, parts: EmulatorParts): Promise<Answer> {
  const { state } = parts;
  const refused = organizationRefusal(body, parts) ?? bodyRefusal(kind, body, parts);
  if (refused !== undefined) return refused;
  const server = { jwksUri: jwksUriOf(state), secret: newSecret };
  const stored: JsonObject = {
    ...kind.emulation.stored(body, server),
    organizationId: state.organizationId,
  };
  const id = randomUUID();
  resourcesOf(state, kind.collection).set(id, stored);
  count(parts.tally.creates, kind.collection);
  // Save before the answer: a client that has read an id must find the id again after a kill.
  await parts.save();
  // We make the secret after the save, only for the answer: the state never contains the secret.
  const once = kind.emulation.once(stored, server);
  return ok(shown(kind, withId(id, { ...stored, ...once }), parts));
}

function organizationRefusal(body: JsonObject, parts: EmulatorParts): Answer | undefined {
  const { organizationId } = body;
  if (organizationId === undefined)
    return parts.reference === "older" ? invalid("organizationId is required") : undefined;
  if (typeof organizationId !== "string") return invalid("organizationId must be a string");
  if (organizationId === parts.state.organizationId) return undefined;
  return refusal(403, "forbidden", "the API key belongs to another organization");
}

function bodyRefusal(kind: Kind, body: JsonObject, parts: EmulatorParts): Answer | undefined {
  const problem = kind.emulation.refusal(body);
  if (problem !== undefined) return invalid(problem);
  for (const [collection, id] of kind.emulation.refersTo(body))
    if (!resourcesOf(parts.state, collection).has(id))
      return invalid(`the body refers to an id that is not in ${collection}`);
  return undefined;
}

function lookUp(kind: Kind, encodedId: string, parts: EmulatorParts): Answer {
  const id = decoded(encodedId);
  const stored = resourcesOf(parts.state, kind.collection).get(id);
  if (stored === undefined) return refusal(404, "not-found", `there is no ${kind.name} of this id`);
  return ok(shown(kind, withId(id, stored), parts));
}

function shown(kind: Kind, resource: JsonObject, { reference }: EmulatorParts): JsonObject {
  return reference === "older" ? kind.emulation.older(resource) : resource;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function invalid(message: string): Answer {
  return refusal(400, "invalid-request", message);
}
