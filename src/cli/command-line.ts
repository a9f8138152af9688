import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { ErrorCode } from "../core/errors/codes.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { version } from "../core/version.ts";
import { helpEnding, summary } from "./help.ts";
import { withoutFlags, type Options, type Flag, type Invocation } from "../session/options.ts";
import { longName } from "../workspace/flags.ts";
import { commands, groups, type CommandSpec } from "./table.ts";

/** A command to run, with its options and arguments. */
interface ReadCommand extends Invocation {
  readonly spec: CommandSpec;
}

/** The typed command line: a command to run, or a text to show (help, the version). */
export type CommandLine =
  | ReadCommand
  | {
      readonly text: string;
      /** Not 0 if help is shown because no command was named: then it belongs on stderr. */
      readonly exitCode: number;
    };

/**
 * Reads a command line (the words after the program's name). `columns` is the width of help texts,
 * in characters. Throws a Failure (exit code 3) for unknown commands and flags, missing or excess
 * arguments, and bad values.
 */
export function readCommandLine(words: readonly string[], columns: number): CommandLine {
  let text = "";
  let found: CommandLine | undefined;
  const program = new Command("anon-sync")
    .description(summary)
    .version(version, "--version", "print the version")
    .addHelpText("after", helpEnding);
  program
    // A command's flags come after its name: `anon-sync plan --version` does not print the version.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (part) => (text += part),
      writeErr: (part) => (text += part),
      outputError: () => {},
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  prepare(program, "");
  for (const spec of candidates(words)) {
    const [last = "", group] = spec.name.split(" ").toReversed();
    const parent = group === undefined ? program : groupOf(program, group);
    const command = prepare(parent.command(last).description(spec.summary), spec.name);
    for (const { name, help } of spec.arguments ?? []) command.argument(name, help);
    for (const flag of spec.flags) command.addOption(optionOf(flag));
    if (spec.details !== undefined) command.addHelpText("after", `\n${spec.details}`);
    command.action(() => {
      const options = { ...withoutFlags, ...command.opts<Partial<Options>>() };
      const typed = typedFlags(command);
      const perRun = new Set(["--no-color", ...spec.flags.filter(isPerRun).map(longName)]);
      found = {
        spec,
        command: spec.name,
        options: { ...options, isEnvTyped: typed.has("--env") },
        args: command.args,
        typed,
        ownFlag: [...typed.keys()].find((flag) => !perRun.has(flag)),
      };
    });
  }
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text, exitCode: error.exitCode === 0 ? exitCode.done : exitCode.invalid };
  }
  if (found === undefined) throw new Error("commander ran no command and threw nothing");
  return found;
}

/**
 * The commands that a command line may be about: those that its first word names, or all of them for
 * help, and for the error about a word that names none. To prepare one command takes a tenth of all.
 */
function candidates([first]: readonly string[]): readonly CommandSpec[] {
  const named = commands.filter(({ name }) => name.split(" ")[0] === first);
  return named.length > 0 ? named : commands;
}

function typedFlags(command: Command): Invocation["typed"] {
  const typed = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === "cli",
  );
  return new Map(
    typed.map((option) => {
      const flag = option.long ?? option.flags;
      const value: unknown = command.getOptionValue(option.attributeName());
      const values = typeof value === "boolean" ? [undefined] : [value].flat();
      return [flag, values.flatMap((one) => (one === undefined ? [flag] : [flag, String(one)]))];
    }),
  );
}

/** Returns a command above others. The first subcommand makes its group: --help keeps the order. */
function groupOf(program: Command, name: string): Command {
  const made = program.commands.find((command) => command.name() === name);
  return made ?? prepare(program.command(name).description(groups[name] ?? ""), name);
}

/** Sets up the parts that all commands share: their mistakes become Failures that name their own help. */
function prepare(command: Command, name: string): Command {
  return command
    .helpOption("-h, --help", "print this help")
    .addOption(new Option("--no-color", "print no colours"))
    .exitOverride((error) => {
      throw isHelp(error) ? error : mistake(error, name);
    });
}

function isPerRun(flag: Flag): boolean {
  return flag.isPerRun === true;
}

function isHelp({ code }: CommanderError): boolean {
  return ["commander.help", "commander.helpDisplayed", "commander.version"].includes(code);
}

function optionOf(flag: Flag): Option {
  const option = new Option(flag.flags, flag.help);
  if (flag.default !== undefined) option.default(flag.default);
  const kind = flag.value;
  if (typeof kind === "object") return option.choices(kind.choices);
  if (!option.required) return option;
  return option.argParser((value: string, previous: unknown) => {
    if (kind === "count or auto" && value === "auto") return value;
    if (kind === "count" || kind === "count or auto" || kind === "whole")
      return readNumber(value, flag);
    checkText(value, kind === "any" ? "--" : "-");
    return kind === "list" ? [...(Array.isArray(previous) ? previous : []), value] : value;
  });
}

function readNumber(value: string, { value: kind, maximum = 999_999_999 }: Flag): number {
  const minimum = kind === "whole" ? 0 : 1;
  const number = /^(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : -1;
  if (number >= minimum && number <= maximum) return number;
  throw new InvalidArgumentError(
    `It must be a whole number from ${minimum} to ${maximum}${kind === "count or auto" ? ", or auto" : ""}.`,
  );
}

/** Throws for an empty text (an unset script variable) and for a flag (the value is missing). */
function checkText(value: string, dash: "-" | "--"): void {
  if (value === "") throw new InvalidArgumentError("It must not be empty.");
  if (value.startsWith(dash))
    throw new InvalidArgumentError("It looks like a flag; write a file as ./-name.");
}

const codes: Readonly<Record<string, ErrorCode>> = {
  "commander.unknownOption": "unknown-flag",
  "commander.unknownCommand": "unknown-command",
  "commander.excessArguments": "excess-argument",
  "commander.missingArgument": "missing-argument",
  "commander.optionMissingArgument": "missing-value",
  "commander.invalidArgument": "bad-value",
};

/** Removed flags → the flags to use instead. */
const replaced: Readonly<Record<string, string>> = {
  "--secrets-dir": "--secret-sink file:DIR",
  "--csv": "--json",
};

/** Returns Commander's error as a Failure in our words: one sentence, and the next step. */
function mistake(error: CommanderError, name: string): Failure {
  const [first = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  // Someone may have given a secret to a flag that there is not: `--api-key=…`.
  const sentence = first.replace(/^(unknown option '--?[^'=]*)=.*'$/s, "$1'");
  const flag =
    error.code === "commander.unknownOption" ? /'([^'=]*)'$/.exec(sentence)?.[1] : undefined;
  const instead = flag === undefined ? undefined : replaced[flag];
  if (flag !== undefined && instead !== undefined)
    return failure(exitCode.invalid, "unknown-flag", `${flag} is gone.`, `Use ${instead}.`);
  const message = `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`.replace(
    /[^.]$/,
    "$&.",
  );
  const help = `Run \`${["anon-sync", name, "--help"].filter((word) => word !== "").join(" ")}\`.`;
  const meant = suggestion?.replace(/^\((.*)\)$/, "$1 ") ?? "";
  return failure(exitCode.invalid, codes[error.code] ?? "usage", message, `${meant}${help}`);
}
