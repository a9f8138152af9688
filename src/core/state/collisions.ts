import type { IdFact, State } from "./state.ts";

/** A conflict in a merge: an id in use and another id at its address. */
export interface AddressConflict {
  /** The id that has the address from now on, unless it is retired itself. */
  readonly latest: IdFact;
  /** The id that was in use: it stays on record, as retired. */
  readonly retired: IdFact;
}

/**
 * Returns the conflicts of ids that were in use before the merge, here or there, and no longer are.
 */
export function addressConflicts(
  state: State,
  before: Iterable<IdFact>,
): readonly AddressConflict[] {
  return [...before].flatMap((fact) => {
    const retired = state.ids.get(fact.id);
    if (fact.retired !== undefined || retired?.retired === undefined) return [];
    const [latest] = [...state.ids.values()]
      .filter(({ address, id }) => address === fact.address && id !== fact.id)
      .toSorted((left, right) => rank(right) - rank(left));
    return latest === undefined ? [] : [{ latest, retired }];
  });
}

/** An id in use comes first, then the later generation. */
function rank({ retired, generation }: IdFact): number {
  return retired === undefined ? Number.POSITIVE_INFINITY : generation;
}
