import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The result of a merge of lines; after a conflict, the text with its markers. */
export interface MergedText {
  readonly bytes: Uint8Array;
  readonly isConflict: boolean;
}

/** Merges three versions of a file with git itself, as `git merge` does. Throws if git fails. */
export function mergeText(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): MergedText {
  const folder = mkdtempSync(join(tmpdir(), "anon-sync-merge-"));
  try {
    const files = { ours, base, theirs };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const { status, stdout } = spawnSync("git", ["merge-file", "-p", ...Object.keys(files)], {
      cwd: folder,
      maxBuffer: 1e9,
    });
    // The status is the number of conflicts, or 255 for an error.
    if (status === null || status > 127) throw new Error(`git merge-file ended with ${status}`);
    return { bytes: new Uint8Array(stdout), isConflict: status > 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
