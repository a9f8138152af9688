import { canonicalText } from "../json.ts";
import { addressConflicts, type AddressConflict } from "./collisions.ts";
import { laterIds, mergeStates } from "./merge.ts";
import { compareAddresses, compareText } from "../order.ts";
import { activeIds, emptyState, generations, stateOf, type IdFact, type State } from "./state.ts";

/** The facts of two branches together. */
export interface MergedBranches {
  readonly state: State;
  /**
   * The ids that a branch had in use and that conflict with the other branch's id at their address.
   */
  readonly conflicts: readonly AddressConflict[];
}

/**
 * Returns the union of the facts of two branches, the same whichever of them is ours. `base` is
 * their common ancestor, as far as it is known. If only one branch has changed a fact since, that
 * branch's version counts.
 */
export function mergeBranches(ours: State, theirs: State, base = emptyState): MergedBranches {
  const left = caughtUp(ours, theirs, base);
  const right = caughtUp(theirs, ours, base);
  const before = [...laterIds(left, right).values()];
  const state = withHolders(mergeStates(left, right), before);
  const conflicts = addressConflicts(state, before).toSorted(
    (one, another) =>
      compareAddresses(one.retired.address, another.retired.address) ||
      compareText(one.retired.id, another.retired.id),
  );
  return { state, conflicts };
}

/**
 * Returns a side with the other side's version of each fact that it has not changed. A relock and
 * the end of a protection keep the generation: by the facts alone, the earlier version could win.
 */
function caughtUp(side: State, other: State, base: State): State {
  const ids = [...side.ids.values()].map((fact) => {
    const [known, theirs] = [base.ids.get(fact.id), other.ids.get(fact.id)];
    const isUnchanged =
      known !== undefined && canonicalText(contentOf(fact)) === canonicalText(contentOf(known));
    return isUnchanged && theirs?.generation === fact.generation
      ? withContentOf(fact, theirs)
      : fact;
  });
  return stateOf(ids, side.attempts.values());
}

/** The fact with what another tells of it, but for what only grows: that is never taken back. */
function withContentOf({ retired, attempt, secretFingerprint }: IdFact, theirs: IdFact): IdFact {
  return {
    ...contentOf(theirs),
    ...(retired !== undefined && { retired }),
    ...(attempt !== undefined && { attempt }),
    ...(secretFingerprint !== undefined && { secretFingerprint }),
  };
}

function contentOf({
  retired: _retired,
  attempt: _attempt,
  secretFingerprint: _secretFingerprint,
  ...content
}: IdFact): IdFact {
  return content;
}

/**
 * An address that a branch uses keeps an id: if the one that it met there is retired itself, the
 * union would leave it to none, and the next apply would create a third.
 */
function withHolders(state: State, before: readonly IdFact[]): State {
  const active = activeIds(state);
  const highest = generations(state);
  const holders = before
    .filter(({ address, retired }) => retired === undefined && !active.has(address))
    .map((fact) => ({ ...fact, generation: Number(highest.get(fact.address)) + 1 }));
  return mergeStates(state, stateOf(holders));
}
