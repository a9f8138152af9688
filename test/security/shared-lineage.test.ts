import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Machine } from "../support/machine.ts";
import {
  poolsManifest,
  withSharedRepository,
  type SharedRepository,
} from "../support/shared-repository.ts";

/** A person who may write one folder can commit a lockfile with the lineage of another folder's. */
const Shared = suite("a lineage that two lockfiles claim");

const name = "anon.lock.sandbox.emulator.json";
const state = ["--state", "git"];
const evil = ["-c", "orgs/evil/anon.config.yaml"];

/** Returns a machine whose clone has a manifest in the folder `orgs/evil`. */
function withFolder(shared: SharedRepository): { machine: Machine; folder: string } {
  const machine = shared.machine();
  const folder = join(machine.folder, "orgs", "evil");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "anon.config.yaml"), poolsManifest(["evil"]));
  return { machine, folder };
}

/** Returns the lockfile of the top folder, without any facts. */
function emptied({ folder }: Machine): string {
  const lockfile = JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
  return JSON.stringify({ ...lockfile, resources: {}, unsettled: {}, retired: {} });
}

function commit(machine: Machine): void {
  machine.git("add", "--all", "--force");
  machine.git("commit", "--quiet", "--message=evil");
}

const copies: Readonly<Record<string, (machine: Machine, folder: string) => void>> = {
  "a copy": (machine, folder) => writeFileSync(join(folder, name), emptied(machine)),
  "a copy that attributes call binary": (machine, folder) => {
    writeFileSync(join(folder, name), emptied(machine));
    writeFileSync(join(machine.folder, ".gitattributes"), "*.json binary -diff\n");
  },
};

for (const [what, write] of Object.entries(copies))
  Shared(
    `${what} of another folder's lockfile reaches nothing of its state`,
    withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
      const first = await shared.machine().run(["apply", "--auto-approve", ...state]);
      assert.is(first.code, 0, first.stderr);
      const before = shared.chain();
      const posts = await shared.emulator.posts();
      const { machine, folder } = withFolder(shared);
      write(machine, folder);
      commit(machine);
      for (const words of [
        ["plan"],
        ["apply", "--auto-approve"],
        ["unlock"],
        ["recover", "--from-remote"],
      ]) {
        const ran = await machine.run([...words, ...evil, ...state]);
        assert.is(ran.code, 5, `${words.join(" ")}\n${ran.stderr}`);
        assert.match(ran.stderr, "error[lineage-not-alone]");
        assert.match(ran.stderr, `and ${name} (in HEAD) have one lineage`);
      }
      assert.equal(shared.chain(), before);
      assert.is(await shared.emulator.posts(), posts);
    }),
  );

Shared(
  "a lockfile that was moved goes on, once git knows that its old place is gone",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const machine = shared.machine();
    mkdirSync(join(machine.folder, "orgs"));
    machine.git("mv", "anon.config.yaml", name, "orgs");
    const moved = ["-c", "orgs/anon.config.yaml"];
    const ran = await machine.run(["apply", "--auto-approve", ...moved, ...state]);
    assert.is(ran.code, 0, ran.stderr);
  }),
);

Shared(
  "a symlink to another folder's lockfile is no lockfile",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const { machine, folder } = withFolder(shared);
    symlinkSync(`../../${name}`, join(folder, name));
    commit(machine);
    const ran = await machine.run(["plan", ...evil, ...state]);
    assert.is(ran.code, 1);
    assert.match(ran.stderr, "it is not a regular file");
  }),
);

Shared(
  "a file that names the lineage and is no lockfile is no copy",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const machine = shared.machine();
    writeFileSync(join(machine.folder, "notes.json"), `[${emptied(machine)}]`);
    writeFileSync(join(machine.folder, "broken.json"), emptied(machine).slice(1));
    commit(machine);
    const ran = await machine.run(["apply", "--auto-approve", ...state]);
    assert.is(ran.code, 0, ran.stderr);
  }),
);

Shared.run();
