import { join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { urlInProse } from "../core/names/shown-url.ts";
import { stateRef } from "../core/names/state-ref.ts";
import type { LeaseOwner } from "../core/remote-refs.ts";
import { emptyState } from "../core/state/state.ts";
import { refuseSharedLineage } from "../guards/shared-lineage.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { bare, counted, escapeText } from "../report/text.ts";
import { ciRunOf } from "../session/ci.ts";
import { writeNotices } from "../session/context.ts";
import type { Session } from "../session/session.ts";
import { writeAtomically } from "../store/atomic-write.ts";
import { saveStore } from "../store/save-store.ts";
import { readStore, type Store } from "../store/store.ts";
import type { RemoteLocation } from "./location.ts";
import type { Owner } from "./remote-content.ts";
import { RemoteState } from "./remote-state.ts";

/** The state on the remote of a lockfile, not looked at yet. Throws a Failure. */
export async function remoteStateOf(
  session: Session,
  location: RemoteLocation,
  { lineage, environment }: Owner,
): Promise<RemoteState> {
  const { context, target, resolved } = session;
  await refuseSharedLineage(session, location.root, { lineage, environment });
  const { clock, random, remoteRefs } = context.system;
  const run = ciRunOf(context.variables);
  const refs = await remoteRefs(location.root, location.name, run?.author);
  const self: LeaseOwner = {
    run: random.uuid(),
    host: context.process.host,
    since: new Date(clock.now()).toISOString(),
    ...(run?.url !== undefined && { url: run.url }),
  };
  const ref = stateRef(location.refs, lineage, target.name);
  // Until the first create the manifest alone may know the organization.
  const { organizationId } = resolved;
  const whole = { ...(organizationId !== undefined && { organizationId }), ...environment };
  const owner = { lineage, environment: whole };
  return new RemoteState({ refs, clock, random }, ref, owner, self);
}

/**
 * Whether a run in CI has put the state of this lockfile on the remote, if nobody here has said
 * that it is. A remote that cannot be asked stops what may create: that run may have been cut off. What
 * only looks does not wait for it. Throws a Failure.
 */
export async function isThere(
  { context }: Session,
  remote: RemoteState,
  isLocked: boolean,
): Promise<boolean> {
  try {
    const seen = await (isLocked ? remote.read() : remote.glance(glanceMs));
    return seen !== undefined;
  } catch (error) {
    if (isLocked || !(error instanceof Failure)) throw error;
    context.err.write(
      `Note: ${escapeText(error.message)} What a run in CI may have put there is not in this plan.\n`,
    );
    return false;
  }
}

/** How long a plan waits for a remote that nobody has said to ask, in milliseconds. */
const glanceMs = 10_000;
const pollMs = 2_000;
/** Names the run that this machine last took the ref for. */
const runNote = "remote-run";

/**
 * Waits until nobody holds the ref. Under the lock of this machine: a run of it that holds the ref
 * even so is dead, and is taken over. Throws a Failure if another one holds it.
 */
export async function waitForLease(
  session: Session,
  remote: RemoteState,
  { directory }: Pick<Store, "directory">,
): Promise<void> {
  const { context, options } = session;
  const { clock, disk } = context.system;
  const deadline = clock.now() + options.lockTimeout * 1_000;
  for (let isFirst = true; ; isFirst = false) {
    const holder = (await remote.read())?.holder;
    if (holder === undefined) return;
    const own = await disk.read(join(directory, runNote), 1_000);
    if (holder.host === context.process.host && Buffer.from(own ?? []).toString() === holder.run) {
      context.err.write(
        "An earlier run of this machine was cut off while it held the state on the git remote. It goes on from what that run announced.\n",
      );
      await remote.unlock(holder.run);
      continue;
    }
    if (context.interrupt.stop.aborted || clock.now() + pollMs > deadline)
      throw held(session, remote, holder);
    if (isFirst)
      context.err.write(`${ownerClause(remote, holder)} Waiting up to ${options.lockTimeout} s.\n`);
    await clock.sleep(pollMs, context.interrupt.stop);
  }
}

/** A notice if a run is under way elsewhere, for commands that take no lock. */
export function remoteRunNotices(remote: RemoteState): readonly string[] {
  const holder = remote.seen?.holder;
  if (holder === undefined) return [];
  return [
    `${ownerClause(remote, holder)} What it has announced and not told the end of shows as unsettled: do not settle it before that run has ended.\n`,
  ];
}

/** `Run 4f… on runner-7 holds the state at refs/… of origin since 2026-…, https://….` */
export function ownerClause(remote: RemoteState, { run, host, since, url }: LeaseOwner): string {
  const page = url === undefined ? "" : ` (${escapeText(urlInProse(url))})`;
  return `Run ${bare(run)} on ${bare(host)} holds the state at ${remote.place} since ${bare(since)}${page}.`;
}

function held({ context, target }: Session, remote: RemoteState, holder: LeaseOwner): Failure {
  const isInterrupted = context.interrupt.stop.aborted;
  return failure(
    isInterrupted ? exitCode.interrupted : exitCode.locked,
    isInterrupted ? "interrupted" : "remote-locked",
    `${ownerClause(remote, holder)} Nothing was done.`,
    `Wait for it: --lock-timeout SECONDS. If its machine is gone: ${suggestedCommand(target, ["unlock", "--run", holder.run])}`,
  );
}

/** A notice of how many facts came from the remote, if any did. */
export function newsNotices(
  session: Session,
  remote: RemoteState,
  news: number,
  isSaved: boolean,
): readonly string[] {
  if (news === 0) return [];
  const file = bare(session.lockfileName);
  return [
    isSaved
      ? `Picked up from ${remote.place}: ${counted(news, "fact")} that the lockfile ${file} lacked. They are in it now: commit it.\n`
      : `Picked up from ${remote.place}: ${counted(news, "fact")} that the lockfile ${file} lacks. The next apply writes them into it.\n`,
  ];
}

/**
 * Takes the ref for this run, if nobody has written since it was read. Throws a Failure: what was
 * planned may be another plan now.
 */
export async function takeLease(
  session: Session,
  remote: RemoteState,
  store: Store,
): Promise<void> {
  const { disk, random } = session.ports;
  // First, so that a run that is killed at once is known for one of this machine's.
  await writeAtomically(
    disk,
    join(store.directory, runNote),
    [new TextEncoder().encode(remote.self.run)],
    { mode: 0o600, temporarySuffix: random.uuid() },
  );
  if (await remote.take(store)) return;
  throw failure(
    exitCode.refused,
    "remote-moved",
    `Another run has changed the state at ${remote.place} since the plan was made. Nothing was sent.`,
    "Run the command again: the plan may be another one now.",
  );
}

/** Saves what the remote knew in the lockfile, and says so. Under the lock of this machine. */
export async function saveNews(
  session: Session,
  { remote, news, store }: { remote: RemoteState; news: number; store: Store },
): Promise<Store> {
  const { ports, places } = session;
  const { organizationId } = store.environment;
  const whole =
    news === 0
      ? store
      : { ...store, ...(await saveStore(ports, places, store, store.state, organizationId)) };
  writeNotices(session.context, newsNotices(session, remote, news, true));
  return whole;
}

/**
 * Tells the remote what a command has written into the lockfile, and lets go of the ref if the run
 * still holds it. Throws a Failure if it held it; otherwise what could not be told is only said.
 */
export async function endRemote(session: Session, remote: RemoteState): Promise<void> {
  // An apply has told everything, or has said that it could not.
  if (remote.isEnded) return;
  const store = await readStore(session.ports, session.places);
  if (store === undefined || store.lineage !== remote.owner.lineage) return;
  if (remote.isHeld) return remote.release(store, emptyState);
  try {
    await remote.tell(store);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    session.context.err.write(
      `Note: ${escapeText(error.message)} The lockfile has everything that was done here.\n`,
    );
  }
}
