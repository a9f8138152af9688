import type { Exchange, HttpRequest } from "./exchange.ts";
export type { Transport } from "./exchange.ts";
export type { Exchange, HttpRequest };

/** Files: the only way to the disk for every room but system/. */
export interface Disk {
  /**
   * The whole of a regular file; undefined if nothing is there. Follows no symlink at the last
   * step, unless told to: for files that are only ever read. Errors: DiskError.
   */
  read(
    path: string,
    maximumBytes: number,
    symlinks?: "follow" | "refuse",
  ): Promise<Uint8Array | undefined>;
  /** Returns the path without symlinks; undefined if there is nothing. Throws a DiskError. */
  realPath(path: string): Promise<string | undefined>;
  /** Whether a regular file is exactly these pieces, one after the other. Throws a DiskError. */
  holds(path: string, pieces: Iterable<Uint8Array>): Promise<boolean>;
  /** Opens a new file; it must not exist, symlinks are not followed. `mode` as in chmod. */
  create(path: string, mode: number): Promise<OpenFile>;
  /** Opens an existing regular file for writing. */
  open(path: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; nothing happens if it is not there. */
  remove(path: string): Promise<void>;
  /** Makes a directory and its parents; nothing happens if it is there. */
  makeDirectory(path: string, mode: number): Promise<void>;
  /** Makes names that were created, renamed or removed in a directory survive a power cut. */
  syncDirectory(path: string): Promise<void>;
  /** The names in a directory; empty if it is not there. */
  list(path: string): Promise<readonly string[]>;
  /** The names in a directory with their types; a symlink is not followed. */
  entries(path: string): Promise<readonly DirectoryEntry[]>;
}

/** A name in a directory, and the type of its entry. */
export interface DirectoryEntry {
  readonly name: string;
  readonly is: "file" | "folder" | "symlink" | "other";
}

/** A file open for writing. */
export interface OpenFile {
  size(): Promise<number>;
  /** Writes at a position; returns how many bytes were written, which may be fewer. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Cuts the file off after `size` bytes. */
  truncate(size: number): Promise<void>;
  /** Makes the written bytes survive a power cut (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Every error a Disk throws: the operating system's code and the path. */
export class DiskError extends Error {
  /** ENOSPC, EACCES …; `NOT_A_FILE`, `TOO_LARGE` for our own refusals. */
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, message: string) {
    super(message);
    this.name = "DiskError";
    this.code = code;
    this.path = path;
  }
}

export interface Clock {
  /** Milliseconds since 1970, for display only: no decision compares two machines' clocks. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** A fresh UUID (version 4). */
  uuid(): string;
  /** A number in [0, 1), for jitter. */
  fraction(): number;
}

/** The owner of a lock, for display. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * A lock that the kernel releases when its process dies (docs/design.md#6-apply-one-create, step
 * 1).
 */
export interface Lock {
  /**
   * Acquires the lock of `name`, waiting up to `timeoutMs` milliseconds. The file `noteFile` names
   * the owner; the file is not the lock.
   */
  acquire(
    name: string,
    noteFile: string,
    holder: LockOwner,
    timeoutMs: number,
  ): Promise<{ release(): Promise<void> } | { owner: LockOwner | undefined }>;
  /** The owner of the lock by its note; a dead process on this machine holds nothing. */
  holder(noteFile: string): Promise<LockOwner | undefined>;
}

/** The content of a file at the commit nearest to HEAD that holds exactly this. */
export interface GitVersion {
  /** The commit's full id. */
  readonly commit: string;
  readonly bytes: Uint8Array;
}

/** A version of a file of the same name in another folder. */
export interface GitNamesake extends GitVersion {
  /** Relative to the root, with slashes. */
  readonly path: string;
}

/** The few questions that we ask git. Every answer is undefined outside a work tree. */
export interface Git {
  /**
   * The work tree that holds a folder, and its common git directory, as absolute paths. Throws a
   * Failure if there is a repository that git cannot read, or no git to read it.
   */
  workTree(folder: string): Promise<{ root: string; commonDirectory: string } | undefined>;
  /** The bytes of a file at a revision; undefined if that does not exist. */
  show(root: string, revision: string, path: string): Promise<Uint8Array | undefined>;
  /** Whether the index has a file: it was added, and need not be committed yet. */
  tracks(root: string, path: string): Promise<boolean>;
  /** Whether git ignores a path. */
  ignores(root: string, path: string): Promise<boolean>;
  /** Whether the file differs from HEAD, or git does not track it. */
  changed(root: string, path: string): Promise<boolean>;
  /** Whether any commit reachable from any ref touched the path. */
  everHeld(root: string, path: string): Promise<boolean>;
  /** The names of the remotes. */
  remotes(root: string): Promise<readonly string[]>;
  /** The branch that is checked out; undefined if none is. */
  branch(root: string): Promise<string | undefined>;
  /** The full id of the commit that is checked out; undefined if there is none yet. */
  head(root: string): Promise<string | undefined>;
  /** The upstream of the current branch, by its whole name: `refs/remotes/origin/main`. */
  upstream(root: string): Promise<string | undefined>;
  /**
   * Every version of a file that history holds, each distinct content once: of all commits reachable
   * from any ref or reflog (branches, remotes, tags, stashes, what was reset away). HEAD's own come
   * first, each history newest first. A version that is no regular file, or larger than any file we
   * read, is left out. Throws a Failure if one cannot be read.
   */
  versions(root: string, path: string): AsyncIterable<GitVersion>;
  /**
   * The versions of all files of that name in other folders, of HEAD's history or of all history.
   */
  namesakes(root: string, path: string, history: "HEAD" | "all"): AsyncIterable<GitNamesake>;
  /**
   * The files of HEAD other than `path` that contain a text as it is, relative to the root. Only
   * files with the name of a JSON file or a lockfile count: a repository may have many others,
   * which git does not read.
   */
  othersHolding(root: string, path: string, text: string): Promise<readonly string[]>;
  /** Whether the clone is shallow, and so lacks the older part of its history. */
  isShallow(root: string): Promise<boolean>;
  /** Whether a revision has commits that changed the path and that HEAD lacks. */
  isBehind(root: string, revision: string, path: string): Promise<boolean>;
}
