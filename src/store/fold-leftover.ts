import { basename, dirname, join } from "node:path";
import type { Disk } from "../core/ports.ts";
import { isOpen } from "../core/state/state.ts";
import type { StorePaths, StorePorts } from "./places.ts";
import { saveStore } from "./save-store.ts";
import { journalPath, type Store } from "./store.ts";

/**
 * Folds a leftover journal into the lockfile for good, and removes the temporary files of a killed
 * run. The caller has the lock. The lockfile and the ledger are durable before we remove the
 * journal.
 */
export async function foldLeftover(
  ports: StorePorts,
  places: StorePaths,
  store: Store,
): Promise<Store> {
  await removeTemporaries(ports.disk, places, store);
  if (!store.leftover) return store;
  // A torn record has lost the time of its send, so its settling window begins now.
  const now = new Date(ports.clock.now()).toISOString();
  const attempts = [...store.state.attempts].map(
    ([attempt, fact]) => [attempt, isOpen(fact) ? { sentAt: now, ...fact } : fact] as const,
  );
  const known = { ids: store.state.ids, attempts: new Map(attempts) };
  const { organizationId } = store.environment;
  const saved = await saveStore(ports, places, store, known, organizationId);
  await ports.disk.remove(journalPath(store.directory));
  await ports.disk.syncDirectory(store.directory);
  return { ...store, ...saved, leftover: false, recovered: [], refused: [], folded: 0 };
}

/** Removes the temporary files of a run that was killed while it wrote. No run reads them. */
async function removeTemporaries(disk: Disk, places: StorePaths, store: Store): Promise<void> {
  const isTemporary = /\.[0-9a-f-]{36}\.tmp$/;
  const folder = dirname(places.lockfile);
  for (const name of await disk.list(folder))
    if (name.startsWith(`${basename(places.lockfile)}.`) && isTemporary.test(name))
      await disk.remove(join(folder, name));
  for (const name of await disk.list(store.directory))
    if (isTemporary.test(name)) await disk.remove(join(store.directory, name));
}

/**
 * Makes the names of the lockfile, the journal, the ledger and the folders above them durable,
 * before a run reads them. If a run is killed between a rename (or a mkdir) and the sync after it,
 * the new name can be read but is not durable. A power cut would undo the name, with all that this
 * run builds on it. `directory` is the lineage's folder. Throws a DiskError.
 */
export async function syncNames(
  disk: Disk,
  { lockfile, stateDirectory }: StorePaths,
  directory: string,
): Promise<void> {
  const folders = [dirname(lockfile), directory, stateDirectory, dirname(stateDirectory)];
  for (const folder of new Set(folders)) await disk.syncDirectory(folder);
}
