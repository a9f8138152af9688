import { childEnvironment } from "../core/child-environment.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import { holdsPart, secretForms, withoutForms } from "../core/redaction/secret-forms.ts";
import { filledArguments, type SecretPlace } from "../core/secret-place.ts";
import type { SecretSinks } from "../core/secret-sink.ts";
import { feedChild, pipePrograms, type FedEnd } from "../system/fed-child.ts";
import { findProgram } from "../system/program.ts";
import type { Context } from "../session/context.ts";

/** How long the command for one secret may take, in milliseconds. */
export const commandLimitMs = 60_000;

type Command = Extract<SecretPlace, { sink: "command" }>;

/**
 * Gives each secret to a program of its own, on stdin. Before the create is sent the program is
 * there, may be executed, and would be told which secret it gets. `clients` are the addresses of all
 * that have a secret: one that an earlier run delivered must not be stored over either.
 */
export function secretCommand(
  { variables, currentFolder, redactForeign }: Context,
  { program, arguments: words }: Command,
  environment: string,
  clients: readonly string[],
): SecretSinks {
  return {
    async open(address) {
      const [file = "", ...pipe] = await Promise.all([program, ...pipePrograms].map(found));
      const other = clients.find((one) => one !== address && lineOf(one) === lineOf(address));
      if (other !== undefined) throw sameLine(address, other);
      return {
        place: `command:${program}`,
        async write(secret, id) {
          const end = await feedChild({
            program: file,
            arguments: filledArguments(words, { address, environment, id }),
            variables: childEnvironment(variables),
            currentFolder,
            input: secret,
            limitMs: commandLimitMs,
            pipe,
          });
          const how = whatWentWrong(end);
          if (how !== undefined)
            throw new Error(`${program} ${how}${lastWords(end, secret, redactForeign)}`);
        },
        discard: async () => undefined,
      };
    },
  };

  /** The command line for a client. No two have the same id: its address stands for it. */
  function lineOf(address: string): string {
    return JSON.stringify(filledArguments(words, { address, environment, id: address }));
  }

  async function found(name: string): Promise<string> {
    const file = await findProgram(name, variables, currentFolder);
    if (file === undefined) throw notThere(name);
    return file;
  }
}

function whatWentWrong(end: FedEnd): string | undefined {
  if ("timedOut" in end) return `did not end within ${commandLimitMs / 1_000} s and was killed`;
  if ("notStarted" in end) return `could not be started (${end.notStarted})`;
  return end.code === 0 ? undefined : `ended with exit code ${end.code}`;
}

/**
 * The last lines of what it said. Redacted before they are cut: a part would not be recognized. Nothing
 * of it if it holds a part: what else of the secret is there, nobody could tell.
 */
function lastWords(
  { output }: FedEnd,
  secret: string,
  redactForeign: Context["redactForeign"],
): string {
  const forms = secretForms(secret);
  const clean = withoutForms(output, forms).trim();
  if (holdsPart(clean, forms) || redactForeign(clean) !== clean)
    return "; what it said holds a part of the secret and is not shown";
  const lines = clean
    .slice(-600)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-3);
  return lines.length === 0 ? "" : `; it said: ${lines.join(" / ")}`;
}

function notThere(program: string): Failure {
  return failure(
    exitCode.refused,
    "secret-program",
    `There is no program ${JSON.stringify(program)} that may be executed, to give secrets to. Nothing was sent.`,
    "Install it or write its path: --secret-sink 'command:/PATH/PROGRAM ARG …'",
  );
}

function sameLine(address: string, other: string): Failure {
  return failure(
    exitCode.refused,
    "secrets-in-one-place",
    `The command for the secret of ${address} is the very same as that of ${other}, and would store the one over the other. Nothing was sent.`,
    "Put {address}, {name} or {NAME} into its arguments.",
  );
}
