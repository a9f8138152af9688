import { apiMessage, isFromApi, type Redact } from "./answer.ts";
import { noAnswer, undecided, wholeObject } from "./classify.ts";
import type { Exchange, ExchangeResponse } from "../exchange.ts";
import { withMessage } from "./reason.ts";
import type { TokenVerdict } from "./verdict.ts";

/** A signed JWT in its compact form (RFC 7515, 7.1): nothing in it can steer a terminal. */
const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Text that may be a token or the beginning of one: three parts in base64url, or text that begins
 * as the base64url of a JSON object does.
 */
const jwtShaped = /\b(?:[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|ey[JA][\w-]{4,})[\w.-]*/g;

/** Statuses that prove nothing about the body that was sent: see noAnswer. */
const notOfTheBody: readonly number[] = [401, 403, 429, ...undecided];

/**
 * The verdict on one request for a token (contract: createAppUserIdToken). Pure and total. No reason
 * holds any part of a token.
 */
export function tokenVerdict(exchange: Exchange, redact: Redact): TokenVerdict {
  const { response } = exchange;
  // A server that refuses may repeat a token, of this request or an earlier one.
  const clean: Redact = (text) => redact(text).replaceAll(jwtShaped, "[redacted]");
  if (response === undefined) return noAnswer(exchange, clean);
  const { status } = response;
  if (status >= 200 && status < 300) return issued(response, redact);
  const isRefusal = status >= 400 && status < 500 && !notOfTheBody.includes(status);
  if (!isRefusal || !isFromApi(response)) return noAnswer(exchange, clean);
  const reason = withMessage(`The API refused with ${status}`, apiMessage(response, clean));
  return { verdict: "refused", status, reason };
}

function issued(response: ExchangeResponse, redact: Redact): TokenVerdict {
  const answer = wholeObject(response);
  if ("verdict" in answer) return answer;
  const token = answer.object["appUserIdToken"];
  const sentence = `The answer was ${response.status}`;
  if (typeof token !== "string" || !compactJwt.test(token))
    return { verdict: "unreadable", reason: `${sentence} without a token.`, retry: false };
  // Printed, it would go through the gate that hides secrets, and be no token any more.
  if (redact(token) !== token)
    return {
      verdict: "unreadable",
      reason: `${sentence} with a token that holds a secret.`,
      retry: false,
    };
  return { verdict: "issued", token };
}
