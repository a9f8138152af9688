import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runCli, startCli } from "../support/cli.ts";
import { runCliHere } from "../support/run-here.ts";
import { insideOwnMounts } from "./own-mounts.ts";
import { applyAt, applyCommand, applyHere, converges, holdsPromise, prepare } from "./promise.ts";
import { mountSmallDisk, type Room, type SmallDisk } from "./small-disk.ts";
import { begin, onceWith, splits, type Split } from "./split-place.ts";

/**
 * Tests the real command on a real full disk: with no free page, with one, up to the need of an
 * apply. The same tests limit the names of files. Each amount fails another write. If all files are
 * on that disk, the command is a process. Otherwise it runs in the test's process.
 */
const full = suite("a full disk");
const { unavailable } = insideOwnMounts(import.meta.url);
let mounted: SmallDisk | undefined;

/** Does one run with that much space, checks it and the runs after it, and returns its exit code. */
async function oneRun(disk: SmallDisk, split: Split, room: Room, older: boolean): Promise<number> {
  const where = `${split} on the full disk, room for ${JSON.stringify(room)}, ${older ? "a later" : "the first"} apply`;
  let code = 0;
  await onceWith(disk, split, {}, async (place, emulator) => {
    await begin(place, emulator, older);
    disk.leave(room);
    const run = await (split === "all" ? applyAt : applyHere)(place, emulator);
    await holdsPromise(place, run, emulator, where);
    if (run.code !== 0) tellsOf(disk, run.stderr, where);
    disk.makeRoom();
    await converges(place, emulator, where);
    ({ code } = run);
  });
  return code;
}

/** Checks that the output names the error, the path and the next step. */
function tellsOf(disk: SmallDisk, stderr: string, where: string): void {
  assert.match(
    stderr,
    /disk is full|no space left on device/,
    `says not what, ${where}\n${stderr}`,
  );
  assert.match(stderr, disk.folder, `says not where, ${where}\n${stderr}`);
  assert.match(stderr, /[Mm]ake room/, `says not what to do, ${where}\n${stderr}`);
}

/** Adds a test that needs a file system of its own. */
function onSmallDisk(why: string, test: (disk: SmallDisk) => Promise<void>): void {
  if (unavailable !== undefined) full.skip(`${why}: ${unavailable}`, () => undefined);
  else full(why, () => test((mounted ??= mountSmallDisk())));
}

const fillings: readonly (readonly [keyof Room, Split, "first" | "later"])[] = [
  ...splits.map((split) => ["pages", split, "first"] as const),
  ["pages", "all", "later"],
  ["pages", "work tree", "later"],
  ["names", "all", "first"],
  ["names", "all", "later"],
];

for (const [unit, split, which] of fillings)
  onSmallDisk(
    `whichever write is the first without ${unit} (${split}, ${which} apply), nothing is lost or made twice`,
    async (disk) => {
      let left = 0;
      while ((await oneRun(disk, split, { [unit]: left }, which === "later")) !== 0) {
        left += 1;
        assert.ok(left < 40, "an apply needs more room than anybody would think");
      }
      assert.ok(left > 0, "no write failed");
    },
  );

for (const split of splits)
  onSmallDisk(
    `a disk that is filled while creates are under way (${split}) keeps no verdict and no secret from being written`,
    (disk) =>
      onceWith(disk, split, { latencyMs: 100 }, async (place, emulator) => {
        await begin(place, emulator, false);
        const child = startCli(applyCommand(place), { cwd: place.folder, env: emulator.env });
        let stderr = "";
        child.stdout?.resume();
        child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        child.stderr?.once("data", () => disk.leave({ pages: 0, names: 0 }));
        const [code] = (await once(child, "close")) as [number];
        await holdsPromise(place, { code, stdout: "", stderr }, emulator, split);
        assert.not.match(stderr, /NOT SAVED|is lost/);
        assert.is(await emulator.posts(), 4, stderr);
        // Lockfile and ledger alone need more space, because a run writes them beside the old
        // files.
        assert.is(code, split === "secrets" ? 0 : 1, stderr);
        if (code !== 0) tellsOf(disk, stderr, split);
        disk.makeRoom();
        await converges(place, emulator, split);
      }),
  );

onSmallDisk("an init that found no room can be run again once there is some", async (disk) => {
  for (let pages = 0; !(await initialized(disk, pages)); pages += 1) assert.ok(pages < 40);
});

/** Runs init with that much space, and again with enough. Returns whether the first run succeeded. */
async function initialized(disk: SmallDisk, pages: number): Promise<boolean> {
  let isDone = false;
  await onceWith(disk, "all", {}, async (place) => {
    prepare(place);
    disk.leave({ pages });
    const first = await runCli(["init"], { cwd: place.folder });
    isDone = first.code === 0;
    if (!isDone) tellsOf(disk, first.stderr, `init, ${pages} pages`);
    disk.makeRoom();
    const second = await runCliHere(["init"], { cwd: place.folder });
    assert.is(second.code, 0, `${pages} pages\n${first.stderr}${second.stderr}`);
    assert.ok(existsSync(join(place.folder, "anon.lock.sandbox.json")));
  });
  return isDone;
}

full.run();
