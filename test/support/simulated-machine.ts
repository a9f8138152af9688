import type { Context, Output } from "../../src/session/context.ts";
import { withoutFlags, type Options, type RunCommand } from "../../src/session/options.ts";
import { createOutputGate } from "../../src/cli/output-gate.ts";
import { DiskError, type Git, type Transport } from "../../src/core/ports.ts";
import type { RemoteRefs } from "../../src/core/remote-refs.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { plainStyle } from "../../src/report/style.ts";
import { SimulatedDisk } from "./simulated-disk.ts";
import { SimulatedServer } from "./simulated-server.ts";
import type { SimulatedTime } from "./simulated-time.ts";
import { testSecret } from "./secrets.ts";

/** The key of every run. */
export const keyCanary = testSecret("simulated machine");

/** The end of a process that a test killed. */
export class Killed extends Error {}

/** All kills share this object: making one takes as long as several effects. */
const end = new Killed();

/** The outcome of one run of a command. */
export interface Ran {
  /** Undefined if the process was killed. */
  readonly exitCode: number | undefined;
  readonly out: string;
  readonly err: string;
  /** The count of the run's effects. */
  readonly effects: number;
  /** The name of the effect before which a test killed the process. */
  readonly killedBefore: string | undefined;
}

/** One run of a command, in the view of a server or remote. */
export interface SimulatedProcess {
  /** Called before each effect of the process. */
  readonly effect: (name: string) => void;
  /** The name of the process's machine; several machines may have the same name. */
  readonly host: string;
  /** The prefix of its machine's random ids. */
  readonly machine: string;
  /** The number of the process on its machine, from 1. */
  readonly nth: number;
  /** False from the process's end on, whatever ended it. */
  readonly isAlive: boolean;
  /** While the process is stopped, resolves when it goes on; undefined if it is not. */
  awake(): Promise<void> | undefined;
}

/** A server that a simulated process can reach. */
export interface ReachableServer {
  seenBy(effect: (name: string) => void, process: SimulatedProcess): Transport;
}

/** The trouble of a run. Effects are counted from 1. */
export interface Trouble {
  /** SIGKILL before this effect. */
  readonly killAt?: number;
  /** SIGKILL before the first effect for whose name this function returns true. */
  readonly killWhen?: (name: string) => boolean;
  /** The first and the second SIGINT, before these effects. */
  readonly interruptAt?: readonly number[];
  /** Answers questions; without it the run cannot ask. */
  readonly ask?: (question: string) => Promise<string>;
  /** Called before each effect, with its number and name. */
  readonly watch?: (effect: number, name: string) => void;
  /** From this effect on the process stops for so many milliseconds. Needs a SimulatedTime. */
  readonly pause?: { readonly at: number; readonly ms: number };
}

/** The parts of a machine beside its disk and server; each part has a plain default. */
export interface MachineParts {
  readonly git?: Git;
  /** The git remote that the machine can reach. */
  readonly remote?: { seenBy(process: SimulatedProcess): RemoteRefs };
  /** The time that the machine shares with other machines; if left out, sleeping takes no time. */
  readonly time?: SimulatedTime;
  /** The machine's name. */
  readonly host?: string;
  /** Waits before each sync, to let concurrent requests and writes alternate. */
  readonly pause?: () => Promise<void>;
  /** Jitter: a number in [0, 1). */
  readonly fraction?: () => number;
  /** The first two digits of every UUID, different for each machine. */
  readonly number?: number;
}

/**
 * A machine in memory that runs the shipped commands and counts every effect, so a test can kill a
 * command before each effect. The disk and the server outlive the processes.
 */
export class SimulatedMachine<Server extends ReachableServer = SimulatedServer> {
  readonly disk = new SimulatedDisk();
  readonly server: Server;
  /** Milliseconds since 1970, if the machine does not share its time. */
  #ownNow = Date.parse("2026-01-01T00:00:00Z");
  #uuids = 0;
  /** The names of the locks in use; a process that ends in any way frees its own. */
  readonly #locks = new Set<string>();
  readonly #parts: MachineParts;

  constructor(server: Server, parts: MachineParts = {}) {
    this.server = server;
    this.#parts = parts;
    this.disk.pause = parts.pause;
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#parts.time?.now ?? this.#ownNow;
  }

