/** How fast requests may follow each other, once a server has shown that it counts them. */
export interface RequestRate {
  /** Milliseconds between two requests; 0 while no limit is known. */
  intervalMs(): number;
  /** Tells that one was admitted, and whether the rate is what keeps more from being sent. */
  admitted(nowMs: number, isBinding: boolean): void;
  /** Tells that nothing is sent for so long, in milliseconds. */
  held(nowMs: number, holdMs: number): void;
  /** Learns, from one that was refused, how many the server admits. */
  cut(nowMs: number): void;
  /** Halves the rate, where there is one: the server is overloaded. */
  halve(): void;
}

/** The shortest time over which a server's limit is measured: most count by the second. */
const windowMs = 1_000;
/** Growth within a second while no limit is known, and while one was met but could not be measured. */
const fastGrowth = 8;
const carefulGrowth = 1.2;
const slowGrowth = 1.02;
/** How far below a limit that was measured it goes on, and for how long it stays below at first. */
const drop = 0.06;
const patienceMs = 30_000;

/**
 * Learns a server's limit of requests a second. It is measured as what was admitted in a second, or
 * in as long as Retry-After says, which is how long the server's own window may be; that is never
 * more than the server allows and one burst, so the limit is approached from below: fast where the
 * measure was short, and after some time slowly past it, in case there is more by now. Pure but for
 * its memory; all times are milliseconds of one clock that never goes back.
 *
 * Sources: the slow start and the careful growth past a threshold are TCP's (RFC 5681), on a rate.
 */
export function createRequestRate(): RequestRate {
  let perMs: number | undefined;
  let growth = fastGrowth;
  /** What was measured; undefined while that has to be found by growing. */
  let limit: number | undefined;
  let patience = patienceMs / 2;
  /** For how long it grew since it was measured. */
  let grownMs = 0;
  let measuredAtMs = Number.NEGATIVE_INFINITY;
  let grownAtMs = 0;
  let resumedAtMs = 0;
  let measureMs = windowMs;
  let total = 0;
  /** How many had been admitted when, at most ten a second. */
  const history: { readonly atMs: number; readonly total: number }[] = [];

  function measured(nowMs: number): number {
    while ((history[1]?.atMs ?? nowMs) <= nowMs - measureMs) history.shift();
    const from = history[0];
    const isWhole = from !== undefined && from.atMs <= nowMs - measureMs;
    const admitted = Math.max(1, total - (from?.total ?? 0));
    return admitted / (isWhole ? nowMs - from.atMs : measureMs);
  }

  return {
    intervalMs: () => (perMs === undefined ? 0 : 1 / perMs),

    admitted(nowMs, isBinding) {
      const last = history.at(-1);
      if (last === undefined || nowMs >= last.atMs + windowMs / 10)
        history.push({ atMs: nowMs, total });
      if (history.length > 1_000) history.shift();
      total += 1;
      const sinceMs = Math.max(0, Math.min(1_000, nowMs - Math.max(grownAtMs, resumedAtMs)));
      if (perMs === undefined || !isBinding) return;
      grownAtMs = nowMs;
      if (limit === undefined) {
        perMs *= growth ** (sinceMs / 1_000);
      } else {
        grownMs += sinceMs;
        if (grownMs >= patience) perMs *= slowGrowth ** (sinceMs / 1_000);
        else perMs = limit * (1 - drop * (1 - grownMs / patience) ** 3);
      }
    },

    held(nowMs, holdMs) {
      resumedAtMs = Math.max(resumedAtMs, nowMs + holdMs);
      measureMs = Math.max(windowMs, holdMs);
    },

    cut(nowMs) {
      const seen = measured(nowMs);
      if (perMs === undefined) {
        perMs = (1 - drop) * seen;
        return;
      }
      const refused = perMs;
      // A second that was spent waiting, or growing, in part shows less than what is allowed.
      const isWhole = nowMs - resumedAtMs >= measureMs;
      const isMeasured = isWhole && seen >= 0.8 * refused;
      const isAgain = nowMs < measuredAtMs + patience / 4;
      const base = Math.max(refused / 2, Math.min(refused, seen));
      limit = isMeasured ? base * (isAgain ? 1 - drop : 1) : undefined;
      perMs = (limit ?? base) * (1 - drop);
      growth = carefulGrowth;
      grownMs = 0;
      if (!isMeasured) return;
      measuredAtMs = nowMs;
      patience *= 2;
    },

    halve() {
      if (perMs === undefined) return;
      perMs /= 2;
      limit = undefined;
      growth = carefulGrowth;
    },
  };
}
