import type { ExchangeResponse } from "../exchange.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { parseObject } from "./json-text.ts";

const maximumMessage = 200;
/** The part of a message that we read: text far behind does not change the shown part. */
const maximumRead = 10_000;
/** Some 31 years: a longer wait is cut to this, and no arithmetic with it overflows. */
const maximumRetryAfterSeconds = 999_999_999;
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Removes from a text what must not be read in it, the API key above all. */
export type Redact = (text: string) => string;

/** The body as text; empty if it is encoded although we asked for identity. */
export function bodyText(response: ExchangeResponse): string {
  if (isEncoded(response)) return "";
  if (decoded?.response !== response) decoded = { response, text: decoder.decode(response.body) };
  return decoded.text;
}

const decoder = new TextDecoder();
/** The last body: the code that judges an answer reads it several times in a row. */
let decoded: { readonly response: ExchangeResponse; readonly text: string } | undefined;

/** The JSON object the body holds, whatever its content type says; undefined if it holds none. */
export function bodyObject(response: ExchangeResponse): JsonObject | undefined {
  return parseObject(bodyText(response));
}

/** Whether the answer is an HTML page: then it comes from a proxy or a portal, not from the API. */
export function isHtml(response: ExchangeResponse): boolean {
  return /html/i.test(contentType(response)) || bodyText(response).trimStart().startsWith("<");
}

/**
 * Whether an error answer comes from the API: JSON, plain text (web frameworks refuse a body or a
 * key in plain text), or an empty body. HTML, encoded or unrecognisable bodies do not.
 */
export function isFromApi(response: ExchangeResponse): boolean {
  if (isHtml(response) || isEncoded(response)) return false;
  if (/json|text\/plain/i.test(contentType(response))) return true;
  if (response.body.length === 0)
    return response.ended === "complete" || response.ended === "unframed";
  return bodyObject(response) !== undefined;
}

/**
 * How long the API asks to wait, in milliseconds; 0 if it does not say. Retry-After as a date
 * counts from the answer's own Date, so no clock of ours is compared with the server's (RFC 9110,
 * 10.2.3).
 */
export function retryAfterMs(response: ExchangeResponse): number {
  const value = response.headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(value)) return Math.min(Number(value), maximumRetryAfterSeconds) * 1000;
  const wait = httpDateMs(value) - answeredAtMs(response);
  return Number.isFinite(wait) && wait > 0 ? wait : 0;
}

/** The server's own time when it answered, in milliseconds since 1970; NaN if it does not say. */
export function answeredAtMs(response: ExchangeResponse): number {
  return httpDateMs(response.headers["date"] ?? "");
}

/**
 * The message in an error answer of the API, for people: `message`, `error.message` or `error` of a JSON
 * body as one line of at most 200 characters; empty if there is none. Redacted before it is
 * shortened, so that no half of a secret stays.
 */
export function apiMessage(response: ExchangeResponse, redact: Redact): string {
  if (isHtml(response)) return "";
  const body = bodyObject(response);
  const error = body?.["error"];
  const candidates = [body?.["message"], isObject(error) ? error["message"] : error];
  const message = candidates.find((candidate) => typeof candidate === "string");
  if (message === undefined) return "";
  const whole = message.replace(/\s+/g, " ").replace(unprintable, "").trim();
  const line = redact(whole.slice(0, maximumRead));
  const characters = Array.from(line);
  if (characters.length <= maximumMessage) return line;
  return `${characters.slice(0, maximumMessage - 1).join("")}…`;
}

function contentType(response: ExchangeResponse): string {
  return response.headers["content-type"] ?? "";
}

function isEncoded(response: ExchangeResponse): boolean {
  return !/^\s*(identity)?\s*$/i.test(response.headers["content-encoding"] ?? "");
}

function httpDateMs(text: string): number {
  const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
  return imfFixdate.test(text) ? Date.parse(text) : Number.NaN;
}
