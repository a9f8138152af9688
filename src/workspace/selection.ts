import { posix, relative, resolve, sep } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { readShard, fleetVariables, shardIndexOf, type Shard } from "./shard.ts";
import { maximumManifestBytes } from "../manifest/limits.ts";
import { bare, counted } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import type { WorkspaceOptions } from "../session/options.ts";
import type { WorkspaceManifest } from "./manifests.ts";

/** Those of a workspace's manifests that a run is for, and how that came about, for a person. */
export interface Selection {
  readonly manifests: readonly WorkspaceManifest[];
  /** `2 of 12 manifests (shard 1/8).` */
  readonly sentence: string;
}

/** Leaves out what --shard and --changed-since do not take. Throws a Failure. */
export async function select(
  context: Context,
  all: readonly WorkspaceManifest[],
  options: Pick<WorkspaceOptions, "shard" | "changedSince">,
): Promise<Selection> {
  const { system, variables } = context;
  let manifests = all;
  const how: string[] = [];
  if (options.shard !== undefined) {
    const { index, total } = shardOf(options.shard, variables);
    const { pathOf } = await repositoryOf(context);
    manifests = manifests.filter((one) => shardIndexOf(pathOf(one), total) === index);
    how.push(`shard ${index}/${total}`);
  }
  if (options.changedSince !== undefined) {
    const { root, pathOf } = await repositoryOf(context);
    if (root === undefined) throw noWorkTree();
    const changes = await system.changedSince(root, options.changedSince);
    const isChanged = await Promise.all(
      manifests.map((one) => hasChanged(context, one, pathOf(one), changes)),
    );
    manifests = manifests.filter((_, index) => isChanged[index]);
    how.push(`changed since ${bare(options.changedSince)}`);
  }
  if (how.length === 0) return { manifests, sentence: `${counted(all.length, "manifest")}.` };
  const count = `${manifests.length} of ${counted(all.length, "manifest")}`;
  return { manifests, sentence: `${count} (${how.join(", ")}).` };
}

/** The shards of `total` that hold any of the manifests, as --shard takes them. */
export async function shardsOf(
  context: Context,
  manifests: readonly WorkspaceManifest[],
  total: number,
): Promise<readonly string[]> {
  const { pathOf } = await repositoryOf(context);
  const held = new Set(manifests.map((one) => shardIndexOf(pathOf(one), total)));
  return [...held].toSorted((left, right) => left - right).map((index) => `${index}/${total}`);
}

/** The repository, and a manifest's path as every clone names it, in whatever folder a run starts. */
async function repositoryOf({ currentFolder, system }: Context) {
  const root = (await system.git.workTree(currentFolder))?.root;
  const pathOf = ({ file }: WorkspaceManifest): string =>
    relative(root ?? currentFolder, resolve(currentFolder, file)).replaceAll(sep, "/");
  return { root, pathOf };
}

/** Whether a manifest, a lockfile beside it or the schema that it names is among the changes. */
async function hasChanged(
  { currentFolder, system }: Context,
  { file }: WorkspaceManifest,
  path: string,
  changes: ReadonlySet<string>,
): Promise<boolean> {
  if (changes.has(path)) return true;
  const folder = posix.dirname(path);
  for (const change of changes)
    if (posix.dirname(change) === folder && /^anon\.lock\..+\.json$/.test(posix.basename(change)))
      return true;
  const bytes = await system.disk.read(resolve(currentFolder, file), maximumManifestBytes);
  const schema = schemaOf(new TextDecoder().decode(bytes));
  return schema !== undefined && changes.has(posix.join(folder, schema));
}

/** The file that the comment for editors names as a manifest's schema, relative to its folder. */
function schemaOf(manifest: string): string | undefined {
  const named = /^#.*yaml-language-server:.*\$schema=(\S+)/m.exec(manifest)?.[1];
  return named === undefined || /^[a-z]+:/i.test(named) ? undefined : named;
}

function shardOf(text: string, variables: Context["variables"]): Shard {
  const shard = readShard(text, variables);
  if (shard !== undefined) return shard;
  throw failure(
    exitCode.invalid,
    "bad-shard",
    text === "auto"
      ? `--shard auto: the variables that number this job are not set, or not numbers that fit (${fleetVariables}).`
      : `--shard ${JSON.stringify(text)} is no shard.`,
    "Write which one of how many, from 1: --shard 3/8",
  );
}

function noWorkTree() {
  return failure(
    exitCode.invalid,
    "no-work-tree",
    "--changed-since asks git, and this folder is in no work tree of a repository.",
    "Run this in a clone, or leave --changed-since out.",
  );
}
