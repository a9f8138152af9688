import { exitCode } from "../core/errors/exit-code.ts";
import { mergeStates } from "../core/state/merge.ts";
import type { Clock, Random } from "../core/ports.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import { RemoteError, type LeaseOwner, type RemoteRefs } from "../core/remote-refs.ts";
import type { StateRef } from "../core/names/state-ref.ts";
import { isOpen, stateOf, type State } from "../core/state/state.ts";
import { formatLockfile, type Lockfile } from "../store/lockfile.ts";
import {
  contentNames,
  formatContent,
  parseContent,
  type Owner,
  type RemoteContent,
} from "./remote-content.ts";

/** What the state on a remote needs of the world. */
export interface RemotePorts {
  readonly refs: RemoteRefs;
  readonly clock: Clock;
  readonly random: Random;
}

/** The state at one commit of the ref. */
export interface RemoteRecord extends RemoteContent {
  readonly commit: string;
}

/** How old the proof that a run still holds the ref may be when it sends, in milliseconds. */
export const proofMs = 10_000;
/** How many times the remote is asked again that did not answer. */
const patience = 3;
/** How many times a push that has not arrived is sent again: another one may have been in its way. */
const pushes = 5;

/**
 * The state of one environment on a ref of a git remote (docs/state.md): a chain of commits, each a
 * compare-and-swap against the one before. What is known only grows, so anybody may add facts; only
 * the run that holds the ref may announce creates.
 */
export class RemoteState {
  readonly ref: StateRef;
  /** This run, as others would see it hold the ref. */
  readonly self: LeaseOwner;
  readonly #ports: RemotePorts;
  /** The lockfile that it is the state of. */
  readonly owner: Owner;
  #seen: RemoteRecord | undefined;
  /** When the ref was last known to be ours, on our own clock. */
  #provedAtMs = Number.NEGATIVE_INFINITY;
  #isHeld = false;
  #isEnded = false;
  /** Whether nobody else has written since this run took the ref. */
  #isAlone = true;

  constructor(ports: RemotePorts, ref: StateRef, owner: Owner, self: LeaseOwner) {
    this.#ports = ports;
    this.ref = ref;
    this.owner = owner;
    this.self = self;
  }

  /** What the ref held when it was last looked at. */
  get seen(): RemoteRecord | undefined {
    return this.#seen;
  }

  /** Whether this run may announce creates. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Whether this run has let go of the ref, or has tried to: what it knows is told, or cannot be. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** For messages: `refs/anon-sync/… of origin`. */
  get place(): string {
    return `${this.ref} of ${this.#ports.refs.name}`;
  }

  /** Looks at the ref; undefined where there is none. Throws a Failure. */
  async read(): Promise<RemoteRecord | undefined> {
    return this.#lookAt(await this.#tip());
  }

  /** Likewise, for who can do without: asks once, and waits for `timeoutMs` milliseconds at most. */
  async glance(timeoutMs: number): Promise<RemoteRecord | undefined> {
    const { refs } = this.#ports;
    return this.#lookAt(await this.#ask(() => refs.tip(this.ref, timeoutMs), 1));
  }

  /**
   * Takes the ref for this run, if it is still what `read` saw: the plan was made from that. False
   * where somebody has written since. Throws a Failure.
   */
  async take(lockfile: Lockfile): Promise<boolean> {
    const planned = this.#seen?.commit;
    this.#isHeld = await this.#write("take", (seen) =>
      seen?.commit === planned && seen?.holder === undefined
        ? { lockfile: together(seen, lockfile), holder: this.self }
        : undefined,
    );
    this.#isAlone = this.#isHeld;
    // A take that arrived unheard, with facts of others on top of it that the plan does not know.
    if (!this.#isHeld) await this.unlock(this.self.run);
    return this.#isHeld;
  }

