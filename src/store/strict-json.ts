import { exitCode } from "../core/errors/exit-code.ts";
import type { Json } from "../core/json.ts";
import { failure, type Failure } from "../core/errors/problem.ts";

/** A file that holds ids: how errors call it, and how a person gets it back. */
export interface FactFile {
  readonly path: string;
  /** The stem of its error codes too. */
  readonly noun: "ledger" | "lockfile" | "plan";
  /** The next step if it cannot be read. */
  readonly restore: string;
}

/** Such a file that is JSON, and that a git merge can have in its hands. */
export interface JsonFile extends FactFile {
  readonly noun: "lockfile" | "plan";
  /** The next step if a git merge left its conflict markers; `restore` if left out. */
  readonly resolve?: string;
}

/**
 * The JSON value of a file that holds facts. Stricter than JSON.parse, which lets the last of two
 * equal keys win and so would drop an id in silence; conflict markers get a message of their own.
 * Throws a Failure.
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
  // Nearly always the count tells that there is none, much faster than a look at each character.
  const isPlain = countOfKeys(value) === countOfColons(text);
  const key = isPlain ? undefined : duplicateKey(text);
  if (key !== undefined) throw damaged(file, `the key ${JSON.stringify(key)} stands in it twice`);
  return value;
}

/** The Failure of a file that cannot be what it should. */
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
  // A list of its own and no recursion: a hostile file nests a million deep.
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const isList = Array.isArray(next);
    // JSON.parse makes keys of their own only. A list of the values would be garbage for each object.
    for (const key in next) {
      const part = (next as Readonly<Record<string, Json>>)[key];
      if (!isList) count += 1;
      if (typeof part === "object") waiting.push(part);
    }
  }
  return count;
}

/** How many keys a text may have: see countOfKeys. */
function countOfColons(text: string): number {
  const colon = /"[ \t\r\n]*:/g;
  let count = 0;
  while (colon.test(text)) count += 1;
  return count;
}

/** The first key that stands twice in one object of a valid JSON text. */
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

/** V8 quotes the text in its messages; what it quotes may hold anything. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").slice(0, 200);
}
