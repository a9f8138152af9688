import { isEmulatorUrl } from "../../store/binding.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import type { RecoveryCollector } from "../../core/state/recovery.ts";
import type { IdFact } from "../../core/state/state.ts";
import { readVersions } from "../../guards/revision-lockfile.ts";
import {
  hasManifest,
  strayLockfiles,
  strayWords,
  type StrayLockfile,
} from "../../guards/stray-lockfiles.ts";
import type { OtherLockfile, SkippedVersion } from "../../report/status/recovery.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { bare } from "../../report/text.ts";
import type { Session } from "../../session/session.ts";
import { formatLockfile, type Binding, type Lockfile } from "../../store/lockfile.ts";

/** The identity of a lockfile. */
type LockfileName = Pick<Lockfile, "lineage" | "environment">;

/** The versions of one lockfile in git's history. */
export interface History {
  /** The version nearest to HEAD; undefined if there is none of this lockfile. */
  readonly nearest: Uint8Array | undefined;
  /** Versions of other lockfiles that were in the same place, one for each of those. */
  readonly others: readonly OtherLockfile[];
  /** Versions that cannot be read. */
  readonly skipped: readonly SkippedVersion[];
  /** Whether the clone is shallow, so that all of this may lack something. */
  readonly isShallow: boolean;
}

/**
 * Reads the lockfile's own history and adds every version of it to `collector`, those of before it was
 * moved here too. `own` is the lockfile that is looked for; without it, it is that of the nearest
 * version that belongs to what this session is for. Throws a Failure outside a work tree, and if
 * the lockfile lies in another folder.
 */
export async function historyOf(
  session: Session,
  expected: Binding,
  own: LockfileName | undefined,
  collector: RecoveryCollector,
): Promise<History> {
  const { context, places } = session;
  const { git } = context.system;
  const workTree = await session.findWorkTree();
  if (workTree === undefined) throw noHistory(session);
  const { root } = workTree;
  const others = new Map<string, Other>();
  const skipped: SkippedVersion[] = [];
  let nearest: History["nearest"];
  let wanted = own;
  const take = (version: Lockfile, commit: string, place = "") => {
    nearest ??= formatLockfile(version);
    collector.add(version.state, { name: `commit ${commit.slice(0, 12)}${place}`, commit });
  };
  for await (const { commit, bytes } of git.versions(root, places.lockfile)) {
    for (const version of readVersions(bytes, commit, session.lockfileName)) {
      if ("reason" in version) {
        skipped.push(version);
        continue;
      }
      if (wanted === undefined && isFor(session, version.environment, expected)) wanted = version;
      if (wanted !== undefined && isSame(wanted, version)) take(version, commit);
      else addOther(others, version, commit);
    }
  }
  wanted ??= await movedAway(session, expected);
  if (wanted !== undefined)
    for await (const { commit, path, bytes } of git.namesakes(root, places.lockfile, "all")) {
      // The text of a lockfile that does not read may still show its lineage.
      const isMeant = Buffer.from(bytes).includes(JSON.stringify(wanted.lineage));
      if (!isMeant || (await hasManifest(session, root, path))) continue;
      for (const version of readVersions(bytes, commit, path)) {
        if ("reason" in version) skipped.push(version);
        else if (isSame(wanted, version)) take(version, commit, ` (${bare(path)})`);
      }
    }
  const isShallow = await git.isShallow(root);
  const found = [...others.values()].map((other) => ({ ...other, ids: [...other.ids.values()] }));
  return { nearest, others: found, skipped, isShallow };
}

/** The ids of another lockfile, each with the fact of the nearest version. */
type Other = Omit<OtherLockfile, "ids"> & { readonly ids: Map<string, IdFact> };

function addOther(others: Map<string, Other>, version: Lockfile, commit: string): void {
  const { lineage, environment, state } = version;
  const key = JSON.stringify([lineage, environment.name, environment.baseUrl]);
  const other = others.get(key) ?? { lineage, environment, commit, ids: new Map() };
  for (const [id, fact] of state.ids) if (!other.ids.has(id)) other.ids.set(id, fact);
  others.set(key, other);
}

/** The lockfile that was in another folder and is gone from there. Throws a Failure if it is not. */
async function movedAway(session: Session, expected: Binding): Promise<StrayLockfile | undefined> {
  const question = { ...session, target: expected };
  const [stray] = await strayLockfiles(question);
  if (stray?.isInHead !== true) return stray;
  const { clause, next } = strayWords(question, stray);
  const message = `There is no lockfile ${session.lockfileName}: ${clause}. Nothing was done.`;
  throw failure(exitCode.refused, "no-lockfile", message, next);
}

/** Whether a lockfile is one of what this session is for, as far as can be told offline. */
function isFor({ target }: Session, { name, baseUrl, organizationId }: Binding, expected: Binding) {
  const isThere = baseUrl === expected.baseUrl || (target.isLoopback && isEmulatorUrl(baseUrl));
  const isOurs = [undefined, organizationId].includes(expected.organizationId);
  return name === expected.name && isThere && (isOurs || organizationId === undefined);
}

/** Whether two versions are of one lockfile; the organization is learned with the first create. */
function isSame(one: LockfileName, another: LockfileName): boolean {
  const { environment: left } = one;
  const { environment: right } = another;
  return (
    one.lineage === another.lineage &&
    left.name === right.name &&
    left.baseUrl === right.baseUrl &&
    (left.organizationId ?? right.organizationId) === (right.organizationId ?? left.organizationId)
  );
}

function noHistory(session: Session): Failure {
  return failure(
    exitCode.refused,
    "no-git-history",
    `The lockfile ${session.lockfileName} is in no git work tree, so there is no history to recover from. Nothing was done.`,
    `Run this in the clone that the lockfile is committed in. One id at a time: ${suggestedCommand(session.target, ["import", "ADDRESS", "ID"])}`,
  );
}
