import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply.ts";
import { run as settle } from "../../src/commands/settle.ts";
import { emptyState, unsettledAttempts, type State } from "../../src/core/state.ts";
import { initializeStore } from "../../src/files/save-store.ts";
import { readStore, type StorePorts } from "../../src/files/store.ts";
import { SimulatedServer } from "../support/simulated-server.ts";
import { SimulatedMachine, type Ran } from "../support/simulated-machine.ts";

/**
 * Kills an apply before every effect it has, in every way a machine can die, and lets a person and
 * a second apply finish. What must hold is the promise of design section 1.
 */
const crash = suite("crash at every effect");

const manifest = `
version: 1
environments:
  sandbox: { target: sandbox }
userPools:
  members: { name: Members, description: People who sign in. }
sdkClients:
  web: { name: Web, description: The front end., kind: { application: { userPool: members } } }
  mobile: { name: Mobile, description: The app., kind: { application: { userPool: members } } }
`;

const names = {
  "userPools.members": "Members",
  "sdkClients.web": "Web",
  "sdkClients.mobile": "Mobile",
};
const places = {
  lockfile: "/project/anon.lock.sandbox.json",
  stateDirectory: "/project/.anon-sync",
  name: "anon.lock.sandbox.json",
};

/** Random enough to take every branch, and the same in every run. */
function chooser(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return state % below;
  };
}

async function freshMachine(): Promise<SimulatedMachine> {
  const machine = new SimulatedMachine(new SimulatedServer());
  machine.disk.place("/project/anon.config.yaml", new TextEncoder().encode(manifest));
  await initializeStore(portsOf(machine), places, {
    name: "sandbox",
    baseUrl: "https://svc.sandbox.anon.com",
  });
  return machine;
}

function portsOf(machine: SimulatedMachine): StorePorts {
  let uuids = 0;
  return {
    disk: machine.disk,
    clock: { now: () => machine.now, sleep: async () => undefined },
    random: {
      uuid: () => `bbbbbbbb-bbbb-4bbb-8bbb-${String(++uuids).padStart(12, "0")}`,
      fraction: () => 0,
    },
  };
}

async function knownState(machine: SimulatedMachine): Promise<State> {
  machine.disk.effect = () => undefined;
  const store = await readStore(portsOf(machine), places);
  return store?.state ?? emptyState;
}

/** The ids that a run announced: whoever reads the log may use them. */
function announcedIds(ran: Ran): string[] {
  return [...ran.err.matchAll(/id=(\S+)/g)].map((match) => match[1] ?? "");
}

/** A person who looks into Anon's console and says truthfully what is there. */
async function settleTruthfully(machine: SimulatedMachine): Promise<void> {
  machine.now += 16 * 60_000;
  for (const address of unsettledAttempts(await knownState(machine)).keys()) {
    const held = machine.server.held.find(
      ({ name }) => name === names[address as keyof typeof names],
    );
    const answer = held === undefined ? { notCreated: true, yes: true } : { id: held.id };
    const settled = await machine.run(settle, answer, [address]);
    assert.is(settled.exitCode, 0, `settle ${address}: ${settled.err}`);
  }
}

async function dieAndRecover(killAt: number, parallelism: number, powerSeed: number | undefined) {
  const machine = await freshMachine();
  const options = { parallelism, autoApprove: true };
  const first = await machine.run(apply, options, [], { killAt });
  if (powerSeed !== undefined) machine.disk.powerCut(chooser(powerSeed));
  const where = `killed before effect ${killAt} (${first.killedBefore}), parallelism ${parallelism}, power ${powerSeed}`;

  const afterDeath = await knownState(machine);
  for (const id of announcedIds(first))
    assert.ok(afterDeath.ids.has(id), `an announced id is lost: ${where}`);
  const openAddresses = unsettledAttempts(afterDeath);
  for (const { id, name } of machine.server.held) {
    const address = Object.entries(names).find(([, value]) => value === name)?.[0] ?? "";
    assert.ok(
      afterDeath.ids.has(id) || openAddresses.has(address),
      `${name} exists and nobody knows: ${where}`,
    );
  }

  const second = await machine.run(apply, options);
  const held = machine.server.held.map(({ name }) => name);
  assert.is(
    new Set(held).size,
    held.length,
    `a duplicate without consent: ${where}\n${second.err}`,
  );
  await settleTruthfully(machine);
  const third = await machine.run(apply, options);
  assert.is(third.exitCode, 0, `does not converge: ${where}\n${third.out}${third.err}`);
  assert.equal(
    machine.server.held.map(({ name }) => name).toSorted(),
    ["Members", "Mobile", "Web"],
    where,
  );

  const lockfile = await machine.disk.read(places.lockfile, 1e9);
  const posts = machine.server.posts;
  const fourth = await machine.run(apply, options);
  assert.is(fourth.exitCode, 0, where);
  assert.is(machine.server.posts, posts, `a second apply sends something: ${where}`);
  assert.equal(
    await machine.disk.read(places.lockfile, 1e9),
    lockfile,
    `the lockfile moved: ${where}`,
  );
  const files = machine.disk.written
    .map((bytes) => new TextDecoder("latin1").decode(bytes))
    .join("");
  assert.not.ok(files.includes("key-canary"), `the key is in a file: ${where}`);
  return first;
}

for (const parallelism of [1, 3]) {
  crash(
    `a kill before any effect loses no id and repeats no create, ${parallelism} at once`,
    async () => {
      let killAt = 1;
      for (; ; killAt += 1) {
        const first = await dieAndRecover(killAt, parallelism, undefined);
        if (first.exitCode !== undefined) break;
      }
      // Three creates have at least this many effects: a run that dies of nothing proves nothing.
      assert.ok(killAt > 30, `only ${killAt} effects`);
    },
  );

  crash(`a power cut before any effect, whatever it tears, ${parallelism} at once`, async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      for (let killAt = 1; ; killAt += 1) {
        const first = await dieAndRecover(killAt, parallelism, seed * 1000 + killAt);
        if (first.exitCode !== undefined) break;
      }
    }
  });
}

crash.run();
