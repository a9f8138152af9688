import { Batch } from "../core/batch.ts";
import type { OpenFile } from "../core/ports.ts";
import { writeFully } from "./atomic-write.ts";

interface Piece {
  readonly bytes: Uint8Array;
  readonly position: number;
}

/**
 * Makes writes to one file durable, many with one sync: writes that arrive during a sync share the
 * next sync. After a failed write or sync every later write rejects with the same error. A second
 * fsync may succeed although the kernel has already dropped the pages. We never sync such a file
 * again; we write its content to another file instead.
 */
export class GroupCommit {
  readonly #file: OpenFile;
  readonly #batch = new Batch<Piece>((pieces) => this.#commit(pieces));
  #broken: { error: unknown } | undefined;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  /** Resolves once the bytes would survive a power cut; rejects if that is not certain. */
  write(bytes: Uint8Array, position: number): Promise<void> {
    return this.#batch.add({ bytes, position });
  }

  async #commit(pieces: readonly Piece[]): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken.error;
    try {
      await writeAll(this.#file, joined(pieces));
      await this.#file.sync();
    } catch (error) {
      this.#broken = { error };
      throw error;
    }
  }
}

/**
 * Writes all pieces at once: of a batch nothing counts as written before the sync, so it does not matter
 * which comes first. Waits for each of them, also if one fails: none may be under way after that.
 */
async function writeAll(file: OpenFile, pieces: readonly Piece[]): Promise<void> {
  const written = await Promise.allSettled(
    pieces.map(({ bytes, position }) => writeFully(file, bytes, position)),
  );
  for (const one of written) if (one.status === "rejected") throw one.reason;
}

/** Joins pieces that touch each other. If two writes are to one place (a slot), the later one counts. */
function joined(batch: readonly Piece[]): Piece[] {
  const latest = new Map(batch.map((piece) => [piece.position, piece]));
  const pieces: { parts: Uint8Array[]; position: number; end: number }[] = [];
  for (const { bytes, position } of [...latest.values()].toSorted(
    (left, right) => left.position - right.position,
  )) {
    const last = pieces.at(-1);
    if (last?.end === position) {
      last.parts.push(bytes);
      last.end += bytes.length;
    } else pieces.push({ parts: [bytes], position, end: position + bytes.length });
  }
  return pieces.map(({ parts, position }) => ({ bytes: Buffer.concat(parts), position }));
}
