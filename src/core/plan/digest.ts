import { createHash } from "node:crypto";
import { canonicalText } from "../json.ts";
import { actionTable, type Action } from "./action.ts";
import { digestVersion } from "./digest-text.ts";
import type { PlannedEnvironment } from "./plan-document.ts";
import { changesRecord, hasChanges, type Plan } from "./plan.ts";

/**
 * The digest of a plan, `v2:` and SHA-256 (hex): what is approved with it. It covers whatever a pull
 * request can change that decides what is sent, to where, and where secrets go. It leaves out what the
 * deploy job says (flags, variables, the port of an emulator), drift, what was looked up, and where
 * things stand in the manifest: so the plan that is made after the merge, on another machine, has the
 * same digest. Undefined if nothing would be done, or nothing may be.
 */
export function planDigest(plan: Plan, environment: PlannedEnvironment): string | undefined {
  if (!plan.applicable || !hasChanges(plan)) return undefined;
  const covered = { environment: whereTo(environment), guards: plan.guards, ...whatIsDone(plan) };
  const hash = createHash("sha256").update(canonicalText(covered)).digest("hex");
  return `${digestVersion}:${hash}`;
}

/** The fields are named one by one: other fields of a report must not change the digest. */
function whereTo(environment: PlannedEnvironment): unknown {
  const { name, target, targetUrl, organizationId, sentOrganizationId, lineage, state } =
    environment;
  return { name, target, targetUrl, organizationId, sentOrganizationId, lineage, state };
}

function whatIsDone({ actions }: Plan): {
  readonly ignoreDrift: unknown;
  readonly actions: unknown;
} {
  const done = actions
    .filter((action) => doesSomething(action))
    .map(
      ({
        drift: _drift,
        hiddenDrift: _hidden,
        checked: _checked,
        observed: _observed,
        gone: _gone,
        ...rest
      }) => rest,
    );
  // A kept resource is not in the digest, but its fields that the API does not return are.
  const ignoreDrift = actions.flatMap(({ address, ignoreDrift: fields }) =>
    fields === undefined ? [] : [{ address, fields }],
  );
  return { ignoreDrift, actions: done };
}

function doesSomething(action: Action): boolean {
  return actionTable[action.action].effect !== "none" || changesRecord(action);
}
