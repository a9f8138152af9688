import type { Fields } from "../kind.ts";
import { addressConflicts, type AddressConflict } from "./collisions.ts";
import { mergeStates } from "./merge.ts";
import { compareText } from "../order.ts";
import { isOpen, retire, stateOf, type AttemptFact, type IdFact, type State } from "./state.ts";

/** The source of a fact: a commit of git's history, or a file of this machine. */
export interface FactSource {
  /** For people: `commit 0123456789ab`, `this machine's ledger`. */
  readonly name: string;
  /** The full id of the commit; absent if it is none. */
  readonly commit?: string;
}

/** A fact that the lockfile lacks. */
export interface Found<Fact> {
  readonly fact: Fact;
  readonly source: FactSource;
}

/** The facts that come back, and the lockfile's state with them. */
export interface Recovery {
  /** The lockfile's facts with everything that comes back. */
  readonly state: State;
  /** The ids as they are in `state`: a merge may retire one of two ids of one address. */
  readonly ids: readonly Found<IdFact>[];
  readonly attempts: readonly Found<AttemptFact>[];
  /** The ids that were in use, here or there, and conflict with a later id at their address. */
  readonly conflicts: readonly AddressConflict[];
}

/** Collects the facts of earlier versions of a lockfile, the nearest version first. */
export interface RecoveryCollector {
  /** Adds the facts of a version. `ended` are attempts whose end it knows, whatever its facts say. */
  add(state: State, source: FactSource, ended?: Iterable<string>): void;
  finish(): Recovery;
}

/**
 * A collector for a lockfile that holds `today`. What it holds stays as it is: history tells what it
 * lacks, and an earlier version of a fact would undo what was relocked since. Of what it lacks the
 * nearest version of the highest generation comes back, retired if any version of that
 * generation retired it; and an attempt that any version knows the end of is not opened again.
 */
export function openRecovery(today: State): RecoveryCollector {
  const ids = new Map<string, Found<IdFact>>();
  const attempts = new Map<string, Found<AttemptFact>>();
  const ended = new Set<string>();
  for (const { attempt } of today.ids.values()) if (attempt !== undefined) ended.add(attempt);

  return {
    add(state, source, moreEnded = []) {
      for (const attempt of moreEnded) ended.add(attempt);
      for (const fact of state.ids.values()) {
        if (fact.attempt !== undefined) ended.add(fact.attempt);
        if (!today.ids.has(fact.id)) keep(ids, fact.id, { fact, source }, nearestId);
      }
      for (const fact of state.attempts.values()) {
        if (!isOpen(fact)) ended.add(fact.attempt);
        if (!today.attempts.has(fact.attempt))
          keep(attempts, fact.attempt, { fact, source }, nearestAttempt);
      }
    },
    finish() {
      const closed = [...attempts.values()].map(({ fact, source }) => ({
        fact: ended.has(fact.attempt) ? { ...fact, verdict: "refused" as const } : fact,
        source,
      }));
      const lost = stateOf(facts(ids.values()), facts(closed));
      const state = mergeStates(today, lost);
      return {
        state,
        ids: [...ids.values()].map(({ fact, source }) => ({
          fact: state.ids.get(fact.id) ?? fact,
          source,
        })),
        // The id that an attempt made stands for the attempt.
        attempts: closed.filter(({ fact }) => state.attempts.has(fact.attempt)),
        conflicts: addressConflicts(state, [...today.ids.values(), ...lost.ids.values()]),
      };
    },
  };
}

function keep<Fact>(
  known: Map<string, Found<Fact>>,
  key: string,
  found: Found<Fact>,
  nearest: (nearer: Fact, further: Fact) => Fact,
): void {
  const nearer = known.get(key);
  if (nearer === undefined) known.set(key, found);
  else {
    const fact = nearest(nearer.fact, found.fact);
    known.set(key, { fact, source: fact === found.fact ? found.source : nearer.source });
  }
}

function nearestId(nearer: IdFact, further: IdFact): IdFact {
  if (further.generation < nearer.generation) return nearer;
  if (further.generation > nearer.generation) {
    if (!isEmpty(further.applied)) return further;
    // A ledger has the address that an id moved to, but not the fields of the id. The higher
    // generation brought a retired id back. Perhaps no person has renewed an earlier consent.
    const { retired: _retired, replacing: _replacing, ...known } = nearer;
    return { ...known, ...further, applied: nearer.applied };
  }
  const attempt = nearer.attempt ?? further.attempt;
  const secretFingerprint = later(nearer.secretFingerprint, further.secretFingerprint);
  const fact = {
    ...nearer,
    ...(attempt !== undefined && { attempt }),
    ...(secretFingerprint !== undefined && { secretFingerprint }),
  };
  return further.retired === undefined ? fact : retire(fact, further.retired);
}

/** The record of a secret only grows (mergeStates has the same rule). */
function later(left: string | undefined, right: string | undefined): string | undefined {
  return compareText(left ?? "", right ?? "") >= 0 ? left : right;
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0;
}

function nearestAttempt(nearer: AttemptFact, further: AttemptFact): AttemptFact {
  return further.generation > nearer.generation ? further : nearer;
}

function facts<Fact>(found: Iterable<Found<Fact>>): Fact[] {
  return [...found].map(({ fact }) => fact);
}
