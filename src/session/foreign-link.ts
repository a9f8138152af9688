import { dirname } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { ciRunOf } from "./ci.ts";
import type { InputContext } from "./context.ts";
import { insideOf } from "./inside-of.ts";

/** A file that is read through a symlink, on its way or in its place. */
interface LinkedFile {
  /** Absolute, as it was named. */
  readonly path: string;
  /** The path that it leads to. */
  readonly real: string;
  /** As the user named it. */
  readonly file: string;
}

/**
 * Refuses a symlink of a work tree that leads to a file which git does not track there. Who sends a
 * pull request decides where it leads, and an invalid file is printed line by line: an environment
 * (/proc/self/environ), a token (.git/config), a key that an earlier step has left. In CI that step
 * may have written into a file that git tracks (a token into .npmrc), so there the file must be as it
 * was committed. Outside a work tree nobody but the machine's owner has made the symlink. Throws a
 * Failure, exit code 3.
 */
export async function refuseForeignLink(
  { currentFolder, variables, system }: InputContext,
  { path, real, file }: LinkedFile,
): Promise<void> {
  const { git } = system;
  const here = await git.workTree(currentFolder);
  const isHere = here !== undefined && insideOf(here.root, path) !== undefined;
  const workTree = isHere ? here : await git.workTree(dirname(path));
  if (workTree === undefined) return;
  const { root } = workTree;
  const isTracked = await git.tracks(root, real);
  const mustBeCommitted = ciRunOf(variables ?? {}) !== undefined;
  if (isTracked && !(mustBeCommitted && (await git.changed(root, real)))) return;
  const what = isTracked
    ? `is not as it was committed in ${root}`
    : `git does not track in ${root}`;
  throw failure(
    exitCode.invalid,
    "symlink-not-followed",
    `${file} leads through a symlink to a file that ${what}. It was not read.`,
    isTracked
      ? "Put the file itself there. If the symlink is meant, let no step of the CI change the file that it leads to."
      : "Put the file itself there. If the symlink is meant, add the file that it leads to with `git add`.",
    file,
  );
}
