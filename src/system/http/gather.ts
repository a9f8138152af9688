/** The body so far. */
export interface Gathered {
  /** Adds bytes; false if they were more than there was room for: the rest is left out. */
  add(bytes: Uint8Array): boolean;
  /** A copy of everything. */
  bytes(): Uint8Array;
}

/**
 * Gathers at most `maximumBytes`. The bytes are copied: a body may come a byte at a time, and each
 * piece, kept as it is, takes some hundred times its length.
 */
export function gather(maximumBytes: number): Gathered {
  let held = new Uint8Array(0);
  let length = 0;
  return {
    add(bytes) {
      const added = bytes.subarray(0, maximumBytes - length);
      if (length + added.length > held.length) {
        const larger = new Uint8Array(
          Math.min(maximumBytes, Math.max(held.length * 2, length + added.length)),
        );
        larger.set(held);
        held = larger;
      }
      held.set(added, length);
      length += added.length;
      return added.length === bytes.length;
    },
    bytes: () => held.slice(0, length),
  };
}
