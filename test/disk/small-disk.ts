import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** How much of a disk is left: pages of 4 KiB for what is in files, and names of files. */
export interface Room {
  readonly pages?: number;
  readonly names?: number;
}

/** A file system in memory, so small that it can be filled to the last page. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it until only that much is left; what is left out stays as it is. */
  leave(room: Room): void;
  /** Takes away what `leave` has put there. */
  makeRoom(): void;
  /** `mount -o remount,OPTIONS`. */
  remount(options: string): void;
}

/** Mounts one. Only inside own mounts: it goes with them. */
export function mountSmallDisk(): SmallDisk {
  const folder = temporaryFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m,nr_inodes=256", "none", folder]);
  // Before the temporary folders are removed, as a folder with a mount cannot be.
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
