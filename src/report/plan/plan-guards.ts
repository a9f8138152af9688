import type { Guard } from "../../core/plan/input.ts";
import type { PlanWarning, PlanRecord } from "../../core/plan/plan-document.ts";
import { suggestedCommand, keyVariables } from "../suggested-command.ts";
import type { Style } from "../style.ts";
import { bare, indent, escapeText } from "../text.ts";

/** The fault of the world as a whole, and what to do about it; a block a guard. */
export function guardLines(view: PlanRecord, style: Style): string[] {
  return view.plan.guards.flatMap((guard) => [...guardBlock(guard, view, style), ""]);
}

/** One of them. */
export function guardBlock(guard: Guard, view: PlanRecord, style: Style): string[] {
  const [what = "", ...next] = wordsOf(guard, view);
  return [`${style.red("!")} ${style.bold(what)}`, ...indent(next)];
}

/** The findings, then the next steps. */
function wordsOf(guard: Guard, { environment }: PlanRecord): string[] {
  switch (guard.guard) {
    case "other-organization": {
      const { address, id, expected, actual } = guard;
      return [
        `${bare(address)} (id ${bare(id)}) belongs to organization ${bare(actual)}, not to ${bare(expected)}.`,
        `Set ${keyVariables(environment)} to a key of organization ${bare(expected)}, or name`,
        "another environment with -e.",
      ];
    }
    case "follower-left-out": {
      const [address, follows] = [bare(guard.address), bare(guard.follows)];
      return [
        `${address} refers to ${follows}, which is replaced: it follows, and cannot be left out.`,
        `It would go on using an id that retires. Leave ${follows} out, too: --exclude ${follows}`,
      ];
    }
    case "nothing-found":
      return [
        `Anon has none of the known ids (${guard.ids}): the API key or the environment is wrong.`,
        `Check ${keyVariables(environment)}, and -e, then try again:`,
        `  ${suggestedCommand(environment, ["plan"])}`,
        "If they really are gone, each must be named: --recreate ADDRESS for what is to be created again.",
      ];
  }
}

/** Probable mistakes that could not be corrected, a block each; empty if there are none. */
export function warningLines({ warnings = [] }: PlanRecord, style: Style): string[] {
  return warnings.flatMap((warning) => [...warningBlock(warning, style), ""]);
}

/** The block of one warning. */
export function warningBlock({ message, next, place }: PlanWarning, style: Style): string[] {
  const at = place === undefined ? "" : style.dim(` (${escapeText(place)})`);
  // A runner takes a line that begins with :: for a command, after white space too. A saved plan
  // may contain any text.
  const step = escapeText(next).replace(/^\s*(?=::)/, "| ");
  return [`${style.yellow("Warning")}: ${escapeText(message)}${at}`, ...indent([step])];
}
