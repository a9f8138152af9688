import { resolve } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { DiskError } from "../core/ports.ts";
import { failure } from "../core/errors/problem.ts";
import { isPlan, maximumPlanBytes } from "../store/saved-plan.ts";
import { suggestedCommand, type CommandEnvironment } from "../report/suggested-command.ts";
import type { Context } from "../session/context.ts";
import { readInput } from "../session/input-file.ts";
import { withoutFlags } from "../session/options.ts";

/**
 * The bytes of a saved plan, for an environment if one is known. Throws a Failure, exit code 3,
 * if it cannot be read.
 */
export function readPlanFile(
  context: Context,
  file: string,
  environment: CommandEnvironment = { name: withoutFlags.env },
): Promise<Uint8Array> {
  return readInput(context, {
    file,
    maximumBytes: maximumPlanBytes,
    noun: "plan",
    ifMissing: savingStep(environment),
  });
}

/** The command to type if there is no saved plan. */
export function savingStep(environment: CommandEnvironment): string {
  return `Save one with \`${suggestedCommand(environment, ["plan", "--out", "FILE"])}\`.`;
}

/**
 * Refuses to save a plan over anything but an older plan (or an empty file, as mktemp makes them):
 * a slip of the finger must not take the lockfile away, which may be the only inventory there is.
 * Throws a Failure, exit code 5.
 */
export async function refuseOverwriting(context: Context, file: string): Promise<void> {
  if (await mayReplace(context, resolve(context.currentFolder, file))) return;
  throw failure(
    exitCode.refused,
    "not-overwritten",
    `${file} is there already and is not a saved plan, so it is not overwritten. Nothing was done.`,
    "Name another file with --out, or move this one away.",
    file,
  );
}

async function mayReplace({ system }: Context, path: string): Promise<boolean> {
  try {
    const bytes = await system.disk.read(path, maximumPlanBytes);
    return bytes === undefined || bytes.length === 0 || isPlan(bytes);
  } catch (error) {
    if (error instanceof DiskError && ["NOT_A_FILE", "TOO_LARGE"].includes(error.code))
      return false;
    throw error;
  }
}
