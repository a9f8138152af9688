import { resolve } from "node:path";
import type { ErrorCode } from "../core/error-catalogue.ts";
import { exitCode } from "../core/exit-code.ts";
import { DiskError } from "../core/ports.ts";
import { failure } from "../core/problem.ts";
import type { Context } from "./context.ts";
import { diskProblem } from "./explain-error.ts";

/** A file that the user names and we only read. */
export interface InputFile {
  /** As the user named it. */
  readonly file: string;
  readonly maximumBytes: number;
  /** How messages call it, and the stem of its codes. */
  readonly noun: "manifest" | "plan" | "list";
  /** What to do where it is not there. */
  readonly ifMissing: string;
}

const mebibyte = 1024 * 1024;

/** What makes a file one that the user should not have named; the rest is the disk's trouble. */
const mistakes = [
  "ENOENT",
  "ENOTDIR",
  "EACCES",
  "EPERM",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "NOT_A_FILE",
];

/**
 * The file's bytes. Throws a Failure, exit code 3, where the file that was named cannot be read;
 * where the disk fails (EIO), its DiskError.
 */
export async function readInput(
  { currentFolder, system }: Pick<Context, "currentFolder" | "system">,
  { file, maximumBytes, noun, ifMissing }: InputFile,
): Promise<Uint8Array> {
  const refuse = (code: ErrorCode, message: string, next?: string) =>
    failure(exitCode.invalid, code, message, next, file);
  let bytes: Uint8Array | undefined;
  try {
    // Only read, never written: a symlink (of a monorepo, a ConfigMap) is what the user means.
    bytes = await system.disk.read(resolve(currentFolder, file), maximumBytes, "follow");
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    if (error.code === "TOO_LARGE")
      throw refuse(
        "file-too-large",
        `The ${noun} is larger than ${maximumBytes / mebibyte} MiB.`,
        "Name the right file.",
      );
    if (!mistakes.includes(error.code)) throw error;
    const { message, next } = diskProblem(error);
    throw refuse(`${noun}-unreadable`, `The ${noun} cannot be read. ${message}`, next);
  }
  if (bytes === undefined)
    throw refuse(`no-${noun}`, `There is no ${noun} ${file} here.`, ifMissing);
  return bytes;
}
