import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { run as importCommand } from "../../src/commands/import/import.ts";
import type { Options } from "../../src/session/options.ts";
import { run as plan } from "../../src/commands/plan.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { run as status } from "../../src/commands/status.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import type { Git } from "../../src/core/ports.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { unsettledAttempts, withId } from "../../src/core/state/state.ts";
import { formatLockfile, parseLockfile } from "../../src/store/lockfile.ts";
import { initializeStore, saveStore } from "../../src/store/save-store.ts";
import { readStore } from "../../src/store/store.ts";
import type { StorePorts } from "../../src/store/places.ts";
import { SimulatedMachine } from "../support/simulated-machine.ts";
import { SimulatedServer } from "../support/simulated-server.ts";
import { whole } from "./post-outcomes.ts";

/** Tests with changes that people and other programs make to files between the effects of a run. */
const guards = suite("guards around the safe create");

const places = {
  lockfile: "/project/anon.lock.sandbox.json",
  stateDirectory: "/project/.anon-sync",
  name: "anon.lock.sandbox.json",
};

/** A server whose answers to POSTs a test may replace. */
class TroubledServer extends SimulatedServer {
  /** Returns the replacement of an answer; if `commits` is true, the server still creates the resource. */
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
  // The first slot begins directly after the head, on a sector.
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

/** Edits the lockfile as a person does with an editor. */
function editLockfile(machine: Machine, find: string, replacement: string): void {
  const text = new TextDecoder().decode(machine.disk.peek(places.lockfile));
  assert.is(text.split(find).length, 2, `the lockfile holds ${find} once`);
  machine.disk.place(places.lockfile, new TextEncoder().encode(text.replace(find, replacement)));
}

/** Returns another machine with the same lockfile and manifest, and no ledger: a job that plans. */
function cloneOf(machine: Machine, git?: Git): Machine {
  const clone: Machine = new SimulatedMachine(machine.server, { number: 7, ...(git && { git }) });
  for (const path of [places.lockfile, "/project/anon.config.yaml"])
    clone.disk.place(path, machine.disk.peek(path) ?? new Uint8Array());
  return clone;
}

/** Plans on a clone without a ledger, and copies the saved plan to the machine. */
async function savedElsewhere(machine: Machine, flags: Partial<Options> = {}): Promise<void> {
  const clone = cloneOf(machine);
  const ran = await clone.run(plan, { out: "saved.plan", ...flags });
  assert.is(ran.exitCode, 0, ran.err);
  machine.disk.place("/project/saved.plan", clone.disk.peek("/project/saved.plan") ?? empty);
}

const empty = new Uint8Array();

/** Deletes a pool, as a person does in Anon's console: its id gets 404 from now on. */
function forget(machine: Machine, index: number): void {
  const held = machine.server.held[index];
  assert.ok(held);
  machine.server.held[index] = { ...held, id: "gone" };
}

/** Makes two pools; the second has another address in the lockfile, and a new description. */
async function misnamed(): Promise<Machine> {
  const machine = await machineWith({ a: "A", b: "B" });
  assert.is((await machine.run(apply, options)).exitCode, 0);
  editLockfile(machine, '"userPools.b"', '"userPools.x"');
  write(machine, manifestOf({ a: "A", b: "B" }).replace("It is B.", "It was B."));
  return machine;
}

guards("an address that only the lockfile tells stops the create of what is there", async () => {
  const machine = await misnamed();
  for (const [command, flags] of [
    [plan, {}],
    [apply, options],
  ] as const) {
    const ran = await machine.run(command, flags);
    assert.is(ran.exitCode, 5, ran.err);
    assert.match(ran.err, "would create userPools.b only because the lockfile");
  }
  assert.is(machine.server.posts, 2);
});

guards("a plan that was saved where no ledger is gets its second look where one is", async () => {
  const machine = await misnamed();
  await savedElsewhere(machine);
  const refused = await machine.run(apply, {}, ["saved.plan"]);
  assert.is(refused.exitCode, 5, refused.out);
  assert.match(refused.err, "would create userPools.b only because the lockfile");
  assert.is(machine.server.posts, 2);
  // A user who knows better types `--not-renamed`.
  const agreed = await machine.run(apply, { notRenamed: ["userPools.b"] }, ["saved.plan"]);
  assert.is(agreed.exitCode, 0, agreed.err);
  assert.is(machine.server.posts, 3);
});

guards("a saved plan creates again what has retired and is gone from Anon", async () => {
  const machine = await machineWith({ a: "A", b: "B" });
  await machine.run(apply, options);
  write(machine, manifestOf({ a: "A" }));
  assert.is((await machine.run(apply, options)).exitCode, 0);
  forget(machine, 1);
  write(machine, manifestOf({ a: "A", b: "B" }));
  await savedElsewhere(machine);
  const ran = await machine.run(apply, {}, ["saved.plan"]);
  assert.is(ran.exitCode, 0, ran.err);
  assert.is(machine.server.posts, 3);
});

guards("a saved plan keeps what --not-renamed said of one of two equal pools", async () => {
  const machine = await machineWith({ a: "Same", b: "Same", c: "C" });
  assert.is((await machine.run(apply, options)).exitCode, 0);
  write(machine, manifestOf({ d: "Same", c: "C" }));
  for (const said of [["userPools.d"], ["userPools.a", "userPools.b"]]) {
    await savedElsewhere(machine, { notRenamed: said });
    const ran = await machine.run(apply, { maxCreates: 0 }, ["saved.plan"]);
    assert.match(ran.err, "creates 1 resources, and at most 0", String(said));
  }
  const ran = await machine.run(apply, {}, ["saved.plan"]);
  assert.is(ran.exitCode, 0, ran.err);
  assert.is(machine.server.posts, 4);
});

/** Returns a repository that has a lockfile at some revisions, and the upstream origin/main. */
function repositoryWith(held: Readonly<Record<string, Uint8Array>>): Git {
  return {
    workTree: async () => ({ root: "/project", commonDirectory: "/project/.git" }),
    show: async (_root, revision) => held[revision],
    tracks: async () => true,
    ignores: async () => true,
    changed: async () => true,
    everHeld: async () => true,
    upstream: async () => "origin/main",
    async *versions() {
      for (const [commit, bytes] of Object.entries(held)) yield { commit, bytes };
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

guards("a lockfile that lacks what HEAD, or its upstream alone, knows is refused", async () => {
  const machine = await machineWith({ members: "Members" });
  const before = await lockfileBytes(machine);
  await machine.run(apply, options);
  const after = await lockfileBytes(machine);
  for (const [witness, held] of Object.entries({
    HEAD: { HEAD: after, "origin/main": before },
    "origin/main": { HEAD: before, "origin/main": after },
  })) {
    const clone = cloneOf(machine, repositoryWith(held));
    clone.disk.place(places.lockfile, before);
    const ran = await clone.run(apply, options);
    assert.is(ran.exitCode, 5, ran.out);
    assert.match(ran.err, `lacks ids that ${witness} knows: userPools.members`);
  }
  assert.is(machine.server.posts, 1);
});

guards("a broken lockfile in HEAD is said to be HEAD's, and not the repaired one", async () => {
  const machine = await machineWith({ members: "Members" });
  await machine.run(apply, options);
  const whole = await lockfileBytes(machine);
  const text = new TextDecoder().decode(whole);
  for (const broken of [text.replace("{", "{\n<<<<<<< HEAD"), text.slice(1)])
    for (const [revision, next] of [
      ["HEAD", /^With every id in anon\.lock\.sandbox\.json, commit the repaired one: git add /],
      ["origin/main", /^Merge origin\/main\. .* commit the repaired one: .*, then git push$/],
    ] as const) {
      const held = { HEAD: whole, [revision]: new TextEncoder().encode(broken) };
      const problems: (string | undefined)[] = [];
      const watched: typeof plan = async (...parts) =>
        plan(...parts).catch((error: unknown) => {
          if (error instanceof Failure) problems.push(...error.problems.map((each) => each.next));
          throw error;
        });
      const ran = await cloneOf(machine, repositoryWith(held)).run(watched, {});
      assert.is(ran.exitCode, 5);
      assert.match(ran.err, `that ${revision} holds is broken, not the one in the work tree`);
      assert.is(problems.length, 1);
      assert.match(problems[0] ?? "", next);
    }
});

guards("a lockfile of a newer version in HEAD is not called broken", async () => {
  const machine = await machineWith({ members: "Members" });
  const text = new TextDecoder().decode(await lockfileBytes(machine));
  const newer = text.replace('"lockfileVersion": 1', '"lockfileVersion": 2');
  const git = repositoryWith({ HEAD: new TextEncoder().encode(newer) });
  const ran = await cloneOf(machine, git).run(plan, {});
  assert.is(ran.exitCode, 5);
  assert.match(ran.err, "has version 2; this anon-sync knows version 1");
  assert.not.match(ran.err, "broken");
});

guards("a lockfile of another lineage that comes in between is left as it is", async () => {
  const machine = await machineWith({ members: "Members" });
  const before = await lockfileBytes(machine);
  await machine.run(apply, options);
  machine.disk.place(places.lockfile, before);
  const theirs = await lockfileBytes(await machineWith({ others: "Others" }));
  const ask = async (): Promise<string> => {
    machine.disk.place(places.lockfile, theirs);
    return "yes";
  };
  const id = machine.server.held[0]?.id ?? "";
  const ran = await machine.run(importCommand, {}, ["userPools.members", id], { ask });
  assert.is(ran.exitCode, 1, ran.out);
  assert.match(ran.err, "was replaced by one of another lineage");
  assert.equal(await lockfileBytes(machine), theirs);
});

guards("of two ids of a merge by hand the one that was left in use holds its address", async () => {
  const machine = await machineWith({ members: "Members" });
  const clone = cloneOf(machine);
  await machine.run(apply, options);
  await clone.run(apply, options);
  const [ours, theirs] = [await lockfileBytes(machine), await lockfileBytes(clone)].map((bytes) =>
    JSON.parse(new TextDecoder().decode(bytes)),
  );
  const { id, ...goes } = ours.resources["userPools.members"];
  // The lower id retires. A merge of facts alone would keep that id in use, and retire both.
  theirs.retired[id] = { address: "userPools.members", reason: "duplicate", ...goes };
  const kept = theirs.resources["userPools.members"].id;
  assert.ok(id < kept);
  machine.disk.place(places.lockfile, new TextEncoder().encode(JSON.stringify(theirs)));
  // A person deletes the duplicate in the console, and edits the other pool. A new create would
  // make a third pool.
  forget(machine, 0);
  const held = machine.server.held[1];
  assert.ok(held);
  machine.server.held[1] = { ...held, answer: { ...held.answer, description: "Edited." } };
  const ran = await machine.run(apply, options);
  assert.is(machine.server.posts, 2, ran.out);
  assert.match(ran.out, '"It is Members." -> "Edited."');
});

guards(
  "a lockfile that is gone while a killed run's journal is there is not a first time",
  async () => {
    const machine = await machineWith({ members: "Members" });
    const trouble = { killWhen: (name: string) => name.startsWith("answer POST") };
    const killed = await machine.run(apply, options, [], trouble);
    assert.is(killed.exitCode, undefined);
    await machine.disk.seenBy(() => undefined).remove(places.lockfile);
    const next = await machine.run(apply, options);
    assert.is(next.exitCode, 5);
    assert.match(next.err, "is gone: a run was cut off that created for it");
    assert.is(machine.server.posts, 1);
  },
);

guards(
  "what is pulled just before a leftover journal is folded stays in the lockfile",
  async () => {
    const machine = await machineWith({ members: "Members", staff: "Staff" });
    const trouble = { killWhen: (name: string) => name.startsWith("answer POST") };
    await machine.run(apply, { ...options, parallelism: 1 }, [], trouble);
    const pulled = { id: "pulled", address: "userPools.pulled", generation: 1, applied: {} };
    // A run removes this leftover of a killed run after it reads everything, and before it folds
    // the journal.
    const half = `${places.lockfile}.00000000-bbbb-4bbb-8bbb-000000000000.tmp`;
    machine.disk.place(half, new Uint8Array());
    const watch = (_effect: number, name: string): void => {
      if (name !== `remove ${half}`) return;
      const { state, ...rest } = parseLockfile(
        machine.disk.peek(places.lockfile) ?? new Uint8Array(),
        "",
      );
      const next = formatLockfile({ ...rest, state: withId(state, pulled) });
      machine.disk.place(places.lockfile, next);
    };
    await machine.run(apply, options, [], { watch });
    const { state } = parseLockfile(await lockfileBytes(machine), "");
    assert.ok(state.ids.has("pulled"));
  },
);

guards.run();
