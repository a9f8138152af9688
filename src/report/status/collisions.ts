import type { AddressConflict } from "../../core/state/collisions.ts";
import { suggestedCommand, type CommandEnvironment } from "../suggested-command.ts";
import { bare, counted, indent } from "../text.ts";

/**
 * The sentences about conflicts in the merge of the lockfile `path`: both are kept, and one
 * of them is too many. Ends with a newline; empty if none met.
 */
export function renderConflicts(
  path: string,
  conflicts: readonly AddressConflict[],
  environment: CommandEnvironment,
): string {
  if (conflicts.length === 0) return "";
  const lines = [
    `Both sides of the merge of ${bare(path)} had an id of their own for ${counted(conflicts.length, "address", "addresses")}:`,
    ...indent(
      conflicts.flatMap((conflict) => conflictLines(conflict, environment, "from now on")),
      1,
    ),
    `Remove what is not used in Anon's console: Anon has no delete. To see all ids: ${suggestedCommand(environment, ["status"])}`,
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The conflict of two ids at one address: the id that is active there (from now on or as before),
 * and the command that chooses the other id.
 */
export function conflictLines(
  { latest, retired }: AddressConflict,
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
          `  If it is the one to keep: ${suggestedCommand(environment, ["settle", address, "--id", retired.id])}`,
        ]
      : []),
  ];
}
