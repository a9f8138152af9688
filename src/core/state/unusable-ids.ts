import { keepableId, parseResourceId } from "../names/resource-id.ts";
import type { AttemptFact, IdFact } from "./state.ts";

/**
 * Returns the facts with each unusable id recorded as a create with such an answer would be
 * (docs/design.md#6-apply-one-create: created, unusable). An unusable id in use becomes an open
 * attempt with a quarantined id. Nothing is created at its address, nothing follows it, and a
 * person settles it (`settle --abandon`, or `--id` with the right id). A retired id stays, and
 * never comes back. `attemptOf` names the attempt of an imported id.
 */
export function withoutUnusable(
  facts: readonly IdFact[],
  attemptOf: (fact: IdFact) => string,
): { readonly ids: readonly IdFact[]; readonly attempts: readonly AttemptFact[] } {
  const ids: IdFact[] = [];
  const attempts: AttemptFact[] = [];
  for (const fact of facts) {
    if (parseResourceId(fact.id) !== undefined) ids.push(fact);
    else if (fact.retired !== undefined) ids.push({ ...fact, retired: "quarantined" });
    else attempts.push(quarantined(fact, attemptOf(fact)));
  }
  return { ids, attempts };
}

function quarantined(
  { id, address, generation, attempt, applied }: IdFact,
  name: string,
): AttemptFact {
  return {
    attempt: attempt ?? name,
    address,
    generation,
    verdict: "unknown",
    fields: applied,
    reason: "it is recorded with an id that is not a valid one",
    quarantined: keepableId(id),
  };
}
