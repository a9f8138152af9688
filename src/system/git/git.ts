import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Git } from "../../core/ports.ts";
import { fileAt, namesakesOf, versionsOf } from "./history.ts";
import { maximumOutputBytes } from "./process.ts";
import { lastLine, pathInside, type Repositories } from "./repository.ts";

/** The patterns of the names that a lockfile may have. */
const lockfileNames = ["*.json", "*.lock*"];

/**
 * Returns the bytes of a file of the work tree if they are the bytes of a blob. They nearly always
 * are, and we then need not start git. A blob's name is a hash of its bytes (gitformat-loose(5)).
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
    // The file is missing or unreadable here: git has the blob.
    return undefined;
  }
}

/**
 * Returns the Git of this machine, without locks, prompts or translations. Its functions take
 * absolute paths or paths relative to `root`. A path outside the work tree is no error: git does
 * not have it. If git refuses to read a repository (its owner is another user), the functions throw
 * a Failure: "no repository" would drop the guards of git's history. They also throw a Failure if
 * git is missing but a repository exists: the repository has the journal and the ledger.
 */
export function createGit({ find, run }: Repositories): Git {
  /** The id of a file's blob at a revision; undefined if there is no such revision or file. */
  async function blob(root: string, revision: string, path: string): Promise<string | undefined> {
    const inside = await pathInside(root, path);
    // A revision that looks like a flag is no revision: git must not take it for a flag.
    if (inside === undefined || revision.startsWith("-")) return undefined;
    const commit = `${revision}^{commit}`;
    // We read the blob in two steps: `cat-file REVISION:PATH` alone fails in the same way for a
    // missing file and for a damaged repository.
    const list = ["ls-tree", "-z", commit, "--", inside];
    let entry = await run(root, list);
    // `ls-tree` also fails in the same way for a missing revision and for a damaged repository.
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
      // For a folder git would list the files in the folder.
      return answer?.output.toString() === `${inside}\0`;
    },

    async ignores(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      // Only check-ignore refuses literal pathspecs. It has no patterns, and `./` hides a colon.
      const command = ["--no-literal-pathspecs", "check-ignore", "--quiet", "--", `./${inside}`];
      const answer = await run(root, command, [0, 1]);
      return answer?.code === 0;
    },

    async changed(root, path) {
      const inside = await pathInside(root, path);
      // We look the file up in HEAD separately: status does not list an ignored file.
      if (inside === undefined || (await blob(root, "HEAD", inside)) === undefined) return true;
      const answer = await run(root, ["status", "--porcelain", "-z", "--", inside], [0]);
      return answer === undefined || answer.output.length > 0;
    },

    async everHeld(root, path) {
      const inside = await pathInside(root, path);
      if (inside === undefined) return false;
      // Without --full-history git would leave out a branch that added and removed the file.
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
      // rev-parse finds no upstream if a tag has the upstream's name, and anyone who may push can
      // make tags. for-each-ref looks no name up.
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
      // -a: git also reads files that an attribute of the repository marks as binary.
      const flags = ["-l", "-z", "-a", "-F", "--no-recurse-submodules", "-e", text];
      const grep = ["--no-literal-pathspecs", "grep", ...flags, "HEAD", "--", ...lockfileNames];
      const answer = await run(root, grep);
      // Without a commit, or without a match, grep ends with another code.
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
