/** What stands where a secret stood. */
const replacement = "[redacted]";

/** Shorter texts are no secret, and would hide half of everything, ids too. */
const minimumLength = 8;

/**
 * A secret as it may turn up: in JSON, in a URL, and in what headers and dumps make of bytes. No
 * form at all for a text of fewer than eight characters.
 */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < minimumLength) return [];
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const json = JSON.stringify(secret).slice(1, -1);
  // By way of its bytes: half a surrogate pair cannot be encoded.
  const url = encodeURIComponent(bytes.toString());
  return [
    secret,
    json,
    // As PHP and others write it.
    json.replaceAll("/", "\\/"),
    url,
    url.replaceAll(/%../g, (escape) => escape.toLowerCase()),
    hex,
    hex.toUpperCase(),
    ...(["base64", "base64url"] as const).flatMap((encoding) => inBase64(bytes, encoding)),
  ];
}

/**
 * Base64 of the bytes alone, and what it makes of them inside a longer text (`Bearer KEY`): there
 * the bytes before shift every character, and the first and the last one hold bits of neighbours.
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

/** The text with each of these forms replaced, the longest first: a part would leave the rest. */
export function withoutForms(text: string, forms: Iterable<string>): string {
  // Nearly every text holds none.
  const held = [...forms].filter((form) => text.includes(form));
  return held
    .toSorted((left, right) => right.length - left.length)
    .reduce((clean, form) => clean.replaceAll(form, () => replacement), text);
}

/**
 * Whether eight or more characters in a row of one of these forms are in a text, white space between
 * them or not: a program may have cut a secret, or broken it into lines.
 */
export function holdsPart(text: string, forms: Iterable<string>): boolean {
  const told = new Set(runsOf(text.replaceAll(/\s/g, "")));
  for (const form of forms) for (const run of runsOf(form)) if (told.has(run)) return true;
  return false;
}

/** Every eight characters in a row. */
function* runsOf(text: string): Generator<string> {
  for (let end = minimumLength; end <= text.length; end += 1)
    yield text.slice(end - minimumLength, end);
}
