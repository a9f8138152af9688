import { basename, dirname, join } from "node:path";
import type { Disk } from "../core/ports.ts";
import { isOpen } from "../core/state/state.ts";
import type { StorePaths, StorePorts } from "./places.ts";
import { saveStore } from "./save-store.ts";
import { journalPath, type Store } from "./store.ts";

/**
 * Folds a leftover journal into the lockfile for good, and removes what a killed run left half
 * written. Only under the lock. The lockfile and the ledger are durable before the journal goes.
 */
export async function foldLeftover(
  ports: StorePorts,
  places: StorePaths,
  store: Store,
): Promise<Store> {
  await removeTemporaries(ports.disk, places, store);
  if (!store.leftover) return store;
  // A torn record lost when its create was sent. The settling window counts from now, then.
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

/** Temporary files of a run that was killed while it wrote. None is ever read. */
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
