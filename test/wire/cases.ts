import { bodyCases } from "./body-cases.ts";
import { connectionCases } from "./connection-cases.ts";
import { echoCases } from "./echo-cases.ts";
import { headCases } from "./head-cases.ts";
import { idCases } from "./id-cases.ts";
import { statusCases } from "./status-cases.ts";
import type { Expected, WireCase } from "./wire-case.ts";

const all: readonly WireCase[] = [
  ...connectionCases,
  ...headCases,
  ...bodyCases,
  ...statusCases,
  ...idCases,
  ...echoCases,
];

/** The fault matrix: the key of each case's pool → the case. */
export const cases: ReadonlyMap<string, WireCase> = new Map(
  all.map((played, index) => [`c${String(index + 1).padStart(3, "0")}`, played]),
);

/** Returns the permitted verdicts of a case. */
export function verdictsOf({ expected }: WireCase): readonly Expected[] {
  return "verdict" in expected ? [expected] : expected;
}

/**
 * Returns whether a case needs a run of its own: it concerns connections, it stops or delays later
 * cases, or the test measures its memory.
 */
export function isAlone(played: WireCase): boolean {
  const { accept, listens, secure, hangs, alone, exitCode, command } = played;
  if (accept !== undefined || listens === false || secure || hangs || alone) return true;
  if (exitCode !== undefined || command !== undefined) return true;
  return verdictsOf(played).some(
    (expected) =>
      expected.verdict === "quarantined" ||
      (expected.verdict === "refused" && (expected.stop || expected.retryAfterMs !== undefined)),
  );
}
