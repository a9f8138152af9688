/** Anything that has an address and needs other addresses first. */
export interface Dependent {
  readonly address: string;
  readonly dependsOn: readonly string[];
}

/**
 * Returns the items, each after everything it depends on, and otherwise by address: the order of
 * the input does not matter. Dependencies on addresses that are not among the items are ignored.
 * Throws an Error on a cycle, which manifests cannot express.
 */
export function dependencyOrder<Item extends Dependent>(items: readonly Item[]): Item[] {
  const byAddress = new Map(items.map((item) => [item.address, item]));
  const levels = new Map<string, number>();
  const level = (item: Item, below: ReadonlySet<string>): number => {
    const known = levels.get(item.address);
    if (known !== undefined) return known;
    if (below.has(item.address)) throw new Error(`dependency cycle at ${item.address}`);
    const path = new Set(below).add(item.address);
    let highest = 0;
    for (const address of item.dependsOn) {
      const dependency = byAddress.get(address);
      if (dependency !== undefined) highest = Math.max(highest, level(dependency, path) + 1);
    }
    levels.set(item.address, highest);
    return highest;
  };
  const none: ReadonlySet<string> = new Set();
  for (const item of items) level(item, none);
  return items.toSorted(
    (left, right) =>
      (levels.get(left.address) ?? 0) - (levels.get(right.address) ?? 0) ||
      compareAddresses(left.address, right.address),
  );
}

/** The order of addresses everywhere: by code unit, the same on every machine. */
export function compareAddresses(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** The order of two texts, by code unit and so the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
