import { lstatSync, realpathSync, statSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { quotedWord } from "../../core/shell-words.ts";
import { gitRunner, type GitStart, type RunGit } from "./process.ts";

/** A repository with a work tree. All paths are absolute. */
export interface Repository {
  /** The top of the work tree. */
  readonly root: string;
  /** The folder of git's own files; for a linked work tree, its part of the common folder. */
  readonly gitDirectory: string;
  readonly commonDirectory: string;
}

/** The repositories of one command. We look each up once, and name it to every git process. */
export interface Repositories {
  /**
   * Returns the repository whose work tree contains a folder; undefined if there is none. Throws a
   * Failure if git cannot read the repository or is missing, or if git could take the folder, or a
   * folder above it, for a bare repository.
   */
  find(folder: string): Promise<Repository | undefined>;
  /** Runs git at the top of the repository that contains a folder; undefined if none does. */
  readonly run: RunGit;
  /** Removes secrets from a remote's text on git's stdout. */
  redact(text: string): string;
  /** Returns a RunGit like `run`, with other options to start git. */
  runner(how: Partial<GitStart>): RunGit;
}

/**
 * Returns the repositories of this machine, for these options of git. As in git, GIT_DIR and
 * similar variables count, and name the only repository.
 *
 * Without these variables we look for a `.git`, which git allows in no commit. git itself also
 * takes a folder on the way up for a bare repository if the folder has HEAD, refs and objects. git
 * then obeys the `config` there. A pull request can write all of these, so we start no git there.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository
 */
export function gitRepositories(start: GitStart): Repositories {
  const { variables, currentFolder } = start;
  const isNamed = variables["GIT_DIR"] !== undefined;
  const ask = gitRunner(start);
  // A folder's repository does not change while one command runs. Many folders share a top.
  const byFolder = new Map<string, Promise<Repository | undefined>>();
  const byTop = new Map<string, Promise<Repository | undefined>>();

  async function locate(folder: string): Promise<Repository | undefined> {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
    // With GIT_DIR alone the work tree is the current folder, as in git.
    const top = isNamed ? currentFolder : topAbove(folder);
    if (top === undefined) return undefined;
    const repository = await remembered(byTop, top, () => at(top));
    if (repository === undefined || (await pathInside(repository.root, folder)) === undefined)
      return undefined;
    return repository;
  }

  /** Asks git about the repository at a top. git finds `.git` there first, and checks its owner. */
  async function at(top: string): Promise<Repository | undefined> {
    const questions = ["--show-toplevel", "--git-common-dir", "--absolute-git-dir"];
    const answer = await ask(top, ["rev-parse", ...questions]);
    if (answer === undefined || answer.code !== 0) {
      if (isNamed && topAbove(top) === undefined) return undefined;
      throw answer === undefined ? gitMissing() : refusal(answer.error);
    }
    let answers = lastLine(answer.output).split(/\r?\n/);
    // A folder's name may have a line feed in it.
    if (answers.length !== questions.length)
      answers = await Promise.all(questions.map((question) => askAlone(top, question)));
    const [root = "", common = "", own = ""] = answers;
    return {
      root: resolve(root),
      gitDirectory: resolve(own),
      commonDirectory: resolve(top, common),
    };
  }

  async function askAlone(top: string, question: string): Promise<string> {
    const answer = await ask(top, ["rev-parse", question], [0]);
    return answer === undefined ? "" : lastLine(answer.output);
  }

  function find(folder: string): Promise<Repository | undefined> {
    return remembered(byFolder, folder, () => locate(folder));
  }

  function inside(run: RunGit): RunGit {
    return async (folder, arguments_, expected, input) => {
      const repository = await find(folder);
      if (repository === undefined) return undefined;
      const { root, gitDirectory } = repository;
      const place = [`--git-dir=${gitDirectory}`, `--work-tree=${root}`];
      return run(root, [...place, ...arguments_], expected, input);
    };
  }

  return {
    find,
    run: inside(ask),
    redact: start.redact ?? ((text) => text),
    runner: (how) => inside(gitRunner({ ...start, ...how })),
  };
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** Returns git's output without the last line feed. Spaces stay: a folder's name may end in one. */
export function lastLine(output: Buffer): string {
  return output.toString().replace(/\r?\n$/, "");
}

/**
 * Returns the nearest folder with a `.git`: this folder or one above it; undefined if there is
 * none. Throws a Failure if a folder on the way looks like a bare repository.
 */
function topAbove(folder: string): string | undefined {
  let bare: string | undefined;
  for (const each of foldersUp(realpathSync(folder))) {
    if (looksBare(each)) bare ??= each;
    if (!hasDotGit(each)) continue;
    if (bare !== undefined) throw bareRepository(bare, each);
    return each;
  }
  // A server's bare repository, for example, has no work tree that a pull request could fill.
  return undefined;
}

/** Yields the folder and all folders above it, the nearest first. */
function* foldersUp(folder: string): Generator<string> {
  yield folder;
  const parent = dirname(folder);
  if (parent !== folder) yield* foldersUp(parent);
}

/** Whether git's own files are at or above a folder: in a `.git`, or in a bare repository. */
export function isInGitFolder(folder: string): boolean {
  const isMissing = statSync(folder, { throwIfNoEntry: false }) === undefined;
  return !isMissing && [...foldersUp(realpathSync(folder))].some(looksBare);
}

/**
 * Whether git could take a folder for a repository's own folder. git requires a HEAD, refs and
 * objects. Refs and objects may be in the folder that a file `commondir` names, and objects in the
 * folder that GIT_OBJECT_DIRECTORY names.
 */
function looksBare(folder: string): boolean {
  // git cannot read a folder that we may not look into either.
  const has = (name: string) => isThere(join(folder, name), false);
  return has("HEAD") && (has("refs") || has("commondir"));
}

/** Whether a folder has a repository's `.git`: a file, a folder with a HEAD, or a link to one. */
function hasDotGit(folder: string): boolean {
  const path = join(folder, ".git");
  if (!isThere(path, false)) return false;
  return (
    isThere(join(path, "HEAD"), true) ||
    statSync(path, { throwIfNoEntry: false })?.isFile() === true
  );
}

/**
 * Whether a path exists. With `ifBarred`, a path that we may not look at counts as existing. If we
 * missed a repository, we would not find the journal of a killed run, and would send its creates
 * again. Synchronous: we call this a dozen times for each folder, and the kernel has the answer
 * cached.
 */
function isThere(path: string, ifBarred: boolean): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return ifBarred && (error as NodeJS.ErrnoException).code !== "ENOTDIR";
  }
}

/** A path as git names it, relative to `root` with slashes; undefined if it is outside. */
export async function pathInside(root: string, path: string): Promise<string | undefined> {
  const absolute = isAbsolute(path) ? path : join(root, path);
  // git prints real paths, and a temporary folder is often behind a symlink. The last part of the
  // path stays as it is: git lists a symlink under the symlink's own name.
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

function bareRepository(folder: string, top: string): Error {
  const inside = relative(top, folder);
  const files = inside === "" ? "HEAD refs" : quotedWord(inside);
  return failure(
    exitCode.refused,
    "bare-repository",
    `${folder} holds a HEAD and refs, so git takes it for a repository of its own, inside the work tree ${top}. A pull request can put one there, with a configuration that runs programs. git was not started there, and nothing was sent.`,
    `Look where these files come from: git log -- ${files}. Remove them, or run this elsewhere.`,
    folder,
  );
}
