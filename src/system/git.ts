import { lstat, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import type { Git } from "../core/ports.ts";
import { failure } from "../core/problem.ts";
import { fileAt, namesakesOf, versionsOf } from "./git-history.ts";
import { gitEnvironment, gitRunner } from "./git-process.ts";

/**
 * The Git of this machine: the `git` on the PATH, asked without locks, prompts or translations.
 *
 * `environment` is what git is started with (GIT_DIR and the like count, as they do for git) and
 * `currentFolder` the folder that relative paths in it start from. Paths handed to its functions
 * are absolute or relative to `root`; one outside the work tree is unknown to git, and no error.
 * A git that is there and refuses to read a repository (its owner is someone else) is a Failure:
 * to take that for "no repository" would drop the guards that git's history gives. So is a git that
 * is not there where a repository is: in that one journal and ledger are.
 */
export function createGit(
  environment: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
): Git {
  const run = gitRunner(gitEnvironment(environment, currentFolder));

  /** The id of a file's blob at a revision; undefined where there is no such revision or file. */
  async function blob(root: string, revision: string, path: string): Promise<string | undefined> {
    const inside = await pathInside(root, path);
    // A revision that looks like a flag is none, and must not reach git as one.
    if (inside === undefined || revision.startsWith("-")) return undefined;
    const commit = await run(root, ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`]);
    if (commit?.code !== 0) return undefined;
    const id = commit.output.toString().trim();
    // Asked for in two steps: one `cat-file REVISION:PATH` fails in the same way for a file that
    // is not there and for a repository that is damaged.
    const entry = await run(root, ["ls-tree", "-z", id, "--", inside], [0]);
    // 100644 blob ID<tab>PATH; a symlink (120000) is no file of ours.
    return /^100\d{3} blob ([0-9a-f]+)\t/.exec(entry?.output.toString() ?? "")?.[1];
  }

  /** Which work tree a folder is in does not change while one command runs. */
  const workTrees = new Map<string, ReturnType<Git["workTree"]>>();

  async function findWorkTree(folder: string): ReturnType<Git["workTree"]> {
    // With GIT_DIR alone the work tree is where the command was started, as git has it.
    const start = environment["GIT_DIR"] === undefined ? folder : currentFolder;
    const top = await run(start, ["rev-parse", "--show-toplevel", "--git-common-dir"]);
    if (top === undefined) {
      if ((await isFolder(start)) && (await hasRepository(folder))) throw gitMissing();
      return undefined;
    }
    if (top.code !== 0) {
      if (await hasRepository(folder)) throw refusal(top.error);
      return undefined;
    }
    const told = line(top.output).split(/\r?\n/);
    // A folder's name may have a line feed in it.
    const [toplevel, common] = told.length === 2 ? told : [await ask(start, "--show-toplevel")];
    if (toplevel === undefined) return undefined;
    const root = resolve(toplevel);
    // Of a work tree elsewhere, where git may know no repository, nothing more is asked.
    if ((await pathInside(root, folder)) === undefined) return undefined;
    // Only from the top its answer is right in every version of git, and may be relative.
    const isTop = common !== undefined && (await realpath(start)) === toplevel;
    const commonDirectory = isTop ? common : await ask(root, "--git-common-dir");
    if (commonDirectory === undefined) return undefined;
    return { root, commonDirectory: resolve(root, commonDirectory) };
  }

  /** What `git rev-parse` says to one question; undefined where git is missing. */
  async function ask(folder: string, question: string): Promise<string | undefined> {
    const answer = await run(folder, ["rev-parse", question], [0]);
    return answer && line(answer.output);
  }

  return {
    workTree(folder) {
      const known = workTrees.get(folder) ?? findWorkTree(folder);
      workTrees.set(folder, known);
      return known;
    },

    async show(root, revision, path) {
      const id = await blob(root, revision, path);
      if (id === undefined) return undefined;
      return (await run(root, ["cat-file", "blob", id], [0]))?.output;
    },

    async ignores(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      // The one command that takes no literal paths; it knows no patterns, and `./` hides a colon.
      const command = ["--no-literal-pathspecs", "check-ignore", "--quiet", "--", `./${inside}`];
      const answer = await run(root, command, [0, 1]);
      return answer?.code === 0;
    },

    async changed(root, path) {
      const inside = await pathInside(root, path);
      // Known to HEAD is asked by itself: status does not mention a file that is ignored.
      if (inside === undefined || (await blob(root, "HEAD", inside)) === undefined) return true;
      const answer = await run(root, ["status", "--porcelain", "-z", "--", inside], [0]);
      return answer === undefined || answer.output.length > 0;
    },

    async everHeld(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      // Without --full-history git leaves out a branch that added and removed the file.
      const flags = ["--all", "--full-history", "--max-count=1"];
      const answer = await run(root, ["rev-list", ...flags, "--", inside], [0]);
      return answer !== undefined && answer.output.length > 0;
    },

    async branch(root) {
      const answer = await run(root, ["symbolic-ref", "--quiet", "HEAD"]);
      const ref = answer?.code === 0 ? line(answer.output) : "";
      return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
    },

    async head(root) {
      const answer = await run(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
      return answer?.code === 0 ? line(answer.output) : undefined;
    },

    async remotes(root) {
      const answer = await run(root, ["remote"], [0]);
      return (answer?.output.toString() ?? "").split("\n").filter((name) => name !== "");
    },

    async upstream(root) {
      const flags = ["--abbrev-ref", "--symbolic-full-name"];
      const answer = await run(root, ["rev-parse", ...flags, "@{upstream}"]);
      return answer?.code === 0 ? line(answer.output) : undefined;
    },

    async *versions(root, path) {
      const inside = await pathInside(root, path);
      if (inside !== undefined) yield* versionsOf(run, root, fileAt(inside), "all");
    },

    async *namesakes(root, path, history) {
      const inside = await pathInside(root, path);
      if (inside !== undefined) yield* versionsOf(run, root, namesakesOf(inside), history);
    },

    async isBehind(root, revision, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined || revision.startsWith("-")) return false;
      const range = ["--full-history", "--max-count=1", `HEAD..${revision}`];
      const answer = await run(root, ["rev-list", ...range, "--", inside]);
      return answer?.code === 0 && answer.output.length > 0;
    },

    async isShallow(root) {
      const answer = await run(root, ["rev-parse", "--is-shallow-repository"]);
      return answer?.code === 0 && line(answer.output) === "true";
    },
  };
}

/** One line of output as text. Only the line feed goes: a folder's name may end in a space. */
function line(output: Buffer): string {
  return output.toString().replace(/\r?\n$/, "");
}

/** A path as git names it, relative to `root` with slashes; undefined where it is outside. */
async function pathInside(root: string, path: string): Promise<string | undefined> {
  const absolute = isAbsolute(path) ? path : join(root, path);
  // Git answers with real paths, and a temporary folder is often behind a symlink. The last step
  // is left as it is: git knows a symlink by its own name.
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  const candidates = [join(folder, basename(absolute)), await realpath(absolute).catch(() => "")];
  const top = await realpath(root).catch(() => root);
  for (const candidate of candidates) {
    if (candidate === "") continue;
    const inside = relative(top, candidate);
    if (inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside))
      return inside.split(sep).join("/");
  }
  return undefined;
}

/** Whether a repository stands at or above a folder: a `.git` file, or folder with a HEAD. */
async function hasRepository(folder: string): Promise<boolean> {
  const entry = await lstat(join(folder, ".git")).catch(() => undefined);
  if (entry?.isFile()) return true;
  if (entry?.isDirectory() && (await mayHaveHead(join(folder, ".git")))) return true;
  const parent = dirname(resolve(folder));
  return parent === resolve(folder) ? false : hasRepository(parent);
}

/**
 * What may not be looked into counts as a repository: to take it for none would look for the
 * journal of a killed run elsewhere, not find it, and send its creates again.
 */
async function mayHaveHead(gitFolder: string): Promise<boolean> {
  try {
    await lstat(join(gitFolder, "HEAD"));
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ENOENT");
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

function gitMissing(): Error {
  return failure(
    exitCode.failed,
    "git-missing",
    "This folder is a git repository, and git is not on the PATH, or may not be started here.",
    "Make `git status` work in this folder, then run this again.",
  );
}

function refusal(message: string): Error {
  return failure(
    exitCode.failed,
    "git-refused",
    `git does not read the repository here: ${message}`,
    "Make `git status` work in this folder, then run this again.",
  );
}
