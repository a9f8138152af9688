import { maximumPlanBytes } from "../files/saved-plan.ts";
import type { Context } from "./context.ts";
import { readInput } from "./input-file.ts";

/** The bytes of a saved plan. Throws a Failure, exit code 3, where it cannot be read. */
export function readPlanFile(context: Context, file: string): Promise<Uint8Array> {
  return readInput(context, {
    file,
    maximumBytes: maximumPlanBytes,
    noun: "plan",
    ifMissing: "Save one with `anon-sync plan --out FILE`.",
  });
}
