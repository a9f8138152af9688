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

/** The organization that everything in a small world belongs to. */
export const organization = "org-1";
/** The JWKS URL that hosted pools answer with: Anon's own. */
export const anonJwks = "https://anon.example/.well-known/jwks.json";

/** The kind whose collection an address names. */
export function kindOf(address: string): Kind {
  const kind = kinds.find(({ collection }) => address.startsWith(`${collection}.`));
  if (kind === undefined) throw new Error(`no kind for ${address}`);
  return kind;
}

/** A resource that the manifest wants, from its block as it stands in the manifest. */
export function wants(address: string, block: JsonObject): Wanted {
  const kind = kindOf(address);
  const dependsOn = kind.references(block).map(({ collection, key }) => `${collection}.${key}`);
  return { address, kind: kind.name, fields: kind.wanted(block), dependsOn };
}

/** A hosted pool that the manifest wants; `more` of its block as it stands there. */
export function pool(key: string, more: JsonObject = {}): Wanted {
  return wants(`userPools.${key}`, { name: key, description: `Pool ${key}.`, ...more });
}

/** A self-hosted pool that the manifest wants. */
export function selfHosted(key: string, jwksUri: string, idClaim?: string): Wanted {
  const claim = idClaim === undefined ? {} : { idClaim };
  return pool(key, { authorization: { jwksUri, ...claim } });
}

/** An application client of a pool of the manifest, or of a pool kept elsewhere (`{ id }`). */
export function client(
  key: string,
  poolOf: string | { id: string },
  more: JsonObject = {},
): Wanted {
  const application = typeof poolOf === "string" ? { userPool: poolOf } : { userPoolId: poolOf.id };
  const block = { name: key, description: `Client ${key}.`, kind: { application } };
  return wants(`sdkClients.${key}`, { ...block, ...more });
}

/** A service client that the manifest wants. */
export function service(key: string, more: JsonObject = {}): Wanted {
  const block = { name: key, description: `Service ${key}.`, kind: "service" };
  return wants(`sdkClients.${key}`, { ...block, ...more });
}

/** Fields with each reference to `userPools.KEY` replaced by `id-KEY`. */
export function withIds(fields: WantedFields): Fields {
  const entries = Object.entries(fields).map(([field, value]): [string, FieldValue] => [
    field,
    isReference(value) ? `id-${value.ref.split(".")[1]}` : value,
  ]);
  return Object.fromEntries(entries);
}

/** What GET tells of a resource that was created from these fields and that nobody touched. */
export function answerOf(address: string, fields: Fields, older = false): Fields {
  const kind = kindOf(address);
  const server = { jwksUri: anonJwks, secret: () => "a-secret" };
  const stored = kind.emulation.stored(kind.body(fields, undefined), server);
  return kind.observed(older ? kind.emulation.older(stored) : stored);
}

/** The id `id-KEY` in the lockfile, created from just what is wanted and answered as such. */
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

/** An attempt at what is wanted, of which nobody knows what became. */
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

/** What GET says of an id: these fields, in our organization unless said otherwise. */
export function present(fields: Fields, organizationId: string = organization): Observation {
  return { seen: "present", fields, organizationId };
}

export const absent: Observation = { seen: "absent" };
export const unreadable: Observation = {
  seen: "unreadable",
  reason: "500",
  unauthorized: false,
};

/** The parts of a small world; whatever is left out is empty. */
export interface Parts {
  readonly wanted?: readonly Wanted[];
  readonly ids?: readonly IdFact[];
  readonly attempts?: readonly AttemptFact[];
  /** What GET says of ids that somebody touched; the others answer what the lockfile says. */
  readonly seen?: Readonly<Record<string, Observation>>;
  /** From → to. */
  readonly moved?: Readonly<Record<string, string>>;
  /** Address → the id that is listed for it. */
  readonly imports?: Readonly<Record<string, string>>;
  readonly notRenamed?: readonly string[];
  readonly replace?: readonly string[];
  readonly recreate?: readonly string[];
  readonly target?: readonly string[];
  readonly exclude?: readonly string[];
  /** False: nothing was looked up (`--refresh=false`). */
  readonly refresh?: boolean;
}

/** A small world: each id is there and answers as it did, unless `seen` says otherwise. */
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

/** A state as one text, the same for equal facts whatever the order they came in. */
export function factsOf({ ids, attempts }: State): string {
  return canonicalText({
    ids: Object.fromEntries(ids),
    attempts: Object.fromEntries(attempts),
  });
}
