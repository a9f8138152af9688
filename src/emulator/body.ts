import type { IncomingMessage } from "node:http";
import type { Json } from "../core/json.ts";
import { refusal, type Answer } from "./answer.ts";

/** The largest request body that the emulator accepts, in bytes. */
export const maximumBodyBytes = 1024 * 1024;

/** A request's body; undefined if it is too large. Read to its end in any case. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  let chunks: Buffer[] = [];
  let size = 0;
  // We read the whole body: a client that is still sending would get a reset instead of the 413.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBodyBytes) chunks.push(chunk);
    else chunks = [];
  }
  return size <= maximumBodyBytes ? Buffer.concat(chunks) : undefined;
}

/** Returns the JSON value of a body, or the answer that refuses the body: 413 or 400. */
export function parseBody(body: Uint8Array | undefined): { json: Json } | { refused: Answer } {
  if (body === undefined) {
    const message = `the body is larger than ${maximumBodyBytes} bytes`;
    return { refused: refusal(413, "body-too-large", message) };
  }
  try {
    return { json: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) };
  } catch {
    return { refused: refusal(400, "malformed-json", "the body is not JSON in UTF-8") };
  }
}
