import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Batch } from "../core/batch.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { parseState, type State } from "./state.ts";

/**
 * Returns a function that writes `text()` to a file. A kill at any instant leaves the old or the
 * new text. The function resolves when a write that began after the call is on the disk. Only one
 * write is under way at a time; all calls during that write share the next write.
 */
export function groupedWriter(file: string, text: () => string): () => Promise<void> {
  const batch = new Batch(() => replaceFile(file, text()));
  return () => batch.add();
}

/** Replaces a file by a new file, mode 0600. When this resolves, the text survives a power cut. */
async function replaceFile(file: string, text: string): Promise<void> {
  // With one name, kills leave at most one temporary file. We remove an old one to set our own
  // mode.
  const temporary = `${file}.new`;
  await rm(temporary, { force: true });
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(text);
    // Without this sync, the rename may reach the disk before the text does.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncDirectory(dirname(file));
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory, and needs no sync of a directory.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads a state file; undefined if none is there. Throws a Failure if it cannot be read. */
export async function readState(file: string): Promise<State | undefined> {
  let text: string | undefined;
  try {
    text = await readRegular(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return undefined;
    throw unreadable(file, `it cannot be read (${code})`);
  }
  if (text === undefined) throw unreadable(file, "it is not a regular file");
  const state = parseState(text);
  if (state === undefined) throw unreadable(file, "it is not one that this version wrote");
  return state;
}

/** Returns a regular file's text; undefined for other files, without waiting for a pipe's data. */
async function readRegular(file: string): Promise<string | undefined> {
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NONBLOCK);
  try {
    return (await handle.stat()).isFile() ? await handle.readFile("utf8") : undefined;
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, why: string) {
  return failure(
    exitCode.failed,
    "emulator-state-unreadable",
    `The emulator's state file ${file} is of no use: ${why}.`,
    "Name another file with --state, or remove this one to start afresh.",
    file,
  );
}
