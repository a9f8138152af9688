import { join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import type { Evidence } from "../core/plan/evidence.ts";
import type { LockOwner } from "../core/ports.ts";
import { isOpen } from "../core/state/state.ts";
import { isOfAnotherEmulator } from "../guards/binding.ts";
import { bare } from "../report/text.ts";
import { lostSecretNotices, withLostSecrets } from "../secrets/lost.ts";
import { writeNotices } from "../session/context.ts";
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

/** The lock of a lineage; disposing of it releases it. */
export interface LineageLock extends AsyncDisposable {
  readonly lineage: string;
}

/** The current state, read under the lock. Disposing of it lets go of the git remote, if `end` has not. */
export interface OpenState extends LockedState, AsyncDisposable {
  /**
   * Tells the git remote what the command has written into the lockfile, and lets go of it: the last
   * step of a command that worked. Throws a Failure if the remote was held and cannot be told.
   */
  end(): Promise<void>;
}

/**
 * Takes the lock of the lockfile's lineage (docs/design.md#6-apply-one-create, step 1). The lockfile of an
 * emulator is made first, if there is none. Throws a Failure if another run holds the lock.
 */
export async function lockLockfile(session: Session): Promise<LineageLock> {
  const { store } = await withLockfile(session);
  return lockLineage(session, store);
}

/**
 * Reads the lockfile's side under the lock, with a leftover journal folded into the lockfile and the
 * facts of the git remote saved in it. With `mayLackIds`, for a run that puts back what is lost, a
 * lockfile that lacks ids is no reason to refuse. Throws a Failure.
 */
export async function openState(
  session: Session,
  { lineage }: LineageLock,
  { mayLackIds = false }: { mayLackIds?: boolean } = {},
): Promise<OpenState> {
  // Read again: while this run waited, another may have written.
  const current = await (mayLackIds ? readForRepair(session) : readForWrite(session));
  if (current.store?.lineage !== lineage) throw changedMeanwhile();
  const store = await takeOver(session, current.store);
  // readForRepair reads no evidence (of git and the ledger): that run saves what it finds itself.
  if (!mayLackIds && !current.store.leftover) await mendLedger(session, store, current.evidence);
  const { remote } = current;
  if (remote === undefined)
    return { ...current, store, state: store.state, end: nothing, [Symbol.asyncDispose]: nothing };
  const { endRemote, saveNews } = await import("../remote/lease.ts");
  const whole = await saveNews(session, { ...current, remote, store });
  let isEnded = false;
  const end = (): Promise<void> => {
    isEnded = true;
    return endRemote(session, remote);
  };
  return {
    ...current,
    store: whole,
    state: whole.state,
    end,
    async [Symbol.asyncDispose]() {
      // The error that ended the command is the one to report; the remote keeps what is announced.
      if (!isEnded) await end().catch(() => undefined);
    },
  };
}

/** Without a git remote there is nothing to tell and nothing to let go of. */
async function nothing(): Promise<void> {}

/**
 * Takes the lock of a lineage, and makes the names durable that a run builds on. Throws a Failure if
 * another run holds the lock.
 */
export async function lockLineage(
  session: Session,
  { lineage, directory }: Pick<Store, "lineage" | "directory">,
): Promise<LineageLock> {
  await session.ports.disk.makeDirectory(directory, 0o700);
  const lock = await takeLock(session, lineage, join(directory, holderNote));
  try {
    await syncNames(session.ports.disk, session.places, directory);
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
  return { lineage, ...lock };
}

/** Folds what a run that was cut off has left, under the lock, and says so. */
export async function takeOver(session: Session, known: Store): Promise<Store> {
  // Before the fold: after it, the ids that no run announced can no longer be told apart.
  const marked = withLostSecrets(session.kinds, known);
  writeNotices(session.context, lostSecretNotices(session, marked.state));
  const store = await foldLeftover(session.ports, session.places, marked);
  if (known.leftover)
    session.context.err.write(
      "An earlier run was cut off. What its journal knew is in the lockfile now.\n",
    );
  return store;
}

/** The lockfile's side. An emulator's lockfile is made silently; any other only by `init`. */
async function withLockfile(session: Session): Promise<{ readonly store: Store }> {
  // The guard of lost ids runs under the lock: another run may be adding ids just now.
  const current = await readLineage(session);
  if (current.store !== undefined) return { store: current.store };
  if (current.missing !== undefined) throw new Failure(exitCode.refused, [current.missing]);
  const { places, ports } = session;
  await using _lock = await lockInit(session);
  // Two first runs at once must not make two lineages.
  const found = await readStore(ports, places);
  if (found !== undefined && !isOfAnotherEmulator(session, found, current.binding))
    return { store: found };
  return { store: await initializeStore(ports, places, current.binding) };
}

/** As much of a Session as taking a lock needs. */
type Locking = Pick<Session, "context" | "options">;

/**
 * Takes the lock for making a first lockfile. Throws a Failure if another run makes one in its place.
 */
export async function lockInit(
  session: Locking & Pick<Session, "places">,
): Promise<AsyncDisposable> {
  const { lockfile, stateDirectory } = session.places;
  await session.context.system.disk.makeDirectory(stateDirectory, 0o700);
  return takeLock(session, `init ${lockfile}`, join(stateDirectory, holderNote));
}

async function takeLock(
  session: Locking,
  name: string,
  noteFile: string,
): Promise<AsyncDisposable> {
  const { context } = session;
  const { clock, lock } = context.system;
  const holder = {
    ...context.process,
    command: "anon-sync",
    since: new Date(clock.now()).toISOString(),
  };
  const held = await acquire(session, () => lock.acquire(name, noteFile, holder, 0));
  if (!("owner" in held)) return { [Symbol.asyncDispose]: () => held.release() };
  if (context.interrupt.stop.aborted)
    throw failure(
      exitCode.interrupted,
      "interrupted",
      "Interrupted while it waited for the lock. Nothing was done.",
    );
  const by = held.owner;
  const who = by === undefined ? "another run" : processOf(by);
  throw failure(
    exitCode.locked,
    "locked",
    `Another run holds the lock: ${who}. Nothing was done.`,
    "Wait for it, or say how long to wait: --lock-timeout SECONDS",
  );
}

/**
 * A notice if another run is under way, for commands that take no lock: the creates that the run has
 * sent and not recorded yet look unsettled, and nobody may settle them while the run lives.
 */
export async function liveRunNotices(
  { context }: Pick<Session, "context">,
  { directory, leftover }: Store,
): Promise<readonly string[]> {
  if (!leftover) return [];
  const by = await context.system.lock.holder(join(directory, holderNote));
  if (by === undefined) return [];
  return [
    `A run is under way (${processOf(by)}). What it has sent and not recorded yet shows as unsettled: do not settle it before that run has ended.\n`,
  ];
}

/** The process of a note, for people. In a folder without git a commit may have brought the note. */
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
    if (!("owner" in tried) || isUp) return tried;
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
