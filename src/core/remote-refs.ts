/** A git remote that could not be asked, or did not answer: its refs are unknown now. */
export class RemoteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RemoteError";
  }
}

/**
 * The outcome of a push. Only `done` is certain: a push that was refused, or whose answer was lost,
 * may have arrived all the same, or may yet; the ref is read back to see.
 */
export type Pushed =
  { readonly push: "done" } | { readonly push: "refused" | "unclear"; readonly reason: string };

/**
 * The refs of one git remote, as far as we use them: each at a commit whose tree holds a few files.
 * Every function throws a RemoteError if the remote does not answer.
 */
export interface RemoteRefs {
  /** The remote's name: `origin`. */
  readonly name: string;
  /**
   * The commit that a ref is at; undefined if the remote has no such ref. A remote that says nothing
   * for `timeoutMs` milliseconds does not answer; without it, for as long as a push may take.
   */
  tip(ref: string, timeoutMs?: number): Promise<string | undefined>;
  /** The files with one of these names, of a commit that the ref is at or was at. */
  files(
    ref: string,
    commit: string,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * Makes a commit here. The message must make it unlike any other: two pushes must not both win.
   */
  commit(
    files: ReadonlyMap<string, Uint8Array>,
    parent: string | undefined,
    message: string,
  ): Promise<string>;
  /** One file of a commit that the ref is at, by its path; undefined if it has none. */
  file(ref: string, commit: string, path: string): Promise<Uint8Array | undefined>;
  /** Makes a commit here that differs from its parent in one file. */
  commitFile(parent: string, path: string, bytes: Uint8Array, message: string): Promise<string>;
  /**
   * Moves the branch that is checked out here from `from` to `to`, and the file's place in the index
   * with it, if it is this branch and stands there; the work tree is left as it is.
   */
  follow(branch: string, from: string, to: string, path: string): Promise<void>;
  /** Moves a ref from `expected` (undefined: it must not exist) to a commit, or leaves it alone. */
  push(ref: string, commit: string, expected: string | undefined): Promise<Pushed>;
}

/** A ref as people call it: `refs/remotes/origin/main` is `origin/main`. For display only. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes)\//, "");
}

/** The author of a commit. */
export interface CommitAuthor {
  readonly name: string;
  readonly email: string;
}

/** The owner of the lease on the remote: one run of `apply`. */
export interface LeaseOwner {
  /** Random. The argument of `anon-sync unlock --run`. */
  readonly run: string;
  readonly host: string;
  /** ISO 8601, for display. */
  readonly since: string;
  /** The page of the CI's run. */
  readonly url?: string;
}
