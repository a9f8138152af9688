import { dirname, join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import type { Lineage } from "../core/names/lineage.ts";
import type { Disk, Clock, Random } from "../core/ports.ts";
import { failure } from "../core/errors/problem.ts";
import { quotedWord } from "../core/shell-words.ts";

/** The name of the folder of journals and ledgers, beside a lockfile outside any git repository. */
export const besideLockfile = ".anon-sync";

/**
 * Throws a Failure if a journal or a ledger of the lineage is beside the lockfile although the
 * state directory is git's own folder now. The lockfile's folder has become a repository since, and
 * runs would not see the records that a killed run left there.
 */
export async function refuseStrayState(
  disk: Disk,
  { lockfile, stateDirectory }: StorePaths,
  lineage: Lineage,
): Promise<void> {
  const beside = join(dirname(lockfile), besideLockfile);
  if (beside === stateDirectory) return;
  const stray = lineageFolder(beside, lineage);
  const names = await disk.list(stray);
  if (!names.includes("journal") && !names.includes("ledger")) return;
  const [from, to] = [stray, stateDirectory].map(quotedWord);
  throw failure(
    exitCode.refused,
    "stray-state",
    `${stray} holds the record of earlier runs, from before this folder became a git repository.`,
    `Move it to where it is looked for now: mkdir -p ${to} && mv ${from} ${to}`,
    lockfile,
  );
}

/** The paths of the files of one environment. */
export interface StorePaths {
  /** The lockfile's path. */
  readonly lockfile: string;
  /** The folder with one folder for each lineage: `<git common dir>/anon-sync`, or `.anon-sync`. */
  readonly stateDirectory: string;
  /** The lockfile's path in the work tree, which separates projects in one state directory. */
  readonly name: string;
}

/** The ports that the files need. */
export interface StorePorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
}

/** Returns the folder of a lineage. No other function makes a path from a lineage. */
export function lineageFolder(stateDirectory: string, lineage: Lineage): string {
  return join(stateDirectory, lineage);
}
