import { dirname } from "node:path";
import { DiskError, type Disk, type OpenFile } from "../core/ports.ts";

/** How to write a file atomically. */
export interface AtomicWriteOptions {
  /** The new file's mode, as in chmod; the umask still applies. */
  readonly mode: number;
  /** A random text, such as a UUID: two writers must never share a temporary file. */
  readonly temporarySuffix: string;
}

/**
 * Replaces the content of the file at `path` by these pieces, in their order, or leaves the file as
 * it was. No kill and no power cut leaves half a file
 * (docs/design.md#6-apply-one-create, step 6). The folder must exist.
 * Throws a DiskError. If the error comes from the last step (syncDirectory), the path already names
 * the new file, but a power cut may still bring the old file back.
 */
export async function writeAtomically(
  disk: Disk,
  path: string,
  pieces: Iterable<Uint8Array>,
  { mode, temporarySuffix }: AtomicWriteOptions,
): Promise<void> {
  // The temporary file is in the same folder: a rename is atomic only within one file system.
  const temporary = `${path}.${temporarySuffix}.tmp`;
  // Outside the try: an existing temporary file is not ours, and we must not remove it.
  const file = await disk.create(temporary, mode);
  try {
    await writeAndClose(file, pieces);
    // Compare before the rename, because after the rename the old, good file is gone. Some file
    // systems show a lost write only in a read.
    await compare(disk, temporary, pieces);
    await disk.rename(temporary, path);
  } catch (error) {
    // We report the first error, not an error of the removal: a failing disk may cause both.
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  // This sync makes the rename durable. Only now may the caller remove the journal that the file
  // replaces: earlier, a power cut could leave neither the journal nor the new file.
  await disk.syncDirectory(dirname(path));
}

/**
 * Writes all of `bytes` at `position`, however few bytes each write accepts.
 * Throws a DiskError; the disk may then have written any part of the bytes.
 */
export async function writeFully(
  file: OpenFile,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const taken = await file.write(bytes.subarray(written), position + written);
    // Without this check, a disk that accepts no byte and reports no error would loop us for ever.
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
    // Sync before the rename: a file system may make the new name durable before the bytes. A power
    // cut in between would leave an empty file under the good name.
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  // An error of this close counts, unlike above: network file systems report a full disk only here.
  await file.close();
}

async function compare(disk: Disk, path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  if (await disk.holds(path, pieces)) return;
  throw new DiskError("EIO", path, `${path} does not read back as it was written.`);
}
