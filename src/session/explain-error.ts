import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, type Problem } from "../core/errors/problem.ts";
import { DiskError } from "../core/ports.ts";
import { version } from "../core/version.ts";
import { renderProblems } from "../report/problems/problems.ts";
import { escapeText } from "../report/text.ts";
import type { Output } from "./context.ts";

/** Tells a person why a command ended, and answers its exit code. */
export function explainError(error: unknown, err: Pick<Output, "write" | "style">): number {
  if (error instanceof Failure) {
    err.write(renderProblems(error.problems, error.sources, err.style));
    return error.exitCode;
  }
  if (error instanceof DiskError) {
    err.write(renderProblems([diskProblem(error)], new Map(), err.style));
    return exitCode.failed;
  }
  const lines = [
    `This is a bug in anon-sync ${version}. Please report it with the lines below.`,
    "Nothing that was announced is lost: `anon-sync status` shows what is known.",
    "",
    ...stackLines(error),
  ];
  err.write(`${lines.join("\n")}\n`);
  return exitCode.failed;
}

/** A DiskError in people's words: what was tried on which path, and what to do. */
export function diskProblem({ code, path, message }: DiskError): Problem {
  const [what, next] = sentences[code] ?? [
    `failed (${message})`,
    "Look at the disk, then run this again.",
  ];
  // A disk that takes no bytes, and does not say why, is not asked about one file.
  const where = path === "" ? "The disk" : path;
  return { code: "disk-error", severity: "error", message: `${where}: ${what}.`, next };
}

const permission = [
  "permission denied",
  "Make the file and its folder yours (ls -l shows whose they are), then run this again.",
] as const;
const full = ["the disk is full", "Make room, then run this again."] as const;
const open = [
  "too many files are open",
  "Raise the limit (ulimit -n), then run this again.",
] as const;
const missing = ["there is no such folder", "Make the folder, or name another one."] as const;

const sentences: Readonly<Record<string, readonly [what: string, next: string]>> = {
  EACCES: permission,
  EPERM: permission,
  EROFS: ["the file system is read-only", "Run this where files can be written."],
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: [
    "it would be larger than this process may make a file",
    "Raise the limit (ulimit -f shows it), then run this again.",
  ],
  EIO: ["the disk failed", "Look at the disk (dmesg), and run this on one that works."],
  EMFILE: open,
  ENFILE: open,
  ENOENT: missing,
  ENOTDIR: missing,
  EEXIST: ["it is there already, and is not overwritten", "Move it away, or name another file."],
  NOT_A_FILE: [
    "it is not a regular file (but a folder, a link or a pipe)",
    "Name the file itself, or move what stands there away.",
  ],
  TOO_LARGE: ["it is too large", "Name the right file."],
};

/** The stack of an error and of its causes, each line safe for a terminal and for a runner. */
function stackLines(error: unknown): readonly string[] {
  const lines: string[] = [];
  for (let each = error, depth = 0; each !== undefined && depth < 5; depth += 1) {
    const text = each instanceof Error ? (each.stack ?? each.message) : String(each);
    lines.push(
      ...text.split("\n").map((line, at) => (depth > 0 && at === 0 ? `Cause: ${line}` : line)),
    );
    each = each instanceof Error ? each.cause : undefined;
  }
  // A line that begins with `::` is a command to a runner, also behind white space.
  return lines.map((line) => escapeText(line).replace(/^\s*(?=::)/, "| "));
}
