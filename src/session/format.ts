import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import type { OutputOptions, Flag } from "./options.ts";

interface Named {
  readonly name: string;
  readonly help: string;
}

/** The flag that chooses one of several formats, the first of them the default. */
export function formatFlag(formats: readonly Named[]): Flag {
  const names = formats.map(({ name }) => name);
  return {
    flags: "--format <format>",
    help: `how it is written, see below (default: ${names[0]})`,
    value: { choices: names },
  };
}

/** The text below the flags of --help: what each format is for. */
export function formatDetails(formats: readonly Named[]): string {
  const width = Math.max(...formats.map(({ name }) => name.length));
  return `Formats:\n\n${formats.map(({ name, help }) => `  ${name.padEnd(width)}  ${help}`).join("\n")}`;
}

/**
 * The format that --format names, or --json, or else the first. Throws a Failure if the two flags
 * contradict each other.
 */
export function chosenFormat<Formats extends readonly [Named, ...Named[]]>(
  formats: Formats,
  { format, json }: Pick<OutputOptions, "format" | "json">,
): Formats[number] {
  if (json === true && format !== undefined && format !== "json")
    throw failure(
      exitCode.invalid,
      "flags-exclude-each-other",
      `--json and --format ${format} do not go together.`,
      "Leave one of them out.",
    );
  const name = json === true ? "json" : format;
  return formats.find((each) => each.name === name) ?? formats[0];
}
