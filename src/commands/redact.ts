/** Keeps secrets out of everything that is written. */
export interface Gate {
  /** From now on. Texts of fewer than eight characters are no secret, and would hide half of it all. */
  protect(secret: string): void;
  /** The text with every known secret replaced, as itself and as programs encode it. */
  redact(text: string): string;
}

const minimumLength = 8;
const replacement = "[redacted]";

/** A Gate that knows the keys in the environment: the values of every ANON_API_KEY… variable. */
export function createGate(variables: Readonly<Record<string, string | undefined>>): Gate {
  const forms = new Set<string>();
  let ordered: readonly string[] = [];

  function protect(secret: string): void {
    for (const value of new Set([secret, secret.trim()])) {
      if (value.length < minimumLength) continue;
      for (const form of formsOf(value)) forms.add(form);
    }
    // The longest first: one that is part of another would leave the rest of that one standing.
    ordered = [...forms].toSorted((left, right) => right.length - left.length);
  }

  for (const [name, value] of Object.entries(variables))
    if (/^ANON_API_KEY/i.test(name) && value !== undefined) protect(value);

  return {
    protect,
    redact: (text) =>
      ordered.reduce((clean, form) => clean.replaceAll(form, () => replacement), text),
  };
}

/** A secret as it may turn up: in JSON, in a URL, and in what headers and dumps make of bytes. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString("base64");
  const hex = bytes.toString("hex");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    // By way of its bytes: half a surrogate pair cannot be encoded.
    encodeURIComponent(bytes.toString()),
    base64,
    base64.replace(/=+$/, ""),
    bytes.toString("base64url"),
    hex,
    hex.toUpperCase(),
  ];
}
