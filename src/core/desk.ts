import type { Action } from "./action.ts";
import type { Kind } from "./kind.ts";
import type { World } from "./plan.ts";
import {
  activeIds,
  generations,
  unsettledAttempts,
  type AttemptFact,
  type IdFact,
} from "./state.ts";

/** What the decisions of one plan share. */
export interface Desk {
  readonly world: World;
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Address → the id that holds it, renames that the manifest declares already done. */
  readonly holders: ReadonlyMap<string, IdFact>;
  /** New address → old address, for those that really move. */
  readonly moves: ReadonlyMap<string, string>;
  readonly generations: ReadonlyMap<string, number>;
  readonly unsettled: ReadonlyMap<string, readonly AttemptFact[]>;
  /** Address → the newest id that was removed from it. */
  readonly retired: ReadonlyMap<string, IdFact>;
  /** Ids that left the manifest, by what an equal new resource would want: for renames. */
  readonly vanished: Map<string, IdFact[]>;
  /** What was decided so far, by address. */
  readonly decided: Map<string, Action>;
}

/** Lays out what the decisions need, declared renames already done. */
export function openDesk(world: World): Desk {
  const active = activeIds(world.state);
  const unsettled = unsettledAttempts(world.state);
  const wantedAddresses = new Set(world.wanted.map((wanted) => wanted.address));
  const moves = new Map<string, string>();
  for (const { from, to } of finalMoves(world)) {
    if (active.has(to) || unsettled.has(to)) continue;
    if (active.has(from) || unsettled.has(from)) moves.set(to, from);
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
  const vanished = new Map<string, IdFact[]>();
  for (const [address, fact] of holders) {
    if (wantedAddresses.has(address) || unsettled.has(address)) continue;
    const collection = address.slice(0, address.indexOf("."));
    const facts = vanished.get(collection) ?? [];
    facts.push(fact);
    vanished.set(collection, facts);
  }
  return {
    world,
    kinds: new Map(world.kinds.map((kind) => [kind.name, kind])),
    holders,
    moves,
    generations: generations(world.state),
    unsettled,
    retired: newestRemoved(world),
    vanished,
    decided: new Map(),
  };
}

/** Each declared rename with the end of its chain: a → b, b → c moves a to c. */
function finalMoves(world: World): { from: string; to: string }[] {
  const next = new Map(world.moved.map(({ from, to }) => [from, to]));
  return world.moved.map(({ from, to }) => {
    let end = to;
    const seen = new Set([from]);
    while (next.has(end) && !seen.has(end)) {
      seen.add(end);
      end = next.get(end) ?? end;
    }
    return { from, to: end };
  });
}

/** The newest retired id of each address, where it is one that may come back. */
function newestRemoved(world: World): Map<string, IdFact> {
  const newest = new Map<string, IdFact>();
  for (const fact of world.state.ids.values()) {
    if (fact.retired !== "removed" && fact.retired !== "replaced") continue;
    const known = newest.get(fact.address);
    if (known === undefined || fact.generation > known.generation) newest.set(fact.address, fact);
  }
  return newest;
}

/** The kind of a name; an unknown one is a bug of ours. */
export function kindOf(desk: Desk, name: string): Kind {
  const kind = desk.kinds.get(name);
  if (kind === undefined) throw new Error(`unknown kind ${name}`);
  return kind;
}

/** The kind whose collection an address names; parsers refuse addresses that have none. */
export function kindAt(desk: Desk, address: string): Kind {
  const collection = address.slice(0, address.indexOf("."));
  const kind = desk.world.kinds.find((candidate) => candidate.collection === collection);
  if (kind === undefined) throw new Error(`no kind has the address ${address}`);
  return kind;
}
