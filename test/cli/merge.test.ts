import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runShell } from "../support/cli.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Tests of git's merges of two branches, and of the tool's messages after them. */
const Merge = suite("lockfiles and git");

const lockfileName = "anon.lock.sandbox.emulator.json";
const address = "userPools.staff";
const without = smallManifest.replace(/ {2}staff:[^]*(?=sdkClients)/, "");

Merge(
  "where both branches created one address, the advice leads to one of them and no third",
  withEmulator(async (emulator) => {
    const ours = projectHere(without, { env: emulator.env });
    await ours.applied();
    const base = ours.read(lockfileName);
    const theirs = projectHere(smallManifest, { env: emulator.env });
    cpSync(join(ours.folder, ".anon-sync"), join(theirs.folder, ".anon-sync"), { recursive: true });
    theirs.write(lockfileName, base);
    ours.manifest(smallManifest);
    for (const branch of [ours, theirs]) await branch.apply();
    assert.is(await emulator.posts(), 4);

    ours.write("base", base);
    ours.write("theirs", theirs.read(lockfileName));
    const merged = spawnSync("git", ["merge-file", "-p", lockfileName, "base", "theirs"], {
      cwd: ours.folder,
      encoding: "utf8",
    });
    const ids = [ours, theirs].map((branch) => branch.lockfile().resources[address]?.id ?? "");
    for (const keep of ids) {
      ours.write(lockfileName, merged.stdout);
      const refused = await ours.run(["plan"]);
      assert.is(refused.code, 5);
      assert.match(refused.stderr, "error[lockfile-conflict]");
      const [, file = ""] = /anon-sync merge-driver (\S+), then git add/.exec(refused.stderr) ?? [];
      const resolved = await ours.run(["merge-driver", file]);
      assert.is(resolved.code, 0, resolved.stderr);
      assert.match(resolved.stdout, `3 ids in use, 1 retired. Now: git add ${lockfileName}\n`);
      assert.match(resolved.stderr, `${address} has two ids: `);
      assert.match((await ours.run(["plan"])).stdout, "No changes.");

      const settled = await ours.run(["settle", address, "--id", keep]);
      assert.is(settled.code, 0, settled.stderr);
      assert.is(ours.lockfile().resources[address]?.id, keep);
      assert.equal(
        Object.keys(ours.lockfile().retired),
        ids.filter((id) => id !== keep),
      );
      await ours.applied();
    }
    assert.is(await emulator.posts(), 4);
  }),
);

Merge(
  "a folder that became a repository after a killed run is not taken for a healthy one",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const child = made.start(["apply", "--auto-approve"]);
      while ((await emulator.posts()) === 0) await new Promise(setImmediate);
      child.kill("SIGKILL");
      await new Promise((done) => child.once("close", done));
      made.git("init", "--quiet");
      for (const command of [["plan"], ["status"], ["apply", "--auto-approve"]]) {
        const ran = await made.run(command);
        assert.equal([ran.code, ran.stdout], [5, ""], ran.stderr);
        assert.match(ran.stderr, "error[stray-state]");
      }
      const { stderr } = await made.run(["plan"]);
      const [move] = /mkdir -p .+/.exec(stderr) ?? [];
      assert.is((await runShell(move ?? "false", { cwd: made.folder })).code, 0);
      const plan = await made.run(["plan"]);
      assert.is(plan.code, 4, plan.stderr);
      assert.match(plan.stdout, "picked up from the journal");
      assert.is(await emulator.posts(), 1);
    },
    { faults: ["post:1:stall-after"] },
  ),
);

Merge("in a repository without git nothing is planned, and what needs no git works", async () => {
  const made = projectHere(smallManifest, { git: true });
  const env = { PATH: temporaryFolder() };
  const refused = await made.run(["plan"], env);
  assert.is(refused.code, 1);
  assert.match(refused.stderr, "error[git-missing]");
  assert.is((await made.run(["validate"], env)).code, 0);
});

Merge.run();
