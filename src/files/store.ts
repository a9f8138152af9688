import { basename, dirname, join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import type { Journal, PlannedCreate } from "../core/journal.ts";
import { DiskError, type Clock, type Disk, type Random } from "../core/ports.ts";
import { failure, type Failure } from "../core/problem.ts";
import {
  emptyState,
  isOpen,
  mergeStates,
  stateOf,
  type IdFact,
  type State,
} from "../core/state.ts";
import { writeAtomically } from "./atomic-write.ts";
import { parseJournal } from "./journal-format.ts";
import { createJournal } from "./journal.ts";
import { appendLedger, maximumLedgerBytes, parseLedger, type Ledger } from "./ledger.ts";
import {
  formatLockfile,
  maximumLockfileBytes,
  parseLockfile,
  type Binding,
  type Lockfile,
} from "./lockfile.ts";
import { refuseStrayState } from "./stray-state.ts";

/** What the files need of the world. */
export interface StorePorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
}

/** Where the files of one environment are. */
export interface StorePlaces {
  /** The lockfile's path. */
  readonly lockfile: string;
  /** The folder that holds a folder a lineage: `<git common dir>/anon-sync`, or `.anon-sync`. */
  readonly stateDirectory: string;
  /** The lockfile's path inside the work tree: tells apart the projects that share the folder. */
  readonly name: string;
}

/** The lockfile, journal and ledger of one environment, as one thing. */
export interface Store {
  readonly lineage: string;
  readonly environment: Binding;
  /** What is known: the lockfile, with a leftover journal folded in. */
  readonly state: State;
  /** Whether a journal of an earlier run is there: that run was killed before its end. */
  readonly leftover: boolean;
  /** The ids that only that journal knows: of creates that its run did not get to report. */
  readonly recovered: readonly IdFact[];
  /** How many facts that journal tells. */
  readonly folded: number;
  /** The folder of the journal, the ledger and the note of who holds the lock. */
  readonly directory: string;
  /** Every id this machine ever announced for this lineage; undefined where there is no ledger. */
  readonly ledger: Ledger | undefined;
  /** The lockfile as it was read, to tell whether somebody else has written since. */
  readonly bytes: Uint8Array;
}

/** Reads what is there; undefined where there is no lockfile. Writes nothing. Throws Failures. */
export async function readStore(
  ports: StorePorts,
  places: StorePlaces,
): Promise<Store | undefined> {
  const bytes = await ports.disk.read(places.lockfile, maximumLockfileBytes);
  if (bytes === undefined) return undefined;
  const { lineage, environment, state } = parseLockfile(bytes, places.lockfile);
  await refuseStrayState(ports.disk, places, lineage);
  const directory = join(places.stateDirectory, lineage);
  const journal = await readJournal(ports.disk, journalPath(directory), lineage);
  const ledger = await readLedger(ports.disk, join(directory, "ledger"));
  return {
    lineage,
    environment,
    state: journal === undefined ? state : mergeStates(state, journal),
    leftover: journal !== undefined,
    recovered: [...(journal?.ids.values() ?? [])].filter(({ id }) => !state.ids.has(id)),
    folded: journal === undefined ? 0 : journal.ids.size + journal.attempts.size,
    directory,
    ledger,
    bytes,
  };
}

/**
 * Folds a leftover journal into the lockfile for good, and removes what a killed run left half
 * written. Only under the lock. The lockfile and the ledger are durable before the journal goes.
 */
export async function foldLeftover(
  ports: StorePorts,
  places: StorePlaces,
  store: Store,
): Promise<Store> {
  await removeTemporaries(ports.disk, places, store);
  if (!store.leftover) return store;
  // A torn record lost when its create was sent. The settling window counts from now, then.
  const now = new Date(ports.clock.now()).toISOString();
  const attempts = [...store.state.attempts].map(
    ([attempt, fact]) => [attempt, isOpen(fact) ? { sentAt: now, ...fact } : fact] as const,
  );
  const state = { ids: store.state.ids, attempts: new Map(attempts) };
  const bytes = await saveStore(ports, places, store, state, store.environment.organizationId);
  await ports.disk.remove(journalPath(store.directory));
  await ports.disk.syncDirectory(store.directory);
  return { ...store, state, bytes, leftover: false, recovered: [], folded: 0 };
}

/**
 * Makes a state durable: the lockfile first, then the ledger. What somebody else (a `git pull`, an
 * editor) has put into the lockfile since it was read is merged, never overwritten. Answers the
 * bytes of the lockfile. Throws DiskError or Failure.
 */
export async function saveStore(
  ports: StorePorts,
  places: StorePlaces,
  store: Pick<Store, "lineage" | "environment" | "directory" | "bytes">,
  wanted: State,
  organizationId: string | undefined,
): Promise<Uint8Array> {
  const state = await withOthersFacts(ports.disk, places, store, wanted);
  const { lineage, directory } = store;
  const environment = {
    ...store.environment,
    ...(organizationId !== undefined && { organizationId }),
  };
  const bytes = await writeLockfile(ports, places.lockfile, { lineage, environment, state });
  await ports.disk.makeDirectory(directory, 0o700);
  await appendLedger(
    ports,
    join(directory, "ledger"),
    { ...environment, lockfile: places.name },
    state,
  );
  return bytes;
}

