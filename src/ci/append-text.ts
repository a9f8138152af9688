import { DiskError, type Disk } from "../core/ports.ts";
import { writeFully } from "../store/atomic-write.ts";

const newline = 0x0a;

/** Path → what is added to it at last: runs of several manifests go on at once in one process. */
const under = new Map<string, Promise<void>>();

/**
 * Adds lines at the end of a file, which is made if it is not there, after what this process adds to
 * it already. Errors: DiskError, with TOO_LARGE, and nothing written, if the file would be larger than
 * `maximumBytes` then.
 */
export function appendText(
  disk: Disk,
  path: string,
  text: string,
  maximumBytes: number,
): Promise<void> {
  const before = under.get(path) ?? Promise.resolve();
  const added = before.then(() => append(disk, path, text, maximumBytes));
  under.set(
    path,
    added.catch(() => undefined),
  );
  return added;
}

async function append(disk: Disk, path: string, text: string, maximumBytes: number): Promise<void> {
  const present = await disk.read(path, maximumBytes);
  // An earlier step may have left its last line open (printf): ours would become part of its value.
  const isOpenLine = ![undefined, newline].includes(present?.at(-1));
  const bytes = new TextEncoder().encode(isOpenLine ? `\n${text}` : text);
  if ((present?.length ?? 0) + bytes.length > maximumBytes)
    throw new DiskError("TOO_LARGE", path, `${path} would be larger than ${maximumBytes} bytes.`);
  const file = present ? await disk.open(path) : await disk.create(path, 0o600);
  try {
    await writeFully(file, bytes, await file.size());
  } finally {
    await file.close();
  }
}
