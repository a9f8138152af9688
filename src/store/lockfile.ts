import { createHash } from "node:crypto";
import { exitCode } from "../core/errors/exit-code.ts";
import { canonicalText, isObject, type SchemaError } from "../core/json.ts";
import { lineageOf, type Lineage } from "../core/names/lineage.ts";
import { mergeStates } from "../core/state/merge.ts";
import { failure } from "../core/errors/problem.ts";
import { quotedWord } from "../core/shell-words.ts";
import {
  emptyState,
  generations,
  isOpen,
  shareAddress,
  stateOf,
  type AttemptFact,
  type IdFact,
  type State,
} from "../core/state/state.ts";
import { withoutUnusable } from "../core/state/unusable-ids.ts";
import { validate as lockfileValidator } from "./generated/lockfile-validator.ts";
import type { LockfileFile } from "./generated/lockfile.ts";
import { damaged, parseStrictJson, type JsonFile } from "./strict-json.ts";

/** The environment of a lockfile. Any other environment refuses it. */
export interface Binding {
  readonly name: string;
  /** The API's base URL; for an emulator `emulator:` and its instance id. */
  readonly baseUrl: string;
  readonly organizationId?: string;
}

/** `anon.lock.<environment>.json`: the inventory (docs/design.md#4-lockfile-journal-ledger). */
export interface Lockfile {
  readonly lineage: Lineage;
  readonly environment: Binding;
  readonly state: State;
}

/** The parts of a lockfile that is written: a text becomes a Lineage when it is read. */
export type LockfileText = Omit<Lockfile, "lineage"> & { readonly lineage: string };

/** The largest lockfile that is read, in bytes. */
export const maximumLockfileBytes = 256 * 1024 * 1024;

/** Reads a lockfile's text. Throws a Failure if it is not exactly what the tool writes. */
export function parseLockfile(bytes: Uint8Array, path: string): Lockfile {
  if (last === undefined || Buffer.compare(last.bytes, bytes) !== 0) {
    const lockfile = read(bytes, path);
    // We keep a copy, because the caller may overwrite its bytes.
    last = { bytes: new Uint8Array(bytes), lockfile };
  }
  return last.lockfile;
}

/** The lockfile that was read last: HEAD and its upstream mostly hold the same bytes. */
let last: { readonly bytes: Uint8Array; readonly lockfile: Lockfile } | undefined;

function read(bytes: Uint8Array, path: string): Lockfile {
  const word = quotedWord(path);
  const file: JsonFile = {
    path,
    noun: "lockfile",
    restore: `${restoreStep(path)}. Or move it away and bring back what git's history knows: anon-sync recover --from-git`,
    resolve: `Merge both sides, so that no id of either is lost: anon-sync merge-driver ${word}, then git add ${word}`,
  };
  const value = parseStrictJson(bytes, file);
  const version = isObject(value) ? value["lockfileVersion"] : undefined;
  if (typeof version === "number" && version > 1)
    throw failure(
      exitCode.refused,
      "lockfile-version",
      `The lockfile ${path} has version ${version}; this anon-sync knows version 1.`,
      "Use the newer anon-sync that wrote it.",
      path,
    );
  if (!lockfileValidator(value)) {
    // A validator that refuses says why: there is always an error.
    const [error] = lockfileValidator.errors as [SchemaError];
    const place = error.instancePath || "its top level";
    const key: unknown = error.params["additionalProperty"];
    throw damaged(
      file,
      typeof key === "string"
        ? `${place} has a key that no lockfile has: ${JSON.stringify(key)}`
        : `${place} is not what a lockfile holds (${error.keyword})`,
    );
  }
  const content = value as unknown as LockfileFile;
  const ids = [...activeFacts(content), ...retiredFacts(content)];
  const twice = firstTwice(ids.map(({ id }) => id));
  if (twice !== undefined)
    throw damaged(file, `the id ${JSON.stringify(twice)} stands in it twice`);
  const { ids: usable, attempts } = withoutUnusable(ids, ({ address, id }) => nameOf(address, id));
  const { environment } = content;
  const lineage = lineageOf(content.lineage);
  const state = stateOf(holding(usable), [...attemptFacts(content), ...attempts]);
  // git merges lines, not facts: git may leave an attempt open that one of the ids settles.
  return { lineage, environment, state: mergeStates(emptyState, state) };
}

