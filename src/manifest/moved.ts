import { addressPattern } from "../core/names/address.ts";
import { isObject } from "../core/json.ts";
import type { Move } from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import type { Finding, Report, Path } from "./source.ts";
import type { Tree } from "./tree.ts";
import { quote } from "./words.ts";

const isAddress = new RegExp(addressPattern);

/**
 * Reads `moved`. Entries may make a chain (a → b, b → c): a step may have been applied in one
 * environment only. Reports entries between kinds, circles, two entries from or to one address,
 * entries from an address still in the manifest, and entries that end at a missing address.
 */
export function readMoved(
  tree: Tree,
  addresses: ReadonlySet<string>,
  collections: readonly string[],
  nearest: Nearest,
  report: Report,
): readonly Move[] {
  const written = tree.valueAt(["moved"]);
  const moves: { move: Move; path: Path }[] = [];
  for (const [index, entry] of (Array.isArray(written) ? written : []).entries()) {
    if (!isObject(entry)) continue;
    const { from, to } = entry;
    // The schema has refused these already.
    if (typeof from !== "string" || typeof to !== "string") continue;
    if (!isAddress.test(from) || !isAddress.test(to)) continue;
    moves.push({ move: { from, to }, path: ["moved", index] });
  }
  const sources = new Set<string>();
  const goals = new Set<string>();
  const next = new Map(moves.map(({ move }) => [move.from, move.to]));
  const circling = addressesInCircles(next);
  for (const { move, path } of moves) {
    const [member, finding] = mistake(move) ?? [];
    if (finding !== undefined) report(finding, tree.valueRange([...path, member ?? "to"]));
    sources.add(move.from);
    goals.add(move.to);
  }
  return moves.map(({ move }) => move);

  function mistake({ from, to }: Move): readonly ["from" | "to", Finding] | undefined {
    for (const [member, address] of [["from", from] as const, ["to", to] as const]) {
      const [collection = ""] = address.split(".");
      if (collections.includes(collection)) continue;
      return [member, unknownCollection(collection, nearest(collection, collections), collections)];
    }
    if (circling.has(from)) return ["to", circle(from, to)];
    if (from.split(".")[0] !== to.split(".")[0]) return ["to", betweenKinds(from, to)];
    if (sources.has(from)) return ["from", twice(from, "from")];
    if (goals.has(to)) return ["to", twice(to, "to")];
    if (addresses.has(from)) return ["from", stillThere(from)];
    if (!addresses.has(to) && !next.has(to)) return ["to", notThere(to, nearest(to, addresses))];
    return undefined;
  }
}

function unknownCollection(
  collection: string,
  meant: string | undefined,
  collections: readonly string[],
): Finding {
  return {
    code: "bad-value",
    message: `there are no resources called ${quote(collection)}`,
    next: `Did you mean ${meant ?? collections.join(" or ")}?`,
  };
}

/** The addresses whose steps lead back to them. The walks take each step twice at most. */
function addressesInCircles(next: ReadonlyMap<string, string>): ReadonlySet<string> {
  const circling = new Set<string>();
  /** Address → the start of the walk that reached this address first. */
  const walked = new Map<string, string>();
  for (const start of next.keys()) {
    let at: string | undefined = start;
    for (; at !== undefined && !walked.has(at); at = next.get(at)) walked.set(at, start);
    // A walk that reaches itself has found a circle. A walk that reaches an earlier walk adds none.
    if (at === undefined || walked.get(at) !== start) continue;
    for (; at !== undefined && !circling.has(at); at = next.get(at)) circling.add(at);
  }
  return circling;
}

function circle(from: string, to: string): Finding {
  return {
    code: "moved-circle",
    message: from === to ? `${from} is moved to itself` : `${from} is moved back to itself`,
    next: "Delete the entry, or move to the address that the manifest holds.",
  };
}

function betweenKinds(from: string, to: string): Finding {
  return {
    code: "moved-kind",
    message: `${from} cannot become ${to}: they are of different kinds`,
    next: "Keep the part before the dot, or delete the entry.",
  };
}

function twice(address: string, member: string): Finding {
  return {
    code: "moved-twice",
    message: `two entries of moved go ${member} ${address}`,
    next: "Delete one of them.",
  };
}

function stillThere(from: string): Finding {
  return {
    code: "moved-source-exists",
    message: `${from} is moved away, but the manifest still holds it`,
    next: `Delete ${from} from the manifest, or this entry.`,
  };
}

function notThere(to: string, meant: string | undefined): Finding {
  return {
    code: "moved-target-missing",
    message: `the manifest holds no ${to}`,
    next: meant === undefined ? `Add ${to}, or delete this entry.` : `Did you mean ${meant}?`,
  };
}
