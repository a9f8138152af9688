import type { ActionName } from "../../core/plan/action.ts";
import { hasChanges, type Plan } from "../../core/plan/plan.ts";
import { counted } from "../text.ts";
import { actionLooks } from "./symbols.ts";

/** The parts that every last line names, zero or not. */
const always: readonly string[] = [
  actionLooks.create.counted,
  actionLooks.retire.counted,
  actionLooks.keep.counted,
];

/** The last line: `Plan: 2 to create, 0 to retire, 3 unchanged.` */
export function summaryLine(plan: Plan): string {
  return `Plan: ${planCounts(plan)}.`;
}

/**
 * `2 to create, 0 to retire, 3 unchanged`. Ids that are kept without a lookup count as unchecked. A
 * move beside another action counts as a move, too.
 */
export function planCounts(plan: Plan): string {
  const counts = new Map<string, number>();
  const add = (part: string, count: number): void => {
    counts.set(part, (counts.get(part) ?? 0) + count);
  };
  for (const name of Object.keys(actionLooks) as ActionName[])
    add(actionLooks[name].counted, plan.summary[name]);
  add(actionLooks.keep.counted, -uncheckedCount(plan));
  add("unchecked", uncheckedCount(plan));
  const movedBeside = plan.actions.filter(
    ({ action, movedFrom }) => action !== "move" && movedFrom !== undefined,
  );
  add(actionLooks.move.counted, movedBeside.length);
  return [...counts]
    .filter(([part, count]) => count > 0 || always.includes(part))
    .map(([part, count]) => `${count} ${part}`)
    .join(", ");
}

/** The number of kept addresses whose ids were not looked up. */
export function uncheckedCount(plan: Plan): number {
  return plan.actions.filter(({ action, checked }) => action === "keep" && !checked).length;
}

/** The summary in sentences: no changes, skipped addresses, why the plan cannot be applied. */
export function closingLines(plan: Plan): string[] {
  if (!plan.applicable)
    return [
      ...leftOutLine(plan),
      "This plan cannot be applied: nothing is sent until what stops it (marked ! above) is answered.",
    ];
  const { unsettled, blocked, drifted } = plan.summary;
  const skipped = unsettled + blocked;
  if (skipped > 0)
    return [
      ...leftOutLine(plan),
      `${counted(skipped, "address", "addresses")} would be skipped; ${hasChanges(plan) ? "apply does what else there is to do" : "there is nothing else to do"}.`,
    ];
  if (hasChanges(plan)) return leftOutLine(plan);
  return [...leftOutLine(plan), `No changes. ${whyNone(plan, drifted)}`];
}

function leftOutLine({ leftOut }: Plan): string[] {
  if (leftOut === 0) return [];
  return [`${counted(leftOut, "address", "addresses")} left out by --target or --exclude.`];
}

function whyNone(plan: Plan, drifted: number): string {
  const unchecked = uncheckedCount(plan);
  if (drifted > 0)
    return `But Anon differs from the lockfile at ${counted(drifted, "address", "addresses")}, as shown above.`;
  if (plan.leftOut > 0 && plan.actions.length === 0) return "Nothing is left to look at.";
  if (plan.leftOut > 0) return "But for what was left out, Anon has everything the manifest wants.";
  if (unchecked > 0) return "The lockfile has everything the manifest wants; Anon was not asked.";
  if (plan.actions.length === 0 && plan.leftOut === 0)
    return "The manifest wants nothing, and nothing in the lockfile is in use.";
  return "Anon has everything the manifest wants.";
}
