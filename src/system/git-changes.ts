import { exitCode } from "../core/exit-code.ts";
import { failure, type Failure } from "../core/problem.ts";
import type { Repositories } from "./git-repository.ts";

/**
 * The paths, relative to the root with slashes, that are otherwise on disk than where HEAD left the
 * history of a revision (their merge base, as `git diff REVISION...` has it): committed since then or
 * not, new, removed. What git ignores is left out. Throws a Failure where there is no such revision
 * here, or no history in common.
 */
export async function changedSince(
  { run }: Pick<Repositories, "run">,
  root: string,
  revision: string,
): Promise<ReadonlySet<string>> {
  // A revision that looks like a flag is none, and must not reach git as one.
  const found = revision.startsWith("-")
    ? undefined
    : await run(root, ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`]);
  if (found?.code !== 0) throw noRevision(revision);
  const base = await run(root, ["merge-base", "HEAD", lineOf(found.output)]);
  if (base?.code !== 0) throw nothingInCommon(revision);
  // Not the plumbing, which takes a file that was only touched for a changed one.
  const flags = ["--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const changed = await run(
    root,
    ["diff", ...flags, "--ignore-submodules", lineOf(base.output), "--"],
    [0],
  );
  const added = await run(root, ["ls-files", "--others", "--exclude-standard", "-z"], [0]);
  return new Set([changed, added].flatMap((answer) => pathsOf(answer?.output)));
}

function pathsOf(output: Buffer | undefined): string[] {
  return (output?.toString() ?? "").split("\0").filter((path) => path !== "");
}

function lineOf(output: Buffer): string {
  return output.toString().trim();
}

function noRevision(revision: string): Failure {
  return failure(
    exitCode.invalid,
    "no-revision",
    `--changed-since ${JSON.stringify(revision)}: this clone has no such revision. Nothing was done.`,
    "Name a commit, tag or branch that `git log` knows here. A CI fetches one commit only: let it fetch all of history (fetch-depth: 0, GIT_DEPTH: 0).",
  );
}

function nothingInCommon(revision: string): Failure {
  return failure(
    exitCode.invalid,
    "no-common-history",
    `--changed-since ${JSON.stringify(revision)}: HEAD has no commit in common with it in this clone. Nothing was done.`,
    "A shallow clone does not reach back that far: let the CI fetch all of history (fetch-depth: 0, GIT_DEPTH: 0), or type `git fetch --unshallow`.",
  );
}
