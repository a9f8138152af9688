/** The text in the place of a secret. */
export const redacted = "[redacted]";

/**
 * The number of a secret's characters in a row that give it away. Fewer reveal little of a key of
 * 80 characters, and occur in names by chance.
 */
export const runLength = 12;

/** Shorter texts are no secret, and would hide half of everything, ids too. */
export const minimumLength = 8;

/**
 * Returns a secret as it may appear: in JSON, in a URL, and as headers and dumps write bytes. A
 * text of fewer than eight characters has no form.
 */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < minimumLength) return [];
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const json = JSON.stringify(secret).slice(1, -1);
  // Encode the bytes: half a surrogate pair cannot be encoded.
  const url = encodeURIComponent(bytes.toString());
  return [
    secret,
    json,
    // PHP and other programs escape slashes.
    json.replaceAll("/", "\\/"),
    url,
    url.replaceAll(/%../g, (escape) => escape.toLowerCase()),
    hex,
    hex.toUpperCase(),
    ...(["base64", "base64url"] as const).flatMap((encoding) => inBase64(bytes, encoding)),
  ];
}

/**
 * Returns the forms of a secret that remain after all decoding: itself, backwards, and base64,
 * which may have lost its capitals. Each form comes again as letters and digits only, since other
 * characters may stand between them. In RunIndex capitals are small letters, and base64url is
 * base64.
 */
export function telltaleForms(secret: string): readonly string[] {
  const backwards = [...secret].toReversed().join("");
  const forms = [secret, backwards, ...inBase64(Buffer.from(secret), "base64").slice(1)];
  return [...forms, ...forms.map(lettersOf)];
}

/** Returns the letters and digits of a text: other characters may have been put between them. */
export function lettersOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]+/g, "");
}

/**
 * Returns base64 of the bytes alone, and inside a longer text (`Bearer KEY`). There the bytes
 * before shift every character, and the first and the last character have bits of neighbours.
 */
function inBase64(bytes: Uint8Array, encoding: "base64" | "base64url"): string[] {
  const alone = Buffer.from(bytes).toString(encoding);
  const inside = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(encoding);
    const start = Math.ceil((shift * 8) / 6);
    return text.slice(start, Math.floor(((shift + bytes.length) * 8) / 6));
  });
  return [alone, alone.replace(/=+$/, ""), ...inside];
}

/**
 * The words that keys of one maker begin with (`anon_`, `glpat-`, `anon_sandbox_`): they reveal
 * nothing of the key, and may occur in any text.
 */
const commonStart = /^(?:[A-Za-z]{2,}[_-])+/;

/** The number of these characters that a run of a secret may have beside others. */
const commonInRun = 6;

/** Words as people write them. */
const words = /[A-Z]?[a-z]{4,}|[A-Z]{5,}/g;

/** The number of characters outside words that a part of a secret needs to give it away. */
const minimumRandom = 10;

/** An id that a secret may have in it: the id is in each receipt, and no secret. */
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * Returns the parts of a secret whose every run of characters gives it away. Returns none if each
 * part may occur in any text, as in `correct horse battery`: then only the whole secret is hidden.
 */
export function tellingParts(secret: string): readonly string[] {
  return secret.split(uuid).flatMap((piece) => {
    const common = commonStart.exec(piece)?.[0].length ?? 0;
    const part = piece.slice(Math.max(0, common - commonInRun));
    const random = part.replaceAll(words, "").length;
    return part.length >= runLength && random >= minimumRandom ? [part] : [];
  });
}

/** Returns the text with these forms replaced, the longest first: a part would leave the rest. */
export function withoutForms(text: string, forms: readonly string[]): string {
  return forms
    .toSorted((left, right) => right.length - left.length)
    .reduce((clean, form) => clean.replaceAll(form, () => redacted), text);
}

/**
 * Whether eight or more characters in a row of one of these forms are in a text, white space
 * between them or not: a program may have cut a secret, or broken it into lines.
 */
export function holdsPart(text: string, forms: Iterable<string>): boolean {
  const runs = new Set(runsOf(text.replaceAll(/\s/g, "")));
  for (const form of forms) for (const run of runsOf(form)) if (runs.has(run)) return true;
  return false;
}

/** Every eight characters in a row. */
function* runsOf(text: string): Generator<string> {
  for (let end = minimumLength; end <= text.length; end += 1)
    yield text.slice(end - minimumLength, end);
}
