import type { Options } from "../../src/session/options.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import type { Approvable } from "./approval-world.ts";

/** One change that a pull request, or a user with the flags of a plan, can make. */
export interface Edit {
  /** `manifest environments.staging.target: "production"` */
  readonly what: string;
  of(world: Approvable): Approvable;
}

type Path = readonly string[];

/** Values that have a meaning if they replace others of the same name. */
const meaningful: Readonly<Record<string, readonly Json[]>> = {
  target: ["sandbox", "production", "emulator"],
  baseUrl: ["https://svc.prod.anon.com", "https://evil.example"],
  name: ["production", "members", "agreed", "fresh"],
  lineage: ["aaaaaaaa-0000-4000-8000-000000000002"],
  secretSink: ["file:public", "file:../safe", "file:safe/inside"],
  userPool: ["members", "staff", "people", "fresh"],
  id: ["id-twin", "id-members", "id-web", "id-leaving", "id-listed"],
  to: ["userPools.fresh", "userPools.staff", "userPools.listed"],
  from: ["userPools.agreed", "userPools.members"],
  description: ["At ${vars.site}.", "Agreed on.", "Changed by hand."],
  kind: ["service"],
  "kind.application.userPoolId": ["id-twin", "id-staff"],
  generation: [2, 9],
  reason: ["removed", "replaced", "duplicate", "quarantined"],
  organizationId: ["org-2"],
};

/** The members that an edit may add to an object at one of these paths; `*` is any key. */
const additions: readonly (readonly [string, JsonObject])[] = [
  ["manifest", { state: "local" }],
  ["manifest", { state: { git: { remote: "mirror" } } }],
  ["manifest", { outputs: { POOL: "userPools.members" } }],
  ["manifest environments *", { organizationId: "org-2" }],
  ["manifest environments *", { organizationId: "11111111-1111-4111-8111-111111111111" }],
  ["manifest * *", { protect: true }],
  ["manifest * *", { protect: false }],
  ["manifest * *", { ignoreDrift: ["name"] }],
  ["manifest * *", { ignoreDrift: ["description"] }],
  ["manifest * *", { environments: ["production"] }],
  ["manifest * *", { environments: ["staging"] }],
  ["manifest userPools *", { authorization: { jwksUri: "https://login.example.com/jwks.json" } }],
  ["manifest userPools", { more: { name: "more", description: "One more." } }],
  ["manifest userPools", { users: { name: "users", description: "Pool users." } }],
  ["manifest sdkClients *", { oauthDisabled: true }],
  ["manifest sdkClients *", { secretSink: "file:public" }],
  ["manifest sdkClients", { mail: { name: "mail", description: "Mail.", kind: "service" } }],
  ["lockfile resources *", { protected: true }],
  ["lockfile resources *", { replacing: "same" }],
  ["lockfile resources *", { revision: 7 }],
  ["lockfile resources *", { secretFingerprint: "lost" }],
];

/** The flags that choose the planned actions. */
const flags: readonly Partial<Options>[] = [
  ...["userPools.members", "userPools.agreed", "userPools.people", "sdkClients.web"].flatMap(
    (address) => [{ replace: [address] }, { target: [address] }, { exclude: [address] }],
  ),
  { recreate: ["userPools.members"] },
  { target: ["sdkClients.phone"] },
  { target: ["sdkClients.jobs"] },
  { exclude: ["sdkClients.jobs"] },
  { exclude: ["userPools.fresh"] },
  { notRenamed: ["userPools.fresh"] },
  { env: "production" },
];

/** Returns every edit of a world: of each value in manifest and lockfile, each object, each flag. */
export function editsOf({ manifest, lockfile }: Approvable): readonly Edit[] {
  return [
    ...editsIn("manifest", manifest),
    ...editsIn("lockfile", lockfile),
    toProduction,
    ...flags.map((said) => ({
      what: `flags ${JSON.stringify(said)}`,
      of: (world: Approvable) => ({ ...world, flags: { ...world.flags, ...said } }),
    })),
  ];
}

/** Both edits together: the guards refuse each of them alone. */
const toProduction: Edit = {
  what: "the target of the manifest, and the lockfile's base URL: production",
  of: (world) => ({
    ...world,
    manifest: replaced(
      world.manifest,
      ["environments", "staging", "target"],
      "production",
    ) as JsonObject,
    lockfile: replaced(
      world.lockfile,
      ["environment", "baseUrl"],
      "https://svc.prod.anon.com",
    ) as JsonObject,
  }),
};

function editsIn(file: "manifest" | "lockfile", root: JsonObject): Edit[] {
  const edit = (path: Path, value: Json | undefined): Edit => ({
    what: `${file} ${path.join(".")}: ${JSON.stringify(value) ?? "removed"}`,
    of: (world) => ({ ...world, [file]: replaced(world[file], path, value) as JsonObject }),
  });
  return visit([], root);

  function visit(path: Path, value: Json): Edit[] {
    const own = path.length === 0 ? [] : [edit(path, undefined), ...others(path, value)];
    if (typeof value !== "object" || value === null) return own;
    const inside = Object.entries(value).flatMap(([key, member]) =>
      visit([...path, key], member as Json),
    );
    const added = additions
      .filter(([pattern]) => matches(pattern.split(" "), [file, ...path]))
      .flatMap(([, more]) => Object.entries(more))
      .map(([key, member]) => edit([...path, key], member as Json));
    return [...own, ...inside, ...added];
  }

  function others(path: Path, value: Json): Edit[] {
    const named = meaningful[path.at(-1) ?? ""] ?? [];
    const near =
      typeof value === "string"
        ? [`${value}x`]
        : typeof value === "boolean"
          ? [!value]
          : typeof value === "number"
            ? [value + 1]
            : [];
    return [...named, ...near].filter((other) => other !== value).map((other) => edit(path, other));
  }
}

function matches(pattern: Path, path: Path): boolean {
  return (
    pattern.length === path.length && pattern.every((part, at) => part === "*" || part === path[at])
  );
}

/** Returns the root with a path's value replaced or removed; the root itself if the path leads nowhere. */
function replaced(root: Json | undefined, path: Path, value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof root !== "object" || root === null) return root;
  if (Array.isArray(root)) {
    const at = Number(key);
    const inside = replaced(root[at], rest, value);
    if (inside !== undefined) return root.with(at, inside);
    return root.filter((_, index) => index !== at);
  }
  const { [key]: before, ...others } = root as JsonObject;
  const after = replaced(before, rest, value);
  if (after === undefined) return others;
  // The new value keeps the old one's position, because the order of a manifest counts.
  const entries = Object.keys(root).map((one) => [one, one === key ? after : others[one]]);
  return Object.fromEntries(key in root ? entries : [...entries, [key, after]]) as JsonObject;
}
