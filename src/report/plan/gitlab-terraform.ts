import { actionTable, type Action } from "../../core/plan/action.ts";
import { changesRecord, type Plan } from "../../core/plan/plan.ts";

/**
 * The summary of a plan, as the widget of GitLab's merge requests reads it: "2 to add, 1 to change, 0 to
 * delete". Each counts addresses:
 * - create: a POST is sent, for a replacement too;
 * - delete: an id leaves the manifest or is replaced, and retires. Nothing is deleted in Anon, which
 *   has no delete; a replacement counts twice, as Terraform's does;
 * - update: the lockfile alone says something else: relock, revive, import, move, protection.
 * Refused, unsettled and blocked actions count in none of them, nor does drift: apply would do nothing.
 * https://docs.gitlab.com/user/infrastructure/iac/mr_integration/
 */
export function gitlabTerraform({ actions }: Pick<Plan, "actions">): {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
} {
  const count = (is: (action: Action) => boolean) => actions.filter(is).length;
  return {
    create: count(({ action }) => actionTable[action].effect === "create"),
    update: count(isUpdate),
    delete: count(({ action }) => action === "retire" || action === "replace"),
  };
}

function isUpdate(one: Action): boolean {
  const { effect } = actionTable[one.action];
  if (effect === "state") return one.action !== "retire";
  return effect === "none" && changesRecord(one);
}
