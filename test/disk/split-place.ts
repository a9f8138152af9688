import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { runHere } from "../support/run-here.ts";
import { testEmulator, type TestEmulator, type TestEmulatorOptions } from "../support/emulator.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { olderManifest, prepare, type Place } from "./promise.ts";
import type { SmallDisk } from "./small-disk.ts";

/** The part of a project on the small disk. */
export type Split = "all" | "work tree" | "git" | "secrets";

function placeOf(split: Split, disk: SmallDisk): Place {
  const small = (name: string) => join(disk.folder, name);
  const large = temporaryFolder();
  const elsewhere = (name: string) => join(large, name);
  const secretsFolder = (split === "secrets" ? small : elsewhere)("secrets");
  switch (split) {
    case "all":
      return { folder: small("project"), stateFolder: small("project/.anon-sync"), secretsFolder };
    case "secrets":
      return {
        folder: elsewhere("project"),
        stateFolder: elsewhere("project/.anon-sync"),
        secretsFolder,
      };
    case "work tree":
      return {
        folder: small("project"),
        stateFolder: elsewhere("git/anon-sync"),
        secretsFolder,
      };
    case "git":
      return {
        folder: elsewhere("project"),
        stateFolder: small("git/anon-sync"),
        secretsFolder,
      };
  }
}

/** All splits. */
export const splits: readonly Split[] = ["all", "work tree", "git", "secrets"];

/** Prepares the project; with `older`, applies a part of the manifest before the disk is small. */
export async function begin(place: Place, emulator: TestEmulator, older: boolean): Promise<void> {
  if (older) prepare(place, olderManifest);
  else prepare(place);
  const repository = join(place.stateFolder, "..");
  if (repository !== place.folder) {
    mkdirSync(repository, { recursive: true });
    const flags = ["--quiet", "--template=", `--separate-git-dir=${repository}`];
    execFileSync("git", ["init", ...flags, place.folder]);
  }
  if (!older) return;
  assert.is(await runHere(apply, place.folder, emulator.env, { autoApprove: true }, []), 0);
  prepare(place);
}

/** Runs `work` with a project and an emulator of its own, and then empties the disk. */
export async function onceWith(
  disk: SmallDisk,
  split: Split,
  options: TestEmulatorOptions,
  work: (place: Place, emulator: TestEmulator) => Promise<void>,
): Promise<void> {
  const emulator = await testEmulator(options);
  try {
    await work(placeOf(split, disk), emulator);
  } finally {
    disk.makeRoom();
    for (const name of ["project", "git", "secrets"])
      rmSync(join(disk.folder, name), { recursive: true, force: true });
    await emulator.close();
  }
}
