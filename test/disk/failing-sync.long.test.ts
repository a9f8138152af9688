import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { runHere } from "../support/run-here.ts";
import { testEmulator } from "../support/emulator.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { insideOwnMounts } from "./own-mounts.ts";
import {
  applyAt,
  applyHere,
  converges,
  holdsPromise,
  olderManifest,
  prepare,
  type Place,
} from "./promise.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";

/**
 * Tests with a real disk that accepts every write and fails at the sync (EIO, or a late ENOSPC).
 * Its file system is in a file with holes, on a disk without space for them.
 */
const sync = suite("a disk that fails at the sync");
const { unavailable } = insideOwnMounts(import.meta.url);

/** Mounts such a file system; undefined if the machine cannot. Goes with the mounts' name space. */
function mountOn(disk: SmallDisk): string | undefined {
  const image = join(disk.folder, "image");
  writeFileSync(image, "");
  truncateSync(image, 4 * 1024 * 1024);
  const folder = temporaryFolder();
  const made = spawnSync("mkfs.ext2", ["-q", "-F", "-b", "4096", "-m", "0", image]);
  if (made.status !== 0) return undefined;
  if (spawnSync("mount", ["-o", "loop", image, folder]).status !== 0) return undefined;
  process.prependOnceListener("exit", () => execFileSync("umount", ["--lazy", folder]));
  return folder;
}

const backing = unavailable === undefined ? mountSmallDisk() : undefined;
const mounted = backing === undefined ? undefined : mountOn(backing);

for (const which of ["first", "later"] as const) {
  const why = `whichever sync is the first to fail (${which} apply), nothing is lost or made twice`;
  const test = async () => {
    if (backing === undefined || mounted === undefined) return;
    const codes: number[] = [];
    for (let pages = 0; codes.at(-1) !== 0; pages += 1) {
      assert.ok(pages < 60, "an apply needs more room than anybody would think");
      const emulator = await testEmulator();
      const folder = join(mounted, `${which}-${pages}`);
      const place: Place = {
        folder,
        stateFolder: join(folder, ".anon-sync"),
        secretsFolder: temporaryFolder(),
      };
      const where = `room for ${pages} pages, ${which} apply`;
      try {
        mkdirSync(folder);
        if (which === "later") {
          prepare(place, olderManifest);
          await runHere(apply, folder, emulator.env, { autoApprove: true }, []);
        }
        prepare(place);
        spawnSync("sync", ["--file-system", mounted]);
        backing.leave({ pages });
        const run = await (which === "first" ? applyAt : applyHere)(place, emulator);
        backing.makeRoom();
        codes.push(run.code);
        await holdsPromise(place, run, emulator, where);
        if (run.code !== 0)
          assert.match(run.stderr, /the disk failed|the disk is full|EIO|ENOSPC/, where);
        await converges(place, emulator, where);
      } finally {
        backing.makeRoom();
        await emulator.close();
      }
    }
    assert.ok(codes.length > 1, "no sync failed");
  };
  const missing =
    unavailable ?? (mounted === undefined ? "needs a loop device and mkfs.ext2" : undefined);
  if (missing !== undefined) sync.skip(`${why}: ${missing}`, () => undefined);
  else sync(why, test);
}

sync.run();
