import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Kind, Surroundings } from "../../core/kind.ts";
import type { Observation, Observations } from "../../core/plan/observation.ts";
import { parseManifest } from "../../manifest/parse.ts";
import { resolveManifest } from "../../manifest/resolve.ts";
import { writeManifest, type WrittenResource } from "../../manifest/written.ts";
import { candidateOf, type Candidate } from "../../run/adopt.ts";
import type { CurrentState } from "../../run/current-state.ts";
import type { Session } from "../../session/session.ts";
import type { IdLine } from "../import/id-list.ts";

/** One id of a list, as it was looked up. */
export interface Listed {
  readonly line: IdLine;
  /** The kinds that it may be of: one if the list says it. */
  readonly kinds: readonly Kind[];
  /** The key that the list gives it. */
  readonly key?: string;
}

/** An id that a manifest can describe. */
export interface Described {
  readonly line: IdLine;
  readonly id: string;
  readonly kind: Kind;
  readonly observed: Extract<Observation, { seen: "present" }>;
  readonly key?: string;
  /** Beside its own description: what the lockfile will say of it. */
  readonly candidate: Candidate;
}

/** The look-ups for an id that is to be described. Throws a Failure if it cannot be described. */
export function describe(
  session: Session,
  known: Pick<CurrentState, "binding" | "store">,
  listed: Listed,
  observations: ReadonlyMap<Kind, Observations>,
): Described {
  const { line, key } = listed;
  const id = line.id.text;
  const { kind, observed } = kindOf(listed, observations, session);
  for (const field of ["name", "description"])
    if (typeof observed.fields[field] !== "string")
      throw failure(
        exitCode.failed,
        "id-not-writable",
        `The ${kind.label} ${id} cannot stand in a manifest: Anon tells no ${field} of it.`,
        "Change it in Anon's console, or leave it out: --skip-missing",
      );
  // Alone in a manifest: what our own parser takes and reads back as it was, can be written.
  const { block, missing } = kind.block(observed.fields, surroundings(session, []));
  const text = writeManifest({
    ...environmentOf(session),
    resources: [
      { collection: kind.collection, key: "one", block: { ...block, ...missing }, comment: [] },
    ],
    imports: [],
  });
  const { manifest, problems } = parseManifest(new TextEncoder().encode(text), "", [
    ...session.kinds,
  ]);
  const wanted =
    manifest && resolveManifest(manifest, session.options.env, session.kinds).wanted[0];
  if (wanted === undefined)
    throw failure(
      exitCode.failed,
      "id-not-writable",
      `The ${kind.label} ${id} cannot stand in a manifest: ${problems[0]?.message ?? "no reason is known"}`,
      "Change it in Anon's console, or leave it out: --skip-missing",
    );
  const seen = { id, seen: observed };
  const candidate = candidateOf(session, known, kind, seen, wanted.fields as Candidate["applied"]);
  if (candidate.differs)
    throw failure(
      exitCode.failed,
      "id-not-writable",
      `The ${kind.label} ${id} cannot stand in a manifest as it is: ${differing(candidate)} would be read back otherwise.`,
      "Change it in Anon's console, or leave it out: --skip-missing",
    );
  return { line, id, kind, observed, candidate, ...(key !== undefined && { key }) };
}

/** The manifest's blocks of described ids, in their order, and whether each block is complete. */
export function blocksOf(
  session: Session,
  described: readonly Described[],
): readonly (Described & { readonly written: WrittenResource; readonly missing?: JsonObject })[] {
  const keys = keysOf(described);
  const around = surroundings(
    session,
    described.map((one) => ({ ...one, key: keys.get(one) ?? "" })),
  );
  return described.map((one) => {
    const { block, unknownFields, missing } = one.kind.block(one.observed.fields, around);
    const key = keys.get(one) ?? "";
    return {
      ...one,
      written: { collection: one.kind.collection, key, block, comment: unknownFields },
      ...(missing !== undefined && { missing }),
    };
  });
}

/** The environment that the manifest will hold. */
export function environmentOf({ options: { env } }: Pick<Session, "options">) {
  return {
    environment: env,
    target: ["production", "emulator"].includes(env) ? env : "sandbox",
  };
}

