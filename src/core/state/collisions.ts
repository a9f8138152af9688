import type { IdFact, State } from "./state.ts";

/** An id that was in use and met another one at its address, in a merge. */
export interface AddressConflict {
  /** Holds the address from now on, unless it is retired itself. */
  readonly latest: IdFact;
  /** The one that was in use: it is kept, as retired. */
  readonly retired: IdFact;
}

/** The ids that were in use before the merge, here or there, and are not any more. */
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
