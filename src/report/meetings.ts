import type { Meeting } from "../core/meetings.ts";
import { commandLine, type CommandEnvironment } from "./command-words.ts";
import { bare, counted, indent } from "./text.ts";

/**
 * What people are told of the ids that met in the merge of a lockfile, `path`: both are kept, and one
 * of them is too many. Ends with a newline; empty where none met.
 */
export function renderMeetings(
  path: string,
  met: readonly Meeting[],
  environment: CommandEnvironment,
): string {
  if (met.length === 0) return "";
  const lines = [
    `Both sides of the merge of ${bare(path)} had an id of their own for ${counted(met.length, "address", "addresses")}:`,
    ...indent(
      met.flatMap((meeting) => meetingLines(meeting, environment, "from now on")),
      1,
    ),
    `Remove what is not used in Anon's console: Anon has no delete. To see all ids: ${commandLine(environment, ["status"])}`,
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * That two ids met at an address: which of them holds it, since now or as before, and how to choose
 * the other one.
 */
export function meetingLines(
  { latest, retired }: Meeting,
  environment: CommandEnvironment,
  since: "from now on" | "still",
): string[] {
  const { address } = latest;
  const [holds, kept] = [bare(latest.id), `${bare(retired.id)} is kept as retired`];
  if (latest.retired !== undefined)
    return [
      `${bare(address)} is held by no id from now on: ${kept} (${retired.retired}), since ${holds} came after it and is retired (${latest.retired}).`,
    ];
  return [
    `${bare(address)} has two ids: ${holds} ${since === "still" ? "stays active" : "holds it from now on"}, and ${kept} (${retired.retired}).`,
    ...(retired.retired === "duplicate"
      ? [
          `  If it is the one to keep: ${commandLine(environment, ["settle", address, "--id", retired.id])}`,
        ]
      : []),
  ];
}
