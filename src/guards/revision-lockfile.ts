import { Failure, type Problem } from "../core/errors/problem.ts";
import { quotedWord } from "../core/shell-words.ts";
import { conflictSides } from "../store/conflict-sides.ts";
import { parseLockfile, type Lockfile } from "../store/lockfile.ts";
import type { SkippedVersion } from "../report/status/recovery.ts";

/**
 * The lockfile that a revision (`HEAD`, `origin/main`) holds of a file that the work tree holds
 * whole. Where it cannot be read, what is to be done is about git, not about the file. Throws a
 * Failure.
 */
export function parseRevision(bytes: Uint8Array, revision: string, file: string): Lockfile {
  try {
    return parseLockfile(bytes, `${revision}:${file}`);
  } catch (error) {
    // One of a newer version is not broken.
    if (!(error instanceof Failure) || error.problems.some(isVersion)) throw error;
    const repaired = `With every id in ${file}, commit the repaired one: git add ${quotedWord(file)}, then git commit`;
    const problems = error.problems.map((problem): Problem => ({
      ...problem,
      message: `The version of the lockfile ${file} that ${revision} holds is broken, not the one in the work tree: ${problem.message}`,
      next: revision === "HEAD" ? repaired : `Merge ${revision}. ${repaired}, then git push`,
    }));
    throw new Failure(error.exitCode, problems);
  }
}

function isVersion({ code }: Problem): boolean {
  return code === "lockfile-version";
}

/**
 * The lockfile in a version: both sides of a version with conflict markers. An edited version, or one
 * of a newer format, is no reason to lose the rest.
 */
export function readVersions(
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
