import { createHash } from "node:crypto";

/**
 * Returns an API key or a client's secret for tests, in the format of Anon's: `anon_` and 80
 * characters of base64 with `/`, `+` and `=` among them. One name has one secret, which is valid
 * nowhere.
 */
export function testSecret(name: string): string {
  for (let nth = 0; ; nth += 1) {
    const hash = createHash("sha512").update(`anon-sync test secret ${name} ${nth}`).digest();
    const text = hash.subarray(0, 59).toString("base64");
    if (text.includes("/") && text.includes("+")) return `anon_${text}`;
  }
}

/**
 * Returns a secret's parts of 12 characters that a reader can recover from a text: without case and
 * foreign characters, reversed, and in base64, hex and URL encoding. Shares no code with the
 * redaction that it judges.
 */
export function partsOf(secret: string, text: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  const forms = [secret, [...secret].toReversed().join(""), encodeURIComponent(secret)];
  const small = plain(text);
  return [...forms, bytes.toString("hex"), ...shifted]
    .flatMap((form) => Array.from(form, (_, at) => form.slice(at, at + 12)))
    .filter((part) => part.length === 12 && small.includes(plain(part)));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replaceAll(/[^\w+/=%]+/g, "");
}
