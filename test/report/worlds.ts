import type { PlanRecord } from "../../src/core/plan/plan-document.ts";
import type { Fields, WantedFields } from "../../src/core/kind.ts";
import type { Observation } from "../../src/core/plan/observation.ts";
import type { World, ImportEntry } from "../../src/core/plan/input.ts";
import { plan } from "../../src/core/plan/plan.ts";
import {
  stateOf,
  unsettledAttempts,
  type AttemptFact,
  type IdFact,
} from "../../src/core/state/state.ts";
import type { Moved, Wanted } from "../../src/core/plan/wanted.ts";
import { kinds } from "../../src/kinds/index.ts";

/** A part of a world; several parts make one world. */
export interface Part {
  readonly wanted?: readonly Wanted[];
  readonly moved?: readonly Moved[];
  readonly imports?: readonly ImportEntry[];
  readonly ids?: readonly IdFact[];
  readonly attempts?: readonly AttemptFact[];
  readonly observations?: Readonly<Record<string, Observation>>;
}

/** Returns the fields of a hosted pool. */
export function poolFields(name: string, description = `Pool ${name}.`) {
  return {
    name,
    description,
    "authorization.jwksUri": null,
    "authorization.idClaim": null,
  };
}

/** Returns a pool that the manifest wants. */
export function pool(key: string, fields: WantedFields = poolFields(key)): Wanted {
  return { address: `userPools.${key}`, kind: "UserPool", fields, dependsOn: [] };
}

/** Returns an application client of a pool of the manifest. */
export function client(key: string, poolKey: string): Wanted {
  const ref = `userPools.${poolKey}`;
  const fields = {
    name: key,
    description: `Client ${key}.`,
    kind: "application",
    "kind.application.userPoolId": { ref },
    oauthDisabled: null,
  };
  return { address: `sdkClients.${key}`, kind: "SdkClient", fields, dependsOn: [ref] };
}

/** Returns the lockfile's fact of a pool's id, by default created with the fields of `pool(key)`. */
export function held(key: string, more: Partial<IdFact> = {}): IdFact {
  const { name, description } = poolFields(key);
  return {
    id: `id-${key}`,
    address: `userPools.${key}`,
    generation: 1,
    applied: poolFields(key),
    answered: { name, description },
    ...more,
  };
}

/** Returns the lockfile's fact of the id of a client, whose pool has an id in the lockfile. */
export function heldClient(key: string, poolKey: string): IdFact {
  const { fields, address } = client(key, poolKey);
  const applied = { ...fields, "kind.application.userPoolId": `id-${poolKey}` } as Fields;
  return { id: `id-client-${key}`, address, generation: 1, applied };
}

/** Returns GET's observation of an unchanged pool. */
export function seen(name: string, description = `Pool ${name}.`): Observation {
  return { seen: "present", fields: { name, description }, organizationId: "org-1" };
}

/** Returns an attempt with an unknown outcome. */
export function open(key: string, more: Partial<AttemptFact> = {}): AttemptFact {
  return {
    attempt: `attempt-${key}`,
    address: `userPools.${key}`,
    generation: 1,
    verdict: "unknown",
    fields: poolFields(key),
    sentAt: "2026-01-02T03:04:05.678Z",
    reason: "The connection broke after the request was sent (ECONNRESET).",
    ...more,
  };
}

/** Returns a world of these parts. */
export function worldOf(...parts: readonly Part[]): World {
  return {
    kinds,
    wanted: parts.flatMap(({ wanted = [] }) => wanted),
    moved: parts.flatMap(({ moved = [] }) => moved),
    imports: parts.flatMap(({ imports = [] }) => imports),
    state: stateOf(
      parts.flatMap(({ ids = [] }) => ids),
      parts.flatMap(({ attempts = [] }) => attempts),
    ),
    observations: new Map(parts.flatMap(({ observations = {} }) => Object.entries(observations))),
    organizationId: "org-1",
    notRenamed: new Set(),
    replace: new Set(),
    recreate: new Set(),
    target: new Set(),
    exclude: new Set(),
  };
}

/** The view of the plan of a world. */
export function viewOf(world: World, more: Partial<PlanRecord> = {}): PlanRecord {
  return {
    plan: plan(world),
    kinds,
    toolVersion: "0.1.0",
    environment: {
      name: "sandbox",
      target: "sandbox",
      targetUrl: "https://svc.sandbox.anon.com",
      baseUrl: "https://svc.sandbox.anon.com",
      organizationId: "org-1",
    },
    manifestFile: "anon.config.yaml",
    lockfile: "anon.lock.sandbox.json",
    attempts: [...unsettledAttempts(world.state).values()].flat(),
    foldedAttempts: 0,
    ...more,
  };
}
