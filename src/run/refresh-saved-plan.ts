import type { PlanningOptions } from "../session/options.ts";
import type { Action } from "../core/plan/action.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { canonicalText } from "../core/json.ts";
import { kindOfAddress } from "../core/kind.ts";
import type { Observation } from "../core/plan/observation.ts";
import { isCreate, type Plan } from "../core/plan/plan.ts";
import { failure } from "../core/errors/problem.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { bare, sentence } from "../report/text.ts";
import type { LockedState } from "./lock.ts";
import { observeAll } from "./plan-world.ts";
import type { Session } from "../session/session.ts";

/**
 * Looks up again what a saved plan relies on: the ids that it takes into use or takes over from, and
 * those that its creates refer to, and those that it does without because they were gone. What became of them since is in no file, so no pin can tell. Throws
 * a Failure if one is not what it was.
 */
export async function refreshSavedPlan(
  session: Session<PlanningOptions>,
  current: LockedState,
  plan: Plan,
): Promise<void> {
  const relied = reliedOn(plan);
  const requested = relied.flatMap(({ id, address }) => {
    const kind = kindOfAddress(session.kinds, address);
    return id === undefined || kind === undefined ? [] : [{ id, kind }];
  });
  // Without anything to look up, no key is needed here.
  if (requested.length === 0) return;
  const observations = await observeAll(session, current.api(), requested);
  for (const action of relied) {
    const change = changeOf(action, observations.get(action.id ?? ""));
    if (change === undefined) continue;
    throw failure(
      exitCode.refused,
      "stale-plan",
      `Saved plan is stale: ${bare(action.address)} (id ${bare(action.id ?? "")}) ${change} Nothing was sent.`,
      `Plan again, read it, and apply that: ${suggestedCommand(session.target, ["plan", "--out", "FILE"])}`,
    );
  }
}

function reliedOn({ actions }: Plan): readonly Action[] {
  const referred = new Set(actions.filter(isCreate).flatMap(({ dependsOn }) => dependsOn));
  return actions.filter((one) => {
    const { action, address, id } = one;
    const isTakenOver = action === "revive" || action === "import" || action === "relock";
    const isThere = action !== "replace" && (isTakenOver || referred.has(address));
    return id !== undefined && (isThere || wasGone(one));
  });
}

/** Whether the plan does what it does because Anon did not have the id. */
function wasGone({ action, gone, checked }: Action): boolean {
  return gone === true || (action === "retire" && checked);
}

/** The difference from the saved plan, as the rest of a sentence; undefined if there is none. */
function changeOf(action: Action, now: Observation | undefined): string | undefined {
  const { observed } = action;
  if (now?.seen === "unreadable") return `could not be looked up: ${sentence(now.reason)}`;
  if (wasGone(action)) return now?.seen === "present" ? "is there again." : undefined;
  if (now?.seen === "absent") return "is not there any more.";
  const isSame =
    observed === undefined ||
    now === undefined ||
    canonicalText({ ...observed }) === canonicalText({ ...now.fields });
  return isSame ? undefined : "was changed since.";
}
