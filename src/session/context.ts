import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import type { Clock, Disk, Git, Lock, Random, Transport } from "../core/ports.ts";
import type { CommitAuthor, RemoteRefs } from "../core/remote-refs.ts";
import type { Style } from "../report/style.ts";
import { systemClock, systemRandom } from "../system/clock.ts";
import { disk } from "../system/disk.ts";
import { createGit } from "../system/git/git.ts";
import { createGitReach, type GitReach } from "../system/git/reach.ts";
import { gitRepositories } from "../system/git/repository.ts";
import { proxyOf } from "../system/http/proxy.ts";
import { createTransport } from "../system/http/transport.ts";
import { throughLinks } from "../system/link-reach.ts";
import { lock } from "../system/lock.ts";

export { hostName, readLine, thisProcess } from "../system/terminal.ts";

/** A stream that people or programs read. Everything written passes the gate that hides secrets. */
export interface Output {
  write(text: string): void;
  /** Whether a terminal shows it: then a line may be replaced. */
  readonly isTerminal: boolean;
  /**
   * Writes a line that must not be lost with the process, if what `write` is given may have to wait;
   * if there is none, that waits for nothing.
   */
  receipt?(line: string): void;
  readonly style: Style;
}

/** Why `interrupt` aborts. */
export class Interrupted extends Error {
  readonly signal: "SIGINT" | "SIGTERM" | "SIGHUP";

  constructor(signal: Interrupted["signal"]) {
    super(`Interrupted by ${signal}.`);
    this.name = "Interrupted";
    this.signal = signal;
  }
}

/** The machine, behind core's ports. */
export interface System {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  readonly lock: Lock;
  readonly git: Git;
  /** The refs of a remote of the repository at `root`. */
  readonly remoteRefs: (
    root: string,
    name: string,
    author: CommitAuthor | undefined,
  ) => Promise<RemoteRefs>;
  /** The paths that have changed since a revision: see system/git/changes.ts. */
  readonly changedSince: (root: string, revision: string) => Promise<ReadonlySet<string>>;
  /** Whether git could take a file along. */
  readonly reachedByGit: GitReach;
  /** Made on first use: most commands send nothing. */
  readonly transport: () => Transport;
}

/** Everything a command has of the world. Only cli.ts makes one of a real process. */
export interface Context {
  /** The folder that relative paths start from. */
  readonly currentFolder: string;
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Data. */
  readonly out: Output;
  /** Progress, questions, problems. */
  readonly err: Output;
  /** Asks a person; undefined if nobody can answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /**
   * First signal: stop sending. Second: do not wait for what is in flight. Each aborts with an
   * Interrupted. Only of use to commands with `gracefulInterrupt`: others end at the first signal.
   */
  readonly interrupt: { readonly stop: AbortSignal; readonly abandon: AbortSignal };
  /** Keeps a secret out of everything that is written from now on. */
  protect(secret: string): void;
  /** The text without secrets, for what is written elsewhere than to `out` and `err`. */
  redact(text: string): string;
  /**
   * Cleans a text of a server or a program before any of it is shown, stored or cut: `[redacted]` in
   * place of all of it if it holds a part of a secret, however encoded.
   */
  redactForeign(text: string): string;
  /**
   * Writes past the gate, for the secret that somebody asked to have there. Rejects if the stream
   * did not take it.
   */
  reveal(text: string, stream: "out" | "err"): Promise<void>;
  /** Told what came of a run in a few words (`2 to create`), if a summary of several is made. */
  summarize?(words: string): void;
  /** The process that runs this, for the note beside the lock. */
  readonly process: { readonly pid: number; readonly host: string };
  readonly system: System;
}

/** The folder that `cwd` (process.cwd) names. Throws a Failure if it was removed meanwhile. */
export function folderOf(cwd: () => string): string {
  try {
    return cwd();
  } catch {
    throw failure(
      exitCode.failed,
      "no-current-folder",
      "The current folder is not there any more.",
      "Change to a folder that exists, then run this again.",
    );
  }
}

/**
 * The real machine. `redactForeign` takes secrets out of what git says. `close` lets go of what would
 * keep the process alive.
 */
export function createSystem(
  variables: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
  redactForeign: Context["redactForeign"] = (text) => text,
): System & { close(): void } {
  let transport: Transport | undefined;
  const start = { variables, currentFolder, redact: redactForeign };
  const repositories = gitRepositories(start);
  return {
    disk,
    clock: systemClock,
    random: systemRandom,
    lock,
    git: createGit(repositories),
    changedSince: async (...question) =>
      (await import("../system/git/changes.ts")).changedSince(repositories, ...question),
    // Loaded where the state is on a remote, and nowhere else.
    remoteRefs: async (...place) =>
      (await import("../system/git/remote.ts")).createGitRemote(repositories, ...place),
    reachedByGit: throughLinks(createGitReach(start, repositories)),
    transport: () => (transport ??= createTransport({ proxyOf: (url) => proxyOf(variables, url) })),
    close: () => transport?.close(),
  };
}

/** The parts of the world that reading needs. Without variables it is in no CI. */
export type InputContext = Pick<Context, "currentFolder" | "system"> &
  Partial<Pick<Context, "variables">>;

/** Writes notices to stderr: whole lines, which functions below the verbs return as data. */
export function writeNotices({ err }: Pick<Context, "err">, notices: readonly string[]): void {
  for (const notice of notices) err.write(notice);
}
