import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { canonicalText, isObject, tryJson } from "../core/json.ts";
import { isRunId } from "../core/names/run-id.ts";
import type { Clock, Random } from "../core/ports.ts";
import type { LeaseOwner, RemoteRefs } from "../core/remote-refs.ts";
import { mergeStates } from "../core/state/merge.ts";
import { bindingDifferences } from "../store/binding.ts";
import { formatLockfile, parseLockfile, type Lockfile } from "../store/lockfile.ts";

/** The content of one commit on the ref of a remote. */
export interface RemoteContent {
  /** Everything that is known, what is announced and may be under way included. */
  readonly lockfile: Lockfile;
  /** The run that may send creates; undefined if no run may. */
  readonly holder: LeaseOwner | undefined;
}

/** Which lockfile a state is of. */
export type Owner = Pick<Lockfile, "lineage" | "environment">;

const lockfileName = "lockfile.json";
const holderName = "holder.json";

/** The names of all files that a commit of ours can hold. */
export const contentNames: readonly string[] = [lockfileName, holderName];

/** The files of a commit. */
export function formatContent({
  lockfile,
  holder,
}: RemoteContent): ReadonlyMap<string, Uint8Array> {
  const files = new Map([[lockfileName, formatLockfile(lockfile)]]);
  if (holder !== undefined)
    files.set(holderName, new TextEncoder().encode(canonicalText({ ...holder })));
  return files;
}

/**
 * Reads the files of a commit. `place` names them for messages. Throws a Failure if they are not
 * what the tool writes, or of another lockfile than `owner`: a ref is named by its lineage, so somebody
 * has pushed there by hand. What is refused here is merged into nothing.
 */
export function parseContent(
  files: ReadonlyMap<string, Uint8Array>,
  owner: Owner,
  place: string,
): RemoteContent {
  const bytes = files.get(lockfileName);
  if (bytes === undefined) throw damaged(place, `it holds no ${lockfileName}`);
  const lockfile = readLockfile(bytes, place);
  if (lockfile.lineage !== owner.lineage)
    throw damaged(place, "it is the state of another lockfile");
  const differences = bindingDifferences(lockfile.environment, owner.environment);
  if (differences.length > 0) throw ofAnother(place, differences);
  const holder = files.get(holderName);
  return { lockfile, holder: holder && parseHolder(holder, place) };
}

function readLockfile(bytes: Uint8Array, place: string): Lockfile {
  try {
    return parseLockfile(bytes, place);
  } catch (error) {
    // One of a newer version is not broken.
    const isBroken =
      error instanceof Failure && !error.problems.some(({ code }) => code === "lockfile-version");
    throw isBroken ? damaged(place, error.message) : error;
  }
}

/** An unreadable holder file still counts as held; we show whatever fields it has. */
function parseHolder(bytes: Uint8Array, place: string): LeaseOwner {
  const value = tryJson(new TextDecoder().decode(bytes));
  if (!isObject(value)) throw damaged(place, `${holderName} is not JSON`);
  const text = (key: string): string | undefined => {
    const member = value[key];
    return typeof member === "string" ? member : undefined;
  };
  const url = text("url");
  const run = text("run");
  if (!isRunId(run)) throw damaged(place, `${holderName} names no run`);
  return {
    run,
    host: text("host") ?? "a host that it does not name",
    since: text("since") ?? "a time that it does not name",
    ...(url !== undefined && { url }),
  };
}

function ofAnother(place: string, differences: readonly string[]): Failure {
  return failure(
    exitCode.refused,
    "remote-of-another-environment",
    `The state at ${place} belongs to ${differences.join("; ")}. Nothing of it was taken over.`,
    "Find out who pushed it: its commits are a ref's like any other. Move the ref back to the last good one with git push, then run the command again.",
  );
}

function damaged(place: string, what: string): Failure {
  return failure(
    exitCode.refused,
    "remote-state-damaged",
    `The state at ${place} cannot be read: ${what}`,
    "Look at its commits: it may know creates that no lockfile has. Move the ref back to the last good one with git push, then run the command again.",
  );
}

/** The ports of the state on a remote. */
export interface RemotePorts {
  readonly refs: RemoteRefs;
  readonly clock: Clock;
  readonly random: Random;
}

/** The state at one commit of the ref. */
export interface RemoteRecord extends RemoteContent {
  readonly commit: string;
}

/** The union of both lockfiles. A lockfile learns its organization with the first create. */
export function together(
  seen: RemoteRecord | undefined,
  { environment, ...own }: Lockfile,
): Lockfile {
  if (seen === undefined) return { ...own, environment };
  const { lockfile } = seen;
  return {
    lineage: own.lineage,
    environment: { ...lockfile.environment, ...environment },
    state: mergeStates(lockfile.state, own.state),
  };
}

/** Whether two lockfiles hold the same facts. */
export function isSame(left: Lockfile, right: Lockfile): boolean {
  return Buffer.compare(formatLockfile(left), formatLockfile(right)) === 0;
}
