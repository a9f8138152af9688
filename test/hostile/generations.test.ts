import { suite } from "uvu";
import * as assert from "uvu/assert";
import { maximumGeneration } from "../../src/core/state/state.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

const Generations = suite("generations that no apply gets to");

const name = "anon.lock.sandbox.emulator.json";
const address = "userPools.members";

/** Returns a clone with an edited lockfile, on a machine without a ledger as evidence. */
async function edited(emulator: TestEmulator, change: object): Promise<Project> {
  const made = projectHere(smallManifest, { env: emulator.env });
  await made.applied();
  const clone = projectHere(smallManifest, { env: emulator.env });
  const lockfile = JSON.parse(made.read(name));
  Object.assign(lockfile.resources[address], change);
  clone.write(name, JSON.stringify(lockfile));
  return clone;
}

for (const change of [
  { generation: 1e308 },
  { generation: Number.MAX_SAFE_INTEGER },
  { generation: maximumGeneration + 1 },
  { revision: Number.MAX_SAFE_INTEGER + 1 },
])
  Generations(
    `${JSON.stringify(change)} is refused where it is read`,
    withEmulator(async (emulator) => {
      const clone = await edited(emulator, change);
      const posts = await emulator.posts();
      const ran = await clone.run(["apply", "--replace", address, "--auto-approve"]);
      assert.is(ran.code, 5, ran.stdout + ran.stderr);
      assert.match(ran.stderr, "error[lockfile-damaged]");
      assert.is(await emulator.posts(), posts);
    }),
  );

Generations(
  "the highest is read, and nothing is sent that would be recorded above it",
  withEmulator(async (emulator) => {
    const clone = await edited(emulator, { generation: maximumGeneration });
    const posts = await emulator.posts();
    for (const command of [["plan"], ["apply", "--auto-approve"]]) {
      const ran = await clone.run([...command, "--replace", address]);
      assert.is(ran.code, 5, ran.stdout + ran.stderr);
      assert.match(ran.stderr, `the generation of ${address} in it is one that no apply gets to`);
    }
    assert.is(await emulator.posts(), posts);
    assert.is((await clone.run(["plan"])).code, 0);
  }),
);

Generations.run();
