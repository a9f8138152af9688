import { createHash } from "node:crypto";
import { actionTable, type Action } from "../core/action.ts";
import { canonicalText } from "../core/json.ts";
import { changesRecord, type Plan } from "../core/plan.ts";

/**
 * SHA-256 (hex) of what a plan would do in an environment: the same where it is made again from the
 * same facts, on another machine too; another one where anything else would be done. What would not be
 * done, drift for one, and where things stand in the manifest, are not in it.
 */
export function planDigest({ actions, guards }: Plan, environment: string): string {
  const done = actions
    .filter((action) => doesSomething(action))
    .map(({ drift: _drift, checked: _checked, observed: _observed, gone: _gone, ...rest }) => rest);
  return createHash("sha256")
    .update(canonicalText({ environment, guards, actions: done }))
    .digest("hex");
}

function doesSomething(action: Action): boolean {
  return actionTable[action.action].effect !== "none" || changesRecord(action);
}
