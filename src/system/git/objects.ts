import { RemoteError, type CommitAuthor } from "../../core/remote-refs.ts";
import type { GitAnswer, RunGit } from "./process.ts";
import type { Repositories } from "./repository.ts";

/** A push or a fetch that has not ended after so long is given up, in milliseconds. */
const patienceMs = 120_000;

/** The author if neither CI nor git's configuration names one. */
const nobody: CommitAuthor = { name: "anon-sync", email: "anon-sync@localhost" };

/** One entry of a tree. */
export interface TreeEntry {
  /** Octal: 100644, 040000. */
  readonly mode: string;
  readonly id: string;
  /** A character a byte: git's names are bytes, and not always UTF-8. */
  readonly name: string;
}

/** The objects of one repository, and git itself. Every function throws a RemoteError if git fails. */
export interface GitObjects {
  /** Runs git to its end, whatever that is. One that a signal ended has given no answer. */
  run(arguments_: readonly string[]): Promise<GitAnswer>;
  /** The same for a command that speaks to a remote, which is given up after `timeoutMs`. */
  runAtRemote(arguments_: readonly string[], timeoutMs?: number): Promise<GitAnswer>;
  /** Whether a commit is here. */
  has(commit: string): Promise<boolean>;
  /** The entries of a tree, those at a path if one is named. */
  entries(tree: string, path?: string): Promise<readonly TreeEntry[]>;
  read(blob: string): Promise<Uint8Array>;
  /** A tree of these files alone. */
  treeOf(files: ReadonlyMap<string, Uint8Array>): Promise<string>;
  /** A tree that differs from another one in one file. What a partial clone lacks stays as it is. */
  treeWith(tree: string, path: string, bytes: Uint8Array): Promise<string>;
  commit(tree: string, parent: string | undefined, message: string): Promise<string>;
}

/** A remote that sends nothing for half a minute is gone. */
const quietly = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"];

/** The objects of the repository at `root`. */
export function gitObjects(
  repositories: Repositories,
  root: string,
  author: CommitAuthor | undefined,
): GitObjects {
  const start = repositories.runner({ timeoutMs: patienceMs });
  let committing: Promise<RunGit> | undefined;

  /** Runs git to its end. One that a signal ended (a Ctrl-C is for it, too) has given no answer. */
  async function run(
    arguments_: readonly string[],
    input?: string | Uint8Array,
    git = start,
  ): Promise<GitAnswer> {
    const answer = await git(root, arguments_, undefined, input).catch((error: Error) => {
      throw new RemoteError(error.message);
    });
    if (answer === undefined) throw new RemoteError("there is no repository here");
    return answer;
  }

  /** Runs what must end with 0; answers its stdout. */
  async function ask(
    arguments_: readonly string[],
    input?: string | Uint8Array,
    git = start,
  ): Promise<Buffer> {
    return outputOf(await run(arguments_, input, git));
  }

  /** A git that knows whose commits it makes. */
  async function committer(): Promise<RunGit> {
    const isNamed = author === undefined && (await knows("AUTHOR")) && (await knows("COMMITTER"));
    return isNamed ? start : repositories.runner({ added: authorVariables(author ?? nobody) });
  }

  async function knows(role: "AUTHOR" | "COMMITTER"): Promise<boolean> {
    return (await run(["var", `GIT_${role}_IDENT`])).code === 0;
  }

  async function write(bytes: Uint8Array): Promise<string> {
    return line(await ask(["hash-object", "-w", "--stdin"], bytes));
  }

  async function entries(tree: string, path?: string): Promise<readonly TreeEntry[]> {
    return parseEntries(
      await ask(["ls-tree", "-z", tree, ...(path === undefined ? [] : ["--", path])]),
    );
  }

  async function makeTree(tree: readonly TreeEntry[]): Promise<string> {
    const text = tree.map(({ mode, id, name }) => `${mode} ${typeOf(mode)} ${id}\t${name}\0`);
    // Submodules, and what a partial clone lacks, are named and not here.
    return line(await ask(["mktree", "-z", "--missing"], Buffer.from(text.join(""), "latin1")));
  }

  async function replaced(
    tree: string | undefined,
    [first = "", ...rest]: readonly string[],
    blob: string,
  ): Promise<string> {
    const all = tree === undefined ? [] : await entries(tree);
    const old = all.find((entry) => entry.name === first);
    const below = old?.mode === "040000" ? old.id : undefined;
    const mode = old !== undefined && isFile(old) ? old.mode : "100644";
    const entry: TreeEntry =
      rest.length === 0
        ? { mode, id: blob, name: first }
        : { mode: "040000", id: await replaced(below, rest, blob), name: first };
    return makeTree([...all.filter(({ name }) => name !== first), entry]);
  }

  return {
    run: (arguments_) => run(arguments_),
    runAtRemote: (arguments_, timeoutMs = patienceMs) => {
      const git = repositories.runner({ timeoutMs, keepsTokens: true });
      return run([...quietly, ...arguments_], undefined, git);
    },
    has: async (commit) => (await run(["cat-file", "-e", `${commit}^{tree}`])).code === 0,
    entries,
    read: (blob) => ask(["cat-file", "blob", blob]),

    async treeOf(files) {
      const made: TreeEntry[] = [];
      for (const [name, bytes] of files)
        made.push({ mode: "100644", id: await write(bytes), name });
      return makeTree(made);
    },

    async treeWith(tree, path, bytes) {
      const names = Buffer.from(path).toString("latin1").split("/");
      return replaced(tree, names, await write(bytes));
    },

    async commit(tree, parent, message) {
      committing ??= committer();
      const parents = parent === undefined ? [] : ["-p", parent];
      const words = ["commit-tree", tree, ...parents, "-F", "-"];
      return line(await ask(words, message, await committing));
    },
  };
}

function parseEntries(output: Buffer): TreeEntry[] {
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
export function isFile({ mode }: Pick<TreeEntry, "mode">): boolean {
  return mode.startsWith("100");
}

function typeOf(mode: string): string {
  if (mode === "040000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}

/** The output of a git that ended with 0. Throws a RemoteError for any other end. */
export function outputOf(answer: GitAnswer): Buffer {
  if (answer.code !== 0) throw new RemoteError(reasonOf(answer));
  return answer.output;
}

/** git's output, on one line. */
export function line(output: Buffer): string {
  return output.toString().trim();
}

/** The most of what git said that is shown. A remote may send as much as it likes. */
const shownLength = 2_000;

/** The end of what git said, on one line, without the credentials that a URL may carry. */
export function reasonOf({ code, error }: GitAnswer): string {
  // Line by line: a pattern with white space on both sides of a line feed takes the square of it.
  const lines = error.replaceAll(/\/\/[^/\s]*@/g, "//").split("\n");
  const text = lines
    .flatMap((one) => one.trim() || [])
    .join(" ")
    .slice(-shownLength);
  return text === "" ? `git ended with ${code}` : text;
}

function authorVariables({ name, email }: CommitAuthor): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
