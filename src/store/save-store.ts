import { basename, dirname } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { attemptsPerCreate, type Journal, type PlannedCreate } from "../core/journal.ts";
import { lineageOf } from "../core/names/lineage.ts";
import { mergeStates } from "../core/state/merge.ts";
import type { Disk } from "../core/ports.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import { emptyState, type State } from "../core/state/state.ts";
import { writeAtomically } from "./atomic-write.ts";
import { maximumJournalBytes, slotBytes } from "./journal-format.ts";
import { createJournal } from "./journal.ts";
import { updateLedger } from "./ledger.ts";
import {
  formatLockfile,
  maximumLockfileBytes,
  parseLockfile,
  type Binding,
  type Lockfile,
} from "./lockfile.ts";
import { journalPath, ledgerPath, type Store } from "./store.ts";
import { type StorePaths, type StorePorts, lineageFolder } from "./places.ts";

/**
 * Makes a state durable: the lockfile first, then the ledger. What somebody else (a `git pull`, an
 * editor) has put into the lockfile since it was read is merged, never overwritten. Answers the
 * lockfile's bytes and the state in it: whoever goes on must go on from these, otherwise what was merged
 * would be dropped by the next save, which takes the bytes for its own. Throws DiskError or Failure.
 */
export async function saveStore(
  ports: StorePorts,
  places: StorePaths,
  store: Pick<Store, "lineage" | "environment" | "directory" | "bytes">,
  wanted: State,
  organizationId: string | undefined,
): Promise<Pick<Store, "bytes" | "state">> {
  // The file reads as it is written: conflicts at one address are decided here, too.
  const state = mergeStates(emptyState, await withOthersFacts(ports.disk, places, store, wanted));
  const { lineage, directory } = store;
  const environment = {
    ...store.environment,
    ...(organizationId !== undefined && { organizationId }),
  };
  const bytes = await writeBoth(ports, places, directory, { lineage, environment, state });
  return { bytes, state };
}

/** Makes an empty lockfile with a new lineage. The caller has made sure that no lockfile exists. */
export async function initializeStore(
  ports: StorePorts,
  places: StorePaths,
  environment: Binding,
): Promise<Store> {
  const lineage = lineageOf(ports.random.uuid());
  const directory = lineageFolder(places.stateDirectory, lineage);
  const lockfile: Lockfile = { lineage, environment, state: emptyState };
  // Only here the ledger comes first. Once a lockfile exists, another run may take the lineage's
  // lock and remove temporary files from its folder: our ledger must not be half written at that
  // moment.
  await saveLedger(ports, places, { directory, environment }, emptyState);
  let bytes: Uint8Array;
  try {
    bytes = await writeBoth(ports, places, directory, lockfile);
  } catch (error) {
    await withdraw(ports.disk, places, ledgerPath(directory));
    throw error;
  }
  return {
    ...lockfile,
    directory,
    leftover: false,
    recovered: [],
    refused: [],
    folded: 0,
    ledger: undefined,
    bytes,
  };
}

/** Removes a ledger without a lockfile. Otherwise the next `init` would seek a lost lockfile. */
async function withdraw(disk: Disk, { lockfile }: StorePaths, ledger: string): Promise<void> {
  try {
    const isSeen = (await disk.list(dirname(lockfile))).includes(basename(lockfile));
    if (!isSeen) await disk.remove(ledger);
  } catch {
    // The caller reports the first error, not an error of this removal.
  }
}

/** Makes the journal of a run. The caller has the lock and has folded a leftover journal. */
export async function prepareJournal(
  ports: StorePorts,
  store: Store,
  creates: readonly PlannedCreate[],
): Promise<Journal> {
  refuseTooMany(store, creates);
  await ports.disk.makeDirectory(store.directory, 0o700);
  return createJournal(ports, journalPath(store.directory), store.lineage, creates);
}

/** Refuses a journal or a lockfile that is too large to be read back: its facts would be lost. */
function refuseTooMany(store: Store, creates: readonly PlannedCreate[]): void {
  const fieldBytes = Buffer.byteLength(JSON.stringify(creates));
  const journalBytes = fieldBytes + creates.length * attemptsPerCreate * slotBytes;
  // A lockfile lists the sent and the answered fields of each resource, one line for each field.
  const lockfileBytes = store.bytes.length + 4 * fieldBytes + 500 * creates.length;
  if (journalBytes < maximumJournalBytes && lockfileBytes < maximumLockfileBytes) return;
  throw failure(
    exitCode.refused,
    "too-large-to-record",
    `The plan creates ${creates.length} resources, more than one journal and one lockfile can hold. Nothing was sent.`,
    "Create some of them at a time with --target ADDRESS …, or divide the manifest: docs/scale.md.",
  );
}

/** Whether the lockfile on disk still has the bytes that the store was read from. */
export async function isUnchanged(
  disk: Disk,
  { lockfile }: Pick<StorePaths, "lockfile">,
  { bytes }: Pick<Store, "bytes">,
): Promise<boolean> {
  const now = await disk.read(lockfile, maximumLockfileBytes);
  return now !== undefined && Buffer.compare(now, bytes) === 0;
}

/** The state with what the lockfile holds now, if that is not what was read. */
async function withOthersFacts(
  disk: Disk,
  places: StorePaths,
  store: Pick<Store, "lineage" | "bytes">,
  wanted: State,
): Promise<State> {
  const bytes = await disk.read(places.lockfile, maximumLockfileBytes);
  // If the lockfile was removed meanwhile, this run's state is all there is, and it is complete.
  if (bytes === undefined || Buffer.compare(bytes, store.bytes) === 0) return wanted;
  const { lineage, state } = parseLockfile(bytes, places.lockfile);
  if (lineage !== store.lineage) throw replaced(places.lockfile);
  return mergeStates(state, wanted);
}

function replaced(path: string): Failure {
  return failure(
    exitCode.failed,
    "lockfile-replaced",
    `The lockfile ${path} was replaced by one of another lineage while this run went on; it is left as it is.`,
    "Put the lockfile of before back and run again: the journal still holds what this run did.",
    path,
  );
}

/** Writes the lockfile, then the ledger. Returns the bytes of the lockfile. */
async function writeBoth(
  { disk, random }: StorePorts,
  places: StorePaths,
  directory: string,
  lockfile: Lockfile,
): Promise<Uint8Array> {
  const { environment, state } = lockfile;
  const bytes = formatLockfile(lockfile);
  const options = { mode: 0o644, temporarySuffix: random.uuid() };
  await writeAtomically(disk, places.lockfile, [bytes], options);
  await saveLedger({ disk, random }, places, { directory, environment }, state);
  return bytes;
}

/** Makes the facts of a state durable in the ledger. Throws a DiskError or a Failure. */
export async function saveLedger(
  { disk, random }: Pick<StorePorts, "disk" | "random">,
  { name }: Pick<StorePaths, "name">,
  { directory, environment }: Pick<Store, "directory" | "environment">,
  state: State,
): Promise<void> {
  await disk.makeDirectory(directory, 0o700);
  const owner = { ...environment, lockfile: name };
  await updateLedger({ disk, random }, ledgerPath(directory), owner, state);
}
