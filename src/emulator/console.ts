import { randomUUID } from "node:crypto";
import { Failure } from "../core/errors/problem.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import { kinds } from "../kinds/index.ts";
import { notAllowed, ok, refusal, type Answer } from "./answer.ts";
import { parseBody } from "./body.ts";
import { parseFault, type Fault } from "./fault.ts";
import { withId, type EmulatedRequest, type EmulatorParts } from "./parts.ts";
import { resourcesOf } from "./state.ts";

/** The path prefix of the console: actions of Anon's web pages, and actions that tests need. */
export const consolePath = "/_emulator/";

type Handler = (request: EmulatedRequest, parts: EmulatorParts) => Answer | Promise<Answer>;

/** Answers a request to the console. The console needs no key: only this machine can reach it. */
export async function answerConsole(
  request: EmulatedRequest,
  parts: EmulatorParts,
): Promise<Answer> {
  const handlers = handlersOf(request.path.slice(consolePath.length));
  if (handlers === undefined)
    return refusal(404, "not-found", "the console has nothing at this path");
  const handler = handlers[request.method];
  if (handler === undefined) return notAllowed(request.method, request.path, Object.keys(handlers));
  return handler(request, parts);
}

function handlersOf(path: string): Record<string, Handler> | undefined {
  if (path === "instance") return { GET: (_request, parts) => ok(instance(parts)) };
  if (path === "resources") return { GET: (_request, parts) => ok(everything(parts)) };
  if (path === "reset") return { POST: (_request, parts) => reset(parts) };
  if (path === "faults")
    return { POST: addFaults, DELETE: (_request, parts) => clearFaults(parts) };
  const [collection = "", id = "", ...more] = path.split("/");
  if (!kinds.some((kind) => kind.collection === collection)) return undefined;
  if (id === "" || more.length > 0) return undefined;
  return {
    PATCH: (request, parts) => edit(collection, id, request, parts),
    DELETE: (_request, parts) => remove(collection, id, parts),
  };
}

function instance({ state }: EmulatorParts): JsonObject {
  return { instanceId: state.instanceId, organizationId: state.organizationId };
}

/** Returns every stored resource, by collection, and the counts. */
function everything(parts: EmulatorParts): JsonObject {
  const resources = kinds.map(({ collection }) => [
    collection,
    [...resourcesOf(parts.state, collection)].map(([id, resource]) => withId(id, resource)),
  ]);
  return {
    ...instance(parts),
    resources: Object.fromEntries(resources),
    requests: { ...parts.tally.requests },
    creates: { ...parts.tally.creates },
  };
}

/** Merges the body's fields into a resource: objects member by member; other values replace. */
async function edit(
  collection: string,
  id: string,
  request: EmulatedRequest,
  parts: EmulatorParts,
): Promise<Answer> {
  const resources = resourcesOf(parts.state, collection);
  const stored = resources.get(id);
  if (stored === undefined) return gone(collection);
  const body = parseBody(request.body);
  if ("refused" in body) return body.refused;
  if (!isObject(body.json)) return refusal(400, "invalid-request", "the body must be an object");
  if ("id" in body.json) return refusal(400, "invalid-request", "an id cannot be changed");
  const edited = merged(stored, body.json);
  resources.set(id, edited);
  await parts.save();
  return ok(withId(id, edited));
}

function merged(into: JsonObject, patch: JsonObject): JsonObject {
  const members = Object.entries(patch).map(([name, value]) => {
    const before = into[name];
    return [name, isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return { ...into, ...Object.fromEntries(members) };
}

async function remove(collection: string, id: string, parts: EmulatorParts): Promise<Answer> {
  if (!resourcesOf(parts.state, collection).delete(id)) return gone(collection);
  await parts.save();
  return ok({ deleted: id });
}

/** Resets the emulator to its first start. Only its keys and its organization stay. */
async function reset(parts: EmulatorParts): Promise<Answer> {
  parts.state.instanceId = randomUUID();
  parts.state.resources.clear();
  parts.script.clear();
  parts.tally.requests = {};
  parts.tally.creates = {};
  await parts.save();
  return ok(instance(parts));
}

function addFaults(request: EmulatedRequest, parts: EmulatorParts): Answer {
  const body = parseBody(request.body);
  if ("refused" in body) return body.refused;
  const texts = body.json;
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === "string"))
    return refusal(400, "invalid-request", 'the body must be an array like ["post:2:reset-after"]');
  let faults: readonly Fault[];
  try {
    faults = texts.map(parseFault);
  } catch (error) {
    if (error instanceof Failure) return refusal(400, "bad-fault", error.message);
    throw error;
  }
  parts.script.add(faults);
  return ok({ added: faults.length });
}

function clearFaults(parts: EmulatorParts): Answer {
  parts.script.clear();
  return ok({ cleared: true });
}

function gone(collection: string): Answer {
  return refusal(404, "not-found", `${collection} holds no such id`);
}
