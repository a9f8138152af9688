/** What differs from one run to the next, and the words that stand for it in the golden files. */
export interface NameTable {
  /** From now on `text` is shown as `name`. The first name of a text is kept. */
  give(text: string, name: string): void;
  /** An id that was found at an address; a later one there is the 2nd. */
  giveId(id: string, address: string): void;
  /** The same of the attempt that created it, or may have. */
  giveAttempt(attempt: string, address: string): void;
  /** The text with every known name in it, and with whatever else differs counted. */
  in(text: string): string;
}

const ordinals = ["", "", "2nd ", "3rd ", "4th "];

/** What else differs, and what it is called: the first digest that is met is `<digest 1>`. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "id"],
  [/\bv2:[0-9a-f]{64}\b/g, "digest"],
  [/\b[0-9a-f]{40}\b/g, "commit"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC)?/g, "time"],
];

/** A table without names. */
export function nameTable(): NameTable {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const count = (what: string): number => {
    const next = (counts.get(what) ?? 0) + 1;
    counts.set(what, next);
    return next;
  };
  const give = (text: string, name: string): void => {
    if (!names.has(text)) names.set(text, name);
  };
  const giveAt = (text: string, what: string, address: string): void => {
    if (names.has(text)) return;
    const nth = ordinals[count(`${what} ${address}`)] ?? "another ";
    give(text, `<${nth}${what} ${address}>`);
  };
  return {
    give,
    giveId: (id, address) => giveAt(id, "id of", address),
    giveAttempt: (attempt, address) => giveAt(attempt, "attempt at", address),
    in(text) {
      for (const [pattern, what] of patterns)
        for (const [found] of text.matchAll(pattern))
          if (!names.has(found)) give(found, `<${what} ${count(what)}>`);
      // The longest first: a commit's short form is the beginning of its long one.
      const longest = [...names].toSorted(([left], [right]) => right.length - left.length);
      return longest.reduce((shown, [from, to]) => inColumn(shown, from, to), text);
    },
  };
}

/** Replaces a text; where spaces fill a column behind it, they keep its width. */
function inColumn(text: string, from: string, to: string): string {
  const [first = "", ...rest] = text.split(from);
  return rest.reduce((shown, after) => {
    const spaces = /^ {2,}/.exec(after)?.[0].length ?? 0;
    if (spaces === 0) return `${shown}${to}${after}`;
    const filled = Math.max(2, from.length + spaces - to.length);
    return `${shown}${to}${" ".repeat(filled)}${after.slice(spaces)}`;
  }, first);
}
