import { createHash } from "node:crypto";

/**
 * An API key or a client's secret for tests, of the shape of Anon's: `anon_` and 80 characters of
 * base64 with `/`, `+` and `=` among them. The same for the same name, and of no use anywhere.
 */
export function testSecret(name: string): string {
  for (let nth = 0; ; nth += 1) {
    const hash = createHash("sha512").update(`anon-sync test secret ${name} ${nth}`).digest();
    const text = hash.subarray(0, 59).toString("base64");
    if (text.includes("/") && text.includes("+")) return `anon_${text}`;
  }
}

/**
 * The parts of 12 characters of a secret that can be read out of a text: as it is, without what is not a
 * letter, a digit or a sign of base64, in capitals, backwards, and in the base64, hex and URL of the
 * whole secret. Written apart from what it is to judge.
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
