import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply.ts";
import { run as importCommand } from "../../src/commands/import.ts";
import { run as plan } from "../../src/commands/plan.ts";
import { run as status } from "../../src/commands/status.ts";
import { run as settle } from "../../src/commands/settle.ts";
import { unsettledAttempts } from "../../src/core/state.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { formatLockfile } from "../../src/files/lockfile.ts";
import { initializeStore, saveStore } from "../../src/files/save-store.ts";
import { readStore, type StorePorts } from "../../src/files/store.ts";
import { SimulatedMachine } from "../support/simulated-machine.ts";
import { SimulatedServer } from "../support/simulated-server.ts";
import { whole } from "./fates.ts";

/** What people and other programs do to the files between the effects of a run. */
const guards = suite("guards around the safe create");

const places = {
  lockfile: "/project/anon.lock.sandbox.json",
  stateDirectory: "/project/.anon-sync",
  name: "anon.lock.sandbox.json",
};

/** A server whose POSTs may be answered by somebody else. */
class TroubledServer extends SimulatedServer {
  /** Answers instead of the server, which has created all the same where `commits` says so. */
  instead: ((name: string) => { commits: boolean; exchange: Exchange } | undefined) | undefined;
  lookedUp: (() => void) | undefined;

  override seenBy(effect: (name: string) => void) {
    const real = super.seenBy(effect);
    return {
      exchange: async (request: Parameters<typeof real.exchange>[0]) => {
        if (request.method === "GET") this.lookedUp?.();
        const name = String((JSON.parse(request.body ?? "{}") as { name?: string }).name);
        const trouble = request.method === "POST" ? this.instead?.(name) : undefined;
        if (trouble === undefined) return real.exchange(request);
        if (trouble.commits) await real.exchange(request);
        else this.posts += 1;
        return trouble.exchange;
      },
      close: () => undefined,
    };
  }
}

type Machine = SimulatedMachine<TroubledServer>;

const reset: Exchange = { connected: true, error: { kind: "cut", code: "X", message: "cut" } };

function manifestOf(pools: Readonly<Record<string, string>>): string {
  const userPools = Object.fromEntries(
    Object.entries(pools).map(([key, name]) => [key, { name, description: `It is ${name}.` }]),
  );
  return JSON.stringify({ version: 1, userPools });
}

async function machineWith(pools: Readonly<Record<string, string>>): Promise<Machine> {
  const machine: Machine = new SimulatedMachine(new TroubledServer());
  write(machine, manifestOf(pools));
  await initializeStore(portsOf(machine), places, {
    name: "sandbox",
    baseUrl: "https://svc.sandbox.anon.com",
  });
  return machine;
}

function write(machine: Machine, manifest: string): void {
  machine.disk.place("/project/anon.config.yaml", new TextEncoder().encode(manifest));
}

let uuids = 0;

function portsOf(machine: Machine): StorePorts {
  return {
    disk: machine.disk.seenBy(() => undefined),
    clock: { now: () => machine.now, sleep: async () => undefined },
    random: {
      uuid: () => `${String(++uuids).padStart(8, "0")}-bbbb-4bbb-8bbb-bbbbbbbbbbbb`,
      fraction: () => 0,
    },
  };
}

async function lockfileBytes(machine: Machine): Promise<Uint8Array> {
  return (await machine.disk.read(places.lockfile, 1e9)) ?? new Uint8Array();
}

const options = { autoApprove: true };

guards(
  "a lockfile of before is refused: it lacks a create that nobody knows the end of",
  async () => {
    const machine = await machineWith({ members: "Members" });
    const before = await lockfileBytes(machine);
    machine.server.instead = () => ({ commits: true, exchange: reset });
    const first = await machine.run(apply, options);
    assert.is(first.exitCode, 4, first.err);
    machine.server.instead = undefined;

    machine.disk.place(places.lockfile, before);
    const second = await machine.run(apply, options);
    assert.is(second.exitCode, 5);
    assert.match(second.err, "nobody knows the end of");
    assert.is(machine.server.posts, 1);
  },
);

