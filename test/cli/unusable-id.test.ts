import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator } from "../support/emulator.ts";
import { project } from "../support/project.ts";

/** Version 0.1.0 recorded such ids from an answer; or a person has edited the lockfile. */
const Unusable = suite("a lockfile with an id in use that is not a valid one");

const manifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
`;
const file = "anon.lock.sandbox.emulator.json";

for (const bad of ["-rf", "--upload-pack=x", "../../sdkClient/x", "$(touch pwned)"])
  Unusable(
    `${bad} creates nothing, is shown to nobody's shell, and is not lost`,
    withEmulator(async (emulator) => {
      const made = project(manifest, { env: emulator.env });
      await made.applied();
      const good = String(made.lockfile().resources["userPools.members"]?.id);
      made.write(file, made.read(file).replace(good, bad));
      // The lockfile is another machine's: this machine's ledger would list the old id.
      made.remove(`.anon-sync/${made.lockfile().lineage}/ledger`);

      const plan = await made.run(["plan"]);
      assert.is(plan.code, 4, plan.stderr);
      assert.match(plan.stdout, "1 unsettled");
      const applied = await made.run(["apply", "--auto-approve"]);
      assert.is(applied.code, 4, applied.stderr);
      assert.is(await emulator.posts(), 1);
      const output = await made.run(["output"]);
      assert.equal([output.code, output.stdout], [4, ""]);
      const status = await made.run(["status", "userPools.members"]);
      assert.match(status.stdout, bad);

      const typed = await made.run(["settle", "userPools.members", `--id=${bad}`, "--yes"]);
      assert.is(typed.code, 3, typed.stderr);
      // The command line refuses a word with a hyphen at its start before any other check.
      assert.match(typed.stderr, bad.startsWith("-") ? "error[" : "error[not-an-id]");
      // The right id replaces it, or a person abandons it and an apply creates a new resource.
      const settle = ["settle", "userPools.members", "--yes"];
      if (bad === "-rf") {
        const settled = await made.run([...settle, "--id", good]);
        assert.is(settled.code, 0, settled.stderr);
        assert.is(made.lockfile().resources["userPools.members"]?.id, good);
        return;
      }
      const abandoned = await made.run([...settle, "--abandon"]);
      assert.is(abandoned.code, 0, abandoned.stderr);
      assert.is(made.lockfile().retired[bad]?.["reason"], "quarantined");
      assert.is((await made.run(["apply", "--auto-approve"])).code, 0);
      assert.is(await emulator.posts(), 2);
      assert.is(made.lockfile().retired[bad]?.["reason"], "quarantined");
    }),
  );

Unusable.run();
