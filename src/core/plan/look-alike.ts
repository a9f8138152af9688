/**
 * Letters of other scripts that look like Latin ones (the common part of Unicode's confusables).
 * Before case is folded: a Greek capital eta looks like H, the small one like n.
 */
const looksLike: ReadonlyMap<string, string> = new Map([
  ...pairs("АВСЕНІЈКМОРЅТУХҮԌԚԜҺӀ", "ABCEHIJKMOPSTYXYGQWHI"),
  ...pairs("авсеһіјкмнорѕтухѵԁԛԝӏү", "abcehijkmhopstyxvdqwly"),
  ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
  ...pairs("αγεηικνορτυχωϳ", "ayenikvoptuxwj"),
  ...pairs("ıɑɡ", "iag"),
]);

/**
 * A name without all that people overlook: case, white space and
 * other separators, invisible characters, which script a letter is of, and which of those that are
 * drawn alike (l, 1 and |; O and 0; rn and m). Names that share a key are taken for each other.
 *
 * A name with a capital I has two keys, for it reads as an i and looks like an l. With one key for
 * both, Mail would be taken for Mall.
 */
export function lookAlikeKeys(name: string): readonly string[] {
  const letters = isAscii(name)
    ? name
    : Array.from(name.normalize("NFKC"), (each) => looksLike.get(each) ?? each).join("");
  const keys = [
    drawn(letters),
    ...(letters.includes("I") ? [drawn(letters.replaceAll("I", "l"))] : []),
  ];
  return [...new Set(keys)];
}

/** Whether a text needs no tables of Unicode, like nearly every name. */
function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function drawn(letters: string): string {
  const separators = isAscii(letters)
    ? /[ _.-]/g
    : /[\s\p{Pd}\p{Default_Ignorable_Code_Point}_.\u00B7]/gu;
  return (
    letters
      .replaceAll(separators, "")
      // Upper case first, then lower case: ß and SS become equal.
      .toUpperCase()
      .toLowerCase()
      .replaceAll(/[1|]/g, "l")
      .replaceAll("0", "o")
      .replaceAll("rn", "m")
  );
}

/** A name that something has. */
export interface Named {
  readonly address: string;
  readonly name: string;
}

/**
 * Returns, for each of `fresh`, the first of `others` at another address that may be taken for it.
 * Collections stay apart: a pool and a client are never in one list. The time grows in proportion
 * to both lists.
 */
export function lookAlikes<Other extends Named>(
  fresh: readonly Named[],
  others: readonly Other[],
): readonly { readonly one: Named; readonly other: Other }[] {
  // Two names of each key are enough: one of them is at another address.
  const byKey = new Map<string, Other[]>();
  for (const other of others)
    for (const key of keysOf(other)) {
      const known = byKey.get(key) ?? [];
      if (known.length < 2 && known.every(({ address }) => address !== other.address))
        byKey.set(key, [...known, other]);
    }
  return fresh.flatMap((one) => {
    const alike = keysOf(one).flatMap((key) => byKey.get(key) ?? []);
    const other = alike.find(({ address }) => address !== one.address);
    return other === undefined ? [] : [{ one, other }];
  });
}

function keysOf({ address, name }: Named): readonly string[] {
  const collection = address.slice(0, address.indexOf("."));
  return lookAlikeKeys(name).map((key) => `${collection} ${key}`);
}

function pairs(from: string, to: string): [string, string][] {
  const latin = Array.from(to);
  return Array.from(from, (letter, index) => [letter, latin[index] ?? letter]);
}
