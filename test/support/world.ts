import { canonicalText, type JsonObject } from "../../src/core/json.ts";
import {
  isReference,
  type Fields,
  type FieldValue,
  type Kind,
  type WantedFields,
} from "../../src/core/kind.ts";
import type { Observation } from "../../src/core/plan/observation.ts";
import type { World } from "../../src/core/plan/input.ts";
import { stateOf, type AttemptFact, type IdFact, type State } from "../../src/core/state/state.ts";
import type { Wanted } from "../../src/core/plan/wanted.ts";
import { kinds } from "../../src/kinds/index.ts";

/** The organization of everything in a small world. */
export const organization = "org-1";
/** The JWKS URL in answers about hosted pools: Anon's own. */
export const anonJwks = "https://anon.example/.well-known/jwks.json";

/** Returns the kind whose collection an address names. Throws if there is none. */
export function kindOf(address: string): Kind {
  const kind = kinds.find(({ collection }) => address.startsWith(`${collection}.`));
  if (kind === undefined) throw new Error(`no kind for ${address}`);
  return kind;
}

/** Returns a resource that the manifest wants, from its block in the manifest. */
export function wants(address: string, block: JsonObject): Wanted {
  const kind = kindOf(address);
  const dependsOn = kind.references(block).map(({ collection, key }) => `${collection}.${key}`);
  return { address, kind: kind.name, fields: kind.wanted(block), dependsOn };
}

/** Returns a hosted pool that the manifest wants; `more` adds to its block in the manifest. */
export function pool(key: string, more: JsonObject = {}): Wanted {
  return wants(`userPools.${key}`, { name: key, description: `Pool ${key}.`, ...more });
}

/** Returns a self-hosted pool that the manifest wants. */
export function selfHosted(key: string, jwksUri: string, idClaim?: string): Wanted {
  const claim = idClaim === undefined ? {} : { idClaim };
  return pool(key, { authorization: { jwksUri, ...claim } });
}

/** Returns an application client of a pool of the manifest, or of a pool outside it (`{ id }`). */
export function client(
  key: string,
  poolOf: string | { id: string },
  more: JsonObject = {},
): Wanted {
  const application = typeof poolOf === "string" ? { userPool: poolOf } : { userPoolId: poolOf.id };
  const block = { name: key, description: `Client ${key}.`, kind: { application } };
  return wants(`sdkClients.${key}`, { ...block, ...more });
}

/** Returns a service client that the manifest wants. */
export function service(key: string, more: JsonObject = {}): Wanted {
  const block = { name: key, description: `Service ${key}.`, kind: "service" };
  return wants(`sdkClients.${key}`, { ...block, ...more });
}

/** Returns fields with each reference to `userPools.KEY` replaced by `id-KEY`. */
export function withIds(fields: WantedFields): Fields {
  const entries = Object.entries(fields).map(([field, value]): [string, FieldValue] => [
    field,
    isReference(value) ? `id-${value.ref.split(".")[1]}` : value,
  ]);
  return Object.fromEntries(entries);
}

/** Returns GET's answer for a resource that was created from these fields and is unchanged since. */
export function answerOf(address: string, fields: Fields, older = false): Fields {
  const kind = kindOf(address);
  const server = { jwksUri: anonJwks, secret: () => "a-secret" };
  const stored = kind.emulation.stored(kind.body(fields, undefined), server);
  return kind.observed(older ? kind.emulation.older(stored) : stored);
}

/** Returns the lockfile's fact of `id-KEY`: created with the wanted fields and answered with them. */
export function held(wanted: Wanted, more: Partial<IdFact> = {}): IdFact {
  const { address } = wanted;
  const applied = more.applied ?? withIds(wanted.fields);
  return {
    id: `id-${address.split(".")[1]}`,
    address,
    generation: 1,
    applied,
    answered: answerOf(address, applied),
    ...more,
  };
}

/** Returns an attempt at a wanted resource, with an unknown verdict. */
export function attempt(wanted: Wanted, more: Partial<AttemptFact> = {}): AttemptFact {
  return {
    attempt: `attempt-${wanted.address.split(".")[1]}`,
    address: wanted.address,
    generation: 1,
    verdict: "unknown",
    fields: withIds(wanted.fields),
    ...more,
  };
}

/** Returns the observation of an id with these fields, by default in our organization. */
export function present(fields: Fields, organizationId: string = organization): Observation {
  return { seen: "present", fields, organizationId };
}

export const absent: Observation = { seen: "absent" };
export const unreadable: Observation = {
  seen: "unreadable",
  reason: "500",
  unauthorized: false,
};

/** The parts of a small world; each part is empty if left out. */
export interface Parts {
  readonly wanted?: readonly Wanted[];
  readonly ids?: readonly IdFact[];
  readonly attempts?: readonly AttemptFact[];
  /** GET's answers for changed ids; for the others GET returns the lockfile's fields. */
  readonly seen?: Readonly<Record<string, Observation>>;
  /** From → to. */
  readonly moved?: Readonly<Record<string, string>>;
  /** Address → the id that the imports list for that address. */
  readonly imports?: Readonly<Record<string, string>>;
  readonly notRenamed?: readonly string[];
  readonly replace?: readonly string[];
  readonly recreate?: readonly string[];
  readonly target?: readonly string[];
  readonly exclude?: readonly string[];
  /** False: the run looks nothing up (`--refresh=false`). */
  readonly refresh?: boolean;
}

/** Returns a small world: each id exists with its old answer, unless `seen` has another one. */
export function worldOf(parts: Parts): World {
  const { wanted = [], ids = [], attempts = [], moved = {}, notRenamed = [] } = parts;
  const untouched = ids.map(({ id, address, applied, answered }): [string, Observation] => [
    id,
    present(answered ?? answerOf(address, applied)),
  ]);
  return {
    kinds,
    wanted,
    moved: Object.entries(moved).map(([from, to]) => ({ from, to })),
    imports: Object.entries(parts.imports ?? {}).map(([to, id]) => ({ to, id })),
    state: stateOf(ids, attempts),
    observations: new Map(
      parts.refresh === false ? [] : [...untouched, ...Object.entries(parts.seen ?? {})],
    ),
    organizationId: organization,
    notRenamed: new Set(notRenamed),
    replace: new Set(parts.replace),
    recreate: new Set(parts.recreate),
    target: new Set(parts.target),
    exclude: new Set(parts.exclude),
  };
}

/** Returns a state as one text, equal for equal facts in any order. */
export function factsOf({ ids, attempts }: State): string {
  return canonicalText({
    ids: Object.fromEntries(ids),
    attempts: Object.fromEntries(attempts),
  });
}
