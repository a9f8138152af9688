import { isOpen } from "../core/state/state.ts";
import { parseLockfile } from "../store/lockfile.ts";
import { saveLedger } from "../store/save-store.ts";
import type { Store } from "../store/store.ts";
import type { Evidence } from "../core/plan/evidence.ts";
import type { Session } from "../session/session.ts";

/**
 * Puts into the ledger what the lockfile alone knows. A run that was cut off between the two, with no
 * create whose journal would tell, has left it so: an older lockfile that comes back would lose it. What
 * HEAD or its upstream holds needs no second copy. Only under the lock. Throws DiskError or Failure.
 */
export async function mendLedger(
  { ports, places }: Pick<Session, "ports" | "places">,
  store: Store,
  evidence: readonly Evidence[],
): Promise<void> {
  // Of the file, not of the run: what a git remote has told is saved later, and the lockfile first.
  const { state } = parseLockfile(store.bytes, places.lockfile);
  const open = [...state.attempts.values()].filter(isOpen);
  const isHeld =
    [...state.ids.keys()].every((id) => evidence.some(({ ids }) => ids.has(id))) &&
    open.every(({ attempt }) => evidence.some(({ attempts }) => attempts.has(attempt)));
  if (!isHeld) await saveLedger(ports, places, store, state);
}