guards("ids that are lost can be put back by import, which the guard must not stop", async () => {
  const machine = await machineWith({ members: "Members" });
  const before = await lockfileBytes(machine);
  assert.is((await machine.run(apply, options)).exitCode, 0);
  machine.disk.place(places.lockfile, before);
  const refused = await machine.run(apply, options);
  assert.is(refused.exitCode, 5);
  assert.match(refused.err, "lacks ids");

  const id = machine.server.held[0]?.id ?? "";
  const imported = await machine.run(importCommand, { yes: true }, ["userPools.members", id]);
  assert.is(imported.exitCode, 0, imported.err);
  const after = await machine.run(apply, options);
  assert.is(after.exitCode, 0, after.err);
  assert.is(machine.server.posts, 1);
});

guards(
  "what is pulled while a person reads the plan is neither ignored nor overwritten",
  async () => {
    const machine = await machineWith({ members: "Members" });
    const other = await machineWith({ members: "Members" });
    const pulled = async () => {
      const store = await readStore(portsOf(machine), places);
      assert.ok(store);
      const [fact] = (await theirs).state.ids.values();
      assert.ok(fact);
      await saveStore(
        portsOf(machine),
        places,
        store,
        { ids: new Map([[fact.id, fact]]), attempts: new Map() },
        undefined,
      );
      return "yes";
    };
    await other.run(apply, options);
    const theirs = readStore(portsOf(other), places).then((store) => {
      assert.ok(store);
      return store;
    });
    const ran = await machine.run(apply, {}, [], { ask: pulled });
    assert.is(ran.exitCode, 5, ran.err);
    assert.match(ran.err, "changed while the plan was read");
    assert.is(machine.server.posts, 0);
    assert.is((await readStore(portsOf(machine), places))?.state.ids.size, 1);
  },
);

guards("what is pulled while a person answers import is merged with what is imported", async () => {
  const machine = await machineWith({ one: "One", two: "Two", three: "Three" });
  assert.is((await machine.run(apply, options)).exitCode, 0);
  const store = await readStore(portsOf(machine), places);
  assert.ok(store);
  const facts = [...store.state.ids.values()];
  const lockfileOf = (address: string): Uint8Array => {
    const held = facts.filter((fact) => fact.address === address);
    const ids = new Map(held.map((fact) => [fact.id, fact]));
    return formatLockfile({ ...store, state: { ids, attempts: new Map() } });
  };
  machine.disk.place(places.lockfile, lockfileOf("userPools.one"));
  const ask = async (): Promise<string> => {
    machine.disk.place(places.lockfile, lockfileOf("userPools.three"));
    return "yes";
  };
  const two = facts.find(({ address }) => address === "userPools.two")?.id ?? "";
  const ran = await machine.run(importCommand, {}, ["userPools.two", two], { ask });
  assert.is(ran.exitCode, 0, ran.err);
  const after = await readStore(portsOf(machine), places);
  assert.equal(
    [...(after?.state.ids.keys() ?? [])].toSorted(),
    facts.map(({ id }) => id).toSorted(),
  );
});

guards("a rename that nobody declared does not send an unsettled create again", async () => {
  const machine = await machineWith({ members: "Members" });
  machine.server.instead = () => ({ commits: true, exchange: reset });
  await machine.run(apply, options);
  machine.server.instead = undefined;
  write(machine, manifestOf({ people: "Members" }));
  const ran = await machine.run(apply, options);
  assert.is(ran.exitCode, 4);
  assert.match(ran.out, "from: userPools.members, to: userPools.people");
  assert.is(machine.server.posts, 1);
});

guards("a saved plan creates one alone first: the key may be another organization's", async () => {
  const pools = { a: "A", b: "B", c: "C", d: "D", e: "E" };
  const machine = await machineWith({ a: "A" });
  assert.is((await machine.run(apply, options)).exitCode, 0);
  write(machine, manifestOf(pools));
  const saved = await machine.run(plan, { out: "saved.plan" });
  assert.is(saved.exitCode, 0, saved.err);
  machine.server.instead = (name) => ({
    commits: false,
    exchange: whole(200, { id: `id-${name}`, name, description: "", organizationId: "other" }),
  });
  const ran = await machine.run(apply, {}, ["saved.plan"]);
  assert.is(ran.exitCode, 1);
  assert.is(machine.server.posts, 2, "one of before, and one alone");
});