/** Makes an empty lockfile with a new lineage. The caller has made sure that there is none. */
export async function initializeStore(
  ports: StorePorts,
  places: StorePlaces,
  environment: Binding,
): Promise<Store> {
  const lineage = ports.random.uuid();
  const directory = join(places.stateDirectory, lineage);
  const store = { lineage, environment, directory };
  const bytes = await writeLockfile(ports, places.lockfile, { ...store, state: emptyState });
  await ports.disk.makeDirectory(directory, 0o700);
  const owner = { ...environment, lockfile: places.name };
  await appendLedger(ports, join(directory, "ledger"), owner, emptyState);
  return {
    ...store,
    state: emptyState,
    leftover: false,
    recovered: [],
    folded: 0,
    ledger: undefined,
    bytes,
  };
}

/** Makes the journal of a run. Only under the lock, and after a leftover one was folded. */
export async function prepareJournal(
  ports: StorePorts,
  store: Store,
  creates: readonly PlannedCreate[],
): Promise<Journal> {
  await ports.disk.makeDirectory(store.directory, 0o700);
  return createJournal(ports, journalPath(store.directory), store.lineage, creates);
}

/** The lineages on this machine whose ledger belongs to a lockfile of this environment and place. */
export async function lineagesOf(
  disk: Disk,
  { stateDirectory, name: place }: StorePlaces,
  environment: Pick<Binding, "name" | "baseUrl">,
): Promise<readonly { lineage: string; ids: number }[]> {
  const found: { lineage: string; ids: number }[] = [];
  for (const lineage of await disk.list(stateDirectory)) {
    const path = join(stateDirectory, lineage, "ledger");
    const ledger = await readLedger(disk, path).catch(unlessNoFolder);
    const { name, baseUrl, lockfile } = ledger?.environment ?? {};
    if (name === environment.name && baseUrl === environment.baseUrl && lockfile === place)
      found.push({ lineage, ids: ledger?.ids.size ?? 0 });
  }
  return found;
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

/** Whether the lockfile is still what it was when it was read. */
export async function isUnchanged(
  disk: Disk,
  places: StorePlaces,
  { bytes }: Pick<Store, "bytes">,
): Promise<boolean> {
  const now = await disk.read(places.lockfile, maximumLockfileBytes);
  return now !== undefined && Buffer.compare(now, bytes) === 0;
}

/** The ids that a ledger or another version of the lockfile knows and a state does not. */
export function lostIds(
  known: ReadonlyMap<string, string>,
  state: State,
): readonly { id: string; address: string }[] {
  return [...known].flatMap(([id, address]) => (state.ids.has(id) ? [] : [{ id, address }]));
}

/** The state with what the lockfile holds now, where that is not what was read. */
async function withOthersFacts(
  disk: Disk,
  places: StorePlaces,
  store: Pick<Store, "lineage" | "bytes">,
  wanted: State,
): Promise<State> {
  if (await isUnchanged(disk, places, store)) return wanted;
  const bytes = await disk.read(places.lockfile, maximumLockfileBytes);
  // Removed meanwhile: what this run knows is all there is, and it is everything.
  if (bytes === undefined) return wanted;
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

async function writeLockfile(
  { disk, random }: StorePorts,
  path: string,
  lockfile: Lockfile,
): Promise<Uint8Array> {
  const bytes = formatLockfile(lockfile);
  await writeAtomically(disk, path, bytes, { mode: 0o644, temporarySuffix: random.uuid() });
  return bytes;
}

async function readJournal(disk: Disk, path: string, lineage: string): Promise<State | undefined> {
  const bytes = await disk.read(path, Number.MAX_SAFE_INTEGER);
  if (bytes === undefined) return undefined;
  const journal = parseJournal(bytes);
  if (journal === undefined || journal.header.lineage !== lineage)
    throw failure(
      exitCode.refused,
      "journal-damaged",
      `The journal ${path} of an earlier run cannot be read. It may name creates that were sent.`,
      "Restore it if you can. If not, compare Anon's console with the lockfile, adopt what is missing with `anon-sync import ADDRESS ID`, and only then move the journal away.",
      path,
    );
  return stateOf(journal.ids, journal.attempts.filter(isWorthKeeping));
}

/** A refused attempt made nothing and no lockfile has it open: it ends with its journal. */
function isWorthKeeping({ verdict }: { verdict: string }): boolean {
  return verdict !== "refused";
}

async function readLedger(disk: Disk, path: string): Promise<Ledger | undefined> {
  const bytes = await disk.read(path, maximumLedgerBytes);
  return bytes === undefined ? undefined : parseLedger(bytes, path);
}

/** A file beside the lineages' folders (a .gitignore, say) is no lineage. */
function unlessNoFolder(error: unknown): undefined {
  if (!(error instanceof DiskError) || error.code !== "ENOTDIR") throw error;
}

function journalPath(directory: string): string {
  return join(directory, "journal");
}

/** Temporary files of a run that was killed while it wrote. None is ever read. */
async function removeTemporaries(disk: Disk, places: StorePlaces, store: Store): Promise<void> {
  const isTemporary = /\.[0-9a-f-]{36}\.tmp$/;
  const folder = dirname(places.lockfile);
  for (const name of await disk.list(folder))
    if (name.startsWith(`${basename(places.lockfile)}.`) && isTemporary.test(name))
      await disk.remove(join(folder, name));
  for (const name of await disk.list(store.directory))
    if (isTemporary.test(name)) await disk.remove(join(store.directory, name));
}
