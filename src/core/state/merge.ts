import { laterConsent } from "./replacement-consent.ts";
import { canonicalText } from "../json.ts";
import { compareText } from "../order.ts";
import {
  attemptVerdicts,
  retire,
  retirement,
  shareAddress,
  type AttemptFact,
  type IdFact,
  type State,
} from "./state.ts";

/**
 * The union of two states. The merge is commutative and idempotent. It is associative with one
 * exception: two histories have the ids `a` and `b` at one address, and `b` retires; a third history
 * has moved `a` to another address. Merged last, the third history comes too late for `b`. In every
 * order no id is lost, and no address has two.
 */
export function mergeStates(left: State, right: State): State {
  const ids = settleHolders(laterIds(left, right));
  const created = new Set<string>();
  for (const fact of ids.values()) if (fact.attempt !== undefined) created.add(fact.attempt);
  const attempts = mergeMaps(left.attempts, right.attempts, laterAttempt);
  // An id with its attempt is the fact "created", the strongest there is.
  for (const attempt of created) attempts.delete(attempt);
  return { ids, attempts };
}

/** The facts of two states by id, before conflicts at one address are decided. */
export function laterIds(left: State, right: State): Map<string, IdFact> {
  return mergeMaps(left.ids, right.ids, laterId);
}

function mergeMaps<Fact>(
  left: ReadonlyMap<string, Fact>,
  right: ReadonlyMap<string, Fact>,
  later: (left: Fact, right: Fact) => Fact,
): Map<string, Fact> {
  const merged = new Map(left);
  for (const [key, fact] of right) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? fact : later(known, fact));
  }
  return merged;
}

/**
 * Merges two facts about one id, part by part. The fields come whole from the fact of the higher
 * generation, then revision. Retirement counts within a generation, whatever the revision: a revision
 * only records a change of fields. The attempt and the secret belong to the id and only grow.
 */
function laterId(left: IdFact, right: IdFact): IdFact {
  if (left === right) return left;
  const [leftRest, rightRest] = [withoutParts(left), withoutParts(right)];
  const byGeneration = left.generation - right.generation;
  const byRest =
    byAge(left, right) ||
    // A fact with the answered fields counts more than a fact that a kill left without them.
    Number(left.answered !== undefined) - Number(right.answered !== undefined) ||
    compareText(canonicalText(leftRest), canonicalText(rightRest));
  const byRetirement = byGeneration || retirement(left) - retirement(right);
  const { retired } = byRetirement >= 0 ? left : right;
  // The attempt that made an id never changes. An import lacks it, and must not reopen it.
  const attempt =
    compareText(left.attempt ?? "", right.attempt ?? "") >= 0 ? left.attempt : right.attempt;
  const secretFingerprint = laterSecret(left.secretFingerprint, right.secretFingerprint);
  return {
    ...(byRest >= 0 ? leftRest : rightRest),
    ...(attempt !== undefined && { attempt }),
    ...(secretFingerprint !== undefined && { secretFingerprint }),
    ...(retired === undefined ? agreedOf(left, right) : { retired }),
  };
}

/**
 * Returns a fact without the parts that are merged one by one: one side supplies the whole rest.
 */
function withoutParts({
  retired: _retired,
  attempt: _attempt,
  secretFingerprint: _secretFingerprint,
  replacing: _replacing,
  protected: _protected,
  ...rest
}: IdFact) {
  return rest;
}

/** Below 0 if the left fact is the earlier one, above if it is the later; 0 if neither is. */
function byAge(left: IdFact, right: IdFact): number {
  return left.generation - right.generation || (left.revision ?? 0) - (right.revision ?? 0);
}

/** The marks that people set on an id in use: those of the later fact; of equal facts those of both. */
function agreedOf(left: IdFact, right: IdFact): Pick<IdFact, "replacing" | "protected"> {
  const sides = [left, right].filter((side) => byAge(side, left) >= 0 && byAge(side, right) >= 0);
  const consents = sides.flatMap((side) => side.replacing ?? []);
  const [first] = consents;
  const replacing = first === undefined ? undefined : consents.reduce(laterConsent, first);
  return {
    ...(replacing !== undefined && { replacing }),
    ...(sides.some((side) => side.protected === true) && { protected: true }),
  };
}

/** The record of an id's secret only grows: nothing, `lost`, delivered (`sha256:…`). */
function laterSecret(left: string | undefined, right: string | undefined): string | undefined {
  return compareText(left ?? "", right ?? "") >= 0 ? left : right;
}

function laterAttempt(left: AttemptFact, right: AttemptFact): AttemptFact {
  if (left === right) return left;
  const order =
    attemptVerdicts.indexOf(left.verdict) - attemptVerdicts.indexOf(right.verdict) ||
    left.generation - right.generation ||
    compareText(canonicalText(left), canonicalText(right));
  return order >= 0 ? left : right;
}

/**
 * Lets one id hold each address: the highest generation. The others retire, as replaced, or as
 * duplicates if two ids share a generation (docs/design.md#2-words). The outcome depends on the whole
 * set only, never on the order in which it was merged.
 */
function settleHolders(ids: Map<string, IdFact>): Map<string, IdFact> {
  if (!shareAddress(ids.values())) return ids;
  for (const facts of groupByAddress(ids).values()) {
    if (facts.length < 2) continue;
    const first = firstOfEach(facts);
    const highest = [...first.keys()].reduce((left, right) => Math.max(left, right));
    for (const fact of facts) {
      const isDuplicate = first.get(fact.generation) !== fact.id;
      if (isDuplicate) ids.set(fact.id, retire(fact, "duplicate"));
      else if (fact.generation < highest) ids.set(fact.id, retire(fact, "replaced"));
    }
  }
  return ids;
}

/** Generation → the first of its ids, in one pass: a branch may have 100,000 ids of one address. */
function firstOfEach(facts: readonly IdFact[]): ReadonlyMap<number, string> {
  const first = new Map<number, string>();
  for (const { generation, id } of facts) {
    const known = first.get(generation);
    if (known === undefined || id < known) first.set(generation, id);
  }
  return first;
}

/** Groups ids by address. Quarantined ids have no address, so they take no part. */
function groupByAddress(ids: ReadonlyMap<string, IdFact>): Map<string, IdFact[]> {
  const groups = new Map<string, IdFact[]>();
  for (const fact of ids.values()) {
    if (fact.retired === "quarantined") continue;
    const group = groups.get(fact.address);
    if (group === undefined) groups.set(fact.address, [fact]);
    else group.push(fact);
  }
  return groups;
}
