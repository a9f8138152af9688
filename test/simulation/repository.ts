import type { Git, GitVersion } from "../../src/core/ports.ts";

/** The part of a repository that commands read: versions of the one lockfile. */
export class Repository {
  /** The lockfile in HEAD. */
  head: Uint8Array | undefined;
  /** The lockfile on the remote. */
  upstream: Uint8Array | undefined;
  /** The lockfiles before HEAD, oldest first. */
  readonly #history: Uint8Array[] = [];
  readonly #hasRemote: boolean;

  constructor({ hasRemote = false }: { hasRemote?: boolean } = {}) {
    this.#hasRemote = hasRemote;
  }

  /** Commits the lockfile. */
  commit(lockfile: Uint8Array): void {
    if (this.head !== undefined) this.#history.push(this.head);
    this.head = lockfile;
  }

  /** Every committed version, oldest first. */
  get versions(): readonly Uint8Array[] {
    return this.head === undefined ? this.#history : [...this.#history, this.head];
  }

  git(): Git {
    return {
      workTree: async () => ({ root: "/project", commonDirectory: "/project/.git" }),
      show: async (_root, revision) => (revision === "HEAD" ? this.head : this.upstream),
      // The folder of secrets is outside of the repository.
      tracks: async () => true,
      ignores: async (_root, path) => !this.#hasRemote || !path.includes("anon.lock"),
      changed: async () => true,
      everHeld: async () => this.head !== undefined,
      branch: async () => "main",
      head: async () => undefined,
      remotes: async () => (this.#hasRemote ? ["origin"] : []),
      upstream: async () => (this.upstream === undefined ? undefined : "origin/main"),
      versions: () => this.#versions(),
      async *namesakes() {},
      othersHolding: async () => [],
      isShallow: async () => false,
      isBehind: async () => false,
    };
  }

  async *#versions(): AsyncGenerator<GitVersion> {
    for (const bytes of [this.head, this.upstream, ...this.#history.toReversed()])
      if (bytes !== undefined) yield { commit: "HEAD", bytes };
  }
}
