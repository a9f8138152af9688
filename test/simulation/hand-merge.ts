import type { Chance } from "./chance.ts";

type Block = Readonly<Record<string, unknown>>;

/** A lockfile as a person with an editor sees it. */
interface LockfileText {
  readonly lockfileVersion: number;
  readonly lineage: string;
  readonly environment: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly unsettled: Readonly<Record<string, Block>>;
  readonly settled?: Readonly<Record<string, Block>>;
  readonly retired: Readonly<Record<string, Block>>;
}

/**
 * Resolves a lockfile with conflict markers as a person does without anon-sync: keeps the blocks of
 * both sides. If an address has two blocks, one stays, and the other moves to "retired" as a
 * duplicate.
 */
export function resolveByHand(
  leftBytes: Uint8Array,
  rightBytes: Uint8Array,
  chance: Chance,
): Uint8Array {
  const [left, right] = [read(leftBytes), read(rightBytes)];
  const resources: Record<string, Block> = { ...left.resources };
  const retired: Record<string, Block> = { ...left.retired, ...right.retired };
  for (const [address, theirs] of Object.entries(right.resources)) {
    const ours = resources[address];
    if (ours === undefined || ours["id"] === theirs["id"]) {
      resources[address] ??= theirs;
      continue;
    }
    const [stays, goes] = chance.once(2) ? [ours, theirs] : [theirs, ours];
    resources[address] = stays;
    const { id, ...rest } = goes;
    retired[String(id)] = { address, reason: "duplicate", ...rest };
  }
  // If one side retires an id that the other side uses or moves, the id stays once, in use.
  const holders = new Map<unknown, string>();
  for (const [address, { id }] of Object.entries(resources)) {
    delete retired[String(id)];
    const other = holders.get(id);
    // The side that moved the id has its new address: the address on both sides is the old one.
    if (other === undefined) holders.set(id, address);
    else delete resources[left.resources[other] === undefined ? other : address];
  }
  const unsettled: Record<string, Block> = { ...left.unsettled };
  for (const [address, attempts] of Object.entries(right.unsettled))
    unsettled[address] = { ...unsettled[address], ...attempts };
  const settled = { ...left.settled, ...right.settled };
  const merged = {
    ...left,
    environment: { ...right.environment, ...left.environment },
    resources,
    unsettled,
    ...(Object.keys(settled).length > 0 && { settled }),
    retired,
  };
  return new TextEncoder().encode(`${JSON.stringify(merged, undefined, 2)}\n`);
}

function read(bytes: Uint8Array): LockfileText {
  return JSON.parse(new TextDecoder().decode(bytes)) as LockfileText;
}
