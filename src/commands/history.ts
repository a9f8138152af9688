import { dirname } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { Failure, failure } from "../core/problem.ts";
import type { RecoveryDesk } from "../core/recovery.ts";
import { conflictSides } from "../files/conflict-sides.ts";
import { formatLockfile, parseLockfile, type Binding, type Lockfile } from "../files/lockfile.ts";
import type { OtherLockfile, SkippedVersion } from "../report/recovery.ts";
import { shownPath, type Session } from "./session.ts";

/** What git's history knows of one lockfile. */
export interface History {
  /** The version nearest to HEAD; undefined where there is none of this lockfile. */
  readonly nearest: Uint8Array | undefined;
  /** Versions of other lockfiles that were in the same place, one for each of those. */
  readonly others: readonly OtherLockfile[];
  /** Versions that cannot be read. */
  readonly skipped: readonly SkippedVersion[];
  /** Whether the clone is shallow, so that all of this may lack something. */
  readonly isShallow: boolean;
}

/**
 * Reads the lockfile's own history and adds every version of it to `desk`. `own` is the lockfile that is looked for; without it, it is that
 * of the nearest version that belongs to what this session is for. Throws a Failure outside a work
 * tree.
 */
export async function historyOf(
  session: Session,
  expected: Binding,
  own: Pick<Lockfile, "lineage" | "environment"> | undefined,
  desk: RecoveryDesk,
): Promise<History> {
  const { context, places } = session;
  const { git } = context.system;
  const workTree = await git.workTree(dirname(places.lockfile));
  if (workTree === undefined) throw noHistory(session);
  const others = new Map<string, OtherLockfile>();
  const skipped: SkippedVersion[] = [];
  let nearest: History["nearest"];
  let wanted = own;
  for await (const { commit, bytes } of git.versions(workTree.root, places.lockfile)) {
    for (const version of readVersions(bytes, commit, shownPath(context, places.lockfile))) {
      if ("reason" in version) {
        skipped.push(version);
        continue;
      }
      const { lineage, environment, state } = version;
      if (wanted === undefined && isFor(session, environment, expected)) wanted = version;
      if (wanted?.lineage !== lineage || !isSame(wanted.environment, environment)) {
        const key = JSON.stringify([lineage, environment.name, environment.baseUrl]);
        if (!others.has(key)) others.set(key, { lineage, environment, commit });
        continue;
      }
      nearest ??= formatLockfile(version);
      desk.add(state, { name: `commit ${commit.slice(0, 12)}`, commit });
    }
  }
  const isShallow = await git.isShallow(workTree.root);
  return { nearest, others: [...others.values()], skipped, isShallow };
}

/**
 * What a version holds: of one with the conflict markers of a merge both sides. What somebody edited,
 * or a newer format, is no reason to lose the rest.
 */
function readVersions(
  bytes: Uint8Array,
  commit: string,
  file: string,
): readonly (Lockfile | SkippedVersion)[] {
  try {
    return [parseLockfile(bytes, file)];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isConflict = error.problems.some(({ code }) => code === "lockfile-conflict");
    if (!isConflict) return [{ commit, reason: error.message }];
    return conflictSides(new TextDecoder().decode(bytes)).flatMap((side) =>
      readVersions(new TextEncoder().encode(side), commit, file),
    );
  }
}

/** Whether a lockfile is one of what this session is for, as far as can be told offline. */
function isFor({ target }: Session, { name, baseUrl, organizationId }: Binding, expected: Binding) {
  const isThere =
    baseUrl === expected.baseUrl || (target.isLoopback && baseUrl.startsWith("emulator:"));
  const isOurs = [undefined, organizationId].includes(expected.organizationId);
  return name === expected.name && isThere && (isOurs || organizationId === undefined);
}

/** The organization is learned with the first create. */
function isSame(left: Binding, right: Binding): boolean {
  return (
    left.name === right.name &&
    left.baseUrl === right.baseUrl &&
    (left.organizationId ?? right.organizationId) === (right.organizationId ?? left.organizationId)
  );
}

function noHistory(session: Session): Failure {
  return failure(
    exitCode.refused,
    "no-git-history",
    `The lockfile ${shownPath(session.context, session.places.lockfile)} is in no git work tree, so there is no history to recover from. Nothing was done.`,
    "Run this in the clone that the lockfile is committed in. One id at a time: anon-sync import ADDRESS ID",
  );
}
