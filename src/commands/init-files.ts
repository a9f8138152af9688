import { dirname, join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import type { Disk } from "../core/ports.ts";
import { Failure } from "../core/problem.ts";
import { writeFully } from "../files/atomic-write.ts";
import type { Manifest } from "../files/manifest/manifest.ts";
import { parseManifest } from "../files/manifest/parse.ts";
import { kinds } from "../kinds/index.ts";
import { bare } from "../report/text.ts";
import type { Context } from "./context.ts";
import { missingIgnoreLines } from "./git-ignore.ts";
import type { Options } from "./options.ts";
import { shownPath } from "./session.ts";

/** The manifest that a text of ours makes. Throws a Failure where its environment cannot be named so. */
export function manifestOfText(
  { config, env }: Pick<Options, "config" | "env">,
  text: string,
): Manifest {
  const { manifest, problems } = parseManifest(new TextEncoder().encode(text), config, kinds);
  if (manifest !== undefined) return manifest;
  // Nothing in the template can be wrong but the name it was made for.
  throw new Failure(
    exitCode.invalid,
    problems.slice(0, 1).map(({ code, severity, message }) => ({
      code,
      severity,
      message: `${JSON.stringify(env)} cannot name an environment: ${message}.`,
      next: "Choose a name of letters, digits, - and _ that begins with a letter: -e staging",
    })),
  );
}

/** A name that is taken, by whatever it is, is never written to. */
export async function isThere(disk: Disk, path: string): Promise<boolean> {
  const names = await disk.list(dirname(path));
  return names.some((name) => join(dirname(path), name) === path);
}

/**
 * Adds what of ours must not be committed to a .gitignore, `present` being its bytes. Answers what
 * was done as a sentence.
 */
export async function writeIgnoreLines(
  context: Context,
  path: string,
  present: Uint8Array | undefined,
): Promise<string> {
  const { disk } = context.system;
  const shown = bare(shownPath(context, path));
  const lines = missingIgnoreLines(new TextDecoder().decode(present ?? new Uint8Array()));
  if (lines === "") return `Kept ${shown}, which has its lines already.`;
  if (present === undefined) await writeNew(disk, path, lines);
  else await append(disk, path, lines);
  return `${present === undefined ? "Wrote" : "Added what was missing to"} ${shown}.`;
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

/** At its end and in place: the file is the user's, with its mode and its owner. */
async function append(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.open(path);
  try {
    await writeFully(file, new TextEncoder().encode(text), await file.size());
  } finally {
    await file.close();
  }
}
