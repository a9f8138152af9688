import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Batch } from "../core/batch.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { parseState, type State } from "./state.ts";

/**
 * A function that writes `text()` to a file so that a kill at any instant leaves the old or the
 * new text. It resolves when a write that began after the call is on the disk. One write is under
 * way at a time; everyone who asks meanwhile shares the next one.
 */
export function groupedWriter(file: string, text: () => string): () => Promise<void> {
  const batch = new Batch(() => replaceFile(file, text()));
  return () => batch.add();
}

/** Replaces a file by a new one, mode 0600; after it, the text survives a power cut. */
async function replaceFile(file: string, text: string): Promise<void> {
  // One name, so that kills leave at most one behind; removed first, so that its mode is ours.
  const temporary = `${file}.new`;
  await rm(temporary, { force: true });
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(text);
    // Without this, a rename may reach the disk before the text does.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncDirectory(dirname(file));
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory, and needs no sync of it.
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

/** The text of a file; undefined for what is none, such as a pipe, which would be waited for. */
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
