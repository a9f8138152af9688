import type { ServerResponse } from "node:http";
import type { JsonObject } from "../core/json.ts";

/** The answer of the emulator to one request, before a fault spoils it. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns a 200 with a JSON body. */
export function ok(body: JsonObject): Answer {
  return { status: 200, body };
}

/** Returns an error as JSON. The contract documents no error body; this form is ours. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return { status, body: { error: { code, message } }, ...(headers && { headers }) };
}

/** Returns a 405 that names the allowed methods. */
export function notAllowed(method: string, path: string, allowed: readonly string[]): Answer {
  const message = `${method} is not possible on ${path}`;
  return refusal(405, "method-not-allowed", message, { allow: allowed.join(", ") });
}

/** Sends an answer with its length, by which a client detects a cut answer. */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const bytes = answerBytes(body);
  response.writeHead(status, { ...headers, ...jsonHead, "content-length": bytes.length });
  response.end(bytes);
}

/** The head of every JSON answer. Answers contain tokens and secrets: no cache may keep them. */
export const jsonHead = { "content-type": "application/json", "cache-control": "no-store" };

/** Returns the bytes of an answer's body. */
export function answerBytes(body: JsonObject): Buffer {
  return Buffer.from(JSON.stringify(body));
}
