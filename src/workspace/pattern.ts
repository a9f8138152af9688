import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { parseSecretPlace } from "../core/secret-place.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { shellWord } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import { commandContext } from "../session/typed-flags.ts";
import type { Invocation, SessionOptions } from "../session/options.ts";
import { longName, many } from "./flags.ts";

/**
 * The pattern of --workspace. Throws a Failure if there is none, or beside it stands what is about one
 * manifest alone.
 */
export function patternOf(
  context: Context,
  { command, options, args, typed, ownFlag }: Invocation,
): string {
  const pattern = options.workspace;
  if (pattern === undefined) {
    const flag = [...typed.keys()].find((one) => many.map(longName).includes(one));
    throw failure(
      exitCode.invalid,
      "missing-value",
      `${flag} is for --workspace, and changes nothing without it.`,
      suggestedCommand(commandContext(options), [
        command,
        "--workspace",
        "orgs/*/anon.config.yaml",
        ...(typed.get(flag ?? "") ?? []),
      ]),
    );
  }
  const own = args[0] ?? ownFlag;
  if (own !== undefined)
    throw failure(
      exitCode.invalid,
      "flags-exclude-each-other",
      `${shellWord(own)} and --workspace do not go together: it is about one manifest. Nothing was done.`,
      "Leave it out, or name one manifest with -c. A pattern is written in quotes, so that no shell fills it in: 'orgs/*/anon.config.yaml'",
    );
  if (command === "apply") {
    refuseOnePlace("--secret-sink", options.secretSink);
    refuseOnePlace("ANON_SECRET_SINK", context.variables["ANON_SECRET_SINK"]);
    if (options.autoApprove !== true && context.ask === undefined)
      throw nobodyToAsk(options, pattern);
  }
  return pattern;
}

/** Secrets of clients that have one address in two manifests must not be stored over each other. */
function refuseOnePlace(source: string, written = ""): void {
  if (written === "") return;
  const place = parseSecretPlace(written, source);
  if (place.sink === "command" && place.arguments.some((word) => word.includes("{id}"))) return;
  throw failure(
    exitCode.invalid,
    "secrets-in-one-place",
    `${source} names one place for the secrets of all manifests: those of the same address would meet there. Nothing was done.`,
    "Put {id} into the arguments of its command:, or name a folder in each manifest: secretSink: file:DIR",
  );
}

function nobodyToAsk(options: SessionOptions, pattern: string) {
  const plan = suggestedCommand(commandContext(options), ["plan", "--workspace", pattern]);
  return failure(
    exitCode.refused,
    "no-terminal",
    "Nobody can be asked here: there is no terminal. Nothing was done.",
    `Run \`${plan}\`, read it, then add --auto-approve to apply.`,
  );
}
