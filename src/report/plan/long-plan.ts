import type { PlanRecord } from "../../core/plan/plan-document.ts";
import type { Action } from "../../core/plan/action.ts";
import { suggestedCommand } from "../suggested-command.ts";
import { counted } from "../text.ts";
import { actionLooks } from "./symbols.ts";

/** People read no more blocks than these, and a terminal drops the first of them. */
export const mostBlocks = 200;

/** The blocks of a plan of any length: those that need an answer, warn, or end the use of an id. */
const neverLeftOut: ReadonlySet<string> = new Set(["!", "~", "*", "."]);

/** The actions of a plan that get a block each, and the number of the others. */
export interface Shortened {
  readonly shown: readonly Action[];
  readonly others: readonly Action[];
}

/**
 * All actions, if there are at most mostBlocks. Otherwise first the actions of neverLeftOut, then
 * as many of the others as fit in, each in the plan's order.
 */
export function shortened(actions: readonly Action[]): Shortened {
  if (actions.length <= mostBlocks) return { shown: actions, others: [] };
  const first = actions.filter((action) => isNeverLeftOut(action));
  const rest = actions.filter((action) => !isNeverLeftOut(action));
  const room = Math.max(mostBlocks - first.length, 0);
  return { shown: [...first, ...rest.slice(0, room)], others: rest.slice(room) };
}

/** How many of each action are left out, and the command that leaves out none. */
export function leftOutLines(others: readonly Action[], view: PlanRecord): string[] {
  if (others.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { action } of others) {
    const what = actionLooks[action].counted;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const parts = [...counts].map(([what, count]) => `${count} ${what}`);
  const command = view.printCommand ?? suggestedCommand(view.environment, ["plan"]);
  return [
    `... and ${counted(others.length, "address", "addresses")} more: ${parts.join(", ")}. None of them is refused, unsettled, drifted, replaced or retired.`,
    `The whole plan: ${command} --json`,
    "",
  ];
}

function isNeverLeftOut({ action }: Action): boolean {
  return neverLeftOut.has(actionLooks[action].symbol);
}
