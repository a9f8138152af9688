import { join } from "node:path";
import { exitCode } from "../../core/errors/exit-code.ts";
import { Failure } from "../../core/errors/problem.ts";
import type { Disk } from "../../core/ports.ts";
import { kinds } from "../../kinds/index.ts";
import { maximumManifestBytes } from "../../manifest/limits.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import { parseManifest } from "../../manifest/parse.ts";
import { bare } from "../../report/text.ts";
import type { Context } from "../../session/context.ts";
import type { LocationOptions } from "../../session/options.ts";
import { shownPath } from "../../session/session.ts";
import { writeFully } from "../../store/atomic-write.ts";
import { writeNew } from "../../store/new-file.ts";
import { gitFiles, missingLines } from "./git-files.ts";

/** The manifest that a text of ours makes. Throws a Failure if its environment cannot be named so. */
export function manifestOfText(
  { config, env }: Pick<LocationOptions, "config" | "env">,
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

/**
 * Reads git's files in a folder; answers what adds our lines to them, and says what it did, a sentence
 * for each. What cannot be read refuses before anything is written.
 */
export async function prepareGitFiles(
  context: Context,
  folder: string,
): Promise<() => Promise<readonly string[]>> {
  const { disk } = context.system;
  const writes: (() => Promise<string>)[] = [];
  for (const { name, lines } of gitFiles) {
    const path = join(folder, name);
    const present = await disk.read(path, maximumManifestBytes);
    writes.push(() => writeLines(context, path, present, lines));
  }
  return async () => {
    const lines: string[] = [];
    for (const write of writes) lines.push(await write());
    return lines;
  };
}

/** Adds what a file lacks of these lines, `present` being its bytes. Answers what was done. */
async function writeLines(
  context: Context,
  path: string,
  present: Uint8Array | undefined,
  lines: readonly string[],
): Promise<string> {
  const { disk } = context.system;
  const shown = bare(shownPath(context, path));
  const missing = missingLines(new TextDecoder().decode(present ?? new Uint8Array()), lines);
  if (missing === "")
    return `Kept ${shown}, which has its ${lines.length === 1 ? "line" : "lines"} already.`;
  if (present === undefined) await writeNew(disk, path, missing);
  else await append(disk, path, missing);
  return `${present === undefined ? "Wrote" : "Added what was missing to"} ${shown}.`;
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
