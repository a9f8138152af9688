import { posix } from "node:path";
import type { GitNamesake } from "../../core/ports.ts";
import { maximumOutputBytes, type RunGit } from "./process.ts";

/** The most that one `git cat-file` may print: the contents, and a line before each of them. */
const maximumBatchBytes = maximumOutputBytes - 1024 * 1024;

/** The files whose history we read. */
export interface Tracked {
  /** The pathspec for git; `flags` are git's flags for this kind of pathspec. */
  readonly pathspec: string;
  readonly flags: readonly string[];
  /** Whether a path below the root is one of the files: a pathspec also matches paths below it. */
  has(path: string): boolean;
}

/** Returns the file at a path, relative to the root as git names it. */
export function fileAt(path: string): Tracked {
  return { pathspec: path, flags: [], has: (other) => other === path };
}

/** Returns the files of the same name in all other folders. */
export function namesakesOf(path: string): Tracked {
  const name = posix.basename(path);
  return {
    pathspec: `:(glob)**/${name.replaceAll(/[\\*?[\]]/g, "\\$&")}`,
    flags: ["--no-literal-pathspecs"],
    has: (other) => other !== path && posix.basename(other) === name,
  };
}

/**
 * Yields every version of the files, as Git.versions does, from HEAD's history or from all
 * histories. A few runs of git read the whole history, however long. Only one batch of contents is
 * in memory.
 */
export async function* versionsOf(
  run: RunGit,
  root: string,
  files: Tracked,
  history: "HEAD" | "all",
): AsyncGenerator<GitNamesake> {
  const commits = await commitsOf(run, root, files, history);
  const blobs = await blobsOf(run, root, files, commits);
  for (const batch of await batchesOf(run, root, [...blobs.keys()]))
    for (const { id, bytes } of await contentsOf(run, root, batch))
      for (const [path, commit] of blobs.get(id) ?? []) yield { commit, path, bytes };
}

/** Returns the commits that changed the files, HEAD's history first, each history newest first. */
async function commitsOf(
  run: RunGit,
  root: string,
  { pathspec, flags }: Tracked,
  history: "HEAD" | "all",
): Promise<readonly string[]> {
  // We use rev-list: the configuration of log may follow renames. Without --full-history git leaves
  // out a branch whose changes a merge has undone, but we look for the ids that a bad merge lost.
  const list = async (...revisions: readonly string[]) => {
    const command = [...flags, "rev-list", "--full-history", ...revisions, "--", pathspec];
    const answer = await run(root, command, [0]);
    return answer?.output.toString().split("\n").slice(0, -1) ?? [];
  };
  const head = await run(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  const everything = history === "all" ? ["--all", "--reflog"] : undefined;
  // Before the first commit of a branch there is no HEAD commit, but other branches may exist.
  if (head?.code !== 0) return everything === undefined ? [] : list(...everything);
  const own = await list("HEAD");
  if (everything === undefined) return own;
  return [...own, ...(await list(...everything, "--not", "HEAD"))];
}

/** Returns each blob that the commits gave one of the files → its paths → the first such commit. */
async function blobsOf(
  run: RunGit,
  root: string,
  { pathspec, flags, has }: Tracked,
  commits: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const blobs = new Map<string, Map<string, string>>();
  if (commits.length === 0) return blobs;
  // -m includes merges. The other side of a diff belongs to another commit, or is not in a shallow
  // clone.
  const command = ["diff-tree", "--stdin", "--root", "-r", "-m", "-z", "--no-renames"];
  const answer = await run(root, [...flags, ...command, "--", pathspec], [0], lines(commits));
  const words = answer?.output.toString().split("\0") ?? [];
  let commit = "";
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith(":")) {
      commit = word.trim();
      continue;
    }
    // :100644 100644 OLD NEW M, then the path. A symlink (120000) is no file of ours. Neither is a
    // file below the path, from a time when the path was a folder.
    const blob = /^:\d+ 100\d{3} [0-9a-f]+ ([0-9a-f]+) /.exec(word)?.[1];
    at += 1;
    const path = words[at] ?? "";
    if (blob === undefined || !has(path)) continue;
    const paths = blobs.get(blob) ?? new Map<string, string>();
    if (!paths.has(path)) blobs.set(blob, paths.set(path, commit));
  }
  return blobs;
}

/** Returns the blobs, in their order, in batches that one run of git can print. */
async function batchesOf(
  run: RunGit,
  root: string,
  blobs: readonly string[],
): Promise<readonly (readonly string[])[]> {
  if (blobs.length === 0) return [];
  const format = "--batch-check=%(objectname) %(objectsize)";
  const answer = await run(root, ["cat-file", format], [0], lines(blobs));
  const batches: string[][] = [];
  let left = 0;
  for (const line of answer?.output.toString().split("\n").slice(0, -1) ?? []) {
    const [id = "", size] = line.split(" ");
    // A repository without the blob is damaged: this run fails with git's own message.
    if (size === "missing") await run(root, ["cat-file", "blob", id], [0]);
    const bytes = Number(size) + id.length + 32;
    if (!(bytes <= maximumBatchBytes)) continue;
    if (batches.length === 0 || bytes > left) {
      batches.push([]);
      left = maximumBatchBytes;
    }
    batches.at(-1)?.push(id);
    left -= bytes;
  }
  return batches;
}

/** Returns the contents of existing blobs, in their order. */
async function contentsOf(
  run: RunGit,
  root: string,
  blobs: readonly string[],
): Promise<readonly { id: string; bytes: Uint8Array }[]> {
  const answer = await run(root, ["cat-file", "--batch"], [0], lines(blobs));
  const output = answer?.output ?? Buffer.alloc(0);
  const contents: { id: string; bytes: Uint8Array }[] = [];
  for (let at = 0; at < output.length;) {
    // ID blob SIZE<newline>CONTENT<newline>
    const end = output.indexOf("\n", at);
    const [id = "", , size] = output.subarray(at, end).toString().split(" ");
    const start = end + 1;
    at = start + Number(size) + 1;
    contents.push({ id, bytes: output.subarray(start, at - 1) });
  }
  return contents;
}

function lines(words: readonly string[]): string {
  return words.map((word) => `${word}\n`).join("");
}
