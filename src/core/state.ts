import { canonicalText } from "./json.ts";
import type { Fields } from "./kind.ts";

/** Why an id is retired. Later ones win where two histories disagree. */
export const retiredReasons = ["removed", "replaced", "duplicate", "quarantined"] as const;
export type RetiredReason = (typeof retiredReasons)[number];

/** What is known of one id. Ids are never dropped: they are active or retired (design section 2). */
export interface IdFact {
  readonly id: string;
  readonly address: string;
  /** Grows with each agreed change of who holds the address; the higher one wins a merge. */
  readonly generation: number;
  /** The attempt that created it; absent for an id that was imported. */
  readonly attempt?: string;
  /** The fields it was created from. */
  readonly applied: Fields;
  /** The applied fields that nobody could read, adopted from the manifest by import or settle. */
  readonly assumed?: readonly string[];
  /** The fields the API answered; absent until an answer was kept (a kill came first). */
  readonly answered?: Fields;
  /** Present when the id is retired. */
  readonly retired?: RetiredReason;
}

/** What can be known of an attempt, weakest first (design section 4). */
export const attemptVerdicts = ["planned", "sending", "unknown", "refused", "created"] as const;
export type AttemptVerdict = (typeof attemptVerdicts)[number];

/** What is known of one try at creating an address. */
export interface AttemptFact {
  readonly attempt: string;
  readonly address: string;
  readonly generation: number;
  readonly verdict: AttemptVerdict;
  /** The fields that were sent; those whose value was lost with a torn record are absent. */
  readonly fields: Fields;
  /** ISO 8601, for display and the settling window only. */
  readonly sentAt?: string;
  /** Why the verdict is what it is, a sentence. */
  readonly reason?: string;
  /** An id that a Location header or a cut body hints at; never believed without a person. */
  readonly hint?: string;
  /** An id the API answered that cannot be used (design section 6: quarantined). */
  readonly quarantined?: string;
}

/**
 * A set of facts about ids and attempts. Merging two is their union, each fact at its maximum, so
 * it does not matter in which order histories meet (design section 4: a join-semilattice).
 */
export interface State {
  readonly ids: ReadonlyMap<string, IdFact>;
  readonly attempts: ReadonlyMap<string, AttemptFact>;
}

export const emptyState: State = { ids: new Map(), attempts: new Map() };

/** A state of these facts. */
export function stateOf(ids: Iterable<IdFact>, attempts: Iterable<AttemptFact> = []): State {
  return {
    ids: new Map([...ids].map((fact) => [fact.id, fact])),
    attempts: new Map([...attempts].map((fact) => [fact.attempt, fact])),
  };
}

/**
 * The union of two states: commutative and idempotent; associative too, but for one thing: an id
 * that met another at one address stays retired, though a third history may have moved that other
 * away before. In every order no id is lost, and no address has two.
 */
export function mergeStates(left: State, right: State): State {
  const ids = settleHolders(mergeMaps(left.ids, right.ids, laterId));
  const created = new Set<string>();
  for (const fact of ids.values()) if (fact.attempt !== undefined) created.add(fact.attempt);
  const attempts = mergeMaps(left.attempts, right.attempts, laterAttempt);
  // An id that carries its attempt is the fact "created", the strongest there is.
  for (const attempt of created) attempts.delete(attempt);
  return { ids, attempts };
}

/** The ids in use: address → fact. */
export function activeIds(state: State): Map<string, IdFact> {
  const active = new Map<string, IdFact>();
  for (const fact of state.ids.values())
    if (fact.retired === undefined) active.set(fact.address, fact);
  return active;
}

/** The attempts that only a person can settle: address → attempts, oldest first. */
export function unsettledAttempts(state: State): Map<string, AttemptFact[]> {
  const open = new Map<string, AttemptFact[]>();
  for (const fact of state.attempts.values()) {
    if (!isOpen(fact)) continue;
    const list = open.get(fact.address) ?? [];
    list.push(fact);
    open.set(fact.address, list);
  }
  for (const list of open.values()) list.sort(byAttempt);
  return open;
}

/** Whether an attempt may have created something that nobody knows of. */
export function isOpen(attempt: AttemptFact): boolean {
  return attempt.verdict === "sending" || attempt.verdict === "unknown";
}

/** The highest generation of each address that ever had a holder. */
export function generations(state: State): Map<string, number> {
  const highest = new Map<string, number>();
  for (const fact of state.ids.values())
    highest.set(fact.address, Math.max(fact.generation, highest.get(fact.address) ?? 0));
  return highest;
}

/** The state with what is known of an attempt put in place of what was known of it. */
export function withAttempt(state: State, fact: AttemptFact): State {
  return { ids: state.ids, attempts: new Map(state.attempts).set(fact.attempt, fact) };
}

/** The state with one id's fact put in place of what was known of it. */
export function withId(state: State, fact: IdFact): State {
  return { ids: new Map(state.ids).set(fact.id, fact), attempts: state.attempts };
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
 * Of two facts about one id, the later: the higher generation; of equal ones each part at its
 * maximum, so that what one history knows of the retirement and another of the fields is kept.
 */
function laterId(left: IdFact, right: IdFact): IdFact {
  if (left === right) return left;
  const { retired: leftRetired, attempt: leftAttempt, ...leftRest } = left;
  const { retired: rightRetired, attempt: rightAttempt, ...rightRest } = right;
  const byGeneration = left.generation - right.generation;
  const byRest =
    byGeneration ||
    // A fact with the answered fields knows more than one that a kill left without.
    Number(left.answered !== undefined) - Number(right.answered !== undefined) ||
    compareText(canonicalText(leftRest), canonicalText(rightRest));
  const byRetirement = byGeneration || retirement(left) - retirement(right);
  const retired = byRetirement >= 0 ? leftRetired : rightRetired;
  // Which attempt made an id never changes; an import does not know it, and must not reopen it.
  const attempt =
    compareText(leftAttempt ?? "", rightAttempt ?? "") >= 0 ? leftAttempt : rightAttempt;
  return {
    ...(byRest >= 0 ? leftRest : rightRest),
    ...(attempt !== undefined && { attempt }),
    ...(retired !== undefined && { retired }),
  };
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
 * duplicates where two ids share a generation (design section 2). The outcome depends on the whole
 * set only, never on the order in which it was merged.
 */
function settleHolders(ids: Map<string, IdFact>): Map<string, IdFact> {
  for (const facts of groupByAddress(ids).values()) {
    if (facts.length < 2) continue;
    const highest = Math.max(...facts.map((fact) => fact.generation));
    for (const fact of facts) {
      const isDuplicate = facts.some(
        (other) => other.generation === fact.generation && other.id < fact.id,
      );
      if (isDuplicate) ids.set(fact.id, retire(fact, "duplicate"));
      else if (fact.generation < highest) ids.set(fact.id, retire(fact, "replaced"));
    }
  }
  return ids;
}

/** Quarantined ids hold nothing, so they take no part. */
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

/** The fact retired for a reason, unless it is already retired for a stronger one. */
export function retire(fact: IdFact, reason: RetiredReason): IdFact {
  const retired = { ...fact, retired: reason };
  return retirement(retired) > retirement(fact) ? retired : fact;
}

function retirement(fact: IdFact): number {
  return fact.retired === undefined ? -1 : retiredReasons.indexOf(fact.retired);
}

function byAttempt(left: AttemptFact, right: AttemptFact): number {
  return (
    compareText(left.sentAt ?? "", right.sentAt ?? "") || compareText(left.attempt, right.attempt)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
