import { randomUUID } from "node:crypto";
import { isRunId } from "../core/names/run-id.ts";
import { isObject, tryJson, type JsonObject } from "../core/json.ts";

/** Everything of an emulator that outlives its process. No API key and no client secret. */
export interface State {
  /** Names this inventory. A reset makes a new one, so that no lockfile mistakes it for the old. */
  instanceId: string;
  readonly organizationId: string;
  /** The base URL of now; in the file, that of the last run. */
  url: string;
  /** The private key of tokens as a JWK; made when first needed. */
  signingKey: JsonObject | undefined;
  /** collection → id → resource, without its id, in the order of creation. */
  readonly resources: Map<string, Map<string, JsonObject>>;
}

/** The state of an emulator that nobody has used. */
export function freshState(organizationId: string = randomUUID()): State {
  return {
    instanceId: randomUUID(),
    organizationId,
    url: "",
    signingKey: undefined,
    resources: new Map(),
  };
}

/** The resources of a collection; an empty map, kept, if there were none. */
export function resourcesOf(state: State, collection: string): Map<string, JsonObject> {
  const found = state.resources.get(collection) ?? new Map<string, JsonObject>();
  state.resources.set(collection, found);
  return found;
}

/** The URL that hosted pools answer with. */
export function jwksUriOf(state: State): string {
  return `${state.url}/.well-known/jwks.json`;
}

/**
 * Takes up a base URL. Hosted pools that carry the JWKS URL of the last run get the new one: the
 * old one leads nowhere.
 */
export function moveTo(state: State, url: string): void {
  const before = JSON.stringify(jwksUriOf(state));
  state.url = url;
  const now = JSON.stringify(jwksUriOf(state));
  if (before === now) return;
  for (const resources of state.resources.values()) {
    for (const [id, resource] of resources)
      resources.set(id, JSON.parse(JSON.stringify(resource).replaceAll(before, () => now)));
  }
}

/** The state file's text. */
export function stateText(state: State): string {
  const resources = Object.fromEntries(
    [...state.resources].map(([collection, byId]) => [collection, Object.fromEntries(byId)]),
  );
  return `${JSON.stringify({ emulatorStateVersion: 1, ...state, resources }, null, 2)}\n`;
}

/** A state file's text → the state; undefined if it is not one of ours. */
export function parseState(text: string): State | undefined {
  const file = tryJson(text);
  if (!isObject(file) || file["emulatorStateVersion"] !== 1) return undefined;
  const { instanceId, organizationId, url, signingKey, resources } = file;
  if (!isRunId(instanceId) || typeof organizationId !== "string") return undefined;
  if (typeof url !== "string" || !/^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(url)) return undefined;
  if (!isObject(resources)) return undefined;
  if (signingKey !== undefined && !isObject(signingKey)) return undefined;
  const collections = new Map<string, Map<string, JsonObject>>();
  for (const [collection, byId] of Object.entries(resources)) {
    if (!isObject(byId)) return undefined;
    const found = new Map<string, JsonObject>();
    for (const [id, resource] of Object.entries(byId)) {
      if (!isObject(resource)) return undefined;
      found.set(id, resource);
    }
    collections.set(collection, found);
  }
  return { instanceId, organizationId, url, signingKey, resources: collections };
}
