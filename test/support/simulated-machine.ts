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

/** The same for all: making one takes as long as several effects. */
const end = new Killed();

/** What one run of a command did. */
export interface Ran {
  /** Undefined if the process was killed. */
  readonly exitCode: number | undefined;
  readonly out: string;
  readonly err: string;
  /** How many effects it had. */
  readonly effects: number;
  /** The name of the effect before which it was killed. */
  readonly killedBefore: string | undefined;
}

/** One run of a command, as what it reaches sees it. */
export interface SimulatedProcess {
  /** Called before each of its effects. */
  readonly effect: (name: string) => void;
  /** What its machine is called, which another one may be too. */
  readonly host: string;
  /** What the random ids of its machine begin with. */
  readonly machine: string;
  /** Of the processes of its machine, counted from 1. */
  readonly nth: number;
  /** False from its end on, whatever that was. */
  readonly isAlive: boolean;
  /** While the process is stopped, resolves when it goes on; undefined if it is not. */
  awake(): Promise<void> | undefined;
}

/** A server that a simulated process can reach. */
export interface ReachableServer {
  seenBy(effect: (name: string) => void, process: SimulatedProcess): Transport;
}

/** What befalls a run. Effects are counted from 1. */
export interface Trouble {
  /** SIGKILL before this effect. */
  readonly killAt?: number;
  /** SIGKILL before the first effect for whose name this is true. */
  readonly killWhen?: (name: string) => boolean;
  /** The first and the second SIGINT, before these effects. */
  readonly interruptAt?: readonly number[];
  /** Answers questions; without it nobody is there to ask. */
  readonly ask?: (question: string) => Promise<string>;
  /** Called before each effect, with its number and name. */
  readonly watch?: (effect: number, name: string) => void;
  /** From this effect on the process is stopped for so many milliseconds: of a SimulatedTime only. */
  readonly pause?: { readonly at: number; readonly ms: number };
}

/** What a machine has beside its disk and server, where not the plainest. */
export interface MachineParts {
  readonly git?: Git;
  /** The git remote that it can reach. */
  readonly remote?: { seenBy(process: SimulatedProcess): RemoteRefs };
  /** The time that it shares with other machines; where left out, sleeping takes no time. */
  readonly time?: SimulatedTime;
  /** What it is called. */
  readonly host?: string;
  /** Waits before each sync, so that requests and writes beside each other take turns. */
  readonly pause?: () => Promise<void>;
  /** Jitter: a number in [0, 1). */
  readonly fraction?: () => number;
  /** The first two digits of every UUID, so that no other machine makes the same. */
  readonly number?: number;
}

/**
 * A machine in memory: the shipped commands run on it, with every effect counted, so that a test
 * can kill them before each one. The disk and the server outlive the processes.
 */
export class SimulatedMachine<Server extends ReachableServer = SimulatedServer> {
  readonly disk = new SimulatedDisk();
  readonly server: Server;
  /** Milliseconds since 1970, where its time is its own. */
  #ownNow = Date.parse("2026-01-01T00:00:00Z");
  #uuids = 0;
  /** Which locks are held; a process that ends in any way frees its own. */
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

  /** How many processes it has had. */
  processes = 0;

  /** What the random ids of this machine begin with, those of its attempts too. */
  get prefix(): string {
    return String(this.#parts.number ?? 0).padStart(2, "0");
  }

  /** What it is called. */
  get host(): string {
    return this.#parts.host ?? "simulated";
  }

  /** A UUID that no other one of this machine or of another is. */
  uuid(): string {
    this.#uuids += 1;
    return `${this.prefix}${this.#uuids.toString(16).padStart(6, "0")}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`;
  }

  /** Runs a command of src/commands to its end, whatever that is. Two runs may go on at once. */
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
      // A dead process does nothing more, whatever its promises would still do.
      if (killedBefore !== undefined) throw end;
      // What a signal's handler prints belongs to the signal: nothing can come in between.
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
      // Lets what a killed run had still queued run into its own death before the next run.
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
              // Who is dead does not wake.
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

/** A promise that somebody else rejects. */
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
