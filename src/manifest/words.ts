/** A text cut to `length` code units for a message. */
export function cut(text: string, length = 60): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A text in quotes for a message, cut. */
export function quote(text: string): string {
  return `"${cut(text)}"`;
}

/** The most names that a message lists: thousands of messages may each list the same names. */
const maximumListed = 10;

/** `a`, `a and b`, `a, b and c`, joined by `word`. A long list ends in `and 90 more`. */
export function listed(items: readonly string[], word = "and"): string {
  if (items.length < 2) return items.join("");
  if (items.length > maximumListed)
    return `${items.slice(0, maximumListed).join(", ")} ${word} ${items.length - maximumListed} more`;
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

/** A path in a manifest as people write it: `userPools.members.name`, `moved[0].from`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : index === 0 ? cut(part) : `.${cut(part)}`,
    )
    .join("");
}

/** A value in words, for "expected a text, found …". */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return `the text ${quote(value)}`;
  return typeof value === "number" ? `the number ${value}` : String(value);
}
