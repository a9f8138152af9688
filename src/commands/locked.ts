import { join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { Failure, failure } from "../core/problem.ts";
import { foldLeftover, initializeStore, readStore, type Store } from "../files/store.ts";
import { isOfAnotherEmulator } from "./guards.ts";
import type { Session } from "./session.ts";
import { readKnown, type Known } from "./world.ts";

/** What a command that changes something works with: the lockfile's side, and nobody else at it. */
export interface Locked extends Known {
  readonly store: Store;
}

/**
 * Runs `work` under the lock of the lineage (design section 6, step 1), with a leftover journal
 * folded into the lockfile first. Throws a Failure where another run holds the lock.
 */
export async function locked<Result>(
  session: Session,
  work: (known: Locked) => Promise<Result>,
): Promise<Result> {
  const first = await withLockfile(session);
  const { lineage, directory } = first.store;
  await session.ports.disk.makeDirectory(directory, 0o700);
  return holding(session, lineage, join(directory, "holder.json"), async () => {
    // Read again: while this run waited, another may have written.
    const known = await readKnown(session);
    if (known.store?.lineage !== lineage) throw changedMeanwhile();
    const store = await foldLeftover(session.ports, session.places, known.store);
    if (known.store.leftover)
      session.context.err.write(
        "An earlier run was cut off. What its journal knew is in the lockfile now.\n",
      );
    return work({ ...known, store });
  });
}

/** The lockfile's side. An emulator's lockfile is made silently; any other only by `init`. */
async function withLockfile(session: Session): Promise<Locked> {
  const known = await readKnown(session);
  if (known.store !== undefined) return { ...known, store: known.store };
  if (known.missing !== undefined) throw new Failure(exitCode.refused, [known.missing]);
  const { places, ports } = session;
  await ports.disk.makeDirectory(places.stateDirectory, 0o700);
  const name = `init ${places.lockfile}`;
  const store = await holding(
    session,
    name,
    join(places.stateDirectory, "holder.json"),
    async () => {
      // Two first runs at once must not make two lineages.
      const found = await readStore(ports, places);
      if (found !== undefined && !isOfAnotherEmulator(session, found, known.binding)) return found;
      return initializeStore(ports, places, known.binding);
    },
  );
  return { ...known, store };
}

async function holding<Result>(
  session: Session,
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
    const who =
      by === undefined ? "another run" : `process ${by.pid} on ${by.host} since ${by.since}`;
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

const lockPollMs = 200;

/** Tries until the lock is free, the time is up, or a signal comes. */
async function acquire<Tried extends object>(
  { context, options }: Session,
  take: () => Promise<Tried>,
): Promise<Tried> {
  const { interrupt, system } = context;
  const deadline = system.clock.now() + options.lockTimeout * 1_000;
  for (;;) {
    const tried = await take();
    const isUp = system.clock.now() + lockPollMs > deadline || interrupt.stop.aborted;
    if (!("heldBy" in tried) || isUp) return tried;
    await system.clock.sleep(lockPollMs, interrupt.stop);
  }
}

function changedMeanwhile() {
  return failure(
    exitCode.refused,
    "lockfile-changed",
    "The lockfile was replaced by another one while this run waited. Nothing was done.",
    "Run the command again.",
  );
}
