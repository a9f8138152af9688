import { isEmulatorUrl } from "../store/binding.ts";
import { basename, dirname, join, resolve } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { activeIds, isOpen } from "../core/state/state.ts";
import { writeAtomically } from "../store/atomic-write.ts";
import { asConflict } from "../store/conflict-sides.ts";
import { maximumLockfileBytes, type Lockfile } from "../store/lockfile.ts";
import { mergeLockfiles, resolveConflict, type MergedLockfile } from "../store/merge-lockfiles.ts";
import { isUnchanged } from "../store/save-store.ts";
import type { CommandEnvironment } from "../report/suggested-command.ts";
import { renderConflicts } from "../report/status/collisions.ts";
import { bare, counted, shellWord } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import { placeFlags } from "../session/typed-flags.ts";
import { withoutFlags, type RunCommand } from "../session/options.ts";
import { shownPath } from "../session/session.ts";

/** The name of a lockfile if git gives none: its driver was configured without %P. */
const unnamed = "LOCKFILE";

/**
 * `anon-sync merge-driver BASE OURS THEIRS [PATH]`, as git calls it, and `merge-driver FILE` for a
 * lockfile that holds the conflict markers of a merge. Offline, and without the manifest, which may
 * be in conflict too. No lock is taken: a run that has read the lockfile looks at it again before it
 * writes, merges what it finds, and refuses conflict markers.
 */
export const run: RunCommand = async (context, _options, args) => {
  const [first = "", ours, theirs, path = unnamed] = args;
  if (ours === undefined) return resolveFile(context, first);
  if (theirs !== undefined) return mergeForGit(context, { base: first, ours, theirs, path });
  throw failure(
    exitCode.invalid,
    "missing-argument",
    "Two files are one too few for a merge, and one too many for conflict markers.",
    "Run `anon-sync merge-driver --help`.",
  );
};

/** The arguments of a merge driver: three files, and their path in the work tree. */
interface Versions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly path: string;
}

/**
 * The contract of gitattributes(5), "Defining a custom merge driver": the result is left in the file
 * of our version, and git takes an exit code from 1 to 127 for a conflict. Then both versions are
 * left there whole, between conflict markers: with ours alone, `git add` would drop the other's ids.
 */
async function mergeForGit(context: Context, versions: Versions): Promise<number> {
  const { path } = versions;
  const base = await read(context, versions.base);
  const ours = await readVersion(context, versions.ours);
  const theirs = await readVersion(context, versions.theirs);
  let merged: MergedLockfile;
  try {
    merged = mergeLockfiles(ours, theirs, path, base);
  } catch (error) {
    await replace(context, versions.ours, asConflict(ours, theirs));
    throw error;
  }
  await replace(context, versions.ours, merged.bytes);
  tell(context, merged, path);
  return exitCode.done;
}

/** The conflict markers of a file, resolved in place. */
async function resolveFile(context: Context, file: string): Promise<number> {
  const path = resolve(context.currentFolder, file);
  const shown = shownPath(context, path);
  const bytes = await readVersion(context, path);
  const merged = resolveConflict(bytes, shown);
  if (merged === undefined) throw noConflict(shown);
  // An editor may have it open. What is saved between this look and the write would be lost.
  if (!(await isUnchanged(context.system.disk, { lockfile: path }, { bytes })))
    throw failure(
      exitCode.refused,
      "lockfile-changed",
      `${shown} was changed while it was merged. Nothing was written.`,
      "Run the command again.",
      shown,
    );
  await replace(context, path, merged.bytes);
  tell(context, merged, shown);
  context.out.write(
    `Merged both sides of ${bare(shown)}: ${contentsOf(merged.lockfile)}. Now: git add ${shellWord(shown)}\n`,
  );
  return exitCode.done;
}

function read({ currentFolder, system }: Context, file: string): Promise<Uint8Array | undefined> {
  return system.disk.read(resolve(currentFolder, file), maximumLockfileBytes);
}

async function readVersion(context: Context, file: string): Promise<Uint8Array> {
  const bytes = await read(context, file);
  if (bytes !== undefined) return bytes;
  throw failure(
    exitCode.invalid,
    "no-lockfile",
    `There is no file ${file}.`,
    "Name a lockfile that git shows as unmerged: git status",
  );
}

function replace(context: Context, file: string, bytes: Uint8Array): Promise<void> {
  const { disk, random } = context.system;
  const options = { mode: 0o644, temporarySuffix: random.uuid() };
  return writeAtomically(disk, resolve(context.currentFolder, file), [bytes], options);
}

/** Says which ids met at one address: the merge is done, and a person has one too many. */
function tell({ err }: Context, { lockfile, conflicts }: MergedLockfile, path: string): void {
  err.write(renderConflicts(path, conflicts, commandEnvironment(lockfile, path)));
}

/** The flags of a command about this lockfile: its folder, and its name if it is not the default. */
function commandEnvironment({ environment }: Lockfile, path: string): CommandEnvironment {
  const { name, baseUrl } = environment;
  if (path === unnamed) return { name };
  const suffix = isEmulatorUrl(baseUrl) ? ".emulator" : "";
  const isUsual = basename(path) === `anon.lock.${name}${suffix}.json`;
  const config = join(dirname(path), withoutFlags.config);
  return { name, flags: placeFlags({ config, ...(!isUsual && { lockfile: path }) }) };
}

/** `3 ids in use, 1 retired, 1 unsettled attempt`. */
function contentsOf({ state }: Lockfile): string {
  const active = activeIds(state).size;
  const open = [...state.attempts.values()].filter(isOpen).length;
  return [
    `${counted(active, "id")} in use`,
    `${state.ids.size - active} retired`,
    ...(open > 0 ? [counted(open, "unsettled attempt")] : []),
  ].join(", ");
}

function noConflict(file: string): Error {
  return failure(
    exitCode.refused,
    "no-conflict",
    `${file} holds no conflict markers: there is nothing to merge in it.`,
    `If git shows it as unmerged (git status), bring both sides back into it: git checkout --merge -- ${shellWord(file)}`,
    file,
  );
}
