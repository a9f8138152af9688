import type { Options } from "../../src/session/options.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { stateOf, type IdFact } from "../../src/core/state/state.ts";
import { formatLockfile } from "../../src/store/lockfile.ts";
import type { Held } from "../support/simulated-server.ts";
import { client, held, kindOf, pool, service } from "../support/world.ts";

/** The files that a pull request can change, and the flags that choose the planned actions. */
export interface Approvable {
  readonly manifest: JsonObject;
  readonly lockfile: JsonObject;
  readonly flags: Partial<Options>;
}

const organizationId = "11111111-1111-4111-8111-111111111111";
export const lineage = "aaaaaaaa-0000-4000-8000-000000000001";

const wanted = {
  members: pool("members"),
  staff: pool("staff"),
  agreed: pool("agreed"),
  users: pool("users"),
  web: client("web", "members"),
  leaving: service("leaving"),
  back: client("back", { id: "id-members" }),
  listed: pool("listed"),
} as const;

/** The lockfile's facts: ids in use, and a retired id. */
const facts: readonly IdFact[] = [
  ...[wanted.members, wanted.staff, wanted.agreed, wanted.users, wanted.web, wanted.leaving].map(
    (one) => held(one, { attempt: `attempt-${one.address.replace(".", "-")}` }),
  ),
  held(wanted.back, { retired: "removed" }),
];

/** A world whose plan has nearly every action, for the environment staging. */
export const base: Approvable = {
  manifest: {
    version: 1,
    environments: {
      staging: { target: "sandbox", vars: { site: "example.com" } },
      production: { target: "production", vars: { site: "example.org" } },
    },
    userPools: {
      members: { name: "members", description: "Pool members." },
      staff: { name: "staff", description: "Pool staff." },
      agreed: { name: "agreed", description: "Agreed on." },
      people: { name: "users", description: "Pool users." },
      listed: { name: "listed", description: "Pool listed." },
      fresh: { name: "fresh", description: "At ${vars.site}.", protect: true },
    },
    sdkClients: {
      web: clientBlock("web", "members"),
      back: clientBlock("back", "members"),
      phone: clientBlock("phone", "staff"),
      desk: clientBlock("desk", "fresh"),
      jobs: {
        name: "jobs",
        description: "Service jobs.",
        kind: "service",
        secretSink: "file:safe",
      },
    },
    moved: [{ from: "userPools.users", to: "userPools.people" }],
    imports: [{ to: "userPools.listed", id: "id-listed" }],
  },
  lockfile: JSON.parse(
    new TextDecoder().decode(
      formatLockfile({
        lineage,
        environment: { name: "staging", baseUrl: "https://svc.sandbox.anon.com", organizationId },
        state: stateOf(facts, []),
      }),
    ),
  ) as JsonObject,
  flags: {},
};

/** Fields that a person changed by hand in Anon, and that the manifest does not want. */
export const drifted = [
  { id: "id-staff", field: "description", value: "Changed by hand." },
  { id: "id-agreed", field: "name", value: "Changed" },
] as const;

/** Returns Anon's resources: the lockfile's and the listed one, two of them drifted, and a twin pool. */
export function elsewhere(organization: string): readonly Held[] {
  const there = [...facts, held(wanted.listed)].map((fact) => stored(fact, organization));
  const twin = stored({ ...held(wanted.staff), id: "id-twin" }, organization);
  return [...there, twin].map((one) => {
    const own = drifted.filter(({ id }) => id === one.id).map(({ field, value }) => [field, value]);
    // The manifest wants this change as well.
    const agreed = one.id === "id-agreed" ? { description: "Agreed on." } : {};
    return { ...one, answer: { ...one.answer, ...agreed, ...Object.fromEntries(own) } };
  });
}

function stored({ id, address, applied }: IdFact, organization: string): Held {
  const kind = kindOf(address);
  const server = { jwksUri: "https://anon.example/.well-known/jwks.json", secret: () => "" };
  const fields = { ...kind.emulation.stored(kind.body(applied, undefined), server) };
  const answer = { ...fields, id, organizationId: organization };
  return { id, collection: kind.collection, name: String(applied["name"]), answer };
}

function clientBlock(key: string, userPool: string): JsonObject {
  return { name: key, description: `Client ${key}.`, kind: { application: { userPool } } };
}
