import type { CommitAuthor, Pushed, RemoteRefs } from "../../core/remote-refs.ts";
import { gitObjects, isFile, line, outputOf, reasonOf } from "./objects.ts";
import type { Repositories } from "./repository.ts";

/**
 * Returns the refs of a remote of the repository at `root`. The `git` on the PATH does the work,
 * with its own settings for URLs, keys and proxies. We never change the work tree. Only `follow`
 * changes the index and the branches.
 */
export function createGitRemote(
  repositories: Repositories,
  root: string,
  name: string,
  author: CommitAuthor | undefined,
): RemoteRefs {
  const objects = gitObjects(repositories, root, author);
  const { run, runAtRemote } = objects;

  async function fetchUnlessHere(ref: string, commit: string): Promise<void> {
    if (await objects.has(commit)) return;
    const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
    outputOf(await runAtRemote(["fetch", ...flags, "--no-auto-gc", "--", name, ref]));
  }

  return {
    name,

    async tip(ref, timeoutMs) {
      const question = ["ls-remote", "--refs", "--", name, ref];
      const output = outputOf(await runAtRemote(question, timeoutMs));
      // ls-remote lists every ref that ends like this ref.
      const lines = output.toString().split("\n");
      return lines.find((line) => line.endsWith(`\t${ref}`))?.split("\t")[0];
    },

    async files(ref, commit, names) {
      await fetchUnlessHere(ref, commit);
      const files = new Map<string, Uint8Array>();
      // Anyone who may push can put other files there, of any number and size.
      for (const entry of await objects.entries(`${commit}^{tree}`))
        if (isFile(entry) && names.includes(entry.name))
          files.set(entry.name, await objects.read(entry.id));
      return files;
    },

    async file(ref, commit, path) {
      await fetchUnlessHere(ref, commit);
      const [entry] = await objects.entries(commit, path);
      return entry !== undefined && isFile(entry) ? objects.read(entry.id) : undefined;
    },

    async commitFile(parent, path, bytes, message) {
      const tree = await objects.treeWith(`${parent}^{tree}`, path, bytes);
      return objects.commit(tree, parent, message);
    },

    async follow(branch, from, to, path) {
      const head = await run(["symbolic-ref", "--quiet", "HEAD"]);
      if (line(head.output) !== `refs/heads/${branch}`) return;
      const at = await run(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]);
      const [entry] = await objects.entries(to, path);
      if (line(at.output) !== from || entry === undefined) return;
      // The index first: if another git has locked it, the branch stays behind as it was. The
      // other way round the next commit here would take the file back.
      const place = `${entry.mode},${entry.id},${path}`;
      const indexed = await run(["update-index", "--add", "--cacheinfo", place]);
      if (indexed.code === 0)
        await run(["update-ref", "-m", "anon-sync", `refs/heads/${branch}`, to, from]);
    },

    async commit(files, parent, message) {
      return objects.commit(await objects.treeOf(files), parent, message);
    },

    async push(ref, commit, expected): Promise<Pushed> {
      const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
      const flags = ["--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"];
      const command = ["push", ...flags, lease, "--", name, `${commit}:${ref}`];
      const answer = await runAtRemote(command);
      if (answer.code === 0) return { push: "done" };
      // With a line `!<tab>SOURCE:REF<tab>[rejected] (stale info)` the remote refuses this ref.
      const refusal = answer.output.toString().match(/^!\t[^\t]*\t(.*)$/m)?.[1];
      return refusal === undefined
        ? { push: "unclear", reason: reasonOf(answer) }
        : { push: "refused", reason: repositories.redact(refusal) };
    },
  };
}
