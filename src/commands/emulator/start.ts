import { exitCode } from "../../core/errors/exit-code.ts";
import { startEmulator } from "../../emulator/index.ts";
import type { Context } from "../../session/context.ts";
import { emulatorOptions, keyVariableNames } from "./emulator.ts";
import type { RunCommand, EmulatorCommandOptions } from "../../session/options.ts";

/**
 * `anon-sync emulator start`: runs until a signal. Its keys are printed on purpose: they are made
 * for this run and open nothing but a server on this machine.
 */
export const run: RunCommand<EmulatorCommandOptions> = async (context, options) => {
  const emulator = await startEmulator(emulatorOptions(context, options));
  const { url, apiKey, readOnlyKey, instanceId, organizationId } = emulator;
  if (options.json) {
    const document = { baseUrl: url, apiKey, readOnlyKey, instanceId, organizationId };
    context.out.write(`${JSON.stringify(document)}\n`);
  } else {
    context.out.write(`ANON_BASE_URL=${url}\nANON_API_KEY=${apiKey}\n`);
  }
  context.err.write(hints(context, readOnlyKey));
  await stopped(context.interrupt.stop);
  await emulator.close();
  return exitCode.done;
};

function hints(context: Context, readOnlyKey: string): string {
  const others = keyVariableNames(context).filter((name) => name !== "ANON_API_KEY");
  return [
    "The emulator runs until Ctrl-C. Set these two variables where you run anon-sync.",
    `A key that may only read: ${readOnlyKey}`,
    ...(others.length === 0
      ? []
      : [`Unset ${others.join(", ")} there: the key of an environment wins over ANON_API_KEY.`]),
    "",
  ].join("\n");
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
