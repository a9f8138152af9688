import { lookAlikes, type Named } from "../core/look-alike.ts";
import { isCreate, type Plan } from "../core/plan.ts";
import type { PlanWarning } from "../core/plan-document.ts";
import { activeIds, type State } from "../core/state.ts";
import { checkJwks } from "./jwks-check.ts";
import type { Session } from "./session.ts";
import type { PlannedWorld } from "./world.ts";

/**
 * A plan with what may be permanent mistakes in it: keys of pools that are of no use, and names that
 * deceive. Without a network (--refresh=false) nothing is said of keys.
 */
export async function withWarnings(
  session: Session,
  state: State,
  view: PlannedWorld,
): Promise<PlannedWorld> {
  const { refresh, refreshOnly } = session.options;
  const isOnline = refresh !== "false" && refreshOnly !== true;
  const problems = isOnline ? await checkJwks(session, view.plan) : [];
  const warned = withNameWarnings(state, view);
  const keys = problems.map(({ code, address, message, next }) => {
    return { code, address, message, next, ...placeOf(view, address, "authorization.jwksUri") };
  });
  return { ...warned, warnings: [...keys, ...(warned.warnings ?? [])] };
}

/** The same without asking anybody for keys: `apply` refuses those. */
export function withNameWarnings(state: State, view: PlannedWorld): PlannedWorld {
  const warnings = nameWarnings(view.plan, state).map((warning) => {
    return { ...warning, ...placeOf(view, warning.address, "name") };
  });
  return { ...view, warnings };
}

function placeOf({ place }: PlannedWorld, address: string, field: string): { place?: string } {
  const found = place?.(address, field);
  return found === undefined ? {} : { place: found };
}

/**
 * New resources whose name is taken for that of one which the manifest does not hold and Anon does:
 * there is no delete. Two of one manifest are told where the manifest is read.
 */
export function nameWarnings(plan: Plan, state: State): readonly PlanWarning[] {
  const leaving = new Set(
    plan.actions.filter(({ action }) => action === "retire").map(({ address }) => address),
  );
  const others = [...activeIds(state)].flatMap(([address, { applied }]) =>
    leaving.has(address) ? named(address, applied["name"]) : [],
  );
  const fresh = plan.actions
    .filter(isCreate)
    .flatMap(({ address, fields }) => named(address, fields["name"]));
  return lookAlikes(fresh, others).map(({ one, other }) => ({
    code: "look-alike-name",
    address: one.address,
    message: `${one.address} gets a name that looks like that of ${other.address}, which stays in Anon when it is retired: ${JSON.stringify(one.name)} and ${JSON.stringify(other.name)}.`,
    next: "If it is the same one renamed, declare it under moved; else choose a name that people can tell apart.",
  }));
}

function named(address: string, name: unknown): Named[] {
  return typeof name === "string" ? [{ address, name }] : [];
}
