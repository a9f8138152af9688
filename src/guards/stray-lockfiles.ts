import { basename, dirname, join, relative } from "node:path";
import type { Lineage } from "../core/names/lineage.ts";
import type { Disk } from "../core/ports.ts";
import { maximumManifestBytes } from "../manifest/limits.ts";
import { suggestedCommand, type CommandEnvironment } from "../report/suggested-command.ts";
import { bare, shellWord } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import type { SessionOptions } from "../session/options.ts";
import { shownPath, type Session } from "../session/session.ts";
import { parseLockfile, type Binding, type Lockfile, restoreStep } from "../store/lockfile.ts";
import { isThere } from "../store/new-file.ts";
import { type StorePaths, besideLockfile } from "../store/places.ts";

/** The question: which lockfile is missing, and which manifest it belongs to. */
export interface StrayQuestion {
  readonly context: Context;
  readonly options: SessionOptions;
  readonly places: StorePaths;
  /** The binding that the lockfile would have. */
  readonly target: Pick<Binding, "baseUrl"> & CommandEnvironment;
}

/** A lockfile in another folder without a manifest of its own: it may be the one that is missed. */
export interface StrayLockfile {
  readonly path: string;
  readonly lineage: Lineage;
  readonly environment: Binding;
  /** The commit of HEAD's history, nearest to HEAD, that holds it. */
  readonly commit: string;
  /** Whether HEAD holds the path; otherwise it is gone from there, too. */
  readonly isInHead: boolean;
}

/**
 * The lockfiles of the same name and environment that HEAD's history holds in other folders, without
 * those that belong to a manifest there: a manifest that was moved without its lockfile would else
 * look like a new one, and everything be created again. One that moved on to a manifest that is
 * there is that one's in its old folder, too.
 */
export async function strayLockfiles(question: StrayQuestion): Promise<readonly StrayLockfile[]> {
  const { context, places, target } = question;
  const { git } = context.system;
  const workTree = await git.workTree(dirname(places.lockfile));
  if (workTree === undefined) return [];
  const { root } = workTree;
  const nearest = new Map<string, StrayLockfile>();
  const owned = new Set<string>();
  for await (const { commit, path, bytes } of git.namesakes(root, places.lockfile, "HEAD")) {
    if (nearest.has(path)) continue;
    const lockfile = readable(bytes, path);
    const { name, baseUrl } = lockfile?.environment ?? {};
    if (lockfile === undefined || name !== target.name || baseUrl !== target.baseUrl) continue;
    const { lineage, environment } = lockfile;
    const isInHead = (await git.show(root, "HEAD", path)) !== undefined;
    nearest.set(path, { path: join(root, path), lineage, environment, commit, isInHead });
    if (isInHead && (await hasManifest(question, root, path))) owned.add(lineage);
  }
  const strays = [...nearest.values()].filter(({ lineage }) => !owned.has(lineage));
  return strays.toSorted((left, right) => Number(right.isInHead) - Number(left.isInHead));
}

/**
 * Whether a manifest stands beside a lockfile whose path is relative to the root: on disk, or in a
 * part of HEAD that is not checked out.
 */
export async function hasManifest(
  { context, options }: Pick<StrayQuestion, "context" | "options">,
  root: string,
  lockfile: string,
): Promise<boolean> {
  const { disk, git } = context.system;
  const folder = join(root, dirname(lockfile));
  for (const name of new Set([basename(options.config), "anon.config.yaml"])) {
    const path = join(folder, name);
    if ((await isThere(disk, path)) || !(await git.changed(root, path))) return true;
  }
  return hasOtherManifest(disk, folder);
}

/** Whether a file in a folder reads like a manifest, whatever it is called (`-c team.yaml`). */
async function hasOtherManifest(disk: Disk, folder: string): Promise<boolean> {
  try {
    for (const name of await disk.list(folder)) {
      if (!/\.ya?ml$/i.test(name)) continue;
      const bytes = await disk.read(join(folder, name), maximumManifestBytes);
      if (/^(userPools|sdkClients)\s*:/m.test(Buffer.from(bytes ?? []).toString())) return true;
    }
  } catch {
    // A folder or a file that cannot be read shows no manifest.
  }
  return false;
}

/** The clause of a stray lockfile, for a sentence, and the next step. */
export function strayWords(
  question: StrayQuestion,
  { path, commit, isInHead }: StrayLockfile,
): { clause: string; next: string } {
  const { context, places, target } = question;
  const from = (file: string) => relative(context.currentFolder, file);
  const shown = bare(from(path));
  const move = ["git", "mv", from(path), from(places.lockfile)].map(shellWord).join(" ");
  const separate = `If it belongs to another manifest: ${suggestedCommand(target, ["init", "--separate"])}`;
  return isInHead
    ? {
        clause: `HEAD holds ${shown}, and no manifest stands beside it`,
        next: `If the manifest was moved, move the lockfile along: ${move}. ${separate}`,
      }
    : {
        clause: `git's history held ${shown} (commit ${commit.slice(0, 12)})`,
        next: `If it is the one of this manifest: ${recoverStep(question)}. ${separate}`,
      };
}

/** Anything may have the name that --lockfile gives; what is no lockfile is none of ours. */
function readable(bytes: Uint8Array, path: string): Lockfile | undefined {
  try {
    return parseLockfile(bytes, path);
  } catch {
    return undefined;
  }
}

/** The next step if the lockfile is gone, or lacks facts that git's history may know. */
export function recoverStep(
  session: Pick<Session, "context"> & {
    readonly places: StorePaths;
    readonly target: CommandEnvironment;
  },
): string {
  const { context, places, target } = session;
  // Journal and ledger stand beside the lockfile only if there is no git to keep them, or to ask.
  const isInGit = places.stateDirectory !== join(dirname(places.lockfile), besideLockfile);
  if (!isInGit) return restoreStep(shownPath(context, places.lockfile));
  return `Bring back what git's history knows: ${suggestedCommand(target, ["recover", "--from-git"])}`;
}
