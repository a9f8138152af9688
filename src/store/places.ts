import { dirname, join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import type { Lineage } from "../core/names/lineage.ts";
import type { Disk, Clock, Random } from "../core/ports.ts";
import { failure } from "../core/errors/problem.ts";
import { quotedWord } from "../core/shell-words.ts";

/** The folder of journals and ledgers beside a lockfile that is in no git repository. */
export const besideLockfile = ".anon-sync";

/**
 * Refuses a journal or a ledger of the lineage that stands beside the lockfile though the place is
 * git's own folder now: the folder became a repository since, and what a killed run left there
 * would not be seen. Throws a Failure.
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
  /** The folder that holds a folder a lineage: `<git common dir>/anon-sync`, or `.anon-sync`. */
  readonly stateDirectory: string;
  /** The lockfile's path inside the work tree: tells apart the projects that share the folder. */
  readonly name: string;
}

/** The ports that the files need. */
export interface StorePorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
}

/** The folder of a lineage: the only way there is from a lineage to a path. */
export function lineageFolder(stateDirectory: string, lineage: Lineage): string {
  return join(stateDirectory, lineage);
}
