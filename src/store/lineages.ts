import { parseLineage, type Lineage } from "../core/names/lineage.ts";
import { DiskError, type Disk } from "../core/ports.ts";
import { keepableId } from "../core/names/resource-id.ts";
import type { State } from "../core/state/state.ts";
import type { Binding } from "./lockfile.ts";
import { ledgerPath, readLedger } from "./store.ts";
import { type StorePaths, lineageFolder } from "./places.ts";

/**
 * The lineages on this machine whose ledger belongs to a lockfile of this environment and place, how
 * many ids each knows, and whether a killed run left its journal there: it may know more.
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

/** The ids that a ledger or another version of the lockfile knows and a state does not. */
export function lostIds(
  known: ReadonlyMap<string, string>,
  state: State,
): readonly { id: string; address: string }[] {
  // An id that cannot be used is kept by its attempt, as text.
  const kept = new Set([...state.attempts.values()].map(({ quarantined }) => quarantined));
  return [...known].flatMap(([id, address]) =>
    state.ids.has(id) || kept.has(keepableId(id)) ? [] : [{ id, address }],
  );
}

/** The attempts that a ledger or another version of the lockfile knows and a state does not. */
export function lostAttempts(
  known: ReadonlyMap<string, string>,
  state: State,
): readonly { attempt: string; address: string }[] {
  const made = new Set([...state.ids.values()].map(({ attempt }) => attempt));
  return [...known].flatMap(([attempt, address]) =>
    state.attempts.has(attempt) || made.has(attempt) ? [] : [{ attempt, address }],
  );
}

/** A file that bears the name of a lineage is no folder of one. */
function unlessNoFolder(error: unknown): undefined {
  if (!(error instanceof DiskError) || error.code !== "ENOTDIR") throw error;
}
