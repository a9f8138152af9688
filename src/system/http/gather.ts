/** The body so far. */
export interface Gathered {
  /** Adds bytes; false if they were more than there was room for: the rest is left out. */
  add(bytes: Uint8Array): boolean;
  /** Returns a copy of all bytes so far. */
  bytes(): Uint8Array;
}

/**
 * Gathers at most `maximumBytes`, as copies. A body may arrive one byte at a time, and a chunk
 * object of one byte takes about a hundred times its length.
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
