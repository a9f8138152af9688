import { execFile } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { childEnvironment } from "../../core/child-environment.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { pinnedFlags } from "./programs.ts";
import { absoluteFolders, findProgram } from "../program.ts";

/** How one run of git ended. */
export interface GitAnswer {
  readonly code: number;
  readonly output: Buffer;
  /** git's stderr, for display only: no decision reads it. */
  readonly error: string;
}

/**
 * Starts git with the arguments in `folder`; undefined if git (or the folder) is missing or barred. With
 * `expected`, any other exit code is a Failure. `input` goes to its stdin, which is empty without it.
 */
export type RunGit = (
  folder: string,
  arguments_: readonly string[],
  expected?: readonly number[],
  input?: string | Uint8Array,
) => Promise<GitAnswer | undefined>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables by which git finds its own folders and files. */
export const pathVariables: readonly string[] = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
];

/** The largest output of one run of git, in bytes: a lockfile may have 256 MiB. */
export const maximumOutputBytes = 257 * 1024 * 1024;

/** How a RunGit starts git. */
export interface GitStart {
  /** Our own environment: git gets its variables without keys and tokens. */
  readonly variables: Environment;
  /** The folder that relative paths in the variables start from. */
  readonly currentFolder: string;
  /** The time after which we kill a run of git. The run then ends with 124, as with timeout(1). */
  readonly timeoutMs?: number;
  /** Removes secrets from git's output: git repeats the output of a remote or of a helper. */
  readonly redact?: (text: string) => string;
  /** Variables that git gets beside them: the names of a commit's author. */
  readonly added?: Environment;
  /** Whether git gets the tokens of the CI's host: a credential helper may need them. */
  readonly keepsTokens?: boolean;
}

/** Returns the environment to start git with, made from our own environment. */
function gitEnvironment(start: GitStart): Environment {
  const { variables, currentFolder, added, keepsTokens } = start;
  const result: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(childEnvironment(variables, keepsTokens))) {
    // git, and the programs that git starts, must not get our variables.
    if (name.startsWith("ANON_")) continue;
    // These variables contradict GIT_LITERAL_PATHSPECS below: git would refuse to run.
    if (/^GIT_(GLOB|NOGLOB|ICASE)_PATHSPECS$/.test(name)) continue;
    // A hook gets relative paths. They start from our current folder, not from git's.
    const isPlace = pathVariables.includes(name) && value !== undefined;
    result[name] = isPlace ? resolve(currentFolder, value) : value;
    // git searches the PATH for ssh and helpers from the work tree, which a pull request can fill.
    if (/^PATH$/i.test(name)) result[name] = absoluteFolders(value ?? "").join(delimiter);
  }
  return {
    ...result,
    ...added,
    // git makes no index.lock: our `git status` must not make a parallel `git commit` fail.
    GIT_OPTIONAL_LOCKS: "0",
    // Our paths are never patterns: a file may have the name `:(glob)*`.
    GIT_LITERAL_PATHSPECS: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/**
 * Returns a RunGit that starts the `git` on the PATH, with the pinned settings of programs.ts. We
 * use no shell, and look no program up in the folder that git runs in: a pull request may have
 * filled it.
 */
export function gitRunner(how: GitStart): RunGit {
  const { variables, currentFolder, timeoutMs = 0, redact = (text) => text } = how;
  let program: Promise<string | undefined> | undefined;
  let env: Environment | undefined;
  return async (folder, arguments_, expected, input) => {
    const file = await (program ??= findProgram("git", variables, currentFolder));
    if (file === undefined) return undefined;
    env ??= gitEnvironment(how);
    return new Promise((done, fail) => {
      const start = () =>
        execFile(
          file,
          [...pinnedFlags, ...arguments_],
          {
            cwd: folder,
            env,
            encoding: "buffer",
            maxBuffer: maximumOutputBytes,
            timeout: timeoutMs,
          },
          (error, output, errorOutput) => {
            const isLate = error?.killed === true && error.signal === "SIGTERM";
            const text = isLate
              ? `git did not end within ${timeoutMs / 1_000} s`
              : redact(errorOutput.toString().trim());
            const code = error === null ? 0 : isLate ? 124 : error.code;
            if (isMissing(code)) return done(undefined);
            if (typeof code === "number" && (expected?.includes(code) ?? true))
              return done({ code, output, error: text });
            const end = error?.signal ? `it was ended by ${error.signal}` : error?.message;
            return fail(gitFailure(arguments_, text || redact(end ?? "")));
          },
        );
      try {
        // If git ends before it has read all input, its exit code gives the reason.
        start()
          .stdin?.on("error", () => undefined)
          .end(input);
      } catch (error) {
        // Node throws at once if `folder` is a file, and calls back if there is none.
        if (!isMissing((error as NodeJS.ErrnoException).code)) throw error;
        done(undefined);
      }
    });
  };
}

function isMissing(code: string | number | null | undefined): boolean {
  // EACCES: we may not start git, or not in this folder.
  return code === "ENOENT" || code === "ENOTDIR" || code === "EACCES";
}

function gitFailure(arguments_: readonly string[], text: string): Error {
  const command = `git ${arguments_.join(" ")}`;
  return failure(
    exitCode.failed,
    "git-failed",
    `\`${command}\` failed: ${text}`,
    "Make `git status` and `git fsck` work in this folder, then run this again.",
  );
}
