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
  /** The folder of git's own files: of a linked work tree its part of the common one. */
  readonly gitDirectory: string;
  readonly commonDirectory: string;
}

/** The repositories that one command meets. Each is looked for once, and named to every git process. */
export interface Repositories {
  /**
   * The repository whose work tree holds a folder; undefined if there is none. Throws a Failure if git
   * cannot read it, if no git is there to read it, or if the folder stands in what git could take for a
   * bare repository.
   */
  find(folder: string): Promise<Repository | undefined>;
  /** Runs git in the repository that holds a folder, at its top; undefined if there is none: see RunGit. */
  readonly run: RunGit;
  /** Takes secrets out of what a remote has said on git's stdout. */
  redact(text: string): string;
  /** The same with another way to start git. */
  runner(how: Partial<GitStart>): RunGit;
}

/**
 * The repositories of this machine, for a git that is started so. GIT_DIR and the like count, as they do
 * for git, and then name the one repository.
 *
 * Without them a repository is looked for by its `.git`, which git lets no commit hold. git itself also
 * takes each folder on the way up for a bare repository if it holds HEAD, refs and objects, and obeys the
 * `config` beside them. A pull request can write all of these, so no git is started in such a folder.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository
 */
export function gitRepositories(start: GitStart): Repositories {
  const { variables, currentFolder } = start;
  const isNamed = variables["GIT_DIR"] !== undefined;
  const ask = gitRunner(start);
  // Neither changes while one command runs. Many folders share a top.
  const byFolder = new Map<string, Promise<Repository | undefined>>();
  const byTop = new Map<string, Promise<Repository | undefined>>();

  async function locate(folder: string): Promise<Repository | undefined> {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
    // With GIT_DIR alone the work tree is where the command was started, as git has it.
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

/** A line of git's output as text. Only the line feed goes: a folder's name may end in a space. */
export function lastLine(output: Buffer): string {
  return output.toString().replace(/\r?\n$/, "");
}

/**
 * The nearest folder, this one or above it, that has a `.git`; undefined if there is none. Throws a
 * Failure if a folder on the way looks like a bare repository.
 */
function topAbove(folder: string): string | undefined {
  let bare: string | undefined;
  for (const each of foldersUp(realpathSync(folder))) {
    if (looksBare(each)) bare ??= each;
    if (!hasDotGit(each)) continue;
    if (bare !== undefined) throw bareRepository(bare, each);
    return each;
  }
  // A bare repository of a server, say: there is no work tree that a pull request could fill.
  return undefined;
}

/** The folder and all above it, the nearest first. */
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
 * Whether git could take a folder for a repository's own. It asks for a HEAD, and for refs and objects:
 * there, or in the folder that a file `commondir` names, or (objects) where GIT_OBJECT_DIRECTORY says.
 */
function looksBare(folder: string): boolean {
  // git cannot read a folder that we may not look into either.
  const has = (name: string) => isThere(join(folder, name), false);
  return has("HEAD") && (has("refs") || has("commondir"));
}

/** Whether a folder has a `.git` of a repository: a file, or a folder with a HEAD, or a symlink to one. */
function hasDotGit(folder: string): boolean {
  const path = join(folder, ".git");
  if (!isThere(path, false)) return false;
  return (
    isThere(join(path, "HEAD"), true) ||
    statSync(path, { throwIfNoEntry: false })?.isFile() === true
  );
}

/**
 * With `ifBarred` what may not be looked into counts as there: to take a repository for none would look for the journal
 * of a killed run elsewhere, not find it, and send its creates again. Without a promise: it is asked
 * a dozen times for each folder, and answers from the kernel's memory.
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
