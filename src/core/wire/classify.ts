import { apiMessage, bodyObject, bodyText, isFromApi, isHtml, retryAfterMs } from "./answer.ts";
import type { Redact } from "./answer.ts";
import type { Exchange, ExchangeError, ExchangeResponse } from "../exchange.ts";
import { topLevelScalar } from "./json-text.ts";
import { howItEnded, whyNoAnswer, whyNotConnected, withMessage } from "./reason.ts";
import { idHint, keepableId, longestLookedAt, parseResourceId } from "../names/resource-id.ts";
import type { JsonObject } from "../json.ts";
import type { CreateVerdict, LookupVerdict, NoAnswer, Unreadable } from "./verdict.ts";

/** Client errors that proxies and servers also send for requests they may have passed on. */
export const undecided: readonly number[] = [408, 421, 425];
const hopeless: readonly number[] = [401, 403, 404];

/**
 * The verdict on a create after its one exchange: the table of docs/design.md#6-apply-one-create, Verdicts.
 * Pure and total. `isKnownId` says whether an id is in our hands already; `redact` takes secrets
 * out of what the server said before it becomes part of a reason.
 */
export function createVerdict(
  exchange: Exchange,
  isKnownId: (id: string) => boolean,
  redact: Redact = (text) => text,
): CreateVerdict {
  const { response, error } = exchange;
  if (!exchange.connected) return notSent(error);
  if (response === undefined)
    return { verdict: "unknown", reason: `${whyNoAnswer(error)}; it may have been created.` };
  const { status } = response;
  if (status >= 200 && status < 300) return accepted(response, isKnownId, redact);
  if (status === 429) {
    return {
      verdict: "refused",
      status,
      reason: withMessage("The API asks to slow down (429)", apiMessage(response, redact)),
      retryAfterMs: retryAfterMs(response),
      stop: false,
    };
  }
  if (status >= 400 && status < 500 && !undecided.includes(status)) {
    if (isFromApi(response)) return refused(response, redact);
    const speaker = isHtml(response) ? "an HTML page" : "something that is not the API's";
    return unknown(response, isKnownId, redact, `The answer was ${status} with ${speaker}`);
  }
  return unknown(response, isKnownId, redact, `The answer was ${status}`);
}

/**
 * The verdict on one GET of `id`. Pure and total. Network errors, 429, 408, 421, 425 and 5xx may get
 * better by asking again; an answer that makes no sense does not.
 */
export function lookupVerdict(
  exchange: Exchange,
  id: string,
  redact: Redact = (text) => text,
): LookupVerdict {
  const { response } = exchange;
  if (response?.status === 200) return found(response, id);
  if (response?.status === 404 && isFromApi(response)) return { verdict: "absent" };
  return noAnswer(exchange, redact);
}

/**
 * The verdict on a request that may be repeated and was not answered. Network errors, 429, 408,
 * 421, 425 and 5xx may get better by asking again; a refusal, a portal's page and a redirect do not.
 */
export function noAnswer(exchange: Exchange, redact: Redact): NoAnswer {
  const { response, error } = exchange;
  if (response === undefined) {
    const why = exchange.connected ? whyNoAnswer(error) : whyNotConnected(error);
    const isFinal = ["certificate", "proxy", "aborted"].includes(error?.kind ?? "");
    return { verdict: "unreadable", reason: `${why}.`, retry: !isFinal };
  }
  const { status } = response;
  const sentence = `The answer was ${status}`;
  if (status === 401 || status === 403) {
    const reason = isHtml(response)
      ? `${sentence} with an HTML page: a proxy may be speaking.`
      : withMessage(`The API refused with ${status}`, apiMessage(response, redact));
    return { verdict: "unauthorized", status, reason };
  }
  if (status === 404 && !isFromApi(response)) {
    const reason = `${sentence} with something that is not the API's: a proxy may be speaking.`;
    return { verdict: "unreadable", reason, retry: false };
  }
  if (status === 429 || status >= 500 || undecided.includes(status)) {
    const reason = withMessage(sentence, apiMessage(response, redact));
    return { verdict: "unreadable", reason, retry: true, retryAfterMs: retryAfterMs(response) };
  }
  const reason = withMessage(sentence, apiMessage(response, redact));
  return { verdict: "unreadable", reason, retry: false };
}

function found(response: ExchangeResponse, id: string): LookupVerdict {
  const answer = wholeObject(response);
  if ("verdict" in answer) return answer;
  if (answer.object["id"] !== id) {
    const reason = "The answer was 200 for another id than the one asked for.";
    return { verdict: "unreadable", reason, retry: false };
  }
  return { verdict: "present", answer: answer.object };
}

