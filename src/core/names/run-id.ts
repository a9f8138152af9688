/**
 * Names of runs, attempts and instances of the emulator: random, of letters, digits and hyphens. A person
 * types them behind `--run` and `--attempt`, so they do not begin with a hyphen. What holds one that is none
 * was not written by us.
 */
export const runIdPattern = "^[0-9A-Za-z][0-9A-Za-z-]{0,63}$";

const isPattern = new RegExp(runIdPattern);

/** Whether what a record of ours holds is the name of a run, an attempt or an emulator. */
export function isRunId(value: unknown): value is string {
  return typeof value === "string" && isPattern.test(value);
}
