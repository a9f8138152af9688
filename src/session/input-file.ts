import { relative, resolve } from "node:path";
import type { ErrorCode } from "../core/errors/codes.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { DiskError } from "../core/ports.ts";
import type { InputContext } from "./context.ts";
import { diskProblem } from "./explain-error.ts";

/** A file that the user names and we only read. */
export interface InputFile {
  /** As the user named it. */
  readonly file: string;
  readonly maximumBytes: number;
  /** How messages call it, and the stem of its codes. */
  readonly noun: "manifest" | "plan" | "list";
  /** The next step if the file does not exist. */
  readonly ifMissing: string;
}

const mebibyte = 1024 * 1024;

/** Faults of a file that the user should not have named; other faults are the disk's. */
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

/** Refuses a symlink that a pull request may have steered. Nearly every path has no symlink in it. */
async function followed(context: InputContext, path: string, file: string): Promise<void> {
  const { currentFolder, system } = context;
  const [folder = "", real] = await Promise.all([currentFolder, path].map(system.disk.realPath));
  if (real === undefined || real === resolve(folder, relative(currentFolder, path))) return;
  const { refuseForeignLink } = await import("./foreign-link.ts");
  await refuseForeignLink(context, { path, real, file });
}

/**
 * The file's bytes. Throws a Failure, exit code 3, if the file that was named cannot be read;
 * if the disk fails (EIO), its DiskError.
 */
export async function readInput(
  context: InputContext,
  { file, maximumBytes, noun, ifMissing }: InputFile,
): Promise<Uint8Array> {
  const { currentFolder, system } = context;
  const refuse = (code: ErrorCode, message: string, next?: string) =>
    failure(exitCode.invalid, code, message, next, file);
  const path = resolve(currentFolder, file);
  let bytes: Uint8Array | undefined;
  try {
    await followed(context, path, file);
    // Only read, never written: a symlink (of a monorepo, a ConfigMap) is what the user means.
    bytes = await system.disk.read(path, maximumBytes, "follow");
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
