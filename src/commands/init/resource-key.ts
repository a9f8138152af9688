const maximumLength = 60;

/**
 * A key for a resource's name: its letters and digits in camel case (`Web app (beta)` → `webAppBeta`),
 * accents left out, at most 60 characters. `fallback` where the name has no Latin letter to begin
 * with, and as the beginning of a key that would begin with a digit.
 */
export function keyFromName(name: string, fallback: string): string {
  const words = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const camel = words.map((word, index) => (index === 0 ? lowered(word) : capital(word))).join("");
  const key = /^[A-Za-z]/.test(camel) ? camel : `${fallback}${capital(camel)}`;
  return key.slice(0, maximumLength);
}

/** The key, with a number behind it where another one has it already in any case. */
export function uniqueKey(key: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? key : `${key}${number}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

/** `Web` → `web`, `API` → `api`, `webApp` stays. */
function lowered(word: string): string {
  if (word === word.toUpperCase()) return word.toLowerCase();
  return `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`;
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
