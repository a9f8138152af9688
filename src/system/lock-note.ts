import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { isObject } from "../core/json.ts";
import type { LockOwner } from "../core/ports.ts";
import { disk } from "./disk.ts";

const maximumNoteBytes = 64 * 1024;

/**
 * Writes who holds a lock to `noteFile` (mode 0600, folders are made). Never fails: the note is for
 * people, and the lock holds without it.
 */
export async function writeNote(noteFile: string, holder: LockOwner): Promise<void> {
  const temporary = `${noteFile}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(noteFile), { recursive: true, mode: 0o700 });
    await rm(temporary, { force: true });
    await writeFile(temporary, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: "wx" });
    // Renamed into place, so that who reads it meets the old note or the new one, never half of one.
    await rename(temporary, noteFile);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Removes a note; never fails. */
export async function removeNote(noteFile: string): Promise<void> {
  await rm(noteFile, { force: true }).catch(() => undefined);
}

/**
 * Who holds a lock, as far as its note tells: undefined where there is none, where it cannot be
 * read, or where it is a leftover of a process that has died (the new holder has yet to write its own).
 */
export async function readNote(noteFile: string): Promise<LockOwner | undefined> {
  let note: unknown;
  try {
    // Neither through a symlink, nor waiting for ever at a FIFO.
    note = JSON.parse(new TextDecoder().decode(await disk.read(noteFile, maximumNoteBytes)));
  } catch {
    return undefined;
  }
  if (!isObject(note)) return undefined;
  const { pid, host, command, since } = note;
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid < 1) return undefined;
  if (typeof host !== "string" || typeof command !== "string" || typeof since !== "string")
    return undefined;
  return host === hostname() && isDead(pid) ? undefined : { pid, host, command, since };
}

function isDead(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
