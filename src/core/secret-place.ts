import { exitCode } from "./errors/exit-code.ts";
import { failure } from "./errors/problem.ts";
import { shellWords } from "./shell-words.ts";

/**
 * The key of a block in the manifest that names the sink of its secret. No field: it is never sent.
 */
export const secretSinkKey = "secretSink";

/** The destination of secrets, as it is written. */
export type SecretPlace =
  /** A new file in this folder for each secret. */
  | { readonly sink: "file"; readonly folder: string }
  /** The program's stdin; placeholders in the arguments are not filled in yet. */
  | { readonly sink: "command"; readonly program: string; readonly arguments: readonly string[] };

/** The values of the placeholders in a command's arguments. */
export interface SecretOf {
  readonly address: string;
  readonly environment: string;
  /** Known only after the create. */
  readonly id: string;
}

/** Reads `file:DIR` or `command:PROGRAM ARG …`. Otherwise throws a Failure that names `source`. */
export function parseSecretPlace(text: string, source: string): SecretPlace {
  const [, scheme, rest = ""] = /^(file|command):(.*)$/s.exec(text) ?? [];
  if (scheme === "file" && rest.trim() !== "") return { sink: "file", folder: rest };
  if (scheme !== "command")
    throw wrong(source, scheme === "file" ? "names no folder" : "is neither file: nor command:");
  const split = shellWords(rest);
  if ("wrong" in split) throw wrong(source, `cannot be split into words: ${split.wrong}`);
  const [program = "", ...words] = split.words;
  if (program === "") throw wrong(source, "names no program");
  if (/[{}]/.test(program)) throw wrong(source, "has a brace in its program's name");
  for (const word of words)
    for (const [placeholder, name = ""] of word.matchAll(/\{([A-Za-z]+)\}/g))
      // A mistyped placeholder would send every secret to the same destination.
      if (!Object.hasOwn(placeholders, name))
        throw wrong(source, `has ${placeholder}, which stands for nothing (${known})`);
  return { sink: "command", program, arguments: words };
}

const placeholders: Readonly<Record<string, (of: SecretOf) => string>> = {
  address: ({ address }) => address,
  environment: ({ environment }) => environment,
  id: ({ id }) => id,
  name: ({ address }) => nameOf(address),
  NAME: ({ address }) => nameOf(address).toUpperCase().replaceAll("-", "_"),
};

const known = Object.keys(placeholders)
  .map((name) => `{${name}}`)
  .join(", ");

/**
 * Returns a command's arguments for one secret. The value of a placeholder is not expanded again.
 */
export function filledArguments(words: readonly string[], of: SecretOf): string[] {
  return words.map((word) =>
    word.replaceAll(
      /\{([A-Za-z]+)\}/g,
      (placeholder, name: string) => placeholders[name]?.(of) ?? placeholder,
    ),
  );
}

function nameOf(address: string): string {
  return address.slice(address.indexOf(".") + 1);
}

function wrong(source: string, what: string) {
  return failure(
    exitCode.invalid,
    "bad-secret-sink",
    `${source} ${what}. Nothing was done.`,
    "Write file:DIR, or 'command:PROGRAM ARG …' with {address}, {name}, {environment} or {id} in the arguments.",
  );
}
