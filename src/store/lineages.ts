import { parseLineage, type Lineage } from "../core/names/lineage.ts";
import { DiskError, type Disk } from "../core/ports.ts";
import { keepableId } from "../core/names/resource-id.ts";
import type { State } from "../core/state/state.ts";
import type { Binding } from "./lockfile.ts";
import { ledgerPath, readLedger } from "./store.ts";
import { type StorePaths, lineageFolder } from "./places.ts";

/**
 * Returns the lineages on this machine whose ledger belongs to a lockfile of this environment at
 * this path, each with the number of its ids. A journal of a killed run may have more ids:
 * `hasJournal`.
 */
export async function lineagesOf(
  disk: Disk,
  { stateDirectory, name: place }: StorePaths,
  environment: Pick<Binding, "name" | "baseUrl">,
): Promise<readonly { lineage: Lineage; ids: number; hasJournal: boolean }[]> {
  const found: { lineage: Lineage; ids: number; hasJournal: boolean }[] = [];
  for (const entry of await disk.list(stateDirectory)) {
    const lineage = parseLineage(entry);
    if (lineage === undefined) continue;
    const folder = lineageFolder(stateDirectory, lineage);
    const ledger = await readLedger(disk, ledgerPath(folder)).catch(unlessNoFolder);
    const { name, baseUrl, lockfile } = ledger?.environment ?? {};
    if (name !== environment.name || baseUrl !== environment.baseUrl || lockfile !== place)
      continue;
    const hasJournal = (await disk.list(folder)).includes("journal");
    found.push({ lineage, ids: ledger?.ids.size ?? 0, hasJournal });
  }
  return found;
}

/** Returns the ids that a ledger, or another version of the lockfile, has and a state lacks. */
export function lostIds(
  known: ReadonlyMap<string, string>,
  state: State,
): readonly { id: string; address: string }[] {
  // An attempt keeps an unusable id as text.
  const kept = new Set([...state.attempts.values()].map(({ quarantined }) => quarantined));
  return [...known].flatMap(([id, address]) =>
    state.ids.has(id) || kept.has(keepableId(id)) ? [] : [{ id, address }],
  );
}

/** Returns the attempts that a ledger or another version of the lockfile has and a state lacks. */
export function lostAttempts(
  known: ReadonlyMap<string, string>,
  state: State,
): readonly { attempt: string; address: string }[] {
  const made = new Set([...state.ids.values()].map(({ attempt }) => attempt));
  return [...known].flatMap(([attempt, address]) =>
    state.attempts.has(attempt) || made.has(attempt) ? [] : [{ attempt, address }],
  );
}

/** Ignores that a path is a file: a file with the name of a lineage is not a lineage's folder. */
function unlessNoFolder(error: unknown): undefined {
  if (!(error instanceof DiskError) || error.code !== "ENOTDIR") throw error;
}
