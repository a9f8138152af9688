import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { run as recover } from "../../src/commands/recover/recover.ts";
import type { Git } from "../../src/core/ports.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { initializeStore } from "../../src/store/save-store.ts";
import { SimulatedMachine } from "../support/simulated-machine.ts";
import { SimulatedServer } from "../support/simulated-server.ts";

/** Recover writes as other commands do: a kill at any step loses nothing. */
const Recover = suite("recover, killed and asked");

const lockfile = "/project/anon.lock.sandbox.json";
const places = {
  lockfile,
  stateDirectory: "/project/.git/anon-sync",
  name: "anon.lock.sandbox.json",
};

/** Returns git with these versions of the lockfile, the nearest first. */
function gitWith(versions: readonly Uint8Array[]): Git {
  return {
    workTree: async () => ({ root: "/project", commonDirectory: "/project/.git" }),
    show: async () => undefined,
    tracks: async () => true,
    ignores: async () => false,
    changed: async () => false,
    everHeld: async () => true,
    upstream: async () => undefined,
    async *versions() {
      for (const [at, bytes] of versions.entries()) yield { commit: String(at).repeat(40), bytes };
    },
    async *namesakes() {},
    branch: async () => "main",
    head: async () => undefined,
    remotes: async () => [],
    othersHolding: async () => [],
    isShallow: async () => false,
    isBehind: async () => false,
  };
}

/** Applies two pools, one after the other. Returns the versions of the lockfile, the newest first. */
async function history(): Promise<{ versions: Uint8Array[]; machine: SimulatedMachine }> {
  const versions: Uint8Array[] = [];
  const machine = new SimulatedMachine(new SimulatedServer(), { git: gitWith(versions) });
  const ports = {
    disk: machine.disk.seenBy(() => undefined),
    clock: { now: () => machine.now, sleep: async () => undefined },
    random: { uuid: () => machine.uuid(), fraction: () => 0 },
  };
  await initializeStore(ports, places, {
    name: "sandbox",
    baseUrl: "https://svc.sandbox.anon.com",
  });
  for (const keys of [["a"], ["a", "b"]]) {
    writeManifest(machine, keys);
    assert.is((await machine.run(apply, { autoApprove: true })).exitCode, 0);
    versions.unshift(await bytesOf(machine));
  }
  return { versions, machine };
}

function writeManifest(machine: SimulatedMachine, keys: readonly string[]): void {
  const userPools = Object.fromEntries(
    keys.map((key) => [key, { name: key, description: `It is ${key}.` }]),
  );
  const text = JSON.stringify({ version: 1, userPools });
  machine.disk.place("/project/anon.config.yaml", new TextEncoder().encode(text));
}

async function bytesOf(machine: SimulatedMachine): Promise<Uint8Array> {
  return (await machine.disk.read(lockfile, 1e9)) ?? new Uint8Array();
}

/** Returns a fresh clone with this lockfile, or without any. */
function clone(
  { machine, versions }: Awaited<ReturnType<typeof history>>,
  held: Uint8Array | undefined,
): SimulatedMachine {
  const made = new SimulatedMachine(machine.server, { git: gitWith(versions), number: 2 });
  writeManifest(made, ["a", "b"]);
  if (held !== undefined) made.disk.place(lockfile, held);
  return made;
}

for (const [what, lockfileOf] of [
  ["lacks an id", (versions: readonly Uint8Array[]) => versions[1]],
  ["is gone", () => undefined],
] as const)
  Recover(`killed at any step where the lockfile ${what}, it is done by the next`, async () => {
    const known = await history();
    const options = { fromGit: true, yes: true };
    const whole = await clone(known, lockfileOf(known.versions)).run(recover, options);
    assert.is(whole.exitCode, 0, whole.err);
    assert.ok(whole.effects > 10);
    for (let killAt = 1; killAt <= whole.effects; killAt += 1) {
      const machine = clone(known, lockfileOf(known.versions));
      const killed = await machine.run(recover, options, [], { killAt });
      assert.is(killed.exitCode, undefined, String(killAt));
      const again = await machine.run(recover, options);
      assert.is(again.exitCode, 0, again.err);
      assert.equal(await bytesOf(machine), known.versions[0], killed.killedBefore);
      const applied = await machine.run(apply, { autoApprove: true });
      assert.is(applied.exitCode, 0, applied.err);
    }
    assert.is(known.machine.server.posts, 2);
  });

Recover("a no leaves everything as it is, and a yes brings it back", async () => {
  const known = await history();
  for (const held of [known.versions[1], undefined]) {
    const machine = clone(known, held);
    let asked = "";
    const ask = (answer: string) => async (question: string) => {
      asked = question;
      return answer;
    };
    const no = await machine.run(recover, { fromGit: true }, [], { ask: ask("no") });
    assert.is(no.exitCode, 1);
    assert.match(no.err, "Recover cancelled. Nothing was done.");
    assert.match(asked, "Only 'yes' will be accepted");
    assert.equal(await machine.disk.read(lockfile, 1e9), held);
    const yes = await machine.run(recover, { fromGit: true, json: true }, [], { ask: ask("yes") });
    assert.is(yes.exitCode, 0, yes.err);
    assert.is(JSON.parse(yes.out).written, true);
    assert.is(parseLockfile(await bytesOf(machine), "").state.ids.size, 2);
  }
});

Recover("what somebody put into the lockfile while a person read is merged", async () => {
  const known = await history();
  const machine = clone(known, known.versions[1]);
  const ran = await machine.run(recover, { fromGit: true }, [], {
    async ask() {
      machine.disk.place(lockfile, known.versions[0] ?? new Uint8Array());
      return "yes";
    },
  });
  assert.is(ran.exitCode, 0, ran.err);
  assert.equal(await bytesOf(machine), known.versions[0]);
});

Recover.run();
