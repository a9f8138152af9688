import type { ExchangeError, ExchangeResponse } from "../exchange.ts";

/** Why there was no connection, as a clause for people. Never the text of the error itself. */
export function whyNotConnected(error: ExchangeError | undefined): string {
  const code = codeOf(error);
  switch (error?.kind) {
    case "dns":
      return `The host name was not found${code}`;
    case "certificate":
      return `The server's TLS certificate was not accepted${code}`;
    case "proxy":
      return `The proxy refused the connection${code}`;
    case "timeout":
      return "No connection came about in time";
    case "aborted":
      return "Interrupted before a connection came about";
    default:
      return `No connection could be made${code}`;
  }
}

/** Why a request that was sent has no answer, as a clause for people. */
export function whyNoAnswer(error: ExchangeError | undefined): string {
  const code = codeOf(error);
  switch (error?.kind) {
    case "timeout":
      return "The request was sent, but no answer came in time";
    case "aborted":
      return "Interrupted after the request was sent";
    case "protocol":
      return `The answer could not be read as HTTP${code}`;
    default:
      return `The connection broke after the request was sent${code}`;
  }
}

/** How a body that is not whole ended, to follow "The answer was 200". */
export function howItEnded(response: ExchangeResponse): string {
  if (response.ended === "stalled") return " but its body stalled";
  if (response.ended === "too-large") return " but its body was too large";
  return " but its body was cut";
}

/** A sentence of ours, followed by the API's message if it has one. */
export function withMessage(sentence: string, message: string): string {
  return message === "" ? `${sentence}.` : `${sentence}: ${message}`;
}

/** The operating system's or Node's code in parentheses; nothing else may slip through. */
function codeOf(error: ExchangeError | undefined): string {
  return error !== undefined && /^[A-Z][A-Z0-9_]{1,60}$/.test(error.code) ? ` (${error.code})` : "";
}
