import { kindOfAddress, type Fields, type Kind } from "../kind.ts";
import { compareAddresses } from "../order.ts";
import {
  activeIds,
  generations,
  unsettledAttempts,
  type AttemptFact,
  type IdFact,
} from "../state/state.ts";
import type { Action } from "./action.ts";
import type { World } from "./input.ts";
import type { Moved } from "./wanted.ts";

/** The indexes that the decisions of one plan share. */
export interface PlanIndex {
  readonly world: World;
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Address → the fact of its id, after the renames that the manifest declares. */
  readonly holders: ReadonlyMap<string, IdFact>;
  /** New address → old address, for the addresses that really move. */
  readonly moves: ReadonlyMap<string, string>;
  readonly generations: ReadonlyMap<string, number>;
  readonly unsettled: ReadonlyMap<string, readonly AttemptFact[]>;
  /** Address → the retired ids of it, or of its earlier name, that may come back, newest first. */
  readonly retired: ReadonlyMap<string, readonly IdFact[]>;
  /** Address → the id that the manifest lists for it. */
  readonly imports: ReadonlyMap<string, string>;
  /** Collection → what left the manifest there, ids and open attempts: for probable renames. */
  readonly removedByCollection: Map<string, RemovedAddress[]>;
  /** The actions decided so far, by address. */
  readonly decided: Map<string, Action>;
}

/** The id or the attempts at an address that the manifest does not have any more. */
export interface RemovedAddress {
  readonly address: string;
  /** Absent for an open attempt. */
  readonly id?: string;
  readonly applied: Fields;
  readonly answered?: Fields;
}

/** Indexes a world for the decisions, after its declared renames. */
export function indexWorld(world: World): PlanIndex {
  const active = activeIds(world.state);
  const unsettled = unsettledAttempts(world.state);
  const wantedAddresses = new Set(world.wanted.map((wanted) => wanted.address));
  const moves = new Map<string, string>();
  const retired = removedIds(world);
  for (const { from, to } of finalMoves(world, wantedAddresses)) {
    // Nothing moves to an address that is not wanted here (another environment's): the id retires.
    if (!wantedAddresses.has(to) || moves.has(to)) continue;
    if (active.has(to) || unsettled.has(to)) continue;
    if (active.has(from) || unsettled.has(from)) moves.set(to, from);
    // A resource that had left the manifest before it was renamed comes back under its new name.
    else for (const fact of retired.get(from) ?? []) listOf(retired, to).push(fact);
  }
  const holders = new Map(active);
  for (const [to, from] of moves) {
    const fact = active.get(from);
    holders.delete(from);
    if (fact !== undefined) holders.set(to, fact);
    const attempts = unsettled.get(from);
    unsettled.delete(from);
    if (attempts !== undefined) unsettled.set(to, attempts);
  }
  return {
    world,
    kinds: new Map(world.kinds.map((kind) => [kind.name, kind])),
    holders,
    moves,
    generations: generations(world.state),
    unsettled,
    retired,
    imports: new Map(world.imports.map(({ to, id }) => [to, id])),
    removedByCollection: removedFrom(wantedAddresses, holders, unsettled),
    decided: new Map(),
  };
}

/**
 * The addresses that left the manifest. Open attempts too: an undeclared rename of one would send it again. By
 * address, so that which of two equal ones is meant never hangs on how the lockfile was read.
 */
function removedFrom(
  wanted: ReadonlySet<string>,
  holders: ReadonlyMap<string, IdFact>,
  unsettled: ReadonlyMap<string, readonly AttemptFact[]>,
): Map<string, RemovedAddress[]> {
  const sent = [...unsettled.values()].flat();
  const all: RemovedAddress[] = [
    ...[...holders].map(([address, fact]) => ({ ...fact, address })),
    ...sent.map(({ address, fields }) => ({ address, applied: fields })),
  ];
  const removedByCollection = new Map<string, RemovedAddress[]>();
  for (const one of all.toSorted((left, right) => compareAddresses(left.address, right.address))) {
    if (wanted.has(one.address)) continue;
    if (one.id !== undefined && unsettled.has(one.address)) continue;
    const collection = one.address.slice(0, one.address.indexOf("."));
    const others = removedByCollection.get(collection) ?? [];
    others.push(one);
    removedByCollection.set(collection, others);
  }
  return removedByCollection;
}

