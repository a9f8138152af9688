import { type Fields, type FieldValue, isReference } from "../kind.ts";
import { consentTo } from "../state/replacement-consent.ts";
import { generations, retire, type AttemptFact, type IdFact, type State } from "../state/state.ts";
import type { Action } from "./action.ts";
import type { Plan } from "./plan.ts";

/**
 * Returns the state after everything in a plan that needs no request: moves, retirements, revivals,
 * imports, relocks, consents to replace, and answered fields that a kill had left out. The state
 * has no creates of the plan.
 */
export function applyLocally(state: State, plan: Plan): State {
  const ids = new Map(state.ids);
  const attempts = new Map(state.attempts);
  const highest = generations(state);
  for (const action of plan.actions) {
    if (action.movedFrom !== undefined)
      moveAttempts(action, attempts, highest.get(action.address) ?? 0);
    const fact = action.id === undefined ? undefined : ids.get(action.id);
    if (fact !== undefined) ids.set(fact.id, withProtection(action, changedFact(action, fact)));
    else if (action.action === "import" && action.id !== undefined)
      ids.set(action.id, withProtection(action, importedFact(action, { id: action.id })));
  }
  return { ids, attempts };
}

/** Open attempts follow a rename; the generation grows so that the moved fact wins a merge. */
function moveAttempts(action: Action, attempts: Map<string, AttemptFact>, highest: number): void {
  for (const attempt of action.attempts ?? []) {
    const fact = attempts.get(attempt);
    if (fact === undefined) continue;
    const generation = Math.max(fact.generation, highest) + 1;
    attempts.set(attempt, { ...fact, address: action.address, generation });
  }
}

function changedFact(action: Action, fact: IdFact): IdFact {
  const { address, generation } = action;
  // An id that was replaced at its new address stays below its successor.
  const held = action.action === "replace" ? generation - 1 : generation;
  const moved = action.movedFrom === undefined ? fact : { ...fact, address, generation: held };
  switch (action.action) {
    case "retire":
      return retire(moved, "removed");
    case "revive": {
      const { retired: _retired, ...active } = moved;
      const next = action.changes.length > 0 ? relock(action, active) : answeredNow(action, active);
      return { ...next, generation };
    }
    case "import":
      return importedFact(action, fact);
    case "relock":
      return relock(action, moved);
    case "replace":
      return { ...moved, replacing: consentTo(action.fields, action.changes.length > 0) };
    default:
      return answeredNow(action, withoutConsent(action, moved));
  }
}

/** Without what was agreed to, if that was taken back. */
function withoutConsent({ withdrawn, generation }: Action, fact: IdFact): IdFact {
  if (withdrawn === undefined) return fact;
  const { replacing: _replacing, ...rest } = fact;
  return { ...rest, generation };
}

/** A retired id that comes back keeps its attempt and the record of its secret. */
function importedFact(
  { address, generation, fields, assumed, observed }: Action,
  { id, attempt, secretFingerprint }: Pick<IdFact, "id" | "attempt" | "secretFingerprint">,
): IdFact {
  const applied: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(fields))
    if (!isReference(value)) applied[field] = value;
  return {
    id,
    address,
    generation,
    ...(attempt !== undefined && { attempt }),
    applied,
    ...(assumed !== undefined && { assumed }),
    ...(observed !== undefined && { answered: observed }),
    ...(secretFingerprint !== undefined && { secretFingerprint }),
  };
}

/** The protection of the manifest is on record: it holds when the block is gone. */
function withProtection({ protect }: Action, fact: IdFact): IdFact {
  if (protect === undefined || fact.retired !== undefined) return fact;
  const { protected: _protected, ...rest } = revised(fact);
  return protect ? { ...rest, protected: true } : rest;
}

function revised(fact: IdFact): IdFact {
  return { ...fact, revision: (fact.revision ?? 0) + 1 };
}

function answeredNow(action: Action, fact: IdFact): IdFact {
  return action.observed === undefined ? fact : { ...fact, answered: action.observed };
}

/** Records what the console changed, except drift that the manifest does not want. */
function relock(action: Action, fact: IdFact): IdFact {
  const applied: Record<string, FieldValue> = { ...fact.applied };
  for (const { field, after } of action.changes)
    if (after !== undefined && !isReference(after)) applied[field] = after;
  const answered: Record<string, FieldValue> = { ...action.observed };
  for (const { field, before } of action.drift)
    if (before !== undefined && !isReference(before)) answered[field] = before;
  const relocked: { applied: Fields; answered: Fields } = { applied, answered };
  // An agreed change that a person made in the console needs no consent any more.
  const { replacing, ...rest } = revised(fact);
  return { ...rest, ...(replacing === "same" && { replacing }), ...relocked };
}
