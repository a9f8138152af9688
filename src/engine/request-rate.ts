/** The pace of requests, once a server has shown that it counts them. */
export interface RequestRate {
  /** Milliseconds between two requests; 0 while no limit is known. */
  intervalMs(): number;
  /**
   * Records an admitted request. `isBinding`: only the rate keeps us from sending more requests.
   */
  admitted(nowMs: number, isBinding: boolean): void;
  /** Records that we send nothing for so long, in milliseconds. */
  held(nowMs: number, holdMs: number): void;
  /** Learns from a refused request how many requests the server admits. */
  cut(nowMs: number): void;
  /** Halves the rate, if there is one: the server is overloaded. */
  halve(): void;
}

/** The shortest time over which we measure a server's limit: most servers count by the second. */
const windowMs = 1_000;
/** Growth within a second: until a limit is found, until it is measured, and past it in the end. */
const growths = { unmet: 12, unmeasured: 1.2, past: 1.02 };
/**
 * The share by which the rate drops below a measured limit, and the time until it gets there again.
 */
const drop = 0.06;
const patienceMs = 60_000;
/** The parts of the history, and how much of it is kept: more than the longest Retry-After. */
const stepMs = 100;
const maximumSteps = 1_000;

/**
 * Returns a rate that learns a server's limit of requests a second, from the first refused request
 * on. The measure is the number of requests admitted in a second, or in as long as Retry-After
 * says, since that may be the length of the server's own window. It is never more than the server
 * allows and one burst. The rate begins with this measure and grows fast to the first refusal (half
 * of that rate is right or near). Then it grows carefully to a refusal that comes a whole second
 * after the last wait, and only that measure is believed. The rate goes on a little below the
 * measured limit and gets there in a minute along the curve of CUBIC (RFC 9438, 4.2: slower the
 * nearer). Then it grows past the limit, in case the server allows more by now. Each such test
 * costs a Retry-After of waiting, so the next test takes twice as long.
 *
 * The rate keeps state but has no effects. Times are milliseconds of a clock that never goes back.
 */
export function createRequestRate(): RequestRate {
  let perMs: number | undefined;
  let growth = growths.unmet;
  /** The measured rate; undefined while the limit has to grow to find it. */
  let limit: number | undefined;
  let measuredAtMs = Number.NEGATIVE_INFINITY;
  /** The time until the rate reaches the last measured limit. */
  let patience = patienceMs / 2;
  /** How long the rate has grown since the last refusal, and when it last grew. */
  let grownMs = 0;
  let grownAtMs = 0;
  let resumedAtMs = 0;
  let measureMs = windowMs;
  let total = 0;
  /** The number of requests admitted by each time, a step at a time. */
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
      if (last === undefined || nowMs >= last.atMs + stepMs) history.push({ atMs: nowMs, total });
      if (history.length > maximumSteps) history.shift();
      total += 1;
      if (perMs === undefined || !isBinding) return;
      const sinceMs = Math.min(1_000, Math.max(0, nowMs - Math.max(grownAtMs, resumedAtMs)));
      grownAtMs = nowMs;
      grownMs += sinceMs;
      if (limit === undefined) perMs *= growth ** (sinceMs / 1_000);
      else if (grownMs < patience) perMs = limit * (1 - drop * (1 - grownMs / patience) ** 3);
      else perMs *= growths.past ** (sinceMs / 1_000);
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
      const base = Math.max(refused / 2, Math.min(refused, seen));
      // A second partly spent waiting, or growing fast, shows less than the server allows.
      const isMeasured = nowMs - resumedAtMs >= measureMs && seen >= 0.8 * refused;
      // A window that began in between may show twice as many requests as the API allows.
      const isTooMuch = nowMs < measuredAtMs + patience / 4;
      limit = isMeasured ? base * (isTooMuch ? 1 - drop / 2 : 1) : undefined;
      perMs = (limit ?? base) * (1 - drop);
      growth = growths.unmeasured;
      grownMs = 0;
      if (!isMeasured) return;
      measuredAtMs = nowMs;
      patience *= 2;
    },

    halve() {
      if (perMs === undefined) return;
      perMs /= 2;
      limit = undefined;
      growth = growths.unmeasured;
    },
  };
}