function kindOf(
  { line, kinds }: Listed,
  observations: ReadonlyMap<Kind, Observations>,
  { target }: Session,
): { kind: Kind; observed: Described["observed"] } {
  const id = line.id.text;
  const seen = kinds.flatMap((kind) => {
    const observed = observations.get(kind)?.get(id);
    return observed === undefined ? [] : [{ kind, observed }];
  });
  const present = seen.flatMap(({ kind, observed }) =>
    observed.seen === "present" ? [{ kind, observed }] : [],
  );
  const [first, second] = present;
  if (first !== undefined && second === undefined) return first;
  const labels = (second === undefined ? kinds : present.map(({ kind }) => kind))
    .map(({ label }) => label)
    .join(second === undefined ? " or " : " and ");
  if (second !== undefined)
    throw failure(
      exitCode.invalid,
      "kind-not-told",
      `${id} is the id of a ${labels}.`,
      `Write which is meant before it: ${kinds.map(({ collection }) => `${collection} ${id}`).join(", or ")}`,
    );
  for (const { kind, observed } of seen)
    if (observed.seen === "unreadable")
      throw failure(
        exitCode.failed,
        "id-unreadable",
        `The ${kind.label} ${id} could not be looked up: ${observed.reason}`,
        "Run the command again: whether it is there is not known.",
      );
  throw failure(
    exitCode.failed,
    "id-not-found",
    `The API at ${target.baseUrl} knows no ${labels} ${id}.`,
    "Check the id, and that key and environment (-e) are the right ones, or leave it out: --skip-missing",
  );
}

function surroundings(
  { target }: Session,
  resources: readonly { readonly kind: Kind; readonly id: string; readonly key: string }[],
): Surroundings {
  const keys = new Map(resources.map(({ kind, id, key }) => [`${kind.collection} ${id}`, key]));
  const host = new URL(target.baseUrl).host;
  return {
    keyOf: (collection, id) => keys.get(`${collection} ${id}`),
    isAnons: (url) => URL.canParse(url) && new URL(url).host === host,
  };
}

/** The key of each: what the list says, or its name; unique in its collection. */
function keysOf(described: readonly Described[]): ReadonlyMap<Described, string> {
  const keys = new Map<Described, string>();
  const taken = new Map<string, Set<string>>();
  const take = (one: Described, wish: string) => {
    const { collection } = one.kind;
    const others = taken.get(collection) ?? new Set();
    const key = one.key ?? uniqueKey(wish, others);
    taken.set(collection, others.add(key.toLowerCase()));
    keys.set(one, key);
  };
  // A key that a person chose comes first, so no derived key is in its way.
  for (const one of described) if (one.key !== undefined) take(one, one.key);
  for (const one of described) {
    if (one.key !== undefined) continue;
    const fallback = one.kind.label.split(" ").at(-1) ?? "resource";
    take(one, keyFromName(String(one.observed.fields["name"]), fallback));
  }
  return keys;
}

function differing({ rows }: Candidate): string {
  return rows
    .filter(({ verdict }) => verdict === "differs")
    .map(({ field }) => field)
    .join(", ");
}

const maximumLength = 60;

/**
 * A key for a resource's name: its letters and digits in camel case (`Web app (beta)` → `webAppBeta`),
 * accents left out, at most 60 characters. `fallback` if the name has no Latin letter to begin
 * with, and as the beginning of a key that would begin with a digit.
 */
function keyFromName(name: string, fallback: string): string {
  const words = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const camel = words.map((word, index) => (index === 0 ? lowered(word) : capital(word))).join("");
  const key = /^[A-Za-z]/.test(camel) ? camel : `${fallback}${capital(camel)}`;
  return key.slice(0, maximumLength);
}

/** The key, with a number behind it if another one has it already in any case. */
function uniqueKey(key: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? key : `${key}${number}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

/** `Web` → `web`, `API` → `api`, `webApp` stays. */
function lowered(word: string): string {
  if (word === word.toUpperCase()) return word.toLowerCase();
  return `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`;
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
