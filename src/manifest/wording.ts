import { isObject, type JsonObject } from "../core/json.ts";
import { secretSinkKey } from "../core/secret-place.ts";
import { hasUserInfo } from "../core/user-info.ts";
import type { Nearest } from "./nearest.ts";
import type { PlacedError } from "./schema-errors.ts";
import { description, parentOf, schemaAt, sibling } from "./schema-lookup.ts";
import type { Finding, Path } from "./source.ts";
import { cut, describeValue, listed, pathText, quote } from "./words.ts";

/** The values that the words for a schema error are made of. */
export interface Wording {
  /** The schema that the value breaks. */
  readonly schema: JsonObject;
  readonly nearest: Nearest;
  /** The value at the error's path. `written` is its text as typed, if it is a scalar. */
  readonly value: unknown;
  readonly written: string | undefined;
  /** The whole path to the value, for messages. */
  readonly path: Path;
}

type Say = (error: PlacedError, wording: Wording) => Finding;

/** A schema error → a sentence and a next step. */
export function findingOf(error: PlacedError, wording: Wording): Finding {
  const special =
    clientWithoutPool(error, wording) ??
    commandInManifest(wording) ??
    passwordInUrl(error, wording);
  if (special !== undefined) return special;
  if (wording.value === null) return emptyValue(error, wording);
  return (byKeyword[error.keyword] ?? otherwise)(error, wording);
}

/** The finding for an application client without a pool, in any of its notations. */
function clientWithoutPool(
  { keyword }: PlacedError,
  { path, value }: Wording,
): Finding | undefined {
  const isKind = path.length === 3 && path[2] === "kind";
  const isApplication = path.length === 4 && path[2] === "kind" && path[3] === "application";
  // We do not count its keys here: it may have thousands, with a problem for each key.
  const isEmpty = value === null || (isObject(value) && keyword === "minProperties");
  if (path[0] !== "sdkClients") return undefined;
  if (!(isKind && value === "application") && !(isApplication && isEmpty)) return undefined;
  return {
    code: "client-without-pool",
    message: `${pathText(path.slice(0, 2))} is an application without a user pool`,
    next: "Write kind: { application: { userPool: KEY } }, or userPoolId: ID for a pool kept elsewhere.",
  };
}

/** The finding for a sink that is a command, which anon-sync would have to run. */
function commandInManifest({ path, value }: Wording): Finding | undefined {
  if (path.length !== 3 || path[2] !== secretSinkKey) return undefined;
  if (typeof value !== "string" || !/^\s*command\s*:/i.test(value)) return undefined;
  return {
    code: "command-in-manifest",
    message: `${pathText(path)}: a command is never taken from the manifest: a pull request could run it`,
    next: "Write file:DIR here, or say the command where you run apply: --secret-sink 'command:…' or ANON_SECRET_SINK.",
  };
}

/** The finding for a URL with a password. Its message does not repeat the value. */
function passwordInUrl({ keyword, params }: PlacedError, { path, value }: Wording) {
  const isUrl = keyword === "pattern" && strictPattern(String(params["pattern"])).startsWith(https);
  if (!isUrl || !hasUserInfo(String(value))) return undefined;
  return {
    code: "password-in-url",
    message: `${pathText(path)} holds a user name or a password`,
    next: "Write the URL without them: the manifest is committed, and Anon asks for the keys as anybody would.",
  } as const;
}

