import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { shardIndexOf } from "../../src/workspace/shard.ts";
import { runCli } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { pushedTo } from "../support/remote-repository.ts";
import { fileOf, pattern, workspace } from "../support/workspace.ts";

/** Tests of a fleet: processes of the real command that divide one repository's manifests. */
const Shards = suite("8 shards at once");

// The published figures come from WORKSPACE_MANIFESTS=200 npm test -- cli/shards.
const count = Number(process.env["WORKSPACE_MANIFESTS"] ?? 24);
// The names are in the order of their runs.
const names = Array.from({ length: count }, (_, number) => `org-${number}`).toSorted();
const total = 8;
const members = "userPools.members";

/** Returns the names in a shard. */
function inShard(index: number): string[] {
  return names.filter((name) => shardIndexOf(fileOf(name), total) === index);
}

function apply(index: number, ...more: readonly string[]): string[] {
  const shard = `${index}/${total}`;
  const words = ["apply", "--workspace", pattern, "--shard", shard, "--auto-approve"];
  return [...words, "--state", "git", ...more];
}

async function posted(emulator: TestEmulator, posts: number): Promise<void> {
  while ((await emulator.posts()) < posts) await new Promise((resolve) => setTimeout(resolve, 20));
}

function lockfileOf(name: string): string {
  return `orgs/${name}/anon.lock.sandbox.emulator.json`;
}

Shards(
  `${count} manifests: each resource once, each lockfile right; one killed and run again changes nothing else`,
  withEmulator(
    async (emulator) => {
      const made = workspace(names, { env: emulator.env, git: true });
      const remote = pushedTo(made);
      const [killed = 1, ...others] = Array.from(
        { length: total },
        (_, index) => index + 1,
      ).toSorted((left, right) => inShard(right).length - inShard(left).length);
      assert.ok(inShard(killed).length > 3, "it is killed in the middle");

      // The emulator carries out the third create and never answers: this shard is stuck while the
      // others run.
      const doomed = made.start(apply(killed, "--workspace-parallelism", "1"));
      const ended = once(doomed, "close");
      for (const stream of [doomed.stdout, doomed.stderr]) stream?.resume();
      await posted(emulator, 3);
      const runs = await Promise.all(
        others.map((index) => runCli(apply(index), { cwd: made.folder, env: emulator.env })),
      );
      for (const { code, stderr } of runs) assert.is(code, 0, stderr);
      doomed.kill("SIGKILL");
      await ended;

      // The rest runs in this process, which is cheaper: nothing runs beside it.
      const theirs = others.flatMap(inShard);
      const before = theirs.map((name) => made.read(lockfileOf(name)));
      const again = await made.run(apply(killed));
      assert.is(again.code, 4, again.stderr);
      assert.match(again.stdout, `${inShard(killed).length} manifests: `);
      const open = inShard(killed).filter((name) => members in made.lockfileOf(name).unsettled);
      assert.equal(open, inShard(killed).slice(2, 3), "the one whose answer never came");
      for (const name of open) {
        const { id } = await emulator.named(name);
        const settle = ["settle", members, "--id", id, "-c", fileOf(name), "--state", "git"];
        assert.is((await made.run(settle)).code, 0);
      }
      const last = await made.run(apply(killed));
      assert.is(last.code, 0, last.stderr);

      assert.equal(
        theirs.map((name) => made.read(lockfileOf(name))),
        before,
      );
      const { resources } = await emulator.inventory();
      const ids = new Map(resources.userPools.map(({ id, name }) => [name, id]));
      assert.equal(
        [resources.userPools.length, ids.size, await emulator.posts()],
        [count, count, count],
      );
      for (const name of names)
        assert.is(made.lockfileOf(name).resources[members]?.id, ids.get(name), name);
      assert.is(new Set(names.map((name) => made.lockfileOf(name).lineage)).size, count);
      for (const name of names) {
        const ref = `refs/anon-sync/${made.lockfileOf(name).lineage}/sandbox`;
        assert.is(remote.git("show", `${ref}:lockfile.json`), made.read(lockfileOf(name)), name);
        assert.not.match(remote.git("ls-tree", "--name-only", ref), "holder.json", name);
      }
    },
    { faults: ["post:3:stall-after"] },
  ),
);

Shards.run();
