import { join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import type { Evidence } from "../core/plan/evidence.ts";
import type { LockOwner } from "../core/ports.ts";
import { isOpen } from "../core/state/state.ts";
import { isOfAnotherEmulator } from "../guards/binding.ts";
import { bare } from "../report/text.ts";
import { warnOfLostSecrets, withLostSecrets } from "../secrets/lost.ts";
import type { Session } from "../session/session.ts";
import { foldLeftover, syncNames } from "../store/fold-leftover.ts";
import { parseLockfile } from "../store/lockfile.ts";
import { initializeStore, saveLedger } from "../store/save-store.ts";
import { readStore, type Store } from "../store/store.ts";
import { readForRepair, readForWrite, readLineage, type CurrentState } from "./current-state.ts";

/** The lockfile's side for a command that changes something: no other run works on it meanwhile. */
export interface LockedState extends CurrentState {
  readonly store: Store;
}

/**
 * Runs `work` under the lock of the lineage (docs/design.md#6-apply-one-create, step 1), with a leftover journal
 * folded into the lockfile first. With `mayLackIds`, for a run that puts back what is lost, a
 * lockfile that lacks ids is no reason to refuse. Throws a Failure where another run holds the lock.
 */
export async function locked<Result>(
  session: Session,
  work: (current: LockedState) => Promise<Result>,
  { mayLackIds = false }: { mayLackIds?: boolean } = {},
): Promise<Result> {
  const first = await withLockfile(session);
  return lockedLineage(session, first.store, async () => {
    // Read again: while this run waited, another may have written.
    const current = await (mayLackIds ? readForRepair(session) : readForWrite(session));
    if (current.store?.lineage !== first.store.lineage) throw changedMeanwhile();
    const store = await takeOver(session, current.store);
    // A run that puts ids back reads no memories here, and saves what it finds.
    if (!mayLackIds && !current.store.leftover) await mendLedger(session, store, current.evidence);
    const { remote, news } = current;
    if (remote === undefined) return work({ ...current, store, state: store.state });
    const { sharing } = await import("../remote/lease.ts");
    return sharing(session, { remote, news, store }, (whole) =>
      work({ ...current, store: whole, state: whole.state }),
    );
  });
}

/**
 * Runs `work` under the lock of a lineage, with the names that it builds on durable. Throws a
 * Failure where another run holds the lock.
 */
export async function lockedLineage<Result>(
  session: Session,
  { lineage, directory }: Pick<Store, "lineage" | "directory">,
  work: () => Promise<Result>,
): Promise<Result> {
  await session.ports.disk.makeDirectory(directory, 0o700);
  return holding(session, lineage, join(directory, holderNote), async () => {
    await syncNames(session.ports.disk, session.places, directory);
    return work();
  });
}

/** Folds what a run that was cut off has left, under the lock, and says so. */
export async function takeOver(session: Session, known: Store): Promise<Store> {
  // Before the fold: after it nobody can tell any more which ids nobody was told of.
  const marked = withLostSecrets(session.kinds, known);
  warnOfLostSecrets(session, marked.state);
  const store = await foldLeftover(session.ports, session.places, marked);
  if (known.leftover)
    session.context.err.write(
      "An earlier run was cut off. What its journal knew is in the lockfile now.\n",
    );
  return store;
}

/** The lockfile's side. An emulator's lockfile is made silently; any other only by `init`. */
async function withLockfile(session: Session): Promise<LockedState> {
  // The guard of lost ids runs under the lock: another run may be adding ids just now.
  const current = await readLineage(session);
  if (current.store !== undefined) return { ...current, store: current.store };
  if (current.missing !== undefined) throw new Failure(exitCode.refused, [current.missing]);
  const { places, ports } = session;
  const store = await initializing(session, async () => {
    // Two first runs at once must not make two lineages.
    const found = await readStore(ports, places);
    if (found !== undefined && !isOfAnotherEmulator(session, found, current.binding)) return found;
    return initializeStore(ports, places, current.binding);
  });
  return { ...current, store };
}

/** As much of a Session as taking a lock needs. */
type Locking = Pick<Session, "context" | "options">;

/**
 * Runs `work`, which makes a first lockfile, while nobody else makes one in its place. Throws a
 * Failure where another run does.
 */
export async function initializing<Result>(
  session: Locking & Pick<Session, "places">,
  work: () => Promise<Result>,
): Promise<Result> {
  const { lockfile, stateDirectory } = session.places;
  await session.context.system.disk.makeDirectory(stateDirectory, 0o700);
  return holding(session, `init ${lockfile}`, join(stateDirectory, holderNote), work);
}

async function holding<Result>(
  session: Locking,
  name: string,
  noteFile: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { context } = session;
  const { clock, lock } = context.system;
  const holder = {
    ...context.process,
    command: "anon-sync",
    since: new Date(clock.now()).toISOString(),
  };
  const held = await acquire(session, () => lock.acquire(name, noteFile, holder, 0));
  if ("heldBy" in held) {
    if (context.interrupt.stop.aborted)
      throw failure(
        exitCode.interrupted,
        "interrupted",
        "Interrupted while it waited for the lock. Nothing was done.",
      );
    const by = held.heldBy;
    const who = by === undefined ? "another run" : processOf(by);
    throw failure(
      exitCode.locked,
      "locked",
      `Another run holds the lock: ${who}. Nothing was done.`,
      "Wait for it, or say how long to wait: --lock-timeout SECONDS",
    );
  }
  try {
    return await work();
  } finally {
    await held.release();
  }
}

/**
 * Says on stderr that another run is under way, for commands that take no lock: what that run has
 * sent and not recorded yet looks unsettled, and must not be settled while it lives. Answers whether
 * one is.
 */
export async function reportLiveRun(
  { context }: Pick<Session, "context">,
  { directory, leftover }: Store,
): Promise<boolean> {
  if (!leftover) return false;
  const by = await context.system.lock.holder(join(directory, holderNote));
  if (by === undefined) return false;
  context.err.write(
    `A run is under way (${processOf(by)}). What it has sent and not recorded yet shows as unsettled: do not settle it before that run has ended.\n`,
  );
  return true;
}

/** Whose note it is, for people. In a folder without git a commit may have brought the note. */
function processOf({ pid, host, since }: LockOwner): string {
  return `process ${pid} on ${bare(host)} since ${bare(since)}`;
}

const holderNote = "holder.json";
const lockPollMs = 200;

/** Tries until the lock is free, the time is up, or a signal comes. */
async function acquire<Tried extends object>(
  { context, options }: Locking,
  take: () => Promise<Tried>,
): Promise<Tried> {
  const { err, interrupt, system } = context;
  const deadline = system.clock.now() + options.lockTimeout * 1_000;
  for (let isFirst = true; ; isFirst = false) {
    const tried = await take();
    const isUp = system.clock.now() + lockPollMs > deadline || interrupt.stop.aborted;
    if (!("heldBy" in tried) || isUp) return tried;
    if (isFirst) err.write(`Another run holds the lock. Waiting up to ${options.lockTimeout} s.\n`);
    await system.clock.sleep(lockPollMs, interrupt.stop);
  }
}

/** Says that the lockfile is another one than before this run waited. */
export function changedMeanwhile(): Failure {
  return failure(
    exitCode.refused,
    "lockfile-changed",
    "The lockfile was replaced by another one while this run waited. Nothing was done.",
    "Run the command again.",
  );
}

/**
 * Puts into the ledger what the lockfile alone knows. A run that was cut off between the two, with no
 * create whose journal would tell, has left it so: an older lockfile that comes back would lose it. What
 * HEAD or its upstream holds needs no second copy. Only under the lock. Throws DiskError or Failure.
 */
async function mendLedger(
  { ports, places }: Pick<Session, "ports" | "places">,
  store: Store,
  evidence: readonly Evidence[],
): Promise<void> {
  // The facts are the file's and not the run's: the lockfile is saved first, the remote's facts later.
  const { state } = parseLockfile(store.bytes, places.lockfile);
  const open = [...state.attempts.values()].filter(isOpen);
  const isHeld =
    [...state.ids.keys()].every((id) => evidence.some(({ ids }) => ids.has(id))) &&
    open.every(({ attempt }) => evidence.some(({ attempts }) => attempts.has(attempt)));
  if (!isHeld) await saveLedger(ports, places, store, state);
}
