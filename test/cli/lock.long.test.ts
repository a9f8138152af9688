import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, projectHere, smallManifest } from "../support/project.ts";
import { heldFor, lockedIds, tenManifest, tenNames } from "./ten-resources.ts";

/**
 * Two applies of one project on one machine (docs/design.md#6-apply-one-create, step 1). The holder
 * of the lock is a process of its own, and the test's process finds the lock in use. In a race both
 * are processes.
 */
const lock = suite("two runs at once");

const apply = ["apply", "--auto-approve"];

/** Waits until the emulator has seen a create. */
async function firstPost(emulator: TestEmulator): Promise<void> {
  while ((await emulator.posts()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

lock(
  "one waits as long as it was told, the other is refused and told who holds it; nothing is doubled",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const holder = made.start(apply);
      const ended = once(holder, "close");
      holder.stdout?.resume();
      holder.stderr?.resume();
      await firstPost(emulator);
      const [refused, waited, settled] = await Promise.all([
        made.run(apply),
        made.run([...apply, "--lock-timeout", "60"]),
        made.run(["import", "userPools.staff", "some-id", "--yes"]),
      ]);
      for (const run of [refused, settled]) {
        assert.is(run.code, 7, run.stderr);
        assert.match(run.stderr, `Another run holds the lock: process ${holder.pid} on `);
        assert.match(run.stderr, "--lock-timeout SECONDS");
      }
      assert.is(waited.code, 0, waited.stderr);
      assert.match(waited.stdout, "No changes.");
      assert.equal(await ended, [0, null]);
      assert.is(await emulator.posts(), 3);
    },
    // The delay is long enough for three processes to start while the first one waits for its
    // answers.
    { faults: ["post:every:slow=2000"] },
  ),
);

lock(
  "plan and status need no lock",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const holder = made.start(apply);
      await firstPost(emulator);
      try {
        const plan = await made.run(["plan"]);
        assert.is(plan.code, 4, plan.stderr);
        assert.match(plan.stdout, "! UserPool userPools.members", "what is under way is unsettled");
        assert.is((await made.run(["status"])).code, 4);
      } finally {
        holder.kill("SIGKILL");
        await once(holder, "close");
      }
    },
    { faults: ["post:1:stall-after"] },
  ),
);

lock(
  "a lock whose holder was killed is free at once",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const holder = made.start(apply);
      await firstPost(emulator);
      assert.is((await made.run(apply)).code, 7);
      holder.kill("SIGKILL");
      await once(holder, "close");
      const next = await made.run(apply);
      assert.is(next.code, 4, next.stderr);
      assert.match(next.stderr, "An earlier run was cut off.");
      const { id } = await emulator.named("Members");
      assert.is((await made.run(["settle", "userPools.members", "--id", id])).code, 0);
      await made.applied();
      assert.is((await emulator.inventory()).creates["userPools"], 2);
    },
    { faults: ["post:1:stall-after"] },
  ),
);

for (const patience of [[], ["--lock-timeout", "60"]])
  lock(
    `two first runs at the same moment make one lineage and no duplicate (${patience.join(" ") || "no waiting"})`,
    withEmulator(async (emulator) => {
      let refusals = 0;
      for (let race = 0; race < 10; race += 1) {
        await emulator.reset();
        const made = project(tenManifest, { env: emulator.env });
        const runs = await Promise.all([
          made.run([...apply, ...patience]),
          made.run([...apply, ...patience]),
        ]);
        const codes = runs.map(({ code }) => code).toSorted();
        const said = runs.map(({ stderr }) => stderr).join("\n---\n");
        assert.is(codes[0], 0, said);
        assert.ok(codes[1] === 0 || (codes[1] === 7 && patience.length === 0), said);
        refusals += Number(codes[1] === 7);
        const inventory = await emulator.inventory();
        for (const address of Object.keys(tenNames))
          assert.equal(
            heldFor(inventory, address).map(({ id }) => id),
            [lockedIds(made)[address]],
            said,
          );
        assert.is(await emulator.posts(), 10, said);
      }
      console.log(`10 races, ${refusals} of them refused`);
    }),
  );

lock.run();
