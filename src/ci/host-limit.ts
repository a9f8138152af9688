import type { Exchange, ExchangeResponse } from "../core/exchange.ts";
import { answeredAtMs, retryAfterMs } from "../core/wire/answer.ts";
import type { HostRequest } from "./comment-host.ts";

/** A longer wait is not worth a comment. */
const maximumWaitMs = 30_000;

/**
 * After how long a request may be sent again, in milliseconds; undefined if it may not, or if
 * the host asks for a longer wait than half a minute. What creates a comment is sent again only if
 * it has certainly made none.
 */
export function askAgainAfterMs(
  { method, isQuery }: Pick<HostRequest, "method" | "isQuery">,
  { connected, response, error }: Exchange,
): number | undefined {
  if (response !== undefined && isLimited(response)) {
    const waitMs = limitMs(response);
    return waitMs <= maximumWaitMs ? waitMs : undefined;
  }
  if (["certificate", "proxy", "aborted"].includes(error?.kind ?? "")) return undefined;
  if (connected && method === "POST" && isQuery !== true) return undefined;
  return response === undefined || response.status >= 500 ? 0 : undefined;
}

/**
 * Whether the host says that it was asked too often. A 403 alone means that the token may not:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function isLimited({ status, headers }: ExchangeResponse): boolean {
  if (status === 429) return true;
  const isSaid = headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0";
  return status === 403 && isSaid;
}

/** How long the host asks to wait; for ever if it does not say. */
function limitMs(response: ExchangeResponse): number {
  const { headers } = response;
  if (headers["retry-after"] !== undefined) return retryAfterMs(response);
  const resetMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1000;
  const waitMs = resetMs - answeredAtMs(response);
  return Number.isNaN(waitMs) ? Number.POSITIVE_INFINITY : Math.max(0, waitMs);
}
