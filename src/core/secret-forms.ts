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

/** Takes secrets out of texts, in each of their forms. */
export interface Redaction {
  /** From now on. */
  add(secret: string): void;
  /** The text without the secrets that were added. */
  redact(text: string): string;
}

/** Below this many forms, to look for one after the other is the fastest way. */
const fewForms = 64;

/** A Redaction that knows no secret yet. What a text costs does not grow with thousands of them. */
export function createRedaction(): Redaction {
  const forms = new Set<string>();
  // By their ends: keys of one maker begin alike.
  const byEnd = new Map<string, string[]>();

  function held(text: string): string[] {
    const found: string[] = [];
    if (forms.size <= fewForms) {
      for (const form of forms) if (text.includes(form)) found.push(form);
      return found;
    }
    for (let end = minimumLength; end <= text.length; end += 1)
      for (const form of byEnd.get(text.slice(end - minimumLength, end)) ?? [])
        if (text.endsWith(form, end)) found.push(form);
    return found;
  }

  return {
    add(secret) {
      for (const form of secretForms(secret)) {
        if (forms.has(form)) continue;
        forms.add(form);
        const end = form.slice(-minimumLength);
        const others = byEnd.get(end);
        if (others === undefined) byEnd.set(end, [form]);
        else others.push(form);
      }
    },
    redact(text) {
      const found = held(text);
      // Nearly every text holds none.
      return found.length === 0 ? text : withoutForms(text, found);
    },
  };
}

/** The text with each of these forms replaced, the longest first: a part would leave the rest. */
export function withoutForms(text: string, forms: readonly string[]): string {
  return forms
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
