import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import type { StateRef } from "../core/names/state-ref.ts";
import { RemoteError, type LeaseOwner } from "../core/remote-refs.ts";
import { mergeStates } from "../core/state/merge.ts";
import { isOpen, stateOf, type State } from "../core/state/state.ts";
import type { Lockfile } from "../store/lockfile.ts";
import { ask, backoffMs, patience, isFresh } from "./ask.ts";
import {
  contentNames,
  formatContent,
  parseContent,
  type Owner,
  type RemoteContent,
  type RemotePorts,
  type RemoteRecord,
  together,
  isSame,
} from "./remote-content.ts";
import { pushRefused, unreachable } from "./remote-failures.ts";

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

  /** The content of the ref when this run last read it. */
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

  /** Looks at the ref; undefined if there is none. Throws a Failure. */
  async read(): Promise<RemoteRecord | undefined> {
    return this.#lookAt(await this.#tip());
  }

  /** Likewise, for who can do without: asks once, and waits for `timeoutMs` milliseconds at most. */
  async glance(timeoutMs: number): Promise<RemoteRecord | undefined> {
    const { refs } = this.#ports;
    return this.#lookAt(await ask(this.#ports, () => refs.tip(this.ref, timeoutMs), 1));
  }

  /**
   * Takes the ref for this run, if it is still what `read` saw: the plan was made from that. False
   * if somebody has written since. Throws a Failure.
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
      if (tries === patience) throw unreachable(this.#ports.refs, "it answers too slowly");
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

  /** Takes the ref away from a run, whose announced creates stay. False if it does not hold it. */
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
   * Writes what `next` makes of what is there; false if it makes nothing. A push that was not
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
      const commit = await ask(this.#ports, () => refs.commit(files, before?.commit, message));
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
        if (pushed.push !== "done" && tries === pushes)
          throw pushRefused(refs, this.ref, pushed.reason);
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
    return ask(this.#ports, () => this.#ports.refs.tip(this.ref));
  }

  /** Reads the commit, unless it is known. */
  async #lookAt(commit: string | undefined): Promise<RemoteRecord | undefined> {
    if (commit === this.#seen?.commit) return this.#seen;
    if (commit === undefined) this.#seen = undefined;
    else {
      const files = await ask(this.#ports, () =>
        this.#ports.refs.files(this.ref, commit, contentNames),
      );
      const content = parseContent(files, this.owner, this.place);
      this.#seen = { ...content, commit };
      if (content.holder?.run !== this.self.run) this.#isAlone = false;
    }
    return this.#seen;
  }
}
