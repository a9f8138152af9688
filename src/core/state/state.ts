import type { Consent } from "./replacement-consent.ts";
import type { Fields } from "../kind.ts";
import { compareText } from "../order.ts";

/** Why an id is retired. Later ones win if two histories disagree. */
export const retiredReasons = ["removed", "replaced", "duplicate", "quarantined"] as const;
export type RetiredReason = (typeof retiredReasons)[number];

/**
 * The highest generation, and revision, that a lockfile may have. No number of applies gets there.
 * Past 2^53 a number plus one is the same number, and a new id would not win over the id that it
 * replaces.
 */
export const maximumGeneration = 1_000_000_000;

/** The known facts of one id. Ids are never dropped: they are active or retired (docs/design.md#2-words). */
export interface IdFact {
  readonly id: string;
  readonly address: string;
  /** Grows with each agreed change of the address's holder; the higher generation wins a merge. */
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
  /** The applied fields that could not be read, recorded from the manifest by import or settle. */
  readonly assumed?: readonly string[];
  /** The fields that the API returned; absent until an answer is recorded (a kill came first). */
  readonly answered?: Fields;
  /**
   * Of a secret that came with the create: its fingerprint once it was delivered, `lost` until then
   * (core/secret-fingerprint.ts). Absent if no secret came to anybody here, and in what versions
   * without this field have created.
   */
  readonly secretFingerprint?: string;
  /** A person's consent that a new id replaces this id, while the replacement is not done. */
  readonly replacing?: Consent;
  /** The id is neither replaced nor retired, whatever is asked: the manifest's last setting. */
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
  /** The reason for the verdict, a sentence. */
  readonly reason?: string;
  /** An id that a Location header or a cut body hints at; never believed without a person. */
  readonly hint?: string;
  /** An id of the API that cannot be used (docs/design.md#6-apply-one-create: quarantined). */
  readonly quarantined?: string;
}

/**
 * A set of facts about ids and attempts. The merge of two states is their union, each fact at its
 * maximum, so the order of merges does not matter (docs/design.md#4-lockfile-journal-ledger: a
 * join-semilattice).
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

/** Whether two ids have one address: nearly never, and this check is cheaper than grouping them. */
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

/** The addresses in use whose fields have this id: applications of a pool. */
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

/** Value → the addresses whose fields have it: computed once a state, used for each of its ids. */
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

/** Whether an attempt may have created a resource without a known id. */
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

/** Returns the state with this fact of an attempt in place of the earlier fact. */
export function withAttempt(state: State, fact: AttemptFact): State {
  return { ids: state.ids, attempts: new Map(state.attempts).set(fact.attempt, fact) };
}

/** Returns the state with this fact of an id in place of the earlier fact. */
export function withId(state: State, fact: IdFact): State {
  return { ids: new Map(state.ids).set(fact.id, fact), attempts: state.attempts };
}

/** Returns the fact retired for a reason, unless it is already retired for a stronger reason. */
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
