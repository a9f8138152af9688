/** What of ours must not be committed: the emulator's lockfile, local state, half-written files. */
const ignored = ["anon.lock.*.emulator.json", ".anon-sync/", "anon.lock.*.tmp"] as const;

/**
 * What to append to a .gitignore so that it holds our lines; empty where it has them all. The text
 * keeps its line ends, and a last line without one gets it.
 */
export function missingIgnoreLines(text: string): string {
  const present = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = ignored.filter((line) => !present.has(line));
  if (missing.length === 0) return "";
  const end = /\r\n/.test(text) ? "\r\n" : "\n";
  const before = text === "" || text.endsWith("\n") ? "" : end;
  return `${before}${missing.map((line) => `${line}${end}`).join("")}`;
}
