import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/commands/merge-driver.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { emptyState, stateOf } from "../../src/core/state/state.ts";
import type { Context } from "../../src/session/context.ts";
import { withoutFlags } from "../../src/session/options.ts";
import { asConflict } from "../../src/store/conflict-sides.ts";
import { formatLockfile } from "../../src/store/lockfile.ts";
import { systemRandom } from "../../src/system/clock.ts";
import { disk } from "../../src/system/disk.ts";
import { lineageNumber } from "../support/lineage.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { attempt, held, pool } from "../support/world.ts";

const Command = suite("merge-driver");

const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
const members = pool("members");
const file = "anon.lock.sandbox.json";
const [ours, theirs] = [
  stateOf([held(members), held(pool("old"), { retired: "removed" })]),
  stateOf([held(members, { id: "id-2" })], [attempt(pool("staff"))]),
].map((state) => formatLockfile({ lineage: lineageNumber(1), environment, state }));
const conflict = asConflict(ours!, theirs!);

/** Returns a folder with one file. */
function folderWith(content: Uint8Array, name = file): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), content);
  return folder;
}

Command(
  "tells what a file holds whose conflict it has merged, and nothing else is left",
  async () => {
    const cwd = folderWith(conflict);
    const { code, stdout, stderr } = await runCliHere(["merge-driver", join(cwd, file)], { cwd });
    assert.is(code, 0, stderr);
    assert.is(
      stdout,
      `Merged both sides of ${file}: 1 id in use, 2 retired, 1 unsettled attempt. Now: git add ${file}\n`,
    );
    assert.match(
      stderr,
      "    If it is the one to keep: anon-sync settle userPools.members --id id-mem",
    );
    assert.equal(readdirSync(cwd), [file]);
  },
);

Command("names the lockfile, where it has a name of its own, in what it prints", async () => {
  const cwd = folderWith(conflict, "ids.json");
  const { stderr } = await runCliHere(["merge-driver", "ids.json"], { cwd });
  assert.match(stderr, "anon-sync status --lockfile ids.json\n");
});

Command("is told no path by a driver without %P, and names the environment alone", async () => {
  const cwd = folderWith(ours!, "ours");
  writeFileSync(join(cwd, "theirs"), theirs!);
  const merged = await runCliHere(["merge-driver", "base", "ours", "theirs"], { cwd });
  assert.is(merged.code, 0, merged.stderr);
  assert.match(merged.stderr, "Both sides of the merge of LOCKFILE had");
  assert.match(merged.stderr, "anon-sync status\n");
  assert.is(merged.stdout, "");
  writeFileSync(join(cwd, "theirs"), "{");
  const refused = await runCliHere(["merge-driver", "base", "ours", "theirs"], { cwd });
  assert.match(refused.stderr, "git checkout --ours -- LOCKFILE");
});

Command("leaves a file that changed while it was merged as it is now", async () => {
  const cwd = folderWith(conflict);
  const edited = formatLockfile({ lineage: lineageNumber(1), environment, state: emptyState });
  const watched: typeof disk = {
    ...disk,
    async read(path, maximumBytes) {
      const bytes = await disk.read(path, maximumBytes);
      writeFileSync(path, edited);
      return bytes;
    },
  };
  const context = { currentFolder: cwd, system: { disk: watched, random: systemRandom } };
  const error: unknown = await run(context as unknown as Context, withoutFlags, [file]).catch(
    (reason: unknown) => reason,
  );
  assert.is(error instanceof Failure && error.problems[0]?.code, "lockfile-changed");
  assert.equal(readFileSync(join(cwd, file)), Buffer.from(edited));
});

const mistakes: readonly (readonly [args: readonly string[], code: number, said: string])[] = [
  [["nowhere.json"], 3, "error[no-lockfile]: There is no file"],
  [["base", "ours"], 3, "error[missing-argument]"],
  [["base", "nowhere", file], 3, "error[no-lockfile]"],
  [["base", file, "nowhere"], 3, "error[no-lockfile]"],
  [[], 3, "error[missing-argument]"],
  [["link"], 1, "not a regular file"],
  [["folder"], 1, "not a regular file"],
  [[file], 5, "error[no-conflict]"],
];
for (const [args, code, said] of mistakes)
  Command(`ends with ${code} and touches nothing: merge-driver ${args.join(" ")}`, async () => {
    const cwd = folderWith(ours!);
    mkdirSync(join(cwd, "folder"));
    symlinkSync(file, join(cwd, "link"));
    const ran = await runCliHere(["merge-driver", ...args], { cwd });
    assert.is(ran.code, code, ran.stderr);
    assert.match(ran.stderr, said);
    assert.equal(readFileSync(join(cwd, file)), Buffer.from(ours!));
  });

Command.run();
