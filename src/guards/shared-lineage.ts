import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { quotedWord } from "../core/shell-words.ts";
import type { Session } from "../session/session.ts";
import { parseLockfile, type Lockfile } from "../store/lockfile.ts";

/**
 * Refuses a lockfile whose lineage another lockfile of the repository has for the same environment. The
 * state on a git remote is named by both: whoever may write one folder could claim another folder's
 * lineage, and retire there what it has. Throws a Failure.
 */
export async function refuseSharedLineage(
  { lockfileName, context, places }: Session,
  root: string,
  { lineage, environment }: Pick<Lockfile, "lineage" | "environment">,
): Promise<void> {
  const { git } = context.system;
  for (const path of await git.othersHolding(root, places.lockfile, lineage)) {
    // A lockfile that was moved may still be at its old place in HEAD, and is gone from the index.
    if (!(await git.tracks(root, path))) continue;
    const bytes = await git.show(root, "HEAD", path);
    const other = bytes && ownerOf(bytes, path);
    if (other?.lineage !== lineage || other.environment.name !== environment.name) continue;
    const file = lockfileName;
    throw failure(
      exitCode.refused,
      "lineage-not-alone",
      `The lockfiles ${file} and ${quotedWord(path)} (in HEAD) have one lineage for the environment ${environment.name}: one is a copy of the other, and they would share their state on the git remote. Nothing was sent.`,
      `Remove the copy (git rm, then anon-sync init in its folder). If the lockfile was moved: git add -A. See where each comes from: git log -- ${quotedWord(path)}`,
      file,
    );
  }
}

/** The lockfile in these bytes; undefined if they are no readable lockfile. */
function ownerOf(bytes: Uint8Array, path: string): Lockfile | undefined {
  try {
    return parseLockfile(bytes, path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return undefined;
  }
}
