import { crc32 } from "node:zlib";
import { isObject, type Json, type JsonObject } from "../core/json.ts";

/** Returns a text with its CRC-32, which reveals damage, in front: `1a2b3c4d TEXT`. */
export function seal(text: string): string {
  return `${checksum(text)} ${text}`;
}

/** The text of a sealed one; undefined if the CRC does not fit. */
export function unseal(sealed: string): string | undefined {
  const text = sealed.slice(9);
  return sealed[8] === " " && sealed.slice(0, 8) === checksum(text) ? text : undefined;
}

/** The JSON object in a sealed text; undefined if the CRC does not fit or it holds none. */
export function unsealObject(sealed: string): JsonObject | undefined {
  const text = unseal(sealed);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
