import { createHash } from "node:crypto";
import { closeSync, constants, openSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isObject } from "../core/json.ts";
import type { Lock, LockOwner } from "../core/ports.ts";
import { disk } from "./disk.ts";

const pollIntervalMs = 100;

/** Sets the lock free; what is held keeps no process alive. */
type Release = () => Promise<void>;

/**
 * The Lock of this machine (docs/design.md#6-apply-one-create, step 1). What is held is always a thing of the
 * kernel's, which frees it when the holder dies, however it dies; nothing is judged by age.
 * It reaches as far as the kernel's name space does: not from one container into another.
 */
export const lock: Lock = {
  holder: readNote,

  async acquire(name, noteFile, holder, timeoutMs) {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const free = await take(name, noteFile);
      if (free !== undefined) {
        await writeNote(noteFile, holder);
        let released: Promise<void> | undefined;
        const release = async (): Promise<void> => {
          // The note first: after the lock is free, the note may already be the next holder's.
          await removeNote(noteFile);
          await free();
        };
        return { release: () => (released ??= release()) };
      }
      const left = deadline - performance.now();
      if (left <= 0) return { owner: await readNote(noteFile) };
      await sleep(Math.min(pollIntervalMs, left));
    }
  },
};

/** One try at the lock; undefined if another holds it. */
function take(name: string, noteFile: string): Promise<Release | undefined> {
  const hash = createHash("sha256").update(name).digest("hex");
  switch (process.platform) {
    case "linux":
    case "android":
      // Padded to all 108 bytes of an abstract name, because Node 20 fills it up with zeros and
      // Node 22 does not: two majors of Node would hold two locks.
      return listen(`\0anon-sync-${hash}`.padEnd(108, "-"));
    case "win32":
      // Not tested on Windows: the first instance of a named pipe is exclusive too.
      return listen(`\\\\.\\pipe\\anon-sync-${hash}`);
    default:
      return openExclusively(`${noteFile}.lock`);
  }
}

/** Holds a name by listening on it. Nothing is ever said over it. */
function listen(path: string): Promise<Release | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true }, (socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

/**
 * Not tested on macOS and the BSDs, which have no abstract sockets: a file opened with O_EXLOCK, a
 * lock of the kernel's on the open file. A socket file would need to be removed after a crash, and
 * two processes that do so at once end up with a lock each. The file stays: removing it would have
 * the same flaw. Reaches only as far as the note's folder, one clone.
 */
async function openExclusively(path: string): Promise<Release | undefined> {
  // The value on macOS and every BSD; Node names it nowhere.
  const exclusiveLock = 0x20;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { O_RDWR, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;
  const flags = O_RDWR | O_CREAT | O_NONBLOCK | O_NOFOLLOW | exclusiveLock;
  try {
    // A plain number and no FileHandle, which would be closed when it is garbage collected.
    const descriptor = openSync(path, flags, 0o600);
    return async () => closeSync(descriptor);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EAGAIN" || code === "EWOULDBLOCK") return undefined;
    throw error;
  }
}

const maximumNoteBytes = 64 * 1024;

/**
 * Writes who holds a lock to `noteFile` (mode 0600, folders are made). Never fails: the note is for
 * people, and the lock holds without it.
 */
async function writeNote(noteFile: string, holder: LockOwner): Promise<void> {
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
async function removeNote(noteFile: string): Promise<void> {
  await rm(noteFile, { force: true }).catch(() => undefined);
}

/**
 * Who holds a lock, as far as its note tells: undefined if there is none, if it cannot be
 * read, or if it is a leftover of a process that has died (the new holder has yet to write its own).
 */
async function readNote(noteFile: string): Promise<LockOwner | undefined> {
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
