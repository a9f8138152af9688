import { canonicalText } from "../json.ts";
import { mergeStates } from "../state/merge.ts";
import { emptyState, stateOf, type AttemptFact, type IdFact, type State } from "../state/state.ts";
import type { World } from "./input.ts";
import type { Observations } from "./observation.ts";
import { createCount, plan, type Plan } from "./plan.ts";

/**
 * The facts of another source about ids and attempts: git has whole facts, the ledger the address of
 * each, its generation, and of an attempt the fields.
 */
export interface Evidence {
  /** The name of the source, for messages: `HEAD`. */
  readonly source: string;
  readonly ids: ReadonlyMap<string, KnownFact<IdFact>>;
  readonly attempts: ReadonlyMap<string, KnownFact<AttemptFact>>;
}

/** A fact, or as much of it as is known. */
export type KnownFact<Fact extends { readonly address: string }> = Partial<Fact> &
  Pick<Fact, "address">;

/**
 * The addresses that a plan creates only because the lockfile tells an id or an open attempt
 * otherwise than the evidence: an edit, or a damaged byte, in an address or a field would else
 * create again what is there. Addresses that a person called new are left out.
 */
export function contradictedCreates(
  world: World,
  planned: Plan,
  evidence: Evidence,
): readonly string[] {
  if (createCount(planned) === 0) return [];
  const remembered = asRemembered(world.state, evidence);
  if (remembered === undefined) return [];
  const undoubted = new Set(createdBy(plan({ ...world, state: remembered })));
  return createdBy(planned).filter(
    (address) => !undoubted.has(address) && !world.notRenamed.has(address),
  );
}

/**
 * Returns the world that a saved plan was made for, as far as the plan itself shows observations
 * and consents. Nothing is looked up a second time, and a right create must stay right. The plan
 * proves nothing about facts on which evidence and lockfile differ.
 */
export function worldOfSaved(world: WorldWithoutLookups, saved: Plan, evidence: Evidence): World {
  const created = new Set(createdBy(saved));
  const replaced = saved.actions.filter(({ action }) => action === "replace");
  // If an address is created, none of its retired ids fits the manifest.
  const rejected = [...world.state.ids.values()].filter(
    (fact) => fact.retired !== undefined && created.has(fact.address),
  );
  const undisputed = rejected.filter((fact) => !isDisputed(fact, evidence.ids.get(fact.id)));
  return {
    ...world,
    replace: new Set([...world.replace, ...replaced.map(({ address }) => address)]),
    observations: absent(undisputed),
    notRenamed: withDeniedRenames({ ...world, observations: absent(rejected) }, created),
  };
}

/** A world before anything was looked up. */
export type WorldWithoutLookups = Omit<World, "observations">;

/**
 * Returns `notRenamed` with the addresses that a person must have typed after --not-renamed.
 * Otherwise the plan would have been a rename of these addresses to addresses that it creates.
 */
function withDeniedRenames(world: World, created: ReadonlySet<string>): ReadonlySet<string> {
  const notRenamed = new Set(world.notRenamed);
  for (let size = -1; size < notRenamed.size;) {
    size = notRenamed.size;
    // A denied rename may reveal the next rename to the same address.
    for (const { address, renamedFrom } of plan({ ...world, notRenamed }).actions)
      if (renamedFrom !== undefined && created.has(address)) notRenamed.add(renamedFrom);
  }
  return notRenamed;
}

function absent(facts: readonly IdFact[]): Observations {
  return new Map(facts.map(({ id }) => [id, { seen: "absent" }]));
}

function createdBy({ actions }: Plan): string[] {
  return actions.flatMap(({ action, address }) => (action === "create" ? [address] : []));
}

/** The state with the facts of the evidence in place of its own; undefined if they are the same. */
function asRemembered({ ids, attempts }: State, evidence: Evidence): State | undefined {
  let differs = false;
  const recall = <Fact extends IdFact | AttemptFact>(fact: Fact, known?: KnownFact<Fact>): Fact => {
    const recalled = asKnown(fact, known);
    differs ||= recalled !== fact;
    return recalled;
  };
  const recalled = stateOf(
    [...ids.values()].map((fact) => recall(fact, evidence.ids.get(fact.id))),
    [...attempts.values()].map((fact) => recall(fact, evidence.attempts.get(fact.attempt))),
  );
  return differs ? mergeStates(emptyState, recalled) : undefined;
}

/** Returns a fact with the evidence's values, unless the tool itself may have changed it since. */
function asKnown<Fact extends IdFact | AttemptFact>(fact: Fact, known?: KnownFact<Fact>): Fact {
  return known === undefined || isLaterThan(fact, known) ? fact : { ...fact, ...known };
}

function isDisputed(fact: IdFact, known?: KnownFact<IdFact>): boolean {
  return canonicalText(asKnown(fact, known)) !== canonicalText(fact);
}

/**
 * Whether the tool itself may have made the fact from the known fact. Moving and reviving raise the
 * generation, retiring and settling change the standing. The ledger has no standing.
 */
function isLaterThan(
  fact: IdFact | AttemptFact,
  known: KnownFact<IdFact> | KnownFact<AttemptFact>,
): boolean {
  const { generation = fact.generation } = known;
  const isWhole = "applied" in known || "verdict" in known;
  return generation !== fact.generation || (isWhole && standing(fact) !== standing(known));
}

/** The end of a fact, the same for facts that differ only by an edit. */
function standing(fact: { readonly retired?: string; readonly verdict?: string }): string {
  return fact.retired ?? fact.verdict ?? "";
}
