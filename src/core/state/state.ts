import type { Consent } from "./replacement-consent.ts";
import type { Fields } from "../kind.ts";
import { compareText } from "../order.ts";

/** Why an id is retired. Later ones win if two histories disagree. */
export const retiredReasons = ["removed", "replaced", "duplicate", "quarantined"] as const;
export type RetiredReason = (typeof retiredReasons)[number];

/**
 * The highest generation, and revision, that a lockfile may say. Nobody gets there by applying. Past
 * 2^53 a number plus one is the same number, and a new id would not win over the one that it replaces.
 */
export const maximumGeneration = 1_000_000_000;

/** The known facts of one id. Ids are never dropped: they are active or retired (docs/design.md#2-words). */
export interface IdFact {
  readonly id: string;
  readonly address: string;
  /** Grows with each agreed change of who holds the address; the higher one wins a merge. */
  readonly generation: number;
  /**
   * Grows with each change of what is recorded here that the generation does not tell (a relock, a
   * protection that begins or ends), so that the later one wins a merge; absent if there was none.
   */
  readonly revision?: number;
  /** The attempt that created it; absent for an id that was imported. */
  readonly attempt?: string;
  /** The fields it was created from. */
  readonly applied: Fields;
  /** The applied fields that nobody could read, adopted from the manifest by import or settle. */
  readonly assumed?: readonly string[];
  /** The fields the API answered; absent until an answer was kept (a kill came first). */
  readonly answered?: Fields;
  /**
   * Of a secret that came with the create: its fingerprint once it was delivered, `lost` until then
   * (core/secret-fingerprint.ts). Absent if no secret came to anybody here, and in what versions
   * without this field have created.
   */
  readonly secretFingerprint?: string;
  /** A person agreed that a new id takes its place, and that is not done yet. */
  readonly replacing?: Consent;
  /** It is not replaced and does not retire, whatever is asked: the manifest said so last. */
  readonly protected?: true;
  /** Present when the id is retired. */
  readonly retired?: RetiredReason;
}

/** The verdicts on an attempt, the weakest first (docs/design.md#4-lockfile-journal-ledger). */
export const attemptVerdicts = ["planned", "sending", "unknown", "refused", "created"] as const;
export type AttemptVerdict = (typeof attemptVerdicts)[number];

/** The known facts of one try at creating an address. */
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
  /** An id the API answered that cannot be used (docs/design.md#6-apply-one-create: quarantined). */
  readonly quarantined?: string;
}

/**
 * A set of facts about ids and attempts. Merging two is their union, each fact at its maximum, so
 * it does not matter in which order histories meet (docs/design.md#4-lockfile-journal-ledger: a join-semilattice).
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

/** Whether two ids stand at one address: nearly never, and to look is much less than to group them. */
export function shareAddress(facts: Iterable<IdFact>): boolean {
  const addresses = new Set<string>();
  for (const { address } of facts) {
    if (addresses.has(address)) return true;
    addresses.add(address);
  }
  return false;
}

/** The ids in use: address → fact. */
export function activeIds(state: State): Map<string, IdFact> {
  const active = new Map<string, IdFact>();
  for (const fact of state.ids.values())
    if (fact.retired === undefined) active.set(fact.address, fact);
  return active;
}

/** The addresses in use that were made with this id: applications of a pool. */
export function usersOf(state: State, id: string): readonly string[] {
  let users = usersIn.get(state);
  if (users === undefined) {
    users = new Map();
    for (const [address, { applied }] of activeIds(state))
      for (const value of new Set(Object.values(applied))) {
        const others = users.get(value);
        if (others === undefined) users.set(value, [address]);
        else others.push(address);
      }
    usersIn.set(state, users);
  }
  return users.get(id) ?? [];
}

/** Value → the addresses that were made with it: worked out once for a state, and asked for each of its ids. */
const usersIn = new WeakMap<State, Map<unknown, string[]>>();

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

/** The fact retired for a reason, unless it is already retired for a stronger one. */
export function retire(fact: IdFact, reason: RetiredReason): IdFact {
  // The marks that a person set on its use end with its use.
  const { replacing: _replacing, protected: _protected, ...rest } = fact;
  const retired = { ...rest, retired: reason };
  return retirement(retired) > retirement(fact) ? retired : fact;
}

/** How strong the reason is for which an id is retired; -1 if it is in use. */
export function retirement(fact: IdFact): number {
  return fact.retired === undefined ? -1 : retiredReasons.indexOf(fact.retired);
}

function byAttempt(left: AttemptFact, right: AttemptFact): number {
  return (
    compareText(left.sentAt ?? "", right.sentAt ?? "") || compareText(left.attempt, right.attempt)
  );
}
