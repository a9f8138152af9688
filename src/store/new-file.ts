import { dirname, join } from "node:path";
import type { Disk } from "../core/ports.ts";
import { writeFully } from "./atomic-write.ts";

/** Whether the path exists, as a file, folder or link. Callers never write to such a path. */
export async function isThere(disk: Disk, path: string): Promise<boolean> {
  const names = await disk.list(dirname(path));
  return names.some((name) => join(dirname(path), name) === path);
}

/** Makes a new, durable file. Throws a DiskError, also if the path exists already. */
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
