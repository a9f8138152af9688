import { dirname } from "node:path";
import { createGit } from "./git.ts";
import { pathVariables, type GitStart } from "./process.ts";
import { gitRepositories, isInGitFolder, type Repositories } from "./repository.ts";

/** Whether a file at an absolute path could travel with a repository: see createGitReach. */
export type GitReach = (path: string) => Promise<boolean>;

/** Variables that name a repository, or the folders where the search for it stops. */
const repositoryVariables = [...pathVariables, "GIT_CEILING_DIRECTORIES"];

/**
 * Tells what git could take along: what is in a work tree and not ignored, and what is in git's own
 * folder. The file's folder says which repository that is, since GIT_DIR names another one in every
 * hook; if the environment names one (`named`), that counts as well: its work tree may be anywhere.
 * Rejects with a Failure if there is a repository that git cannot read, or no git to read it.
 */
export function createGitReach(start: GitStart, named: Repositories): GitReach {
  const { variables } = start;
  const isNamed = variables["GIT_DIR"] !== undefined;
  const unnamed = Object.fromEntries(
    Object.entries(variables).filter(([name]) => !repositoryVariables.includes(name)),
  );
  const gits = [...(isNamed ? [gitRepositories({ ...start, variables: unnamed })] : []), named].map(
    createGit,
  );

  return async (path) => {
    const folder = dirname(path);
    if (isInGitFolder(folder)) return true;
    for (const git of gits) {
      const workTree = await git.workTree(folder);
      if (workTree !== undefined && !(await git.ignores(workTree.root, path))) return true;
    }
    return false;
  };
}
