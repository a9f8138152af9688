import { dirname } from "node:path";
import type { Disk } from "../core/ports.ts";
import type { StorePaths } from "./places.ts";

/**
 * Makes durable the names of what is about to be read: of the lockfile, the journal and the ledger,
 * and of the folders above them. A run that was killed between a rename or a mkdir and the sync after
 * it leaves a name that reads like any other; a power cut would take it away again, with all that
 * this run builds on it. `directory` is the lineage's. Errors: DiskError.
 */
export async function syncNames(
  disk: Disk,
  { lockfile, stateDirectory }: StorePaths,
  directory: string,
): Promise<void> {
  const folders = [dirname(lockfile), directory, stateDirectory, dirname(stateDirectory)];
  for (const folder of new Set(folders)) await disk.syncDirectory(folder);
}
