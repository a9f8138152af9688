import { dirname } from "node:path";
import { createGit } from "./git.ts";
import { gitEnvironment, gitRunner, pathVariables } from "./git-process.ts";

/** Whether a file at an absolute path could travel with a repository: see createGitReach. */
export type GitReach = (path: string) => Promise<boolean>;

/** What says which repository is meant, or where to stop looking for it. */
const repositoryVariables = [...pathVariables, "GIT_CEILING_DIRECTORIES"];

/**
 * Tells what git could take along: what is in a work tree and not ignored, and what is in git's own
 * folder. The file's folder says which repository that is, since GIT_DIR names another one in every
 * hook; where the environment names one, that counts as well: its work tree may be anywhere.
 * Rejects with a Failure where there is a repository that git cannot read, or no git to read it.
 */
export function createGitReach(
  environment: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
): GitReach {
  const unnamed = Object.fromEntries(
    Object.entries(environment).filter(([name]) => !repositoryVariables.includes(name)),
  );
  const run = gitRunner(gitEnvironment(unnamed, currentFolder));
  const isNamed = environment["GIT_DIR"] !== undefined;
  const gits = (isNamed ? [unnamed, environment] : [unnamed]).map((variables) =>
    createGit(variables, currentFolder),
  );

  return async (path) => {
    const folder = dirname(path);
    const own = await run(folder, ["rev-parse", "--is-inside-git-dir"]);
    if (own?.code === 0 && own.output.toString().trim() === "true") return true;
    for (const git of gits) {
      const workTree = await git.workTree(folder);
      if (workTree !== undefined && !(await git.ignores(workTree.root, path))) return true;
    }
    return false;
  };
}
