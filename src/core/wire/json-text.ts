import { isObject, tryJson, type JsonObject } from "../json.ts";

/** Deeper answers are refused: code that walks them later may recurse. */
const maximumDepth = 64;

/**
 * The JSON object a text holds; undefined if it is no JSON, no object, or nested more than 64
 * levels deep. A `__proto__` member is left out, so that no later copy can be poisoned.
 */
export function parseObject(text: string): JsonObject | undefined {
  const value = tryJson(text);
  if (!isObject(value) || isDeeper(value, maximumDepth)) return undefined;
  // Only `\u` reveals a name that is written with escapes.
  return /__proto__|\\u/.test(text) ? withoutPrototypes(text) : value;
}

/** Parses a text again without `__proto__` members. Its value must not be too deep. */
function withoutPrototypes(text: string): JsonObject {
  return JSON.parse(text, (key, member: unknown) => (key === "__proto__" ? undefined : member));
}

/** Whether objects and arrays are nested more than so many levels deep. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/**
 * The text of one scalar member of the outermost object, as it stands there (a string with its
 * quotes), read from a JSON text that may be cut anywhere. Undefined if the member is not whole,
 * is not a scalar, or anything before it is not JSON; a member of a nested object is never taken.
 */
export function topLevelScalar(text: string, wantedKey: string): string | undefined {
  let position = skipSpace(text, 0);
  if (text[position] !== "{") return undefined;
  for (;;) {
    const keyStart = skipSpace(text, position + 1);
    const keyEnd = endOfString(text, keyStart);
    if (keyEnd === undefined) return undefined;
    const colon = skipSpace(text, keyEnd);
    if (text[colon] !== ":") return undefined;
    const start = skipSpace(text, colon + 1);
    const end = endOfValue(text, start);
    if (end === undefined) return undefined;
    const value = text.slice(start, end);
    if (JSON.parse(text.slice(keyStart, keyEnd)) === wantedKey)
      return value.startsWith("{") || value.startsWith("[") ? undefined : value;
    position = skipSpace(text, end);
    if (text[position] !== ",") return undefined;
  }
}

/** The end of the value that starts at `start`; undefined if it is not whole. */
function endOfValue(text: string, start: number): number | undefined {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === "{" || first === "[") return endOfNested(text, start);
  const word = /[-+.\w]*/y;
  word.lastIndex = start;
  word.test(text);
  const end = word.lastIndex;
  // 12 may have been 123: a number is whole only when something follows it.
  return end < text.length && tryJson(text.slice(start, end)) !== undefined ? end : undefined;
}

function endOfNested(text: string, start: number): number | undefined {
  const closers: string[] = [];
  for (let position = start; position < text.length; position += 1) {
    const character = text[position];
    if (character === '"') {
      const end = endOfString(text, position);
      if (end === undefined) return undefined;
      position = end - 1;
    } else if (character === "{") closers.push("}");
    else if (character === "[") closers.push("]");
    else if (character === "}" || character === "]") {
      if (closers.pop() !== character) return undefined;
      if (closers.length === 0)
        return tryJson(text.slice(start, position + 1)) !== undefined ? position + 1 : undefined;
    }
  }
  return undefined;
}

/** The end of the string that starts at `start`; undefined if it is not whole or not valid. */
function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  for (let position = start + 1; position < text.length; position += 1) {
    if (text[position] === "\\") position += 1;
    else if (text[position] === '"')
      return tryJson(text.slice(start, position + 1)) !== undefined ? position + 1 : undefined;
  }
  return undefined;
}

function skipSpace(text: string, start: number): number {
  let position = start;
  while (/[ \t\r\n]/.test(text[position] ?? "")) position += 1;
  return position;
}
