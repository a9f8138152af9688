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
 * URLs, keys and proxies counts. The work tree is never touched, and but for `follow` neither are the
 * index and the branches.
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

  async function fetchUnlessHere(ref: string, commit: string): Promise<void> {
    if (await has(commit)) return;
    const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
    await ask([...quietly, "fetch", ...flags, "--no-auto-gc", "--", name, ref]);
  }

  async function entriesOf(tree: string): Promise<Entry[]> {
    return parseEntries(await ask(["ls-tree", "-z", tree]));
  }

  /** A tree with a blob at a path. Submodules, and what a partial clone lacks, stay as they are. */
  async function treeWith(
    tree: string | undefined,
    [first = "", ...rest]: readonly string[],
    blob: string,
  ): Promise<string> {
    const entries = tree === undefined ? [] : await entriesOf(tree);
    const old = entries.find((entry) => entry.name === first);
    const below = old?.mode === "040000" ? old.id : undefined;
    const entry: Entry =
      rest.length === 0
        ? {
            mode: old !== undefined && isFile(old.mode) ? old.mode : "100644",
            id: blob,
            name: first,
          }
        : { mode: "040000", id: await treeWith(below, rest, blob), name: first };
    const others = entries.filter(({ name: other }) => other !== first);
    const text = [...others, entry].map(
      ({ mode, id, name: path }) => `${mode} ${typeOf(mode)} ${id}\t${path}\0`,
    );
    const bytes = Buffer.from(text.join(""), "latin1");
    return line(await ask(["mktree", "-z", "--missing"], bytes));
  }

  async function commitTree(
    tree: string,
    parent: string | undefined,
    message: string,
  ): Promise<string> {
    committing ??= committer();
    const parents = parent === undefined ? [] : ["-p", parent];
    const words = ["commit-tree", tree, ...parents, "-F", "-"];
    return line(await ask(words, message, await committing));
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
      await fetchUnlessHere(ref, commit);
      const files = new Map<string, Uint8Array>();
      for (const { mode, id, name: path } of await entriesOf(`${commit}^{tree}`))
        if (isFile(mode)) files.set(path, await ask(["cat-file", "blob", id]));
      return files;
    },

    async file(ref, commit, path) {
      await fetchUnlessHere(ref, commit);
      const [entry] = parseEntries(await ask(["ls-tree", "-z", commit, "--", path]));
      return entry !== undefined && isFile(entry.mode)
        ? ask(["cat-file", "blob", entry.id])
        : undefined;
    },

    async commitFile(parent, path, bytes, message) {
      const blob = line(await ask(["hash-object", "-w", "--stdin"], bytes));
      const names = Buffer.from(path).toString("latin1").split("/");
      const tree = await treeWith(`${parent}^{tree}`, names, blob);
      return commitTree(tree, parent, message);
    },

    async follow(branch, from, to, path) {
      const head = await run(["symbolic-ref", "--quiet", "HEAD"]);
      if (line(head.output) !== `refs/heads/${branch}`) return;
      const moved = await run(["update-ref", "-m", "anon-sync", `refs/heads/${branch}`, to, from]);
      if (moved.code !== 0) return;
      const [entry] = parseEntries(await ask(["ls-tree", "-z", to, "--", path]));
      if (entry === undefined) return;
      const place = `${entry.mode},${entry.id},${path}`;
      await ask(["update-index", "--add", "--cacheinfo", place]);
    },

    async commit(files, parent, message) {
      const entries: string[] = [];
      for (const [path, bytes] of files) {
        const id = await ask(["hash-object", "-w", "--stdin"], bytes);
        entries.push(`100644 blob ${line(id)}\t${path}\n`);
      }
      return commitTree(line(await ask(["mktree"], entries.join(""))), parent, message);
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

/** One entry of a tree. */
interface Entry {
  /** Octal: 100644, 040000. */
  readonly mode: string;
  readonly id: string;
  /** A character a byte: git's names are bytes, and not always UTF-8. */
  readonly name: string;
}

function parseEntries(output: Buffer): Entry[] {
  return output
    .toString("latin1")
    .split("\0")
    .flatMap((text) => {
      const [, mode, id, name] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.*)$/s.exec(text) ?? [];
      return mode === undefined || id === undefined || name === undefined
        ? []
        : [{ mode, id, name }];
    });
}

/** A symlink (120000) is no file of ours. */
function isFile(mode: string): boolean {
  return mode.startsWith("100");
}

function typeOf(mode: string): string {
  if (mode === "040000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}

function line(output: Buffer): string {
  return output.toString().trim();
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
