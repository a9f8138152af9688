import { RemoteError, type Pushed, type RemoteRefs } from "../../src/core/remote-refs.ts";
import type { SimulatedProcess } from "./simulated-machine.ts";
import type { SimulatedTime } from "./simulated-time.ts";

/** The content of a commit. */
export interface SimulatedCommit {
  readonly id: string;
  readonly parent: string | undefined;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly message: string;
}

/** The fate of one question to the remote, or of its answer. */
export type QuestionFate =
  | "answered"
  /** The question does not reach the remote. */
  | "unreachable"
  /** The remote answers, and the answer gets lost. */
  | "lost"
  /** The answer is already outdated when it arrives. */
  | "slow";

/** The fate of one push. */
export type PushFate =
  | QuestionFate
  /** The client abandons the push; the push arrives later all the same. */
  | "late"
  /** The remote refuses, though the ref is as expected: another push is under way. */
  | "refused";

/** The move of a ref. */
export interface RefMove {
  readonly ref: string;
  readonly from: SimulatedCommit | undefined;
  readonly to: SimulatedCommit;
  /** The process that pushed. */
  readonly by: SimulatedProcess;
}

/** The decisions about the fates and the latency of the remote. */
export interface RemoteWeather {
  question(): QuestionFate;
  /** The fate of the push of a commit with this message. */
  push(message: string): PushFate;
  /** Returns the remote's latency for a fate, in milliseconds. */
  latencyMs(fate: QuestionFate | PushFate): number;
}

/**
 * A git remote in memory that many machines share. Each push is a compare-and-swap at its arrival.
 * A test may kill a process before a request leaves, and after the remote has carried it out.
 */
export class SimulatedRemote {
  /** The commit of each ref. */
  readonly refs = new Map<string, SimulatedCommit>();
  /** Called after every move. */
  onMove: (move: RefMove) => void = () => undefined;
  readonly #commits = new Map<string, SimulatedCommit>();
  /** The same content, parent and message are the same commit, as in git. */
  readonly #ids = new Map<string, string>();
  readonly #time: SimulatedTime;
  readonly #weather: RemoteWeather;

  constructor(time: SimulatedTime, weather: RemoteWeather) {
    this.#time = time;
    this.#weather = weather;
  }

  /** Returns the remote for one process. */
  seenBy(process: SimulatedProcess): RemoteRefs {
    const { effect } = process;
    const refs: RemoteRefs = {
      name: "origin",
      tip: (ref) => this.#ask(process, `tip of ${ref}`, () => this.refs.get(ref)?.id),
      files: (ref, commit, names) =>
        this.#ask(process, `files of ${ref}`, () => {
          const { files } = this.#commit(commit);
          return new Map([...files].filter(([name]) => names.includes(name)));
        }),
      file: async (ref, commit, path) => (await refs.files(ref, commit, [path])).get(path),
      commit: async (files, parent, message) => {
        await process.awake();
        effect("commit");
        return this.commit(files, parent, message).id;
      },
      commitFile: async (parent, path, bytes, message) => {
        const files = new Map(this.#commit(parent).files).set(path, bytes);
        return refs.commit(files, parent, message);
      },
      follow: async () => undefined,
      push: (ref, commit, expected) => this.#push(process, ref, this.#commit(commit), expected),
    };
    return refs;
  }

  /** Makes a commit, or returns the equal commit that exists. */
  commit(
    files: ReadonlyMap<string, Uint8Array>,
    parent: string | undefined,
    message: string,
  ): SimulatedCommit {
    const texts = [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString("latin1")]);
    const key = JSON.stringify([parent, message, texts]);
    const known = this.#ids.get(key);
    if (known !== undefined) return this.#commit(known);
    const made = { id: `commit-${this.#ids.size + 1}`, parent, files, message };
    this.#ids.set(key, made.id);
    this.#commits.set(made.id, made);
    return made;
  }

  async #ask<Answer>(
    process: SimulatedProcess,
    what: string,
    answer: () => Answer,
  ): Promise<Answer> {
    await process.awake();
    process.effect(`ask for the ${what}`);
    const fate = this.#weather.question();
    await this.#pass(fate);
    const answered = fate === "unreachable" ? undefined : { answer: answer() };
    await this.#pass(fate);
    await process.awake();
    process.effect(`hear the ${what}`);
    if (answered === undefined || fate === "lost") throw new RemoteError(`simulated: ${fate}`);
    return answered.answer;
  }

  async #push(
    process: SimulatedProcess,
    ref: string,
    commit: SimulatedCommit,
    expected: string | undefined,
  ): Promise<Pushed> {
    await process.awake();
    process.effect(`push ${commit.id} to ${ref}`);
    const fate = this.#weather.push(commit.message);
    await this.#pass(fate);
    const isTaken = (): boolean => this.#swap(process, ref, commit, expected);
    if (fate === "late") this.#time.later(this.#weather.latencyMs(fate), isTaken);
    const arrives = fate === "answered" || fate === "lost" || fate === "slow";
    const taken = arrives && isTaken();
    await this.#pass(fate);
    await process.awake();
    process.effect(`hear of the push of ${commit.id}`);
    switch (fate) {
      case "unreachable":
        throw new RemoteError("simulated: unreachable");
      case "lost":
      case "late":
        return { push: "unclear", reason: `simulated: ${fate}` };
      default:
        return taken ? { push: "done" } : { push: "refused", reason: "simulated: stale info" };
    }
  }

  /** Moves the ref if it is at the expected commit, as a real remote does under its lock. */
  #swap(
    by: SimulatedProcess,
    ref: string,
    to: SimulatedCommit,
    expected: string | undefined,
  ): boolean {
    const from = this.refs.get(ref);
    // Git reports such a push as up to date.
    if (from?.id === to.id) return true;
    if (from?.id !== expected) return false;
    this.refs.set(ref, to);
    this.onMove({ ref, from, to, by });
    return true;
  }

  #pass(fate: QuestionFate | PushFate): Promise<void> {
    return this.#time.sleep(this.#weather.latencyMs(fate === "late" ? "answered" : fate));
  }

  #commit(id: string): SimulatedCommit {
    const commit = this.#commits.get(id);
    if (commit === undefined) throw new Error(`there is no commit ${id}`);
    return commit;
  }
}
