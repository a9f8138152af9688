/** The texts that differ between runs, with their names in the golden files. */
export interface NameTable {
  /** Shows `text` as `name` from now on. The first name of a text stays. */
  give(text: string, name: string): void;
  /** Names an id after its address; a later id at the same address is the 2nd. */
  giveId(id: string, address: string): void;
  /** Names the attempt that created the id, or may have, in the same way. */
  giveAttempt(attempt: string, address: string): void;
  /** Returns the text with every known name in it, and with all other differences numbered. */
  in(text: string): string;
}

const ordinals = ["", "", "2nd ", "3rd ", "4th "];

/** The other differences and their names: the first digest in a text is `<digest 1>`. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "id"],
  [/\bv2:[0-9a-f]{64}\b/g, "digest"],
  [/\b[0-9a-f]{40}\b/g, "commit"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC)?/g, "time"],
];

/** Returns a table without names. */
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
      // The longest text comes first: a commit's short form is the beginning of its long form.
      const longest = [...names].toSorted(([left], [right]) => right.length - left.length);
      return longest.reduce((shown, [from, to]) => inColumn(shown, from, to), text);
    },
  };
}

/** Replaces a text; if spaces fill a column after the text, the spaces keep the column's width. */
function inColumn(text: string, from: string, to: string): string {
  const [first = "", ...rest] = text.split(from);
  return rest.reduce((shown, after) => {
    const spaces = /^ {2,}/.exec(after)?.[0].length ?? 0;
    if (spaces === 0) return `${shown}${to}${after}`;
    const filled = Math.max(2, from.length + spaces - to.length);
    return `${shown}${to}${" ".repeat(filled)}${after.slice(spaces)}`;
  }, first);
}
