/** The entities of HTML for characters that a key or another escape may have. */
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  bsol: "\\",
  colon: ":",
  comma: ",",
  dash: "-",
  equals: "=",
  gt: ">",
  hyphen: "-",
  lowbar: "_",
  lt: "<",
  num: "#",
  percnt: "%",
  period: ".",
  plus: "+",
  quot: '"',
  semi: ";",
  sol: "/",
  underbar: "_",
};

/**
 * One layer of the escapes that programs write instead of a character: bytes in URLs (`%2F`) and
 * mail (`=2F`), entities of HTML (`&#x2F;`, `&#47;`, `&sol;`), escapes of JSON and of source text
 * (`\u002F`, `\x2F`, `\057`, `\/`, `0x2F`). It matches invisible text, too: tags, and the end of a
 * line in mail. One expression matches all, so no layer is removed twice.
 */
const escapes =
  /((?:[%=][0-9a-f]{2})+)|&#x0*([0-9a-f]{1,6});?|\\u\{0*([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|(?:\\|0)x([0-9a-f]{2})[ ,]*|&#0*(\d{1,7});?|\\([0-3][0-7]{2})|&([a-z]{1,31});?|\\([^])|=\r?\n|<[^<>]{0,200}>/gi;

/** Whether a text may hold an escape: nearly no text does. */
const mayEscape = /[%&\\<]|=[0-9a-f\r\n]|0x/i;

/** Returns the text with one layer of escapes removed; the text itself if there is none. */
export function unescaped(text: string): string {
  return mayEscape.test(text) ? text.replace(escapes, meaning) : text;
}

function meaning(
  escape: string,
  bytes: string | undefined,
  entity: string | undefined,
  point: string | undefined,
  unit: string | undefined,
  byte: string | undefined,
  decimal: string | undefined,
  octal: string | undefined,
  named: string | undefined,
  plain: string | undefined,
): string {
  if (plain !== undefined) return plainly.get(plain) ?? plain;
  if (bytes !== undefined) return Buffer.from(bytes.replaceAll(/[%=]/g, ""), "hex").toString();
  if (named !== undefined)
    return entities[named.toLowerCase()] ?? (escape.endsWith(";") ? "" : escape);
  if (decimal !== undefined) return character(Number(decimal));
  if (octal !== undefined) return character(Number.parseInt(octal, 8));
  const hex = entity ?? point ?? unit ?? byte;
  return hex === undefined ? "" : character(Number.parseInt(hex, 16));
}

/** White space of any sort reveals nothing, so each becomes a space. */
const plainly: ReadonlyMap<string, string> = new Map([..."bfnrtv0"].map((sign) => [sign, " "]));

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