const byKeyword: Readonly<Record<string, Say>> = {
  additionalProperties(error, { schema, nearest, path }) {
    const key = String(error.params["additionalProperty"]);
    const known = Object.keys(sibling(schema, error, "properties") ?? {});
    const meant = nearest(key, known);
    return {
      code: "unknown-key",
      message: `unknown key ${quote(key)}${path.length > 0 ? ` in ${pathText(path)}` : ""}`,
      next:
        meant === undefined
          ? `Known keys here: ${listed(known)}.`
          : `Did you mean ${quote(meant)}?`,
    };
  },
  required(error, { schema, path }) {
    const key = String(error.params["missingProperty"]);
    const about = description(sibling(schema, error, "properties")?.[key]);
    return {
      code: "missing-key",
      message: `${path.length > 0 ? pathText(path) : "the manifest"} has no ${quote(key)}`,
      next: key === "version" ? "Add `version: 1`." : `Add \`${key}:\`${about && ` (${about})`}.`,
    };
  },
  type(error, { schema, path, value, written }) {
    const wanted = typeWords[String(error.params["type"])] ?? String(error.params["type"]);
    const isBareScalar = typeof value !== "object" && typeof value !== "string";
    const quotable = error.params["type"] === "string" && isBareScalar && written !== undefined;
    return {
      code: "wrong-type",
      message: `${pathText(path) || "the manifest"} must be ${wanted}, not ${describeValue(value)}`,
      next: quotable
        ? `Put it in quotes: "${cut(written)}".`
        : `Write ${wanted}${aside(description(schemaAt(schema, parentOf(error))))}.`,
    };
  },
  const(error, wording) {
    const { path, value } = wording;
    if (path.length !== 1 || path[0] !== "version") return otherwise(error, wording);
    return {
      code: "unsupported-version",
      message: `this anon-sync reads version 1 of the manifest, not ${describeValue(value)}`,
      next: "Write `version: 1`, or update anon-sync.",
    };
  },
  enum(error, { path, value, nearest }) {
    const allowed = Array.isArray(error.params["allowedValues"])
      ? error.params["allowedValues"]
      : [];
    const names = allowed.map(String);
    const meant = typeof value === "string" ? nearest(value, names) : undefined;
    return {
      code: "bad-value",
      message: `${pathText(path)} cannot be ${describeValue(value)}`,
      next:
        meant === undefined
          ? `Write ${listed(names, "or")}${path[2] === "kind" ? ", or { application: { userPool: KEY } }" : ""}.`
          : `Did you mean ${quote(meant)}?`,
    };
  },
  pattern(error, { schema, path, value }) {
    const pattern = strictPattern(String(error.params["pattern"]));
    const known = patternWords.find(([start]) => pattern.startsWith(start));
    const about = description(schemaAt(schema, parentOf(error)));
    return {
      code: "bad-value",
      message: `${pathText(path)} ${known ? known[1] : `cannot be ${describeValue(value)}`}`,
      next: known ? known[2] : `Expected: ${about || `a text like ${pattern}`}`,
    };
  },
  minLength: (_error, { path }) => ({
    code: "bad-value",
    message: `${pathText(path)} is an empty text`,
    next: "Write something, or delete the key.",
  }),
  maxLength: (error, { path, value }) => ({
    code: "bad-value",
    message: `${pathText(path)} is ${String(value).length} characters long; at most ${error.params["limit"]} are accepted`,
    next: "Shorten it.",
  }),
  minItems: (_error, { path }) => ({
    code: "bad-value",
    message: `${pathText(path)} is an empty list`,
    next: "Name at least one environment; without the key it is in all of them.",
  }),
  uniqueItems: (_error, { path }) => ({
    code: "bad-value",
    message: `${pathText(path)} names something twice`,
    next: "Delete one of the two.",
  }),
  minProperties: (_error, { path }) => ({
    code: "bad-value",
    message: `${pathText(path)} is an empty map`,
    next: "Fill it, or delete the key.",
  }),
  maxProperties: (_error, { path, value }) => ({
    code: "bad-value",
    message: `${pathText(path)} holds ${listed(Object.keys(value ?? {}))}; only one can be meant`,
    next: "Delete all but one.",
  }),
  propertyNames(error, { path }) {
    const key = String(error.params["propertyName"]);
    return {
      code: "bad-key",
      message: `the name ${quote(key)}${path.length > 0 ? ` in ${pathText(path)}` : ""} has a wrong form${lookalike(key)}`,
      next:
        path[0] === "outputs"
          ? "Start with a letter or _; use letters, digits and _ only, at most 128 of them."
          : "Start with a letter; use letters, digits, - and _ only, at most 64 of them.",
    };
  },
};

/** A letter of another script may look like an ASCII letter, so the message shows its number. */
function lookalike(key: string): string {
  const [letter] = /\P{ASCII}/u.exec(key) ?? [];
  if (letter === undefined) return "";
  const number = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `: ${quote(letter)} is U+${number}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  object: "a map",
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
};

/** A pattern without the part that manifestSchema adds to let variables pass. */
function strictPattern(pattern: string): string {
  return /^\\\$\\\{\|\(\?:(.*)\)$/.exec(pattern)?.[1] ?? pattern;
}

/** The beginning of the patterns of URLs (kinds/user-pool.ts). */
const https = "^[Hh][Tt][Tt][Pp][Ss]://";

/** The start of a pattern, the mistake of a text that does not match it, and the next step. */
const patternWords: readonly (readonly [string, string, string])[] = [
  ["^[A-Za-z]+\\.", "is not an address", "Write it like userPools.members."],
  [https, "is not an https URL", "Write a whole URL: https://HOST/PATH."],
  ["^[A-Za-z0-9_~-]", "is not an id", "Copy the id from the console or the lockfile."],
  ["^file:", "names no folder for secrets", "Write file:DIR, a folder seen from this file."],
  ["^\\S+$", "holds white space", "Delete the white space."],
  ["\\S", "is blank", "Write something people can read."],
];

function otherwise(error: PlacedError, { schema, path, value }: Wording): Finding {
  const about = description(schemaAt(schema, parentOf(error)));
  return {
    code: typeof value === "string" ? "bad-value" : "wrong-type",
    message: `${pathText(path)} cannot be ${describeValue(value)}`,
    next: about === "" ? "See `anon-sync schema manifest`." : `Expected: ${about}`,
  };
}

function emptyValue(error: PlacedError, { schema, path }: Wording): Finding {
  const about = description(schemaAt(schema, parentOf(error)));
  return {
    code: "empty-value",
    message: `${pathText(path) || "the manifest"} has nothing behind it`,
    next: `Write its value${aside(about)}, or delete the key.`,
  };
}

function aside(text: string): string {
  return text === "" ? "" : ` (${text})`;
}
