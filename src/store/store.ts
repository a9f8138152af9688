import { join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import type { Lineage } from "../core/names/lineage.ts";
import { mergeStates } from "../core/state/merge.ts";
import type { Disk } from "../core/ports.ts";
import { failure } from "../core/errors/problem.ts";
import { stateOf, type AttemptFact, type IdFact, type State } from "../core/state/state.ts";
import { maximumJournalBytes, parseJournal } from "./journal-format.ts";
import { maximumLedgerBytes, parseLedger, type Ledger } from "./ledger.ts";
import { maximumLockfileBytes, parseLockfile, type Binding } from "./lockfile.ts";
import { refuseStrayState, type StorePaths, type StorePorts, lineageFolder } from "./places.ts";

/** The lockfile, journal and ledger of one environment. */
export interface Store {
  readonly lineage: Lineage;
  readonly environment: Binding;
  /** The facts of the lockfile, with a leftover journal folded in. */
  readonly state: State;
  /** Whether a journal of an earlier run exists: that run was killed before its end. */
  readonly leftover: boolean;
  /** The ids that only the leftover journal has: the killed run did not report their creates. */
  readonly recovered: readonly IdFact[];
  /** The attempts of the leftover journal that created nothing. */
  readonly refused: readonly AttemptFact[];
  /** The number of facts in the leftover journal. */
  readonly folded: number;
  /** The folder of the journal, the ledger and the lock's holder file. */
  readonly directory: string;
  /** Every id this machine ever announced for this lineage; undefined if there is no ledger. */
  readonly ledger: Ledger | undefined;
  /** The lockfile's bytes as we read them, to detect a later write of another program. */
  readonly bytes: Uint8Array;
}

/** Reads what is there; undefined if there is no lockfile. Writes nothing. Throws Failures. */
export async function readStore(ports: StorePorts, places: StorePaths): Promise<Store | undefined> {
  const bytes = await ports.disk.read(places.lockfile, maximumLockfileBytes);
  return bytes === undefined ? undefined : storeOf(ports, places, bytes);
}

/** The store with these bytes as the lockfile. Writes nothing. Throws Failures. */
export async function storeOf(
  ports: Pick<StorePorts, "disk">,
  places: StorePaths,
  bytes: Uint8Array,
): Promise<Store> {
  const { lineage, environment, state } = parseLockfile(bytes, places.lockfile);
  await refuseStrayState(ports.disk, places, lineage);
  const directory = lineageFolder(places.stateDirectory, lineage);
  const { journal, refused } = await readJournal(ports.disk, journalPath(directory), lineage);
  const ledger = await readLedger(ports.disk, ledgerPath(directory));
  return {
    lineage,
    environment,
    state: journal === undefined ? state : mergeStates(state, journal),
    leftover: journal !== undefined,
    recovered: [...(journal?.ids.values() ?? [])].filter(({ id }) => !state.ids.has(id)),
    refused,
    folded: journal === undefined ? 0 : journal.ids.size + journal.attempts.size,
    directory,
    ledger,
    bytes,
  };
}

async function readJournal(
  disk: Disk,
  path: string,
  lineage: string,
): Promise<{ journal: State | undefined; refused: readonly AttemptFact[] }> {
  const bytes = await disk.read(path, maximumJournalBytes);
  if (bytes === undefined) return { journal: undefined, refused: [] };
  const journal = parseJournal(bytes);
  if (journal === undefined || journal.header.lineage !== lineage)
    throw failure(
      exitCode.refused,
      "journal-damaged",
      `The journal ${path} of an earlier run cannot be read. It may name creates that were sent.`,
      "Restore it if you can. If not, compare Anon's console with the lockfile, adopt what is missing with `anon-sync import ADDRESS ID`, and only then move the journal away.",
      path,
    );
  return {
    journal: stateOf(
      journal.ids,
      journal.attempts.filter((fact) => !isRefused(fact)),
    ),
    refused: journal.attempts.filter(isRefused),
  };
}

/** A refused attempt created nothing, and no lockfile has it open: it ends with its journal. */
function isRefused({ verdict }: AttemptFact): boolean {
  return verdict === "refused";
}

/** The ledger at this path; undefined if there is none. Throws Failures. */
export async function readLedger(disk: Disk, path: string): Promise<Ledger | undefined> {
  const bytes = await disk.read(path, maximumLedgerBytes);
  return bytes === undefined ? undefined : parseLedger(bytes, path);
}

/** The path of the journal in the folder of a lineage. */
export function journalPath(directory: string): string {
  return join(directory, "journal");
}

/** The path of the ledger in the folder of a lineage. */
export function ledgerPath(directory: string): string {
  return join(directory, "ledger");
}
