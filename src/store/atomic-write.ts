import { dirname } from "node:path";
import { DiskError, type Disk, type OpenFile } from "../core/ports.ts";

/** How to write a file atomically. */
export interface AtomicWriteOptions {
  /** The new file's mode, as in chmod; the umask still applies. */
  readonly mode: number;
  /** Random, so that two writers never share a temporary file: a UUID will do. */
  readonly temporarySuffix: string;
}

/**
 * Replaces the file at `path` by one of these pieces, one after the other, or leaves it as it was: there
 * is no instant, and no power cut, after which half of it stands there (docs/design.md#6-apply-one-create, step 6). The
 * folder must exist.
 * Errors: DiskError. If it comes from the last step (syncDirectory), the new file is in place, but
 * a power cut may still bring the old one back.
 */
export async function writeAtomically(
  disk: Disk,
  path: string,
  pieces: Iterable<Uint8Array>,
  { mode, temporarySuffix }: AtomicWriteOptions,
): Promise<void> {
  // In the same folder, since a rename is atomic only within one file system.
  const temporary = `${path}.${temporarySuffix}.tmp`;
  // Outside the try: a file that is there already is not ours, and must not be removed.
  const file = await disk.create(temporary, mode);
  try {
    await writeAndClose(file, pieces);
    // Before the rename: some file systems tell of a lost write only by what they give back, and
    // after the rename the old, good file would be gone.
    await compare(disk, temporary, pieces);
    await disk.rename(temporary, path);
  } catch (error) {
    // The first error is the one to hear of; the disk may be too ill to remove anything.
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  // After the rename, as it is the rename that this makes durable. Only now may the caller drop
  // what the file replaces (the journal): before, a power cut could leave neither.
  await disk.syncDirectory(dirname(path));
}

/**
 * Writes all of `bytes` at `position`, however few of them each write takes.
 * Errors: DiskError; then any part of them may have been written.
 */
export async function writeFully(
  file: OpenFile,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const taken = await file.write(bytes.subarray(written), position + written);
    // A disk that takes nothing and reports nothing would keep this loop going for ever.
    if (taken === 0) throw new DiskError("EIO", "", "The disk took none of the bytes.");
    written += taken;
  }
}

async function writeAndClose(file: OpenFile, pieces: Iterable<Uint8Array>): Promise<void> {
  try {
    let position = 0;
    for (const piece of pieces) {
      await writeFully(file, piece, position);
      position += piece.length;
    }
    // Before the rename: a file system may make the new name durable before the bytes, and a power
    // cut in between leaves an empty file under the good name.
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  // Its error counts, unlike above: network file systems report a full disk only here.
  await file.close();
}

async function compare(disk: Disk, path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  if (await disk.holds(path, pieces)) return;
  throw new DiskError("EIO", path, `${path} does not read back as it was written.`);
}
