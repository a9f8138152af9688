import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The free space of a disk: pages of 4 KiB for contents, and names of files. */
export interface Room {
  readonly pages?: number;
  readonly names?: number;
}

/** A file system in memory, small enough for a test to fill its last page. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk until only this space is left; a property that is left out stays as it is. */
  leave(room: Room): void;
  /** Removes the files that `leave` has added. */
  makeRoom(): void;
  /** Runs `mount -o remount,OPTIONS`. */
  remount(options: string): void;
}

/** Mounts a small disk. Call it only inside own mounts: the disk ends with them. */
export function mountSmallDisk(): SmallDisk {
  const folder = temporaryFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m,nr_inodes=256", "none", folder]);
  // The unmount comes before the removal of the temporary folders: a folder with a mount cannot be
  // removed.
  process.prependOnceListener("exit", () => execFileSync("umount", ["--lazy", folder]));
  const ballast = join(folder, "ballast");
  return {
    folder,
    leave({ pages, names }) {
      mkdirSync(ballast, { recursive: true });
      writeFileSync(join(ballast, "pages"), "");
      if (names !== undefined)
        for (let left = statfsSync(folder).ffree; left > names; left -= 1)
          writeFileSync(join(ballast, `name-${left}`), "");
      if (pages === undefined) return;
      const { bfree, bsize } = statfsSync(folder);
      writeFileSync(join(ballast, "pages"), new Uint8Array(Math.max(0, bfree - pages) * bsize));
    },
    makeRoom: () => rmSync(ballast, { recursive: true, force: true }),
    remount: (options) => void execFileSync("mount", ["-o", `remount,${options}`, folder]),
  };
}
