import { dirname } from "node:path";
import type { Disk, Random } from "../core/ports.ts";
import { isOpen, type State } from "../core/state.ts";
import { writeAtomically, writeFully } from "./atomic-write.ts";
import type { Binding } from "./lockfile.ts";
import { seal, unseal } from "./sealed-text.ts";
import { damaged, type JsonFile } from "./strict-json.ts";

/** Which lockfile a ledger is the second copy of. */
export interface LedgerOwner extends Pick<Binding, "name" | "baseUrl"> {
  /** The lockfile's path inside the work tree. */
  readonly lockfile: string;
}

/**
 * Every id that was ever announced on this machine, and every attempt that was left unsettled,
 * append-only (design section 4).
 */
export interface Ledger {
  readonly environment: LedgerOwner;
  /** Id → the address it was created or adopted for. */
  readonly ids: ReadonlyMap<string, string>;
  /** Attempt → address, of each attempt that was ever left open: a lockfile must know its end. */
  readonly attempts: ReadonlyMap<string, string>;
  /** Where the next line goes: after the last whole one. */
  readonly end: number;
}

const newline = 0x0a;

/** The largest ledger that is read, in bytes. */
export const maximumLedgerBytes = 1024 * 1024 * 1024;

/**
 * Reads a ledger. A last line without its newline was torn by a crash before anybody relied on it;
 * anything else that does not read is damage. Throws a Failure.
 */
export function parseLedger(bytes: Uint8Array, path: string): Ledger {
  const file: JsonFile = {
    path,
    noun: "ledger",
    restore: `It is a second copy of the lockfile's ids. Check that the lockfile has them all, then move ${path} away.`,
  };
  const end = bytes.lastIndexOf(newline) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n").slice(0, -1);
  const texts = lines.map((line, index) => {
    const text = unseal(line);
    if (text === undefined) throw damaged(file, `line ${index + 1} is damaged`);
    return text;
  });
  const head = texts.shift();
  if (head === undefined) throw damaged(file, "it has no first line");
  const ids = new Map<string, string>();
  const attempts = new Map<string, string>();
  for (const text of texts) {
    const { id, attempt, address } = JSON.parse(text) as Line;
    if (id !== undefined) ids.set(id, address);
    if (attempt !== undefined) attempts.set(attempt, address);
  }
  const environment = JSON.parse(head) as Ledger["environment"];
  return { environment, ids, attempts, end };
}

/** Makes the ledger of an environment if there is none, and durably adds what it lacks. */
export async function appendLedger(
  { disk, random }: { disk: Disk; random: Random },
  path: string,
  owner: LedgerOwner,
  state: State,
): Promise<void> {
  const bytes = await disk.read(path, maximumLedgerBytes);
  const { name, baseUrl, lockfile } = owner;
  if (bytes === undefined) {
    const text = encode([{ name, baseUrl, lockfile }, ...linesOf(state)]);
    await writeAtomically(disk, path, text, { mode: 0o600, temporarySuffix: random.uuid() });
    return;
  }
  const known = parseLedger(bytes, path);
  const missing = linesOf(state).filter(({ id, attempt }) =>
    id === undefined ? !known.attempts.has(attempt ?? "") : !known.ids.has(id),
  );
  if (missing.length === 0) return;
  const file = await disk.open(path);
  try {
    await writeFully(file, encode(missing), known.end);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.syncDirectory(dirname(path));
}

/** One line after the first: an id or an attempt, and its address. */
interface Line {
  readonly id?: string;
  readonly attempt?: string;
  readonly address: string;
}

function linesOf(state: State): Line[] {
  const open = [...state.attempts.values()].filter(isOpen);
  return [
    ...[...state.ids.values()].map(({ id, address }) => ({ id, address })),
    ...open.map(({ attempt, address }) => ({ attempt, address })),
  ];
}

function encode(lines: readonly object[]): Uint8Array {
  const text = lines.map((line) => `${seal(JSON.stringify(line))}\n`).join("");
  return new TextEncoder().encode(text);
}
