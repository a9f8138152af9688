import { exitCode } from "../core/errors/exit-code.ts";
import type { AddressConflict } from "../core/state/collisions.ts";
import { mergeBranches } from "../core/state/merge-branches.ts";
import { Failure, failure, type Problem } from "../core/errors/problem.ts";
import { quotedWord } from "../core/shell-words.ts";
import { emptyState, type State } from "../core/state/state.ts";
import { conflictSides } from "./conflict-sides.ts";
import { formatLockfile, parseLockfile, type Binding, type Lockfile } from "./lockfile.ts";

/** The lockfile that a merge makes of two. */
export interface MergedLockfile {
  readonly lockfile: Lockfile;
  /** The lockfile's text. */
  readonly bytes: Uint8Array;
  /** The ids that were in use on one side and are in conflict with an id of the other side. */
  readonly conflicts: readonly AddressConflict[];
}

/**
 * Merges two versions of a lockfile: the union of what both know, the same bytes whichever is ours.
 * A version with the conflict markers of a merge is both of its sides. `path` names the file in
 * messages. `base` is the version that both came from: if it is left out, or is no lockfile, a
 * relock that only one side knows may have to be made again. Throws a Failure if a version cannot
 * be read, or the two are not of one lockfile.
 */
export function mergeLockfiles(
  ours: Uint8Array,
  theirs: Uint8Array,
  path: string,
  base?: Uint8Array,
): MergedLockfile {
  const left = readVersion(ours, path, "ours");
  const right = readVersion(theirs, path, "theirs");
  const environment = sameEnvironment(left, right, path);
  const { state, conflicts } = mergeBranches(left.state, right.state, baseState(base, path));
  const lockfile = { lineage: left.lineage, environment, state };
  return { lockfile, bytes: formatLockfile(lockfile), conflicts };
}

/** A file with the conflict markers of a merge as one lockfile; undefined if it has none. */
export function resolveConflict(bytes: Uint8Array, path: string): MergedLockfile | undefined {
  const text = textOf(bytes);
  const [ours, theirs] = conflictSides(text);
  if (ours === text) return undefined;
  const encoder = new TextEncoder();
  return mergeLockfiles(encoder.encode(ours), encoder.encode(theirs), path);
}

/** Empty if it is not UTF-8: whoever reads the bytes says so. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}

/** Reads a version, even with committed conflict markers. Throws a Failure that names the side. */
function readVersion(bytes: Uint8Array, path: string, side: "ours" | "theirs"): Lockfile {
  try {
    return resolveConflict(bytes, path)?.lockfile ?? parseLockfile(bytes, path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const other = side === "ours" ? "theirs" : "ours";
    const word = quotedWord(path);
    const resolve = `anon-sync merge-driver ${word}`;
    const problems = error.problems.map((problem): Problem => ({
      ...problem,
      message: `One side of the merge (${side}) cannot be merged. ${problem.message}`,
      next:
        problem.code === "lockfile-version"
          ? `${problem.next} With that one: ${resolve}`
          : `Keep the other side: git checkout --${other} -- ${word}, then git add ${word}. What is known of this one: anon-sync recover --from-git. Or repair it between the conflict markers, then: ${resolve}`,
    }));
    throw new Failure(error.exitCode, problems);
  }
}

/** Reads the base. Without a readable base, we merge as if the two branches had no common base. */
function baseState(bytes: Uint8Array | undefined, path: string): State {
  try {
    return bytes === undefined ? emptyState : parseLockfile(bytes, path).state;
  } catch {
    return emptyState;
  }
}

/** The environment of both; the first create shows the organization. Throws a Failure. */
function sameEnvironment(left: Lockfile, right: Lockfile, path: string): Binding {
  const sides = [left, right].map(({ lineage, environment }) => ({ lineage, ...environment }));
  const parts = ["lineage", "name", "baseUrl", "organizationId"] as const;
  const differences = parts.flatMap((part) => {
    const [ours, theirs] = sides.map((side) => side[part]);
    return ours === undefined || theirs === undefined || ours === theirs
      ? []
      : [`${words[part]} (${ours} and ${theirs})`];
  });
  if (differences.length === 0) return { ...left.environment, ...right.environment };
  const word = quotedWord(path);
  throw failure(
    exitCode.refused,
    "merge-of-two-lockfiles",
    `The two sides of the merge of ${path} are not one lockfile: they differ in ${differences.join(", ")}.`,
    `Keep one of them: git checkout --ours -- ${word} (or --theirs), then git add ${word}. What the other one knows, and how to adopt it: anon-sync recover --from-git`,
    path,
  );
}

const words = {
  lineage: "the lineage",
  name: "the environment",
  baseUrl: "the API's base URL",
  organizationId: "the organization",
} as const;
