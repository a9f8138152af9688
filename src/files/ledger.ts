import { dirname } from "node:path";
import type { Disk, Random } from "../core/ports.ts";
import type { IdFact, State } from "../core/state.ts";
import { writeAtomically, writeFully } from "./atomic-write.ts";
import type { Binding } from "./lockfile.ts";
import { seal, unseal } from "./sealed-text.ts";
import { damaged, type JsonFile } from "./strict-json.ts";

/** Which lockfile a ledger is the second copy of. */
export interface LedgerOwner extends Pick<Binding, "name" | "baseUrl"> {
  /** The lockfile's path inside the work tree. */
  readonly lockfile: string;
}

/** Every id that was ever announced on this machine, append-only (design section 4). */
export interface Ledger {
  readonly environment: LedgerOwner;
  /** Id → the address it was created or adopted for. */
  readonly ids: ReadonlyMap<string, string>;
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
  const ids = new Map(
    texts.map((text) => {
      const { id, address } = JSON.parse(text) as { id: string; address: string };
      return [id, address];
    }),
  );
  const environment = JSON.parse(head) as Ledger["environment"];
  return { environment, ids, end };
}

/** Makes the ledger of an environment if there is none, and durably adds the ids it lacks. */
export async function appendLedger(
  { disk, random }: { disk: Disk; random: Random },
  path: string,
  owner: LedgerOwner,
  state: State,
): Promise<void> {
  const bytes = await disk.read(path, maximumLedgerBytes);
  const { name, baseUrl, lockfile } = owner;
  if (bytes === undefined) {
    const lines = [
      seal(JSON.stringify({ name, baseUrl, lockfile })),
      ...[...state.ids.values()].map(line),
    ];
    const text = encode(lines);
    await writeAtomically(disk, path, text, { mode: 0o600, temporarySuffix: random.uuid() });
    return;
  }
  const known = parseLedger(bytes, path);
  const missing = [...state.ids.values()].filter(({ id }) => !known.ids.has(id));
  if (missing.length === 0) return;
  const file = await disk.open(path);
  try {
    await writeFully(file, encode(missing.map(line)), known.end);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.syncDirectory(dirname(path));
}

function line({ id, address }: IdFact): string {
  return seal(JSON.stringify({ id, address }));
}

function encode(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.map((text) => `${text}\n`).join(""));
}
