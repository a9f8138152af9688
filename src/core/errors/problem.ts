import type { ErrorCode } from "./codes.ts";

/**
 * A problem that a user can meet: every problem has a stable code, says what happened and where, and names
 * the next step to type (CONTRIBUTING.md).
 */
export interface Problem {
  /** Stable, lower case with dashes: `unknown-key`. */
  readonly code: ErrorCode;
  readonly severity: "error" | "warning";
  /** One sentence: what is wrong. */
  readonly message: string;
  /** The next step: a command to type, or a change to make. */
  readonly next?: string;
  /** The file as the user named it. */
  readonly file?: string;
  /** The position in the file; absent if the whole file is meant. */
  readonly range?: Range;
}

/** A stretch of a text; lines and columns count from 1, columns in UTF-16 code units. */
export interface Range {
  readonly start: Position;
  /** The first position after the stretch. */
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Ends a command with problems for the user and an exit code. Every other error that is thrown is a
 * bug of ours and shows a stack trace.
 */
export class Failure extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: number;
  /** The texts of the files that problems point into (file as in the problem → text). */
  readonly sources: ReadonlyMap<string, string>;

  constructor(
    exitCode: number,
    problems: readonly Problem[],
    sources: ReadonlyMap<string, string> = new Map(),
  ) {
    super(problems.map((problem) => problem.message).join("\n"));
    this.name = "Failure";
    this.exitCode = exitCode;
    this.problems = problems;
    this.sources = sources;
  }
}

/** A Failure of one problem. */
export function failure(
  exitCode: number,
  code: ErrorCode,
  message: string,
  next?: string,
  file?: string,
): Failure {
  return new Failure(exitCode, [{ code, severity: "error", message, next, file }]);
}

/** The message of an error, for people. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
