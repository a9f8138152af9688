import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { failure } from "../core/problem.ts";

/** How one run of git ended. */
export interface GitAnswer {
  readonly code: number;
  readonly output: Buffer;
  /** What git said on stderr, for display only: no decision reads it. */
  readonly error: string;
}

/**
 * Starts git with the arguments in `folder`; undefined where git (or the folder) is missing or barred. With
 * `expected`, any other exit code is a Failure. `input` goes to its stdin, which is empty without it.
 */
export type RunGit = (
  folder: string,
  arguments_: readonly string[],
  expected?: readonly number[],
  input?: string | Uint8Array,
) => Promise<GitAnswer | undefined>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that git takes a path of its own from. */
export const pathVariables: readonly string[] = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
];

/** The most that one run of git may print: a lockfile may have 256 MiB. */
export const maximumOutputBytes = 257 * 1024 * 1024;

/** The environment to start git with, made of ours. */
export function gitEnvironment(environment: Environment, currentFolder: string): Environment {
  const result: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(environment)) {
    // Keys are not git's business, nor that of what a repository's config makes it start.
    if (name.startsWith("ANON_")) continue;
    // These contradict the literal paths asked for below, and git would refuse to run.
    if (/^GIT_(GLOB|NOGLOB|ICASE)_PATHSPECS$/.test(name)) continue;
    // Hooks get relative ones; they mean the folder that we were started in, not the one git is.
    const isPath = pathVariables.includes(name) && value !== undefined;
    result[name] = isPath ? resolve(currentFolder, value) : value;
  }
  return {
    ...result,
    // No index.lock: a `git commit` beside us must not fail because of our `git status`.
    GIT_OPTIONAL_LOCKS: "0",
    // A file may be named `:(glob)*`; paths are paths here, never patterns.
    GIT_LITERAL_PATHSPECS: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/**
 * A RunGit with that environment. No shell is involved. A git that has not ended after `timeoutMs` is
 * killed, and ends with the code 124, as timeout(1) has it.
 */
export function gitRunner(environment: Environment, timeoutMs = 0): RunGit {
  return (folder, arguments_, expected, input) =>
    new Promise((done, fail) => {
      const start = () =>
        execFile(
          "git",
          // A file system monitor would be started for one question and outlive us.
          ["-c", "core.fsmonitor=false", ...arguments_],
          {
            cwd: folder,
            env: environment,
            encoding: "buffer",
            maxBuffer: maximumOutputBytes,
            timeout: timeoutMs,
          },
          (error, output, errorOutput) => {
            const isLate = error?.killed === true && error.signal === "SIGTERM";
            const said = isLate
              ? `git did not end within ${timeoutMs / 1_000} s`
              : errorOutput.toString().trim();
            const code = error === null ? 0 : isLate ? 124 : error.code;
            if (isMissing(code)) return done(undefined);
            if (typeof code === "number" && (expected?.includes(code) ?? true))
              return done({ code, output, error: said });
            const end = error?.signal ? `it was ended by ${error.signal}` : error?.message;
            return fail(gitFailure(arguments_, said || end || ""));
          },
        );
      try {
        // A git that ends before it has read everything says why with its exit code.
        start()
          .stdin?.on("error", () => undefined)
          .end(input);
      } catch (error) {
        // Node throws at once where `folder` is a file, and calls back where there is none.
        if (!isMissing((error as NodeJS.ErrnoException).code)) throw error;
        done(undefined);
      }
    });
}

function isMissing(code: string | number | null | undefined): boolean {
  // EACCES: git may not be started, or not in this folder.
  return code === "ENOENT" || code === "ENOTDIR" || code === "EACCES";
}

function gitFailure(arguments_: readonly string[], said: string): Error {
  const command = `git ${arguments_.join(" ")}`;
  return failure(
    exitCode.failed,
    "git-failed",
    `\`${command}\` failed: ${said}`,
    "Make `git status` and `git fsck` work in this folder, then run this again.",
  );
}