/**
 * Each declared rename with the end of its chain: a → b, b → c moves a to c. If several end at
 * one address, the one that is nearest to it comes first: it was renamed there last.
 */
function finalMoves(world: World, wanted: ReadonlySet<string>): { from: string; to: string }[] {
  const next = new Map<string, string>();
  for (const { from, to } of world.moved.toSorted(compareMoves))
    // An address that the manifest still holds was not renamed (a manifest that says so is invalid).
    if (!wanted.has(from)) next.set(from, to);
  const moves = [...endsOf(next)].map(([from, { to, steps }]) => ({ from, to, steps }));
  return moves.toSorted(
    (left, right) => left.steps - right.steps || compareAddresses(left.from, right.from),
  );
}

/**
 * Returns each address with the end of its chain, and the number of steps to the end. Each step is
 * taken at most twice, however long the chains are. A circle, which no valid manifest has, ends at
 * its entry.
 */
function endsOf(next: ReadonlyMap<string, string>) {
  const ends = new Map<string, { readonly to: string; readonly steps: number }>();
  for (const start of next.keys()) {
    const path: string[] = [];
    const places = new Map<string, number>();
    let at = start;
    for (;;) {
      const to = ends.has(at) || places.has(at) ? undefined : next.get(at);
      if (to === undefined) break;
      places.set(at, path.length);
      path.push(at);
      at = to;
    }
    const circleAt = places.get(at);
    if (circleAt !== undefined) {
      const circle = path.splice(circleAt);
      for (const to of circle) ends.set(to, { to, steps: circle.length });
    }
    let end = ends.get(at) ?? { to: at, steps: 0 };
    for (const from of path.toReversed()) {
      end = { to: end.to, steps: end.steps + 1 };
      ends.set(from, end);
    }
  }
  return ends;
}

function listOf<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const made: Item[] = [];
  lists.set(key, made);
  return made;
}

function compareMoves(left: Moved, right: Moved): number {
  return compareAddresses(left.from, right.from) || compareAddresses(left.to, right.to);
}

/** The retired ids of each address that may come back, newest first. */
function removedIds(world: World): Map<string, IdFact[]> {
  const removed = new Map<string, IdFact[]>();
  for (const fact of world.state.ids.values()) {
    if (fact.retired !== "removed" && fact.retired !== "replaced") continue;
    listOf(removed, fact.address).push(fact);
  }
  for (const facts of removed.values())
    facts.sort(
      (left, right) => right.generation - left.generation || compareAddresses(left.id, right.id),
    );
  return removed;
}

/** Returns those of the addresses that must come first and cannot. */
export function unmetDependencies(index: PlanIndex, addresses: readonly string[]): string[] {
  return addresses.filter((address) => {
    const action = index.decided.get(address)?.action;
    return (
      // The address is not wanted here: its id retires before any create.
      action === undefined ||
      action === "unsettled" ||
      action === "missing" ||
      action === "import-missing" ||
      action === "import-taken" ||
      action === "blocked" ||
      action === "unreadable"
    );
  });
}

/** Returns the kind of a name. Throws an Error for an unknown name, which is a bug of ours. */
export function kindOf(index: PlanIndex, name: string): Kind {
  const kind = index.kinds.get(name);
  if (kind === undefined) throw new Error(`unknown kind ${name}`);
  return kind;
}

/** Returns the kind of an address's collection. Throws an Error if none: parsers refuse that. */
export function kindAt(index: PlanIndex, address: string): Kind {
  const kind = kindOfAddress(index.world.kinds, address);
  if (kind === undefined) throw new Error(`no kind has the address ${address}`);
  return kind;
}
