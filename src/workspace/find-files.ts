import { join } from "node:path";
import type { Disk } from "../core/ports.ts";

/** A file that a pattern matched. */
export interface FoundFile {
  /** Relative to the folder that was searched, with slashes. */
  readonly path: string;
  /** The folders on its path whose names the pattern leaves open, from the top. */
  readonly open: readonly string[];
}

/** The files that a pattern matched, in the order of paths. */
export interface Found {
  readonly files: readonly FoundFile[];
  /** Symlinks that it would have gone through, or taken. */
  readonly symlinks: readonly string[];
}

/** Looked into by no pattern: what is in there is somebody else's. */
const never: readonly string[] = [".git", "node_modules"];

/**
 * The files below a folder that a pattern matches, whatever a shell would make of it: names between
 * slashes, in which `*` stands for any characters, and `**` for any folders or none. A star matches no
 * dot at the beginning of a name. No symlink is followed: it may lead out of the folder, or in circles.
 * Throws DiskErrors: a folder that cannot be read may hold what is looked for.
 */
export async function findFiles(
  disk: Pick<Disk, "entries">,
  folder: string,
  pattern: string,
): Promise<Found> {
  const files = new Map<string, FoundFile>();
  const symlinks = new Set<string>();

  async function search(path: string, open: readonly string[], parts: readonly string[]) {
    const [part, ...rest] = parts;
    if (part === undefined) return;
    if (part === "**") await search(path, open, rest);
    for (const { name, is } of await disk.entries(join(folder, path))) {
      if (never.includes(name) || !matches(name, part)) continue;
      const found = path === "" ? name : `${path}/${name}`;
      const opened = part.includes("*") ? [...open, name] : open;
      if (part === "**") {
        if (is === "folder") await search(found, opened, parts);
      } else if (is === "symlink") symlinks.add(found);
      else if (is === "folder") await search(found, opened, rest);
      else if (is === "file" && rest.length === 0)
        if (!files.has(found)) files.set(found, { path: found, open });
    }
  }

  await search("", [], pattern.split("/"));
  return {
    files: [...files.values()].toSorted((left, right) => comparePaths(left.path, right.path)),
    symlinks: [...symlinks].toSorted(comparePaths),
  };
}

/** Folder by folder: `acme/…` before `acme-labs/…`, whose dash would come before the slash. */
function comparePaths(left: string, right: string): number {
  return left.replaceAll("/", "\0") < right.replaceAll("/", "\0") ? -1 : 1;
}

function matches(name: string, part: string): boolean {
  if (name.startsWith(".") && !part.startsWith(".")) return false;
  const fixed = part.split("*").map((text) => text.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${fixed.join(".*")}$`, "su").test(name);
}