/** Returns a success's JSON object, or why it has none. A cut answer may be requested again. */
export function wholeObject(response: ExchangeResponse): { object: JsonObject } | Unreadable {
  const sentence = `The answer was ${response.status}`;
  if (response.ended !== "complete" && response.ended !== "unframed") {
    const reason = `${sentence}${howItEnded(response)}.`;
    return { verdict: "unreadable", reason, retry: response.ended !== "too-large" };
  }
  const object = isHtml(response) ? undefined : bodyObject(response);
  if (object === undefined) {
    const reason = `${sentence}${whyNoId(response, false)}.`;
    return { verdict: "unreadable", reason, retry: response.ended === "unframed" };
  }
  return { object };
}

function notSent(error: ExchangeError | undefined): CreateVerdict {
  const kind = error?.kind;
  return {
    verdict: "not-sent",
    reason: `${whyNotConnected(error)}; nothing was sent.`,
    retry: kind !== "certificate" && kind !== "proxy" && kind !== "aborted",
  };
}

function refused(response: ExchangeResponse, redact: Redact): CreateVerdict {
  const { status } = response;
  return {
    verdict: "refused",
    status,
    reason: withMessage(`The API refused with ${status}`, apiMessage(response, redact)),
    stop: hopeless.includes(status),
  };
}

/** A 2xx: something was created, unless the answer gives no sign of it. */
function accepted(
  response: ExchangeResponse,
  isKnownId: (id: string) => boolean,
  redact: Redact,
): CreateVerdict {
  const sentence = `The answer was ${response.status}`;
  if (isHtml(response))
    return unknown(response, isKnownId, redact, `${sentence} with an HTML page`);
  const isWhole = response.ended === "complete" || response.ended === "unframed";
  const answer = isWhole ? bodyObject(response) : undefined;
  const id = isWhole ? answer?.["id"] : stringToken(topLevelScalar(bodyText(response), "id"));

  const keepable = typeof id === "string" ? id.slice(0, longestLookedAt) : "";
  if (redact(keepable) !== keepable)
    return quarantined(redact(keepable), `${sentence} with an id that holds a secret`);
  if (typeof id === "number") {
    // Keep the digits as they came: parsing would round a long number.
    const digits = topLevelScalar(bodyText(response), "id") ?? String(id);
    return quarantined(redact(digits), `${sentence} with a number as id`);
  }
  if (typeof id !== "string" || id === "") {
    const why = isWhole ? whyNoId(response, answer !== undefined) : howItEnded(response);
    return unknown(response, isKnownId, redact, `${sentence}${why}`);
  }
  const usable = parseResourceId(id);
  if (usable === undefined)
    return quarantined(id, `${sentence} with an id that is not a valid one`);
  if (isKnownId(id)) return quarantined(id, `${sentence} with an id that we know already`);
  if (answer !== undefined) return { verdict: "created", id: usable, answer };
  return {
    verdict: "cut",
    id: usable,
    reason: `${sentence}${howItEnded(response)}; its id could be read.`,
  };
}

function quarantined(id: string, reason: string): CreateVerdict {
  return { verdict: "quarantined", id: keepableId(id), reason: `${reason}.` };
}

/** Unknown, with an id to look at if one shows in Location or in a body we could not believe. */
function unknown(
  response: ExchangeResponse,
  isKnownId: (id: string) => boolean,
  redact: Redact,
  what: string,
): CreateVerdict {
  const isSuccess = response.status >= 200 && response.status < 300;
  const shown = isSuccess ? stringToken(topLevelScalar(bodyText(response), "id")) : undefined;
  const candidates = [idHint(response.headers["location"]), idHint(shown)];
  const hint = candidates.find((id) => id !== undefined && !isKnownId(id) && redact(id) === id);
  const reason = `${what}, so it may have been created.`;
  return hint === undefined ? { verdict: "unknown", reason } : { verdict: "unknown", reason, hint };
}

function stringToken(token: string | undefined): string | undefined {
  return token?.startsWith('"') === true ? String(JSON.parse(token)) : undefined;
}

function whyNoId(response: ExchangeResponse, isObject: boolean): string {
  if (response.body.length === 0) return " without a body";
  if (isObject) return " without an id";
  return response.ended === "unframed"
    ? " with a body that is not JSON or was cut"
    : " with a body that is not JSON";
}
