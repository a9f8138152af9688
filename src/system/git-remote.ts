import {
  RemoteError,
  type CommitAuthor,
  type Pushed,
  type RemoteRefs,
} from "../core/remote-refs.ts";
import { gitEnvironment, gitRunner, type GitAnswer, type RunGit } from "./git-process.ts";

/** A push or a fetch that has not ended after so long is given up, in milliseconds. */
const timeoutMs = 120_000;

/** Where neither CI nor git's configuration tells who runs this. */
const nobody: CommitAuthor = { name: "anon-sync", email: "anon-sync@localhost" };

/** A remote that sends nothing for half a minute is gone. Prompts and hooks of the user are not for us. */
const quietly = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"];

/**
 * The refs of a remote of the repository at `root`, through the `git` on the PATH: what it knows of
 * URLs, keys and proxies counts. The work tree, the index and the branches are never touched.
 */
export function createGitRemote(
  environment: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
  root: string,
  name: string,
  author: CommitAuthor | undefined,
): RemoteRefs {
  const variables = gitEnvironment(environment, currentFolder);
  const start = gitRunner(variables, timeoutMs);
  let committing: Promise<RunGit> | undefined;

  /** Runs git to its end. One that a signal ended (a Ctrl-C is for it, too) has given no answer. */
  async function run(arguments_: readonly string[], input?: string | Uint8Array, git = start) {
    const answer = await git(root, arguments_, undefined, input).catch((error: Error) => {
      throw new RemoteError(error.message);
    });
    if (answer === undefined) throw new RemoteError("git is not on the PATH");
    return answer;
  }

  /** Runs what must end with 0; answers its stdout. */
  async function ask(
    arguments_: readonly string[],
    input?: string | Uint8Array,
    git = start,
  ): Promise<Buffer> {
    const answer = await run(arguments_, input, git);
    if (answer.code !== 0) throw new RemoteError(reasonOf(answer));
    return answer.output;
  }

  async function has(commit: string): Promise<boolean> {
    return (await run(["cat-file", "-e", `${commit}^{tree}`])).code === 0;
  }

  /** A git that knows whose commits it makes. */
  async function committer(): Promise<RunGit> {
    const isNamed = author === undefined && (await knows("AUTHOR")) && (await knows("COMMITTER"));
    return isNamed ? start : gitRunner({ ...variables, ...authorVariables(author ?? nobody) });
  }

  async function knows(role: "AUTHOR" | "COMMITTER"): Promise<boolean> {
    return (await run(["var", `GIT_${role}_IDENT`])).code === 0;
  }

  return {
    name,

    async tip(ref) {
      const output = await ask([...quietly, "ls-remote", "--refs", "--", name, ref]);
      // It answers every ref that ends like this one.
      const lines = output.toString().split("\n");
      return lines.find((line) => line.endsWith(`\t${ref}`))?.split("\t")[0];
    },

    async files(ref, commit) {
      const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
      if (!(await has(commit)))
        await ask([...quietly, "fetch", ...flags, "--no-auto-gc", "--", name, ref]);
      const files = new Map<string, Uint8Array>();
      const list = await ask(["ls-tree", "-z", commit]);
      for (const entry of list.toString().split("\0")) {
        const [, id, path] = /^100644 blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
        if (id !== undefined && path !== undefined)
          files.set(path, await ask(["cat-file", "blob", id]));
      }
      return files;
    },

    async commit(files, parent, message) {
      const entries: string[] = [];
      for (const [path, bytes] of files) {
        const id = await ask(["hash-object", "-w", "--stdin"], bytes);
        entries.push(`100644 blob ${id.toString().trim()}\t${path}\n`);
      }
      const tree = (await ask(["mktree"], entries.join(""))).toString().trim();
      const parents = parent === undefined ? [] : ["-p", parent];
      committing ??= committer();
      const words = ["commit-tree", tree, ...parents, "-F", "-"];
      return (await ask(words, message, await committing)).toString().trim();
    },

    async push(ref, commit, expected): Promise<Pushed> {
      const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
      const flags = ["--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"];
      const push = ["-c", "push.gpgSign=false", "push", ...flags, lease];
      const answer = await run([...quietly, ...push, "--", name, `${commit}:${ref}`]);
      if (answer.code === 0) return { push: "done" };
      // `!<tab>SOURCE:REF<tab>[rejected] (stale info)`: the remote has answered for this ref.
      const refusal = answer.output.toString().match(/^!\t[^\t]*\t(.*)$/m)?.[1];
      return refusal === undefined
        ? { push: "unclear", reason: reasonOf(answer) }
        : { push: "refused", reason: refusal };
    },
  };
}

/** What git said, on one line, without the credentials that a URL may carry. */
function reasonOf({ code, error }: GitAnswer): string {
  const said = error.replaceAll(/\/\/[^/\s]*@/g, "//").replaceAll(/\s*\n\s*/g, " ");
  return said === "" ? `git ended with ${code}` : said;
}

function authorVariables({ name, email }: CommitAuthor): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
