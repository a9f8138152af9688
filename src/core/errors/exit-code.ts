/** The exit codes of every command (issue text and README: one table). */
export const exitCode = {
  done: 0,
  failed: 1,
  changes: 2,
  invalid: 3,
  unsettled: 4,
  refused: 5,
  unauthorized: 6,
  locked: 7,
  interrupted: 130,
} as const;

/** If several apply, the first of these wins. */
const rank: readonly number[] = [130, 1, 6, 4, 5, 3, 7, 2];

/** The exit code to end with if each of `codes` holds; 0 if none does. */
export function highestExitCode(codes: readonly number[]): number {
  return rank.find((code) => codes.includes(code)) ?? codes.find((code) => code !== 0) ?? 0;
}

/**
 * Returns the exit code of a run for several manifests: a failure of one manifest is never hidden.
 */
export function exitCodeOfAll(codes: readonly number[]): number {
  return codes.includes(exitCode.failed) ? exitCode.failed : highestExitCode(codes);
}