  /** Makes facts durable on the remote, for the run that holds it. Throws a Failure. */
  async publish(lockfile: Lockfile): Promise<void> {
    await this.#write("publish", (seen) => {
      this.#refuseTaken(seen);
      return { lockfile: together(seen, lockfile), holder: this.self };
    });
  }

  /**
   * Makes sure that the ref is ours, by an answer that began less than `proofMs` ago: a run that was
   * stopped for an hour may have been unlocked meanwhile. Throws a Failure.
   */
  async prove(): Promise<void> {
    const { clock } = this.#ports;
    for (let tries = 0; !isFresh(this.#provedAtMs, clock.now()); tries += 1) {
      if (tries === patience) throw this.#unreachable("it answers too slowly");
      const startedMs = clock.now();
      this.#refuseTaken(await this.read());
      this.#provedAtMs = startedMs;
    }
  }

  /** Adds what the ref lacks, whoever holds it; makes no ref. Throws a Failure. */
  async tell(lockfile: Lockfile): Promise<void> {
    await this.#write("tell", (seen) => {
      if (seen === undefined) return undefined;
      const whole = together(seen, lockfile);
      return isSame(whole, seen.lockfile) ? undefined : { lockfile: whole, holder: seen.holder };
    });
  }

  /**
   * Adds the last facts and lets go of the ref. `learned` is what this run knows beside its lockfile:
   * of attempts that came to nothing. Throws a Failure.
   */
  async release(lockfile: Lockfile, learned: State): Promise<void> {
    this.#isEnded = true;
    const own = { ...lockfile, state: mergeStates(lockfile.state, learned) };
    await this.#write("release", (seen) => {
      const isOurs = seen?.holder?.run === this.self.run;
      const whole = together(seen, own);
      if (isOurs) return { lockfile: this.#tidy(whole, lockfile), holder: undefined };
      return seen === undefined || isSame(whole, seen.lockfile)
        ? undefined
        : { lockfile: whole, holder: seen.holder };
    });
    this.#isHeld = false;
  }

  /** Takes the ref away from a run, whose announced creates stay. False where it does not hold it. */
  async unlock(run: string): Promise<boolean> {
    return this.#write("unlock", (seen) =>
      seen?.holder?.run === run ? { lockfile: seen.lockfile, holder: undefined } : undefined,
    );
  }

  /**
   * Without the attempts that came to nothing and that nobody but this run has seen open: they say
   * nothing to anybody.
   */
  #tidy(whole: Lockfile, own: Lockfile): Lockfile {
    if (!this.#isAlone) return whole;
    const attempts = [...whole.state.attempts.values()].filter(
      (fact) => isOpen(fact) || own.state.attempts.has(fact.attempt),
    );
    return { ...whole, state: stateOf(whole.state.ids.values(), attempts) };
  }

  #refuseTaken(seen: RemoteRecord | undefined): void {
    if (seen?.holder?.run === this.self.run) return;
    this.#isHeld = false;
    this.#isAlone = false;
    const by = seen?.holder;
    throw failure(
      exitCode.locked,
      "remote-lock-lost",
      by === undefined
        ? `The state at ${this.place} was unlocked while this run held it.`
        : `The run ${by.run} on ${by.host} took the state at ${this.place} while this one held it.`,
      "Nothing more is sent. Run apply again: it goes on from what is known.",
    );
  }

  /**
   * Writes what `next` makes of what is there; false where it makes nothing. A push that was not
   * answered with yes is believed only when the ref was read back.
   */
  async #write(
    what: string,
    next: (seen: RemoteRecord | undefined) => RemoteContent | undefined,
  ): Promise<boolean> {
    const { refs, clock, random } = this.#ports;
    for (;;) {
      const before = this.#seen;
      const content = next(before);
      if (content === undefined) return false;
      const files = formatContent(content);
      const { run } = this.self;
      const message = `anon-sync: ${what}\n\nrun ${run}\nnonce ${random.uuid()}\n`;
      const commit = await this.#ask(() => refs.commit(files, before?.commit, message));
      for (let tries = 1; this.#seen === before; tries += 1) {
        const startedMs = clock.now();
        const pushed = await this.#push(commit, before?.commit);
        const tip = pushed.push === "done" ? commit : await this.#tip();
        if (tip === commit) {
          this.#seen = { ...content, commit };
          this.#provedAtMs = startedMs;
          return true;
        }
        if (tip !== before?.commit) {
          await this.#lookAt(tip);
          break;
        }
        if (pushed.push !== "done" && tries === pushes) throw this.#refused(pushed.reason);
        // The very same commit again: should both arrive, they are one.
        await clock.sleep(backoffMs(tries, random));
      }
    }
  }

  async #push(commit: string, expected: string | undefined) {
    try {
      return await this.#ports.refs.push(this.ref, commit, expected);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      return { push: "unclear" as const, reason: error.message };
    }
  }

  async #tip(): Promise<string | undefined> {
    return this.#ask(() => this.#ports.refs.tip(this.ref));
  }

  /** Reads the commit, unless it is known. */
  async #lookAt(commit: string | undefined): Promise<RemoteRecord | undefined> {
    if (commit === this.#seen?.commit) return this.#seen;
    if (commit === undefined) this.#seen = undefined;
    else {
      const files = await this.#ask(() => this.#ports.refs.files(this.ref, commit, contentNames));
      const content = parseContent(files, this.owner, this.place);
      this.#seen = { ...content, commit };
      if (content.holder?.run !== this.self.run) this.#isAlone = false;
    }
    return this.#seen;
  }

  /** Asks again where the remote does not answer, for a while. */
  async #ask<Answer>(question: () => Promise<Answer>, mostTries = patience): Promise<Answer> {
    const { clock, random } = this.#ports;
    for (let tries = 1; ; tries += 1) {
      try {
        return await question();
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        if (tries === mostTries) throw this.#unreachable(error.message);
        await clock.sleep(backoffMs(tries, random));
      }
    }
  }

  #unreachable(reason: string): Failure {
    return failure(
      exitCode.failed,
      "remote-unreachable",
      `The git remote ${this.#ports.refs.name}, where the state is, cannot be asked: ${reason}`,
      `Make \`git ls-remote ${this.#ports.refs.name}\` work in this folder, then run the command again. To keep the state on this machine alone: --state local`,
    );
  }

  #refused(reason: string): Failure {
    return failure(
      exitCode.refused,
      "remote-refuses",
      `The git remote ${this.#ports.refs.name} does not take a push to ${this.ref}: ${reason}`,
      "Let whoever runs this push there (on GitHub: permissions: contents: write). Where the host takes branches alone, say in the manifest: state: { git: { refs: refs/heads/anon-sync } }. To keep the state on this machine alone: --state local",
    );
  }
}

/** What both know; the organization is learned with the first create. */
function together(seen: RemoteRecord | undefined, { environment, ...own }: Lockfile): Lockfile {
  if (seen === undefined) return { ...own, environment };
  const { lockfile } = seen;
  return {
    lineage: own.lineage,
    environment: { ...lockfile.environment, ...environment },
    state: mergeStates(lockfile.state, own.state),
  };
}

/** Whether two lockfiles hold the same facts. */
export function isSame(left: Lockfile, right: Lockfile): boolean {
  return Buffer.compare(formatLockfile(left), formatLockfile(right)) === 0;
}

/** A clock that was set back proves nothing. */
function isFresh(provedAtMs: number, nowMs: number): boolean {
  return nowMs >= provedAtMs && nowMs - provedAtMs < proofMs;
}

function backoffMs(tries: number, random: Random): number {
  return Math.floor(250 * 2 ** tries * (0.5 + random.fraction()));
}
