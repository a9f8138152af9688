import { exitCode } from "../../core/errors/exit-code.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import { quotedWord } from "../../core/shell-words.ts";
import type { RunGit } from "./process.ts";
import type { Repositories } from "./repository.ts";

/**
 * The paths, relative to the root with slashes, that are otherwise on disk than where HEAD left the
 * history of a revision (their merge base, as `git diff REVISION...` has it): committed since then or
 * not, new, removed. What git ignores is left out. Throws a Failure if there is no such revision
 * here, or more than one, or no history in common.
 */
export async function changedSince(
  { run }: Pick<Repositories, "run">,
  root: string,
  revision: string,
): Promise<ReadonlySet<string>> {
  // A revision that looks like a flag is no revision: git must not take it for a flag.
  const found = revision.startsWith("-")
    ? undefined
    : await run(root, ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`]);
  if (found?.code !== 0) throw noRevision(revision);
  const named = await refsNamed(run, root, revision);
  if (named.length > 1) throw ambiguous(revision, named);
  const base = await run(root, ["merge-base", "HEAD", lineOf(found.output)]);
  if (base?.code !== 0) throw nothingInCommon(revision);
  // We use `diff`: git's plumbing takes a file that was only touched for a changed file.
  const flags = ["--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const changed = await run(
    root,
    ["diff", ...flags, "--ignore-submodules", lineOf(base.output), "--"],
    [0],
  );
  const added = await run(root, ["ls-files", "--others", "--exclude-standard", "-z"], [0]);
  return new Set([changed, added].flatMap((answer) => pathsOf(answer?.output)));
}

/**
 * Returns the refs that a revision may mean, in git's order
 * (https://git-scm.com/docs/gitrevisions). git takes the first ref and warns. A clone fetches tags
 * with the rest, so a tag `origin/main` would hide changes.
 */
async function refsNamed(run: RunGit, root: string, revision: string): Promise<readonly string[]> {
  // We remove the steps after the name: origin/main~2, main@{1}.
  const name = revision.replace(/([~^:]|@\{).*$/s, "");
  const meant = ["refs", "refs/tags", "refs/heads", "refs/remotes"].map((at) => `${at}/${name}`);
  const answer = await run(root, ["for-each-ref", "--format=%(refname)", "--", ...meant], [0]);
  // A pattern also matches all refs below its name.
  const there = new Set((answer?.output.toString() ?? "").split("\n"));
  return meant.filter((ref) => there.has(ref));
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

function ambiguous(revision: string, refs: readonly string[]): Failure {
  return failure(
    exitCode.invalid,
    "ambiguous-revision",
    `--changed-since ${JSON.stringify(revision)} is several things in this clone: ${refs.join(" and ")}. Nothing was done.`,
    `Write the whole name of the one that is meant: --changed-since ${quotedWord(refs.at(-1) ?? "")}`,
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
