import { dirname } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { keyNameOf } from "../core/names/key-variables.ts";
import { failure } from "../core/errors/problem.ts";
import { findFiles } from "./find-files.ts";
import { bare } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import { refuseKeyConflict } from "../session/key-conflicts.ts";

/** One of the manifests that a pattern matches. */
export interface WorkspaceManifest {
  /** As -c takes it: relative to the current folder, with slashes. */
  readonly file: string;
  /** The name of its key in variables (ACME): the folders that the pattern leaves open. May be empty. */
  readonly keyOf: string;
}

/**
 * The manifests below the current folder that a pattern matches, in the order of their paths. Symlinks
 * are left out, and told on stderr. Throws a Failure if there are none.
 */
export async function findManifests(
  { currentFolder, system, err }: Pick<Context, "currentFolder" | "system" | "err">,
  typed: string,
): Promise<readonly WorkspaceManifest[]> {
  const pattern = typed.replace(/^(\.\/)+/, "");
  refuseBadPattern(typed, pattern);
  const { files, symlinks } = await findFiles(system.disk, currentFolder, pattern);
  for (const path of symlinks)
    err.write(`Warning: ${bare(path)} is a symlink, and a pattern follows none: left out.\n`);
  if (files.length === 0)
    throw failure(
      exitCode.invalid,
      "no-manifests",
      `No file matches ${JSON.stringify(typed)} in ${currentFolder}.`,
      "Write names between slashes, with * for any name and ** for any folders; nothing else is special: 'orgs/*/anon.config.yaml'",
    );
  return files.map(({ path, open }) => ({ file: path, keyOf: keyNameOf(open.join("/")) }));
}

/**
 * Refuses manifests that would share a lockfile, or the variables of a key: what belongs to one
 * organization must reach no other. `environments` are those that have variables without an
 * organization, beside the built-in ones. Throws a Failure.
 */
export function checkApart(
  manifests: readonly WorkspaceManifest[],
  environments: Iterable<string>,
): void {
  const folders = firstTwo(manifests, ({ file }) => dirname(file));
  if (folders !== undefined)
    throw failure(
      exitCode.invalid,
      "manifests-in-one-folder",
      `${folders.join(" and ")} stand in one folder, and would share its lockfiles. Nothing was done.`,
      "Give each manifest a folder of its own.",
    );
  const nameless = manifests.find(({ keyOf }) => keyOf === "");
  if (nameless !== undefined)
    throw failure(
      exitCode.invalid,
      "no-key-name",
      `Whose key ${nameless.file} needs cannot be told: no folder on its path has a name for it. Nothing was done.`,
      "Put a star where the folder of each organization stands, with a letter from A to Z or a digit in its name: 'orgs/*/anon.config.yaml' takes the key of orgs/acme from ANON_API_KEY_ACME.",
    );
  for (const { file, keyOf } of manifests)
    refuseKeyConflict(keyOf, environments, `the folder of ${bare(file)}`);
  const names = firstTwo(manifests, ({ keyOf }) => keyOf);
  if (names !== undefined)
    throw failure(
      exitCode.invalid,
      "shared-key-name",
      `${names.join(" and ")} would take their keys from the same variables. Nothing was done.`,
      "Rename one of the folders: case, and which signs stand between letters and digits, make no difference.",
    );
}

function firstTwo(
  manifests: readonly WorkspaceManifest[],
  shared: (manifest: WorkspaceManifest) => string,
): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const manifest of manifests) {
    const first = seen.get(shared(manifest));
    if (first !== undefined) return [first, manifest.file];
    seen.set(shared(manifest), manifest.file);
  }
  return undefined;
}

function refuseBadPattern(typed: string, pattern: string): void {
  const parts = pattern.split("/");
  const wrong = !pattern.includes("*")
    ? "has no star: was it quoted, so that no shell fills it in?"
    : parts.includes("") || parts.includes("..") || /^[A-Za-z]:/.test(pattern)
      ? "is not a path below the current folder."
      : undefined;
  if (wrong === undefined) return;
  throw failure(
    exitCode.invalid,
    "bad-pattern",
    `The pattern ${JSON.stringify(typed)} ${wrong}`,
    "Run this in the folder that holds them all, with a pattern in quotes: 'orgs/*/anon.config.yaml'. One manifest is named with -c.",
  );
}
