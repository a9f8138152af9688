import { constants, type Dirent } from "node:fs";
import {
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  stat,
  unlink,
  type FileHandle,
} from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { reasonOf } from "../core/errors/problem.ts";
import { DiskError, type DirectoryEntry, type Disk, type OpenFile } from "../core/ports.ts";

// Windows lacks these flags: an open there follows a symlink, and never blocks.
const noFollow = constants.O_NOFOLLOW ?? 0;
const noBlock = constants.O_NONBLOCK ?? 0;
const directoryOnly = constants.O_DIRECTORY ?? 0;

/** The kernel's codes for the open of a path that is no regular file: symlink, folder, socket. */
const notAFile = ["ELOOP", "EMLINK", "EISDIR", "ENXIO", "EOPNOTSUPP"];

/** The codes of a file system that cannot sync a folder at all: no write has failed. */
const cannotSync = ["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** The Disk of this machine, over node:fs. Every error is a DiskError. */
export const disk: Disk = {
  read: (path, maximumBytes, symlinks) =>
    reading(path, symlinks === "follow" ? 0 : noFollow, (file) =>
      readAll(file, path, maximumBytes),
    ),

  realPath: (path) => withPath(path, () => realpath(path).catch(unlessMissing)),

  holds: async (path, pieces) =>
    (await reading(path, noFollow, (file) => holdsAll(file, pieces))) ?? false,

  create: (path, mode) =>
    withPath(path, async () => {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow;
      // The open itself sets the mode: before a later chmod, other users could open the file for an
      // instant.
      return openFile(await open(path, flags, mode), path);
    }),

  open: (path) =>
    withPath(path, async () => openFile(await opened(path, constants.O_WRONLY | noFollow), path)),

  rename: (from, to) => withPath(to, () => rename(from, to)),

  remove: (path) => withPath(path, () => unlink(path).catch(unlessMissing)),

  makeDirectory: (path, mode) => withPath(path, () => makeFolders(resolve(path), mode)),

  syncDirectory: (path) => withPath(path, () => syncFolder(path)),

  list: (path) =>
    withPath(path, async () => (await readdir(path).catch(unlessMissing))?.toSorted() ?? []),

  entries: (path) =>
    withPath(path, async () => {
      const entries = (await readdir(path, { withFileTypes: true }).catch(unlessMissing)) ?? [];
      return entries
        .map((entry) => ({ name: entry.name, is: whatIs(entry) }))
        .toSorted((left, right) => (left.name < right.name ? -1 : 1));
    }),
};

function whatIs(entry: Dirent): DirectoryEntry["is"] {
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}

/** Opens an existing file. Throws a DiskError if the opened file is not a regular file. */
async function opened(path: string, access: number): Promise<FileHandle> {
  // Without O_NONBLOCK the open of a FIFO would wait for its other end, perhaps for ever.
  const file = await open(path, access | noBlock);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new DiskError("NOT_A_FILE", path, `${path} is not a regular file.`);
}

/** Does something with a file that is open for reading; undefined if there is none. */
function reading<Value>(
  path: string,
  links: number,
  use: (file: FileHandle) => Promise<Value>,
): Promise<Value | undefined> {
  return withPath(path, async () => {
    const file = await opened(path, constants.O_RDONLY | links).catch(unlessMissing);
    if (file === undefined) return undefined;
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  });
}

/** Reads to the end of a file. The size is only a hint: the file may grow meanwhile. */
async function readAll(file: FileHandle, path: string, maximumBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let next = Math.min((await file.stat()).size, maximumBytes) + 1;
  for (;;) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(next), 0, next, total);
    if (bytesRead === 0)
      return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    total += bytesRead;
    if (total > maximumBytes)
      throw new DiskError("TOO_LARGE", path, `${path} is larger than ${maximumBytes} bytes.`);
    chunks.push(buffer.subarray(0, bytesRead));
    next = 64 * 1024;
  }
}

/** Compares a file with pieces, part by part: the file may be as large as all of our memory. */
async function holdsAll(file: FileHandle, pieces: Iterable<Uint8Array>): Promise<boolean> {
  const buffer = Buffer.alloc(1024 * 1024);
  let position = 0;
  for (const piece of pieces)
    for (let start = 0; start < piece.length;) {
      const wanted = piece.subarray(start, start + buffer.length);
      const { bytesRead } = await file.read(buffer, 0, wanted.length, position);
      const isSame = buffer.compare(wanted, 0, bytesRead, 0, bytesRead) === 0;
      if (bytesRead === 0 || !isSame) return false;
      start += bytesRead;
      position += bytesRead;
    }
  return (await file.stat()).size === position;
}

function openFile(file: FileHandle, path: string): OpenFile {
  return {
    size: () => withPath(path, async () => (await file.stat()).size),
    write: (bytes, position) =>
      withPath(path, async () => (await file.write(bytes, 0, bytes.length, position)).bytesWritten),
    truncate: (size) => withPath(path, () => file.truncate(size)),
    sync: () => withPath(path, () => file.datasync()),
    close: () => withPath(path, () => file.close()),
  };
}

/**
 * Makes a folder, and the missing folders above it, one by one: on a full disk, Node's own
 * recursive mkdir reports a missing folder (ENOENT).
 */
async function makeFolders(path: string, mode: number): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolders(dirname(path), mode);
  try {
    await mkdir(path, { mode });
  } catch (error) {
    // Another run may have made the folder in between.
    if (codeOf(error) === "EEXIST" && (await isFolder(path))) return;
    throw error;
  }
  // A new folder is a name in its parent folder. Without this sync, a power cut would remove the
  // folder, with every synced file inside.
  await syncFolder(dirname(path));
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder as a file. NTFS journals names itself.
  if (process.platform === "win32") return;
  const folder = await open(path, constants.O_RDONLY | directoryOnly);
  try {
    await folder.sync();
  } catch (error) {
    if (!cannotSync.includes(codeOf(error))) throw error;
  } finally {
    await folder.close();
  }
}

/** Runs one step and makes whatever it throws a DiskError about `path`. */
async function withPath<Value>(path: string, step: () => Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof DiskError) throw error;
    const code = codeOf(error);
    if (notAFile.includes(code))
      throw new DiskError("NOT_A_FILE", path, `${path} is not a regular file.`);
    const message = reasonOf(error);
    // The error of an open file has no path in it.
    throw new DiskError(code, path, message.includes(path) ? message : `${message} '${path}'`);
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
}
