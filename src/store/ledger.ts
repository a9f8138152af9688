import { isAddress } from "../core/names/address.ts";
import type { Disk, Random } from "../core/ports.ts";
import type { Fields } from "../core/kind.ts";
import { isRunId } from "../core/names/run-id.ts";
import { isOpen, type State } from "../core/state/state.ts";
import { writeAtomically } from "./atomic-write.ts";
import type { Binding } from "./lockfile.ts";
import { seal, unsealObject } from "./sealed-text.ts";
import { damaged, type FactFile } from "./strict-json.ts";

/** The lockfile that a ledger is the second copy of. */
export interface LedgerOwner extends Pick<Binding, "name" | "baseUrl"> {
  /** The lockfile's path inside the work tree. */
  readonly lockfile: string;
}

/**
 * Every id that was ever announced on this machine, every attempt that was left unsettled, and the
 * facts that only the lockfile had (`mendLedger` in run/lock.ts). The ledger never loses an entry
 * (docs/design.md#4-lockfile-journal-ledger).
 */
export interface Ledger {
  readonly environment: LedgerOwner;
  /** Id → the address that the id was created or adopted for. */
  readonly ids: ReadonlyMap<string, string>;
  /** Attempt → address, for each attempt that was left open and whose end no run here has seen. */
  readonly attempts: ReadonlyMap<string, string>;
  /** Id or attempt → the last line about that id or attempt. */
  readonly lines: ReadonlyMap<string, Line>;
}

/** The largest ledger that is read, in bytes. */
export const maximumLedgerBytes = 1024 * 1024 * 1024;

/** Reads a ledger. A run writes it whole: any unreadable part is damage. Throws a Failure. */
export function parseLedger(bytes: Uint8Array, path: string): Ledger {
  const file: FactFile = {
    path,
    noun: "ledger",
    restore: `It is a second copy of the lockfile's ids. Check that the lockfile has them all, then move ${path} away.`,
  };
  const texts = new TextDecoder().decode(bytes).split("\n");
  if (texts.pop() !== "") throw damaged(file, `line ${texts.length + 1} has no end`);
  const [head, ...entries] = texts.map((line, index) => {
    const value = unsealObject(line);
    if (value === undefined) throw damaged(file, `line ${index + 1} is damaged`);
    return value;
  });
  if (head === undefined) throw damaged(file, "it has no first line");
  const { entries: count, ...environment } = head as unknown as Head;
  if (count !== entries.length)
    throw damaged(file, `it has ${entries.length} lines after its first, and had ${count}`);
  // A CRC alone does not prove that a line is valid, and a ledger's ids may return to a lockfile.
  const strange = entries.findIndex((entry) => !isLine(entry));
  if (strange !== -1) throw damaged(file, `line ${strange + 2} is none of ours`);
  const lines = new Map(
    entries.map((entry) => [keyOf(entry as unknown as Line), entry as unknown as Line]),
  );
  const ids = new Map<string, string>();
  const attempts = new Map<string, string>();
  for (const { id, attempt, address, ended } of lines.values()) {
    if (id !== undefined) ids.set(id, address);
    if (attempt !== undefined && ended !== true) attempts.set(attempt, address);
  }
  return { environment, ids, attempts, lines };
}

/**
 * Makes the ledger of an environment, or adds the facts that it lacks; durable when this resolves.
 * We always replace the whole ledger: an earlier run may have appended or renamed without a sync.
 * Such lines can be read like any other, but a power cut would undo them. Throws a DiskError or a
 * Failure.
 */
export async function updateLedger(
  { disk, random }: { disk: Disk; random: Random },
  path: string,
  owner: LedgerOwner,
  state: State,
): Promise<void> {
  const bytes = await disk.read(path, maximumLedgerBytes);
  const known = bytes === undefined ? undefined : parseLedger(bytes, path);
  const lines = new Map(known?.lines);
  for (const line of linesOf(state)) {
    const listed = lines.get(keyOf(line));
    // A fact that was moved or revived since has its new address here.
    const isNews = line.generation > (listed?.generation ?? -1) || listed?.ended === true;
    if (isNews) lines.set(keyOf(line), line);
  }
  const isEnded = endedIn(state);
  for (const [key, line] of lines) if (isEnded(line)) lines.set(key, { ...line, ended: true });
  const { name, baseUrl, lockfile } = known?.environment ?? owner;
  const head: Head = { name, baseUrl, lockfile, entries: lines.size };
  const text = encode([head, ...lines.values()]);
  await writeAtomically(disk, path, [text], { mode: 0o600, temporarySuffix: random.uuid() });
}

/** The first line: the owner, and the number of the lines below, which reveals a cut file. */
interface Head extends LedgerOwner {
  readonly entries: number;
}

/** One line after the first: an id or an attempt, and its address. */
export interface Line {
  readonly id?: string;
  readonly attempt?: string;
  readonly address: string;
  /** The generation of the fact that had this address. */
  readonly generation?: number;
  /** The fields that an attempt sent. */
  readonly fields?: Fields;
  /** True for an attempt whose end is known: its id is listed, or it created nothing. */
  readonly ended?: true;
}

/**
 * Tells of a line whether the state knows the end of its attempt. It need not stay so in every
 * lockfile: if two branches settle with one id, their merge keeps the name of one attempt.
 */
function endedIn({ ids, attempts }: State): (line: Line) => boolean {
  const made = new Set([...ids.values()].map(({ attempt }) => attempt));
  return ({ attempt }) => {
    const fact = attempt === undefined ? undefined : attempts.get(attempt);
    return fact === undefined ? attempt !== undefined && made.has(attempt) : !isOpen(fact);
  };
}

function linesOf({ ids, attempts }: State): (Line & { generation: number })[] {
  const open = [...attempts.values()].filter(isOpen);
  return [
    ...[...ids.values()].map(({ id, address, generation }) => ({ id, address, generation })),
    ...open.map(({ attempt, address, generation, fields }) => ({
      attempt,
      address,
      generation,
      fields,
    })),
  ];
}

function isLine(entry: object): entry is Line {
  const { id, attempt, address, generation }: Partial<Record<keyof Line, unknown>> = entry;
  return (
    isAddress(address) &&
    (id === undefined ? isRunId(attempt) : typeof id === "string" && attempt === undefined) &&
    (generation === undefined || Number.isSafeInteger(generation))
  );
}

function keyOf({ id, attempt }: Line): string {
  return JSON.stringify([id, attempt]);
}

function encode(lines: readonly object[]): Uint8Array {
  const text = lines.map((line) => `${seal(JSON.stringify(line))}\n`).join("");
  return new TextEncoder().encode(text);
}
