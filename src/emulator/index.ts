import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import type { Fault } from "./fault.ts";
import { faultScript } from "./fault-script.ts";
import { makeKeys } from "./keys.ts";
import type { ApiReference, EmulatorParts } from "./parts.ts";
import { emulatorServer, type EmulatorServer } from "./server.ts";
import { freshState, moveTo, stateText, type State } from "./state.ts";
import { groupedWriter, readState } from "./state-file.ts";

export { faultActions, faultGrammar, faultHelp, parseFault, type Fault } from "./fault.ts";
export type { ApiReference } from "./parts.ts";

/** The options of an emulator. All are optional. */
export interface EmulatorOptions {
  /** 0, the default: any free port; with a state file, the last run's port if that is free. */
  readonly port?: number;
  /** The file in which the state outlives the process (mode 0600); in memory if absent. */
  readonly stateFile?: string;
  /** The least time that each answer takes, in milliseconds. */
  readonly latencyMs?: number;
  readonly reference?: ApiReference;
  readonly faults?: readonly Fault[];
  /** Made afresh if absent; never stored. */
  readonly apiKey?: string;
  readonly readOnlyKey?: string;
  /** A random one, or the state file's, if absent. */
  readonly organizationId?: string;
}

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly apiKey: string;
  readonly readOnlyKey: string;
  /** The id of the inventory. A reset through the console changes the id. */
  readonly instanceId: string;
  readonly organizationId: string;
  /** Stops at once. Requests under way lose their connection. The state file is whole. */
  close(): Promise<void>;
}

/**
 * Starts a local Anon API on 127.0.0.1 that behaves as the contract says. Throws a Failure if
 * the keys, the port or the state file are of no use.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, stateFile, latencyMs = 0, reference = "newer", faults = [] } = options;
  const keys = makeKeys(options.apiKey, options.readOnlyKey);
  const state = await openState(stateFile, options.organizationId);
  const save =
    stateFile === undefined ? async () => {} : groupedWriter(stateFile, () => stateText(state));
  const tally = { requests: {}, creates: {} };
  const parts: EmulatorParts = { state, keys, reference, script: faultScript(faults), tally, save };
  const server = emulatorServer(parts, latencyMs);
  const listening = await listenOn(server, port, state);
  moveTo(state, `http://127.0.0.1:${listening}`);
  try {
    await save();
  } catch (error) {
    await server.end();
    throw failure(
      exitCode.failed,
      "emulator-state-unwritable",
      `The emulator's state file ${stateFile} cannot be written (${systemCode(error)}).`,
      "Name a file in a folder that exists and is yours.",
      stateFile,
    );
  }
  return {
    url: state.url,
    apiKey: keys.apiKey,
    readOnlyKey: keys.readOnlyKey,
    get instanceId() {
      return state.instanceId;
    },
    organizationId: state.organizationId,
    async close() {
      await server.end();
      // A write under way must not outlive this: the caller may remove the folder next. If that
      // write fails, the waiting request has got a 500.
      await save().catch(() => undefined);
    },
  };
}

/** Returns the state to start with: the file's, or a new state. */
async function openState(stateFile?: string, organizationId?: string): Promise<State> {
  const stored = stateFile === undefined ? undefined : await readState(stateFile);
  if (stored === undefined) return freshState(organizationId);
  if (organizationId !== undefined && organizationId !== stored.organizationId) {
    throw failure(
      exitCode.invalid,
      "emulator-organization-differs",
      `The emulator's state file ${stateFile} belongs to the organization ${stored.organizationId}.`,
      "Leave the organization out, or name another state file.",
      stateFile,
    );
  }
  if (await isServedAt(stored)) {
    throw failure(
      exitCode.locked,
      "emulator-state-in-use",
      `Another emulator uses the state file ${stateFile}, at ${stored.url}.`,
      "Use that one, stop it, or name another state file.",
      stateFile,
    );
  }
  return stored;
}

/** Whether an emulator with this state still answers at its last URL: two would lose creates. */
async function isServedAt(state: State): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2000);
    const answer = await fetch(`${state.url}/_emulator/instance`, { redirect: "error", signal });
    return ((await answer.json()) as { instanceId?: unknown }).instanceId === state.instanceId;
  } catch {
    return false;
  }
}

/**
 * Listens, and returns the port. Without a chosen port, we try the last run's port first: the JWKS
 * URL of a hosted pool contains the port, and a new port would look like drift.
 */
async function listenOn(server: EmulatorServer, port: number, state: State): Promise<number> {
  const last = state.url === "" ? 0 : Number(new URL(state.url).port);
  try {
    if (port !== 0 || last === 0) return await server.listen(port);
    return await server.listen(last).catch(() => server.listen(0));
  } catch (error) {
    throw failure(
      exitCode.failed,
      "emulator-port",
      `The emulator cannot listen on port ${port} (${systemCode(error)}).`,
      "Leave the port out for any free one, or name another.",
    );
  }
}

function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
