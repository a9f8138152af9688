import { resolve } from "node:path";
import { parseFault, type ApiReference, type EmulatorOptions } from "../../emulator/index.ts";
import type { Context } from "../../session/context.ts";
import type { EmulatorCommandOptions } from "../../session/options.ts";

/** How to start the emulator that the flags ask for. Throws a Failure if a fault does not read. */
export function emulatorOptions(
  { currentFolder }: Pick<Context, "currentFolder">,
  options: EmulatorCommandOptions,
): EmulatorOptions {
  const { port, state, latency, fault, reference } = options;
  return {
    port,
    ...(state !== undefined && { stateFile: resolve(currentFolder, state) }),
    latencyMs: latency,
    // The flag takes these two names and no other.
    reference: reference as ApiReference,
    faults: fault.map(parseFault),
  };
}

/** The variables of the environment that hold a real key, by name. */
export function keyVariableNames({ variables }: Pick<Context, "variables">): readonly string[] {
  return Object.keys(variables).filter(
    (name) => /^ANON_API_KEY/i.test(name) && variables[name] !== undefined,
  );
}
