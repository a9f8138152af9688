import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Git } from "../../core/ports.ts";
import { fileAt, namesakesOf, versionsOf } from "./history.ts";
import { maximumOutputBytes } from "./process.ts";
import { lastLine, pathInside, type Repositories } from "./repository.ts";

/** How the files are named that may be a lockfile. */
const lockfileNames = ["*.json", "*.lock*"];

/**
 * The bytes of a file of the work tree, if they are those of a blob: nearly always they are, and git need
 * not be started for them. A blob's name is a hash of its bytes (gitformat-loose(5)).
 */
async function sameHere(path: string, id: string): Promise<Uint8Array | undefined> {
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.size > maximumOutputBytes) return undefined;
    const bytes = await readFile(path);
    const hash = createHash(id.length === 40 ? "sha1" : "sha256");
    hash.update(`blob ${bytes.length}\0`).update(bytes);
    return hash.digest("hex") === id ? bytes : undefined;
  } catch {
    // No such file here, or one that may not be read: git has the blob.
    return undefined;
  }
}

/**
 * The Git of this machine, asked without locks, prompts or translations. Paths handed to its functions
 * are absolute or relative to `root`; one outside the work tree is unknown to git, and no error.
 * A git that is there and refuses to read a repository (its owner is someone else) is a Failure:
 * to take that for "no repository" would drop the guards that git's history gives. So is a git that
 * is not there where a repository is: in that one journal and ledger are.
 */
export function createGit({ find, run }: Repositories): Git {
  /** The id of a file's blob at a revision; undefined if there is no such revision or file. */
  async function blob(root: string, revision: string, path: string): Promise<string | undefined> {
    const inside = await pathInside(root, path);
    // A revision that looks like a flag is none, and must not reach git as one.
    if (inside === undefined || revision.startsWith("-")) return undefined;
    const commit = `${revision}^{commit}`;
    // Asked for in two steps: one `cat-file REVISION:PATH` fails in the same way for a file that
    // is not there and for a repository that is damaged.
    const list = ["ls-tree", "-z", commit, "--", inside];
    let entry = await run(root, list);
    // So does this, for a revision that is not there.
    if (entry !== undefined && entry.code !== 0) {
      const found = await run(root, ["rev-parse", "--verify", "--quiet", commit]);
      if (found?.code !== 0) return undefined;
      entry = await run(root, list, [0]);
    }
    // 100644 blob ID<tab>PATH; a symlink (120000) is no file of ours.
    return /^100\d{3} blob ([0-9a-f]+)\t/.exec(entry?.output.toString() ?? "")?.[1];
  }

  return {
    async workTree(folder) {
      const repository = await find(folder);
      return repository && { root: repository.root, commonDirectory: repository.commonDirectory };
    },

    async show(root, revision, path) {
      const id = await blob(root, revision, path);
      if (id === undefined) return undefined;
      const here = await sameHere(resolve(root, path), id);
      if (here !== undefined) return here;
      return (await run(root, ["cat-file", "blob", id], [0]))?.output;
    },

    async tracks(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      const answer = await run(root, ["ls-files", "-z", "--", inside], [0]);
      // For a folder git would name what is in it.
      return answer?.output.toString() === `${inside}\0`;
    },

    async ignores(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      // The one command that takes no literal paths; it knows no patterns, and `./` hides a colon.
      const command = ["--no-literal-pathspecs", "check-ignore", "--quiet", "--", `./${inside}`];
      const answer = await run(root, command, [0, 1]);
      return answer?.code === 0;
    },

    async changed(root, path) {
      const inside = await pathInside(root, path);
      // Known to HEAD is asked by itself: status does not mention a file that is ignored.
      if (inside === undefined || (await blob(root, "HEAD", inside)) === undefined) return true;
      const answer = await run(root, ["status", "--porcelain", "-z", "--", inside], [0]);
      return answer === undefined || answer.output.length > 0;
    },

    async everHeld(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      // Without --full-history git leaves out a branch that added and removed the file.
      const flags = ["--all", "--full-history", "--max-count=1"];
      const answer = await run(root, ["rev-list", ...flags, "--", inside], [0]);
      return answer !== undefined && answer.output.length > 0;
    },

    async branch(root) {
      const answer = await run(root, ["symbolic-ref", "--quiet", "HEAD"]);
      const ref = answer?.code === 0 ? lastLine(answer.output) : "";
      return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
    },

    async head(root) {
      const answer = await run(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
      return answer?.code === 0 ? lastLine(answer.output) : undefined;
    },

    async remotes(root) {
      const answer = await run(root, ["remote"], [0]);
      return (answer?.output.toString() ?? "").split("\n").filter((name) => name !== "");
    },

    async upstream(root) {
      // rev-parse tells none if tags have names like the upstream's, and anybody who may push makes
      // tags. This looks no name up.
      const format = "--format=%(HEAD)%(upstream)";
      const answer = await run(root, ["for-each-ref", format, "refs/heads"], [0]);
      const branches = answer?.output.toString().split("\n") ?? [];
      return branches.find((one) => one.startsWith("*"))?.slice(1) || undefined;
    },

    async *versions(root, path) {
      const inside = await pathInside(root, path);
      if (inside !== undefined) yield* versionsOf(run, root, fileAt(inside), "all");
    },

    async *namesakes(root, path, history) {
      const inside = await pathInside(root, path);
      if (inside !== undefined) yield* versionsOf(run, root, namesakesOf(inside), history);
    },

    async othersHolding(root, path, text) {
      const inside = await pathInside(root, path);
      // -a: what an attribute of the repository calls binary is read, too.
      const flags = ["-l", "-z", "-a", "-F", "--no-recurse-submodules", "-e", text];
      const grep = ["--no-literal-pathspecs", "grep", ...flags, "HEAD", "--", ...lockfileNames];
      const answer = await run(root, grep);
      // Without a commit, or without a match, it ends with another code.
      if (answer?.code !== 0) return [];
      const names = answer.output.toString().split("\0").slice(0, -1);
      return names.map((name) => name.slice("HEAD:".length)).filter((name) => name !== inside);
    },

    async isBehind(root, revision, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined || revision.startsWith("-")) return false;
      const range = ["--full-history", "--max-count=1", `HEAD..${revision}`];
      const answer = await run(root, ["rev-list", ...range, "--", inside]);
      return answer?.code === 0 && answer.output.length > 0;
    },

    async isShallow(root) {
      const answer = await run(root, ["rev-parse", "--is-shallow-repository"]);
      return answer?.code === 0 && lastLine(answer.output) === "true";
    },
  };
}
