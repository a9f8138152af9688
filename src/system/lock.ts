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

/** Releases the lock. A lock keeps no process alive. */
type Release = () => Promise<void>;

/**
 * The Lock of this machine (docs/design.md#6-apply-one-create, step 1). The lock is always an
 * object of the kernel. The kernel frees the lock when the holder dies, however the holder dies;
 * age does not count. The lock reaches as far as the kernel's name space: not from one container
 * into another.
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
          // Remove the note first: once the lock is free, the note may be the next holder's.
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
      // We pad to all 108 bytes of an abstract name: Node 20 fills the name up with zeros, Node 22
      // does not. Otherwise two majors of Node would have two locks.
      return listen(`\0anon-sync-${hash}`.padEnd(108, "-"));
    case "win32":
      // The first instance of a named pipe is exclusive too. No test runs on Windows.
      return listen(`\\\\.\\pipe\\anon-sync-${hash}`);
    default:
      return openExclusively(`${noteFile}.lock`);
  }
}

/** Takes a name by listening on the name. No data ever goes over the socket. */
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
 * Opens a file with O_EXLOCK, a kernel lock on the open file: macOS and the BSDs have no abstract
 * sockets. No test runs there. With a socket file instead, runs would have to remove the file after
 * a crash, and two runs that do so at once would each get a lock. The lock file stays: its removal
 * would have the same flaw. The lock reaches only as far as the note's folder, one clone.
 */
async function openExclusively(path: string): Promise<Release | undefined> {
  // The value of O_EXLOCK on macOS and every BSD. Node has no constant for O_EXLOCK.
  const exclusiveLock = 0x20;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { O_RDWR, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;
  const flags = O_RDWR | O_CREAT | O_NONBLOCK | O_NOFOLLOW | exclusiveLock;
  try {
    // We keep a plain number: garbage collection would close a FileHandle.
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
 * Writes a lock's holder to `noteFile` (mode 0600), and makes its folders. Never fails: the note is
 * for people, and the lock works without the note.
 */
async function writeNote(noteFile: string, holder: LockOwner): Promise<void> {
  const temporary = `${noteFile}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(noteFile), { recursive: true, mode: 0o700 });
    await rm(temporary, { force: true });
    await writeFile(temporary, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: "wx" });
    // A rename: a reader finds the old note or the new note, never half a note.
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
    // `disk.read` does not follow a symlink, and does not wait at a FIFO.
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
    // Signal 0 only tests whether the process exists.
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
