import type { Allows, VirtualRun } from "./virtual-server.ts";

/** A server of the sweep, with its name. */
export type Cell = Pick<
  VirtualRun,
  "allows" | "latencyMs" | "retryAfterSeconds" | "requests" | "seconds"
> & {
  readonly name: string;
};

const most = 64;

/**
 * Every kind of limit, with each latency at which 64 requests at once can reach the limit. A run
 * starts with the first request and has at least 10,000 requests. It lasts at least two minutes, or
 * half a minute for limits of requests at once.
 */
export const sweep: readonly Cell[] = limits().flatMap(({ name, allows }) =>
  [5, 50, 200]
    .filter((latencyMs) => reaches(allows, latencyMs))
    .flatMap((latencyMs) =>
      [1, undefined].map((retryAfterSeconds) => ({
        name: `${name}, ${latencyMs} ms, ${retryAfterSeconds === undefined ? "no Retry-After" : `Retry-After: ${retryAfterSeconds}`}`,
        allows,
        latencyMs,
        retryAfterSeconds,
        requests: 10_000,
        // The time is long enough to show both the learned limit and the cost of learning it.
        seconds: "atOnce" in allows ? 30 : 120,
      })),
    ),
);

function limits(): { readonly name: string; readonly allows: NonNullable<Allows> }[] {
  const ways = ["bucket", "fixed window", "sliding window"] as const;
  return [
    ...[20, 200, 2_000].flatMap((perSecond) =>
      ways.map((by) => ({ name: `${perSecond} a second, ${by}`, allows: { perSecond, by } })),
    ),
    ...[4, 32].map((atOnce) => ({ name: `${atOnce} at once`, allows: { atOnce } })),
  ];
}

function reaches(allows: NonNullable<Allows>, latencyMs: number): boolean {
  return "atOnce" in allows || (allows.perSecond * latencyMs) / 1_000 <= most;
}
