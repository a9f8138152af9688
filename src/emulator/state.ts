import { randomUUID } from "node:crypto";
import { isRunId } from "../core/names/run-id.ts";
import { isObject, tryJson, type JsonObject } from "../core/json.ts";

/** The data of an emulator that outlives its process. It has no API key and no client secret. */
export interface State {
  /** The id of this inventory. A reset makes a new id, which no lockfile of before fits. */
  instanceId: string;
  readonly organizationId: string;
  /** The present base URL; in the file, the base URL of the last run. */
  url: string;
  /** The private key of tokens as a JWK; the first use makes the key. */
  signingKey: JsonObject | undefined;
  /** collection → id → resource, without its id, in the order of creation. */
  readonly resources: Map<string, Map<string, JsonObject>>;
}

/** Returns the state of an unused emulator. */
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

/** Returns the JWKS URL of hosted pools. */
export function jwksUriOf(state: State): string {
  return `${state.url}/.well-known/jwks.json`;
}

/**
 * Sets a new base URL. Hosted pools with the JWKS URL of the last run get the new JWKS URL: the old
 * URL no longer works.
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

/** Returns the state file's text. */
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
