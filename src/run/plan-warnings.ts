import type { PlanningOptions } from "../session/options.ts";
import type { Action } from "../core/plan/action.ts";
import { lookAlikes, type Named } from "../core/plan/look-alike.ts";
import type { PlanWarning, PlanRecord } from "../core/plan/plan-document.ts";
import { isCreate, type Plan } from "../core/plan/plan.ts";
import type { IdFact, State } from "../core/state/state.ts";
import { checkJwks } from "./jwks.ts";
import type { Session } from "../session/session.ts";

/**
 * A plan with what may be permanent mistakes in it: keys of pools that are of no use, and names that
 * deceive. Without a network (--refresh=false) nothing is said of keys.
 */
export async function withWarnings(
  session: Session<PlanningOptions>,
  state: State,
  view: PlanRecord,
): Promise<PlanRecord> {
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
export function withNameWarnings(state: State, view: PlanRecord): PlanRecord {
  const warnings = nameWarnings(view.plan, state).map((warning) => {
    return { ...warning, ...placeOf(view, warning.address, "name") };
  });
  return { ...view, warnings };
}

function placeOf({ positionOf }: PlanRecord, address: string, field: string): { place?: string } {
  const found = positionOf?.(address, field);
  return found === undefined ? {} : { place: found };
}

/**
 * New resources whose name is taken for that of one which the manifest does not hold and Anon does:
 * there is no delete, so what retires now or has retired earlier counts. Two of one manifest are told
 * where the manifest is read.
 */
export function nameWarnings(plan: Plan, state: State): readonly PlanWarning[] {
  const actions = new Map(plan.actions.map((action) => [action.address, action]));
  const used = new Set(plan.actions.map(({ id }) => id));
  const others = [...state.ids.values()].flatMap((fact) => {
    // A retired one that comes back is in the manifest again.
    const isBack = fact.retired !== undefined && used.has(fact.id);
    const stays = isBack ? undefined : howItStays(fact, actions.get(fact.address));
    if (stays === undefined) return [];
    return named(fact.address, fact.applied["name"]).map((one) => ({ ...one, stays }));
  });
  const fresh = plan.actions
    .filter(isCreate)
    .flatMap(({ address, fields }) => named(address, fields["name"]));
  return lookAlikes(fresh, others).map(({ one, other }) => ({
    code: "look-alike-name",
    address: one.address,
    message: `${one.address} gets a name that looks like that of ${other.address}, ${other.stays}: ${JSON.stringify(one.name)} and ${JSON.stringify(other.name)}.`,
    next: "If it is the same one renamed, declare it under moved; else choose a name that people can tell apart.",
  }));
}

/** How an id stays in Anon that the manifest does not hold, or not by this name; otherwise undefined. */
function howItStays({ id, applied, retired }: IdFact, action: Action | undefined) {
  const isHeld = action !== undefined && action.action !== "retire";
  if (isHeld && action.fields["name"] === applied["name"]) return undefined;
  if (retired !== undefined) return `which retired with the id ${id} and is still in Anon`;
  const isRetired = action?.action === "retire" || action?.action === "replace";
  return isRetired ? "which stays in Anon when it is retired" : undefined;
}

function named(address: string, name: unknown): Named[] {
  return typeof name === "string" ? [{ address, name }] : [];
}