guards("an id in a cut answer is durable before it is looked up", async () => {
  const machine = await machineWith({ members: "Members" });
  machine.server.instead = () => ({
    commits: true,
    exchange: {
      connected: true,
      response: {
        status: 200,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode('{"id":"0aaaaaaa-1111-4111-8111-111111111111","na'),
        ended: "cut",
      },
    },
  });
  let hint: string | undefined;
  let isFirst = true;
  const looked: Promise<void>[] = [];
  machine.server.lookedUp = () => {
    if (!isFirst) return;
    isFirst = false;
    machine.disk.powerCut(() => 0);
    looked.push(
      readStore(portsOf(machine), places).then((store) => {
        const [open] = store ? unsettledAttempts(store.state).values() : [];
        hint = open?.[0]?.hint;
      }),
    );
  };
  await machine.run(apply, options);
  await Promise.all(looked);
  assert.is(hint, "0aaaaaaa-1111-4111-8111-111111111111");
});

guards("a torn record counts its fifteen minutes from when it was found", async () => {
  const machine = await machineWith({ members: "Members" });
  const ran = await machine.run(apply, options, [], { killAt: 14 });
  assert.is(ran.exitCode, undefined);
  const journal = (await machine.disk.list("/project/.anon-sync")).map(
    (lineage) => `/project/.anon-sync/${lineage}/journal`,
  )[0];
  const bytes = journal === undefined ? undefined : await machine.disk.read(journal, 1e9);
  assert.ok(journal !== undefined && bytes !== undefined, ran.killedBefore);
  // The first slot stands right behind the head, and begins on a sector.
  const slot = new TextDecoder().decode(bytes).indexOf('"state"') + 20;
  bytes[slot] = 0;
  machine.disk.place(journal, bytes);
  const early = await machine.run(settle, { notCreated: true, yes: true }, ["userPools.members"]);
  assert.is(early.exitCode, 5, early.err);
  assert.match(early.err, "less than 15 minutes ago");
  machine.now += 15 * 60_000;
  const later = await machine.run(settle, { notCreated: true, yes: true }, ["userPools.members"]);
  assert.is(later.exitCode, 0, later.err);
});

guards("status says that a run is under way, whose creates must not be settled", async () => {
  const machine = await machineWith({ members: "Members" });
  let told: Promise<{ err: string }> | undefined;
  const watch = (): void => {
    if (machine.server.posts === 1) told ??= machine.run(status, {});
  };
  await machine.run(apply, options, [], { watch });
  assert.match((await told)?.err ?? "", "A run is under way (process 1 on simulated since now)");
  const later = await machine.run(status, {});
  assert.not.match(later.err, "under way");
});

guards(
  "an id that was changed in the console settles only with a yes, and is drift then",
  async () => {
    const machine = await machineWith({ members: "Members" });
    machine.server.instead = () => ({ commits: true, exchange: reset });
    await machine.run(apply, options);
    machine.server.instead = undefined;
    const [held] = machine.server.held;
    assert.ok(held);
    machine.server.held[0] = { ...held, answer: { ...held.answer, description: "Edited." } };
    const refused = await machine.run(settle, { id: held.id }, ["userPools.members"]);
    assert.is(refused.exitCode, 5);
    assert.match(refused.err, "is not what was sent");
    const settled = await machine.run(settle, { id: held.id, yes: true }, ["userPools.members"]);
    assert.is(settled.exitCode, 0, settled.err);
    const planned = await machine.run(plan, {});
    assert.match(planned.out, '"It is Members." -> "Edited."');
    assert.match(planned.out, "1 drifted");
  },
);

guards("import shows what differs before it says that nobody can be asked", async () => {
  const machine = await machineWith({ members: "Members" });
  await machine.run(apply, options);
  const other = await machineWith({ members: "Members" });
  other.server.held.push(...machine.server.held);
  const id = machine.server.held[0]?.id ?? "";
  const ran = await other.run(importCommand, {}, ["userPools.members", id]);
  assert.is(ran.exitCode, 5);
  assert.match(ran.err, '= name: "Members"');
  assert.match(ran.err, "Nobody can be asked here");
});

guards("a mistyped --not-renamed is an error, not a consent to nothing", async () => {
  const machine = await machineWith({ members: "Members" });
  const ran = await machine.run(plan, { notRenamed: ["userPools.member"] });
  assert.is(ran.exitCode, 3);
  assert.match(ran.err, "--not-renamed");
});

guards.run();
