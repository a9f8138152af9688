import { exitCode } from "../core/errors/exit-code.ts";
import type { Json } from "../core/json.ts";
import { failure, type Failure } from "../core/errors/problem.ts";

/** A file with ids: its name in errors, and the way to restore the file. */
export interface FactFile {
  readonly path: string;
  /** The noun of the file in messages; also the stem of the file's error codes. */
  readonly noun: "ledger" | "lockfile" | "plan";
  /** The next step if it cannot be read. */
  readonly restore: string;
}

/** A JSON file with facts, into which a git merge can write conflict markers. */
export interface JsonFile extends FactFile {
  readonly noun: "lockfile" | "plan";
  /** The next step if a git merge left its conflict markers; `restore` if left out. */
  readonly resolve?: string;
}

/**
 * Returns the JSON value of a file with facts. Throws a Failure, with a message of its own for
 * conflict markers. It is stricter than JSON.parse: JSON.parse keeps only the last of two equal
 * keys, and would drop an id in silence.
 */
export function parseStrictJson(bytes: Uint8Array, file: JsonFile): Json {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw damaged(file, "it is not UTF-8 text");
  }
  if (/^(<{7}|>{7}) /m.test(text))
    throw failure(
      exitCode.refused,
      `${file.noun}-conflict`,
      `The ${file.noun} ${file.path} holds the conflict markers of a git merge.`,
      file.resolve ?? file.restore,
      file.path,
    );
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw damaged(file, `it is not JSON: ${(error as SyntaxError).message}`);
  }
  // Nearly always equal counts prove that no key is double, much faster than a full scan.
  const isPlain = countOfKeys(value) === countOfColons(text);
  const key = isPlain ? undefined : duplicateKey(text);
  if (key !== undefined) throw damaged(file, `the key ${JSON.stringify(key)} stands in it twice`);
  return value;
}

/** Returns the Failure of a damaged file. */
export function damaged(file: FactFile, what: string): Failure {
  return failure(
    exitCode.refused,
    `${file.noun}-damaged`,
    `The ${file.noun} ${file.path} cannot be read: ${printable(what)}.`,
    file.restore,
    file.path,
  );
}

/**
 * How many keys the objects of a value have. Every key in a text is followed by a colon, and some
 * other texts may look like one; so if the text has no more than the value, none stands twice.
 */
function countOfKeys(value: Json): number {
  let count = 0;
  // We use a list instead of recursion: a hostile file may nest a million levels.
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const isList = Array.isArray(next);
    // `for in` is safe: JSON.parse makes own keys only. A list of the values would be garbage.
    for (const key in next) {
      const part = (next as Readonly<Record<string, Json>>)[key];
      if (!isList) count += 1;
      if (typeof part === "object") waiting.push(part);
    }
  }
  return count;
}

/** Returns the highest number of keys that a text may have: see countOfKeys. */
function countOfColons(text: string): number {
  const colon = /"[ \t\r\n]*:/g;
  let count = 0;
  while (colon.test(text)) count += 1;
  return count;
}

/** Returns the first key that one object of a valid JSON text has twice. */
function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(undefined);
    else if (character === "}" || character === "]") open.pop();
    if (character === "{" || character === ",") isKey = open.at(-1) !== undefined;
    else if (character === ":") isKey = false;
    if (character !== '"') continue;
    const literal = text.slice(index, endOfString(text, index));
    index += literal.length - 1;
    const keys = open.at(-1);
    if (!isKey || keys === undefined) continue;
    const key = JSON.parse(literal) as string;
    if (keys.has(key)) return key;
    keys.add(key);
  }
  return undefined;
}

/** The end of the string that starts at `start`. No regular expression: megabytes overflow its stack. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** Removes control characters: V8's messages quote the text, which may have any character. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").slice(0, 200);
}
