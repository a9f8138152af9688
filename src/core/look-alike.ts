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
 * What is left of a name when everything is taken away that people overlook: case, white space,
 * invisible characters, kinds of dashes, and which script a letter is of. Names with equal ones are
 * taken for each other.
 */
export function lookAlikeKey(name: string): string {
  const letters = Array.from(name.normalize("NFKC"), (each) => looksLike.get(each) ?? each);
  return (
    letters
      .join("")
      .replaceAll(/\p{Pd}/gu, "-")
      .replaceAll(/[\s\p{Default_Ignorable_Code_Point}]/gu, "")
      // Up and down again: ß and SS are one.
      .toUpperCase()
      .toLowerCase()
  );
}

/** A name that something has. */
export interface Named {
  readonly address: string;
  readonly name: string;
}

/**
 * For each of `fresh`, what of `others` may be taken for it, itself left aside. Collections are kept
 * apart: a pool and a client are never in one list. Takes time in proportion to both.
 */
export function lookAlikes(
  fresh: readonly Named[],
  others: readonly Named[],
): readonly { readonly one: Named; readonly other: Named }[] {
  const byKey = new Map<string, Named>();
  for (const other of others) {
    const key = keyOf(other);
    if (!byKey.has(key)) byKey.set(key, other);
  }
  return fresh.flatMap((one) => {
    const other = byKey.get(keyOf(one));
    return other === undefined || other.address === one.address ? [] : [{ one, other }];
  });
}

function keyOf({ address, name }: Named): string {
  return `${address.slice(0, address.indexOf("."))} ${lookAlikeKey(name)}`;
}

function pairs(from: string, to: string): [string, string][] {
  const latin = Array.from(to);
  return Array.from(from, (letter, index) => [letter, latin[index] ?? letter]);
}
