import type { Context, Output } from "../../src/commands/context.ts";
import type { Options, RunCommand } from "../../src/commands/options.ts";
import { Failure } from "../../src/core/problem.ts";
import { plainStyle } from "../../src/report/style.ts";
import { SimulatedDisk } from "./simulated-disk.ts";
import { SimulatedServer } from "./simulated-server.ts";

/** The end of a process that a test killed. */
export class Killed extends Error {}

/** What one run of a command did. */
export interface Ran {
  /** Undefined where the process was killed. */
  readonly exitCode: number | undefined;
  readonly out: string;
  readonly err: string;
  /** How many effects it had. */
  readonly effects: number;
  /** The name of the effect before which it was killed. */
  readonly killedBefore: string | undefined;
}

/**
 * A machine in memory: the shipped commands run on it, with every effect counted, so that a test
 * can kill them before each one. The disk and the server outlive the processes.
 */
export class SimulatedMachine {
  readonly disk = new SimulatedDisk();
  readonly server = new SimulatedServer();
  /** Milliseconds since 1970. */
  now = Date.parse("2026-01-01T00:00:00Z");
  #uuids = 0;

  /** Runs a command of src/commands, killed before its effect number `killAt` (from 1). */
  async run(
    command: RunCommand,
    options: Partial<Options>,
    args: readonly string[] = [],
    killAt = Number.POSITIVE_INFINITY,
  ): Promise<Ran> {
    let effects = 0;
    let killedBefore: string | undefined;
    let kill: (error: Killed) => void = () => undefined;
    const death = new Promise<never>((_, reject) => (kill = reject));
    const effect = (name: string): void => {
      // A dead process does nothing more, whatever its promises would still do.
      if (killedBefore !== undefined) throw new Killed();
      effects += 1;
      if (effects < killAt) return;
      killedBefore = name;
      kill(new Killed());
      throw new Killed();
    };
    this.disk.effect = effect;
    this.server.effect = effect;
    const out = output((text) => effect(`print ${text}`));
    const err = output((text) => effect(`tell ${text}`));
    try {
      const exitCode = await Promise.race([
        death,
        command(this.#context(out, err), { ...defaults, ...options }, args),
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
      if (killedBefore === undefined) throw error;
      return { exitCode: undefined, out: out.text(), err: err.text(), effects, killedBefore };
    } finally {
      // Lets what a killed run had still queued run into its own death before the next run.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #context(out: Output, err: Output): Context {
    return {
      currentFolder: "/project",
      variables: { ANON_API_KEY: "anon_key-canary" },
      out,
      err,
      ask: undefined,
      interrupt: { stop: new AbortController().signal, abandon: new AbortController().signal },
      protect: () => undefined,
      process: { pid: 1, host: "simulated" },
      system: {
        disk: this.disk,
        clock: {
          now: () => this.now,
          sleep: async (ms) => {
            this.now += ms;
          },
        },
        random: {
          uuid: () => {
            this.#uuids += 1;
            return `aaaaaaaa-aaaa-4aaa-8aaa-${String(this.#uuids).padStart(12, "0")}`;
          },
          fraction: () => 0.5,
        },
        lock: { acquire: async () => ({ release: async () => undefined }) },
        git: {
          workTree: async () => undefined,
          show: async () => undefined,
          ignores: async () => false,
          changed: async () => false,
          everHeld: async () => false,
          upstream: async () => undefined,
        },
        transport: () => this.server,
      },
    };
  }
}

const defaults: Options = {
  config: "anon.config.yaml",
  env: "sandbox",
  parallelism: 10,
  lockTimeout: 0,
  notRenamed: [],
  replace: [],
  recreate: [],
  port: 0,
  latency: 0,
  fault: [],
  reference: "newer",
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
