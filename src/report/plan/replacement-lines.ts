import type { PlanRecord } from "../../core/plan/plan-document.ts";
import type { Action } from "../../core/plan/action.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { suggestedCommand } from "../suggested-command.ts";
import { bare, indent } from "../text.ts";

/** The reason for a replacement, as a sentence. */
export function whyReplaced({ agreed, follows = [], address }: Action): string {
  const pools = follows.map(bare).join(", ");
  switch (agreed) {
    case "earlier":
      return "An earlier run was to replace it, and did not get to the end.";
    case "follows":
      return `It refers to ${pools}, which is replaced, and so it follows.`;
    case "gone":
      return `Anon does not have this id any more, and you asked for ${bare(address)} to be created again.`;
    default:
      return `You asked for ${bare(address)} to be replaced.`;
  }
}

/** The outcome of an id that is replaced. */
export function oldId({ gone, address }: Action, { plan }: PlanRecord): string[] {
  if (gone === true)
    return [
      "Anon does not have this id any more: a new one is created, and the lockfile keeps it.",
    ];
  const when = followersOf(plan, address).length > 0 ? ", once nothing uses it" : "";
  return [`A new one is created, and then this id retires: remove it in Anon's console${when}.`];
}

/** The lines about a resource that may not be replaced. */
export function unlessProtected(action: Action): string {
  return action.protected === true
    ? " (it is protected: say `protect: false` in its block, too)"
    : "";
}

/** The uses that a new id breaks, by its kind. */
export function breaks({ kind }: Action, { kinds }: PlanRecord): string[] {
  const sentences = kinds.find(({ name }) => name === kind)?.newIdBreaks;
  return sentences === undefined ? [] : [sentences];
}

const followersIn = new WeakMap<Plan, Map<string, string[]>>();

/** The addresses that depend on this one. Computed once for a plan, since many blocks need them. */
function followersOf(plan: Plan, address: string): readonly string[] {
  let followers = followersIn.get(plan);
  if (followers === undefined) {
    followers = new Map();
    for (const action of plan.actions)
      for (const needed of new Set(action.dependsOn)) {
        const others = followers.get(needed);
        if (others === undefined) followers.set(needed, [action.address]);
        else others.push(action.address);
      }
    followersIn.set(plan, followers);
  }
  return followers.get(address) ?? [];
}

/** The way out that makes a new id, as a command, and what it would break. */
export function replaceWay(action: Action, view: PlanRecord): string[] {
  const { address } = action;
  const clients = followersOf(view.plan, address).map(bare).join(", ");
  return [
    `  - create a new one and retire this id${unlessProtected(action)}:`,
    `    ${suggestedCommand(view.environment, ["plan", "--replace", address])}`,
    ...indent(breaks(action, view), 2),
    ...(clients === "" ? [] : [`    What refers to it follows: ${clients}.`]),
  ];
}
