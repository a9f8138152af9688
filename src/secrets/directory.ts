import { dirname, join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { reasonOf, failure, type Failure } from "../core/errors/problem.ts";
import { DiskError, type Disk, type OpenFile } from "../core/ports.ts";
import type { SecretSink, SecretSinks } from "../core/secret-sink.ts";
import { writeFully } from "../store/atomic-write.ts";

/** The owner of the secrets: the name of the environment and the lineage of its lockfile. */
export interface SecretOwner {
  readonly environment: string;
  readonly lineage: string;
}

/** Bytes kept free for a secret; those of today are about 100. */
const reservedBytes = 4096;

/**
 * Puts each secret into a new file of its own, mode 0600, in an existing folder that git does not
 * reach: outside every work tree, or ignored. Before the create is sent the file is there and full
 * of a filler, so that a full disk fails then. What a run that was killed left of it is taken over:
 * the owner's lineage must be locked.
 */
export function secretDirectory(
  { disk, reachedByGit }: { disk: Disk; reachedByGit: (path: string) => Promise<boolean> },
  folder: string,
  { environment, lineage }: SecretOwner,
): SecretSinks {
  const filler = bytesOf(`anon-sync keeps this file for a secret (${lineage}).\n`, reservedBytes);
  return {
    async open(address) {
      const place = join(folder, `${environment}.${address}.secret`);
      if (await reachedByGit(place)) throw inGitsReach(folder);
      try {
        if (await isLeftover(disk, place, filler)) await disk.remove(place);
        const file = await disk.create(place, 0o600);
        await reserve(disk, place, file, filler);
        return sinkOf(disk, place, file);
      } catch (error) {
        throw notOpened(place, error);
      }
    },
  };
}

/** Makes the file durable at its full size, or leaves none. */
async function reserve(
  disk: Disk,
  place: string,
  file: OpenFile,
  filler: Uint8Array,
): Promise<void> {
  try {
    await writeFully(file, filler, 0);
    await file.sync();
    await disk.syncDirectory(dirname(place));
  } catch (error) {
    await file.close().catch(() => undefined);
    await disk.remove(place).catch(() => undefined);
    throw error;
  }
}

function sinkOf(disk: Disk, place: string, file: OpenFile): SecretSink {
  return {
    place,
    async write(secret) {
      const line = bytesOf(`${secret}\n`);
      try {
        // Over the whole filler: a kill before the cut leaves the secret and white space.
        await writeFully(file, bytesOf(`${secret}\n`, reservedBytes), 0);
        await file.sync();
        // White space after a secret that is durable is no reason to call it lost.
        await file.truncate(line.length).catch(() => undefined);
        await file.sync().catch(() => undefined);
      } finally {
        await file.close().catch(() => undefined);
      }
      // Somebody may have removed the file since it was opened: the secret went with it then.
      if (!(await holds(disk, place, line)))
        throw new Error(`${place} was removed or replaced while the create was under way`);
    },
    async discard() {
      await file.close();
      await disk.remove(place);
    },
  };
}

/**
 * Whether a file is what a run of this lineage was killed at, before a secret came: as much of its
 * filler as it got to, or nothing but white space. The filler of another lineage may be of a run that
 * waits for its answer at this moment.
 */
async function isLeftover(disk: Disk, place: string, filler: Uint8Array): Promise<boolean> {
  const found = await disk.read(place, reservedBytes).catch(() => undefined);
  if (found === undefined) return false;
  const isBlank = /^[\s\0]*$/.test(new TextDecoder().decode(found));
  // A power cut may leave zeros in place of any part of what was written.
  return isBlank || found.every((byte, index) => byte === 0 || byte === filler[index]);
}

/** Whether a file starts with a line, and has nothing but white space after it. */
async function holds(disk: Disk, place: string, line: Uint8Array): Promise<boolean> {
  const found = await disk.read(place, Math.max(line.length, reservedBytes));
  if (found === undefined || Buffer.compare(found.subarray(0, line.length), line) !== 0)
    return false;
  return new TextDecoder().decode(found.subarray(line.length)).trim() === "";
}

/** A text's bytes, with spaces behind them up to a length. */
function bytesOf(text: string, length = 0): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.max(bytes.length, length)).fill(0x20);
  padded.set(bytes);
  return padded;
}

function inGitsReach(folder: string): Failure {
  return failure(
    exitCode.refused,
    "secrets-in-git",
    `${folder} is inside a git work tree and not ignored, inside git's own folder, or behind a symlink that git can bring: a secret there could travel with the repository, or go where a commit leads it.`,
    "Name a folder outside the repository, or one that .gitignore covers, without a committed symlink on its way.",
  );
}

function notOpened(place: string, error: unknown): Failure {
  const why = reasonOf(error);
  return failure(
    exitCode.refused,
    "secret-place",
    `The file ${place} for a secret cannot be made (${why}). Nothing was sent.`,
    nextStep(error instanceof DiskError ? error.code : ""),
  );
}

function nextStep(code: string): string {
  switch (code) {
    case "EEXIST":
      return "A secret is never overwritten. Move that file to where it belongs, then run again. If it says that it is kept for one, another project's run may be waiting for it: remove it if not.";
    case "ENOSPC":
    case "EDQUOT":
      return "Make room there, or name another folder: --secret-sink file:DIR";
    default:
      return "Name an existing folder that you may write to: --secret-sink file:DIR";
  }
}
