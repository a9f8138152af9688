import { RemoteError, type CommitAuthor } from "../../core/remote-refs.ts";
import type { GitAnswer, RunGit } from "./process.ts";
import type { Repositories } from "./repository.ts";

/** The time after which we abandon a push or a fetch, in milliseconds. */
const patienceMs = 120_000;

/** The author if neither CI nor git's configuration names one. */
const nobody: CommitAuthor = { name: "anon-sync", email: "anon-sync@localhost" };

/** One entry of a tree. */
export interface TreeEntry {
  /** Octal: 100644, 040000. */
  readonly mode: string;
  readonly id: string;
  /** One character for each byte: git's names are bytes, and not always UTF-8. */
  readonly name: string;
}

/** The objects of one repository, and git itself. Every function throws a RemoteError if git fails. */
export interface GitObjects {
  /** Runs git to its end, with any exit code. A run that a signal ended throws a RemoteError. */
  run(arguments_: readonly string[]): Promise<GitAnswer>;
  /** Runs a git command that contacts a remote; we abandon the command after `timeoutMs`. */
  runAtRemote(arguments_: readonly string[], timeoutMs?: number): Promise<GitAnswer>;
  /** Whether the repository has a commit. */
  has(commit: string): Promise<boolean>;
  /** The entries of a tree, those at a path if one is named. */
  entries(tree: string, path?: string): Promise<readonly TreeEntry[]>;
  read(blob: string): Promise<Uint8Array>;
  /** Makes a tree of these files alone. */
  treeOf(files: ReadonlyMap<string, Uint8Array>): Promise<string>;
  /** Makes a tree that differs from `tree` in one file. Objects that a partial clone lacks stay. */
  treeWith(tree: string, path: string, bytes: Uint8Array): Promise<string>;
  commit(tree: string, parent: string | undefined, message: string): Promise<string>;
}

/** The flags by which git abandons a remote that sends nothing for half a minute. */
const quietly = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"];

/** Returns the objects of the repository at `root`. */
export function gitObjects(
  repositories: Repositories,
  root: string,
  author: CommitAuthor | undefined,
): GitObjects {
  const start = repositories.runner({ timeoutMs: patienceMs });
  let committing: Promise<RunGit> | undefined;

  /** Runs git to its end. Throws a RemoteError if a signal ended git: a Ctrl-C reaches git, too. */
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

  /** Runs a git command that must end with 0; returns its stdout. */
  async function ask(
    arguments_: readonly string[],
    input?: string | Uint8Array,
    git = start,
  ): Promise<Buffer> {
    return outputOf(await run(arguments_, input, git));
  }

  /** Returns a RunGit with an author and a committer. */
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
    // The repository may lack some named objects: submodules, and those a partial clone left out.
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

/** Whether an entry is a regular file. A symlink (120000) is no file of ours. */
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

/** The largest part of git's stderr that we show, in characters: a remote may send any amount. */
const shownLength = 2_000;

/** Returns the end of git's stderr, on one line, without credentials of URLs. */
export function reasonOf({ code, error }: GitAnswer): string {
  // Line by line: a pattern with white space around a line feed would take quadratic time.
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
