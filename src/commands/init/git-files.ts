/** A file of git's beside the manifest, and the lines that it has to hold. */
export interface GitFile {
  readonly name: string;
  readonly lines: readonly string[];
}

/**
 * The files of ours that must not be committed: the emulator's lockfile, local state, half-written files; and
 * that two branches' lockfiles are merged by us. If no such driver is configured, git merges them
 * by lines, as it would without the attribute.
 */
export const gitFiles: readonly GitFile[] = [
  {
    name: ".gitignore",
    lines: ["anon.lock.*.emulator.json", ".anon-sync/", "anon.lock.*.tmp"],
  },
  { name: ".gitattributes", lines: ["anon.lock.*.json merge=anon-sync"] },
];

/** How a clone gets the driver: git takes its command from the configuration alone. */
export const driverCommands: readonly [string, string] = [
  'git config merge.anon-sync.name "anon-sync: every id of both sides"',
  'git config merge.anon-sync.driver "anon-sync merge-driver %O %A %B %P"',
];

/** The same as a step of what to do next. */
export const driverStep = `In every clone, once, so that git merges lockfiles without losing an id: ${driverCommands.join(" && ")}`;

/**
 * The text to append to a file that must hold these lines; empty if it has them all. The text keeps
 * its line ends, and a last line without one gets it.
 */
export function missingLines(text: string, lines: readonly string[]): string {
  const present = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = lines.filter((line) => !present.has(line));
  if (missing.length === 0) return "";
  const end = /\r\n/.test(text) ? "\r\n" : "\n";
  const before = text === "" || text.endsWith("\n") ? "" : end;
  return `${before}${missing.map((line) => `${line}${end}`).join("")}`;
}