  set now(nowMs: number) {
    if (this.#parts.time !== undefined) throw new Error("the time is not this machine's alone");
    this.#ownNow = nowMs;
  }

  /** Lets time pass. */
  async wait(ms: number): Promise<void> {
    if (this.#parts.time === undefined) this.#ownNow += ms;
    else await this.#parts.time.sleep(ms);
  }

  /** The count of the processes so far. */
  processes = 0;

  /** The prefix of this machine's random ids, including those of its attempts. */
  get prefix(): string {
    return String(this.#parts.number ?? 0).padStart(2, "0");
  }

  /** The machine's name. */
  get host(): string {
    return this.#parts.host ?? "simulated";
  }

  /** Returns a UUID that differs from all others of this machine and of other machines. */
  uuid(): string {
    this.#uuids += 1;
    return `${this.prefix}${this.#uuids.toString(16).padStart(6, "0")}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`;
  }

  /** Runs a command of src/commands until any kind of end. Two runs may overlap. */
  async run(
    command: RunCommand,
    options: Partial<Options>,
    args: readonly string[] = [],
    trouble: Trouble = {},
  ): Promise<Ran> {
    const { killAt = Number.POSITIVE_INFINITY, killWhen, interruptAt = [], ask, watch } = trouble;
    const { pause } = trouble;
    const stop = new AbortController();
    const abandon = new AbortController();
    const held = new Set<string>();
    const { time } = this.#parts;
    let effects = 0;
    let isInHandler = false;
    let isOver = false;
    let stoppedUntilMs = Number.NEGATIVE_INFINITY;
    let killedBefore: string | undefined;
    const death = deferred();
    const effect = (name: string): void => {
      // A dead process has no more effects, even if its promises continue.
      if (killedBefore !== undefined) throw end;
      // Output of a signal's handler belongs to the signal: no effect can come in between.
      if (isInHandler) return;
      effects += 1;
      watch?.(effects, name);
      if (effects === pause?.at) stoppedUntilMs = this.now + pause.ms;
      isInHandler = true;
      if (effects === interruptAt[0]) stop.abort();
      if (effects === interruptAt[1]) abandon.abort();
      isInHandler = false;
      if (effects < killAt && killWhen?.(name) !== true) return;
      killedBefore = name;
      death.reject(end);
      throw end;
    };
    const process: SimulatedProcess = {
      effect,
      host: this.host,
      machine: this.prefix,
      nth: (this.processes += 1),
      get isAlive() {
        return !isOver && killedBefore === undefined;
      },
      awake: () =>
        time === undefined || stoppedUntilMs <= time.now
          ? undefined
          : time.sleep(stoppedUntilMs - time.now),
    };
    const out = output((text) => effect(`print ${text}`));
    const err = output((text) => effect(`tell ${text}`));
    try {
      const exitCode = await Promise.race([
        death.promise,
        command(
          this.#context(out, err, process, { stop, abandon }, held, ask),
          { ...withoutFlags, ...options },
          args,
        ),
      ]);
      return { exitCode, out: out.text(), err: err.text(), effects, killedBefore };
    } catch (error) {
      if (error instanceof Failure)
        return {
          exitCode: error.exitCode,
          out: out.text(),
          err: `${err.text()}${error.message}\n`,
          effects,
          killedBefore,
        };
      if (killedBefore === undefined && error instanceof DiskError)
        return {
          exitCode: 1,
          out: out.text(),
          err: `${err.text()}${error.message}\n`,
          effects,
          killedBefore,
        };
      if (killedBefore === undefined) throw error;
      return { exitCode: undefined, out: out.text(), err: err.text(), effects, killedBefore };
    } finally {
      isOver = true;
      for (const name of held) this.#locks.delete(name);
      // Lets the queued work of a killed run reach its own death before the next run.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #context(
    out: Output,
    err: Output,
    process: SimulatedProcess,
    interrupt: { stop: AbortController; abandon: AbortController },
    held: Set<string>,
    ask: Trouble["ask"],
  ): Context {
    const { effect, host } = process;
    const gate = createOutputGate({});
    return {
      currentFolder: "/project",
      variables: { ANON_API_KEY: keyCanary },
      out,
      err,
      ask,
      interrupt: { stop: interrupt.stop.signal, abandon: interrupt.abandon.signal },
      protect: gate.protect,
      redact: (text) => text,
      redactForeign: gate.redactForeign,
      reveal: async (text, stream) => (stream === "out" ? out : err).write(text),
      process: { pid: 1, host },
      system: {
        disk: this.disk.seenBy(effect, () => process.awake()),
        clock: {
          now: () => this.now,
          sleep: async (ms, signal) => {
            if (this.#parts.time === undefined) this.#ownNow += ms;
            else {
              await this.#parts.time.sleep(ms, signal);
              // A dead process does not wake.
              if (!process.isAlive) await new Promise<never>(() => undefined);
            }
          },
        },
        random: {
          uuid: () => this.uuid(),
          fraction: this.#parts.fraction ?? (() => 0.5),
        },
        lock: {
          holder: async () =>
            this.#locks.size === 0
              ? undefined
              : { pid: 1, host, command: "anon-sync", since: "now" },
          acquire: async (name) => {
            if (this.#locks.has(name)) return { owner: undefined };
            this.#locks.add(name);
            held.add(name);
            const release = async (): Promise<void> => {
              if (held.delete(name)) this.#locks.delete(name);
            };
            return { release };
          },
        },
        git: this.#parts.git ?? noGit,
        remoteRefs: async () => {
          if (this.#parts.remote === undefined) throw new Error("this machine has no remote");
          return this.#parts.remote.seenBy(process);
        },
        changedSince: async () => new Set(),
        reachedByGit: async () => false,
        transport: () => this.server.seenBy(effect, process),
      },
    };
  }
}

/** Returns a promise with a function that rejects it. */
function deferred(): { promise: Promise<never>; reject: (reason: Error) => void } {
  const parts: { reject: (reason: Error) => void } = { reject: () => undefined };
  const promise = new Promise<never>((_, reject) => {
    parts.reject = reject;
  });
  return { promise, reject: parts.reject };
}

const noGit: Git = {
  workTree: async () => undefined,
  show: async () => undefined,
  tracks: async () => true,
  ignores: async () => false,
  changed: async () => false,
  everHeld: async () => false,
  branch: async () => "main",
  head: async () => undefined,
  remotes: async () => [],
  upstream: async () => undefined,
  async *versions() {},
  async *namesakes() {},
  othersHolding: async () => [],
  isShallow: async () => false,
  isBehind: async () => false,
};

function output(effect: (text: string) => void): Output & { text(): string } {
  let written = "";
  return {
    write(text) {
      effect(text.trimEnd());
      written += text;
    },
    text: () => written,
    isTerminal: false,
    style: plainStyle,
  };
}
