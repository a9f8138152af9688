/**
 * Names of runs, attempts and instances of the emulator: random, of letters, digits and hyphens. A
 * person types them behind `--run` and `--attempt`, so they do not begin with a hyphen. We never
 * write a record with any other name.
 */
export const runIdPattern = "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$";

const isPattern = new RegExp(runIdPattern);

/** Whether a value from a record of ours is the name of a run, an attempt or an emulator. */
export function isRunId(value: unknown): value is string {
  return typeof value === "string" && isPattern.test(value);
}
