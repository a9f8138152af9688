import { dirname, join } from "node:path";
import type { Disk } from "../core/ports.ts";
import { writeFully } from "./atomic-write.ts";

/** A name that is taken, by whatever it is, is never written to. */
export async function isThere(disk: Disk, path: string): Promise<boolean> {
  const names = await disk.list(dirname(path));
  return names.some((name) => join(dirname(path), name) === path);
}

/** Makes a file that must not be there, and makes it durable. Throws a DiskError. */
export async function writeNew(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path, 0o644);
  try {
    await writeFully(file, new TextEncoder().encode(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.syncDirectory(dirname(path));
}
