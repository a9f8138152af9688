import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, type Problem } from "../core/errors/problem.ts";
import { kinds } from "../kinds/index.ts";
import { maximumManifestBytes } from "../manifest/limits.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { parseManifest, type ParsedManifest } from "../manifest/parse.ts";
import { renderProblems } from "../report/problems/problems.ts";
import type { Context, InputContext } from "./context.ts";
import { readInput } from "./input-file.ts";

/** A manifest as it was read: valid, or with every problem it has. */
export interface LoadedManifest extends ParsedManifest {
  readonly bytes: Uint8Array;
}

/** Reads a manifest (`file` as the user named it). Throws a Failure, exit code 3, if it cannot. */
export async function loadManifest(context: InputContext, file: string): Promise<LoadedManifest> {
  const bytes = await readInput(context, {
    file,
    maximumBytes: maximumManifestBytes,
    noun: "manifest",
    ifMissing: "Run `anon-sync init` to write one, or name another file with --config.",
  });
  return { ...parseManifest(bytes, file, kinds), bytes };
}

/**
 * A manifest without errors; its warnings go to stderr. Throws a Failure, exit code 3, with all of
 * its problems if it has errors.
 */
export async function requireManifest(
  context: InputContext & Pick<Context, "err">,
  file: string,
): Promise<{ readonly manifest: Manifest; readonly text: string; readonly bytes: Uint8Array }> {
  const { manifest, problems, text, bytes } = await loadManifest(context, file);
  const sources = new Map([[file, text]]);
  if (manifest === undefined) throw new Failure(exitCode.invalid, problems, sources);
  printWarnings(context, problems, sources);
  return { manifest, text, bytes };
}

function printWarnings(
  { err }: Pick<Context, "err">,
  problems: readonly Problem[],
  sources: ReadonlyMap<string, string>,
): void {
  if (problems.length > 0) err.write(`${renderProblems(problems, sources, err.style)}\n`);
}