/**
 * The ids: each that stands under `resources` outranks what is retired at its address. Who
 * resolves a merge by hand says which of two ids stays; a merge of facts alone might retire both,
 * and the next apply would create a third.
 */
function holding(ids: readonly IdFact[]): readonly IdFact[] {
  if (!shareAddress(ids)) return ids;
  const stated = stateOf(ids);
  const merged = mergeStates(emptyState, stated).ids;
  const highest = generations(stated);
  return ids.map((fact) => {
    const isOutranked = fact.retired === undefined && merged.get(fact.id)?.retired !== undefined;
    if (!isOutranked) return fact;
    return { ...fact, generation: Number(highest.get(fact.address)) + 1 };
  });
}

/** Returns the bytes of a lockfile: sorted keys, LF line ends, the same bytes for equal facts. */
export function formatLockfile({ lineage, environment, state }: LockfileText): Uint8Array {
  // These are Maps because an object would lose an id named __proto__.
  const resources = new Map<string, unknown>();
  const retired = new Map<string, unknown>();
  for (const fact of state.ids.values()) {
    const { id, address, retired: reason, ...rest } = fact;
    if (reason !== undefined) retired.set(id, { address, reason, ...rest });
    else if (resources.has(address)) throw new Error(`two ids hold ${address}: one would be lost`);
    else resources.set(address, { id, ...rest });
  }
  const unsettled = new Map<string, Map<string, unknown>>();
  const settled = new Map<string, unknown>();
  for (const fact of state.attempts.values()) {
    const { attempt, address, verdict: _verdict, ...rest } = fact;
    if (!isOpen(fact)) {
      settled.set(attempt, { address, generation: fact.generation });
      continue;
    }
    const open = unsettled.get(address) ?? new Map<string, unknown>();
    unsettled.set(address, open.set(attempt, rest));
  }
  const text = canonicalText({
    lockfileVersion: 1,
    lineage,
    environment,
    resources: Object.fromEntries(resources),
    unsettled: Object.fromEntries(
      [...unsettled].map(([address, attempts]) => [address, Object.fromEntries(attempts)]),
    ),
    ...(settled.size > 0 && { settled: Object.fromEntries(settled) }),
    retired: Object.fromEntries(retired),
  });
  return new TextEncoder().encode(text);
}

/** Returns the attempt name for an unusable id without an attempt, the same in every branch. */
function nameOf(address: string, id: string): string {
  const hash = createHash("sha256").update(`${address} ${id}`).digest("hex");
  return `unusable-${hash.slice(0, 16)}`;
}

/** Returns the step by which a person gets a lost or damaged lockfile back. */
export function restoreStep(path: string): string {
  const word = quotedWord(path);
  return `Restore it from git: git log -- ${word}, then git checkout COMMIT -- ${word}`;
}

function activeFacts(content: LockfileFile): IdFact[] {
  return Object.entries(content.resources).map(([address, fact]) => ({ ...fact, address }));
}

function retiredFacts(content: LockfileFile): IdFact[] {
  return Object.entries(content.retired).map(([id, { reason, ...fact }]) => ({
    ...fact,
    id,
    retired: reason,
  }));
}

function attemptFacts(content: LockfileFile): AttemptFact[] {
  const open = Object.entries(content.unsettled).flatMap(([address, attempts]) =>
    Object.entries(attempts).map(([attempt, fact]): AttemptFact => ({
      ...fact,
      attempt,
      address,
      verdict: "unknown",
    })),
  );
  const settled = Object.entries(content.settled ?? {}).map(([attempt, fact]): AttemptFact => ({
    ...fact,
    attempt,
    verdict: "refused",
    fields: {},
  }));
  return [...open, ...settled];
}

function firstTwice(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
}
