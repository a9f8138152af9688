import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { run as importCommand } from "../../src/commands/import/import.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { run as status } from "../../src/commands/status.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import type { Git } from "../../src/core/ports.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { unsettledAttempts } from "../../src/core/state/state.ts";
import { initializeStore } from "../../src/store/save-store.ts";
import { readStore } from "../../src/store/store.ts";
import type { StorePorts } from "../../src/store/places.ts";
import { lineageNumber } from "../support/lineage.ts";
import { SimulatedMachine } from "../support/simulated-machine.ts";
import { SimulatedServer } from "../support/simulated-server.ts";

/** An open attempt that the lockfile has lost blocks no run: settle records it again. */
const takeUp = suite("what the lockfile lacks is taken up to be settled");

const lockfile = "/project/anon.lock.sandbox.json";

/** A server that may carry out a create, or not, but never answers it. */
class MuteServer extends SimulatedServer {
  /** Whether it commits a create that it does not answer; undefined if it answers. */
  mute: ((name: string) => boolean | undefined) | undefined;

  override seenBy(effect: (name: string) => void) {
    const real = super.seenBy(effect);
    return {
      exchange: async (request: Parameters<typeof real.exchange>[0]) => {
        const { name } = JSON.parse(request.body ?? "{}") as { name?: string };
        const commits = request.method === "POST" ? this.mute?.(name ?? "") : undefined;
        if (commits === undefined) return real.exchange(request);
        if (commits) await real.exchange(request);
        else this.posts += 1;
        return reset;
      },
      close: () => undefined,
    };
  }
}

type Machine = SimulatedMachine<MuteServer>;

const reset: Exchange = { connected: true, error: { kind: "cut", code: "X", message: "cut" } };

/** Returns a machine with an empty lockfile, and a pool for each name, at its address in small letters. */
async function machineWith(names: readonly string[], git?: Git): Promise<Machine> {
  const machine: Machine = new SimulatedMachine(new MuteServer(), git === undefined ? {} : { git });
  const userPools = Object.fromEntries(
    names.map((name) => [name.toLowerCase(), { name, description: `It is ${name}.` }]),
  );
  const manifest = JSON.stringify({ version: 1, userPools });
  machine.disk.place("/project/anon.config.yaml", new TextEncoder().encode(manifest));
  await initializeStore(portsOf(machine), placesOf(git), {
    name: "sandbox",
    baseUrl: "https://svc.sandbox.anon.com",
  });
  return machine;
}

/**
 * Returns a machine with the lockfile from before a create of Members whose answer was lost. Its
 * HEAD has `headOf` of the lockfile from after that create.
 */
async function machineWhoseHeadHas(headOf: (open: string) => string): Promise<Machine> {
  let head: Uint8Array | undefined;
  const machine = await machineWith(
    ["Members"],
    gitWith(() => head),
  );
  const before = await lockfileBytes(machine);
  machine.server.mute = () => false;
  assert.is((await machine.run(apply, options)).exitCode, 4);
  machine.server.mute = undefined;
  const open = new TextDecoder().decode(await lockfileBytes(machine));
  head = new TextEncoder().encode(headOf(open));
  machine.disk.place(lockfile, before);
  return machine;
}

function placesOf(git?: Git) {
  const stateDirectory = `/project/${git === undefined ? ".anon-sync" : ".git/anon-sync"}`;
  return { lockfile, stateDirectory, name: "anon.lock.sandbox.json" };
}

function portsOf(machine: Machine): StorePorts {
  return {
    disk: machine.disk.seenBy(() => undefined),
    clock: { now: () => machine.now, sleep: async () => undefined },
    random: { uuid: () => machine.uuid(), fraction: () => 0 },
  };
}

async function lockfileBytes(machine: Machine): Promise<Uint8Array> {
  return (await machine.disk.read(lockfile, 1e9)) ?? new Uint8Array();
}

const options = { autoApprove: true };

/** Returns a machine with the lockfile from before a create without an answer. */
async function machineWithLostAttempt(commits: boolean, git?: Git): Promise<Machine> {
  const machine = await machineWith(["Staff", "Members"], git);
  const before = await lockfileBytes(machine);
  machine.server.mute = (name) => (name === "Members" ? commits : undefined);
  assert.is((await machine.run(apply, options)).exitCode, 4);
  machine.server.mute = undefined;
  machine.disk.place(lockfile, before);
  return machine;
}

const members = "userPools.members";

function idOf(machine: Machine, name: string): string {
  return machine.server.held.find((held) => held.name === name)?.id ?? "";
}

/** Returns git with a HEAD whose lockfile is the function's current result. */
function gitWith(head: () => Uint8Array | undefined): Git {
  return {
    workTree: async () => ({ root: "/project", commonDirectory: "/project/.git" }),
    show: async (_root, revision) => (revision === "HEAD" ? head() : undefined),
    tracks: async () => true,
    ignores: async () => false,
    changed: async () => false,
    everHeld: async () => head() !== undefined,
    upstream: async () => undefined,
    async *versions() {
      const bytes = head();
      if (bytes !== undefined) yield { commit: "HEAD", bytes };
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

takeUp(
  "a create that only the ledger knows of shows as unsettled, is settled by its id, and not repeated",
  async () => {
    const machine = await machineWithLostAttempt(true);
    assert.is((await machine.run(apply, options)).exitCode, 5);
    const before = await lockfileBytes(machine);
    const shown = await machine.run(status, {});
    assert.is(shown.exitCode, 4, shown.out);
    assert.match(shown.out, "the lockfile lacks it, and it is known to this machine's ledger");
    assert.match(shown.out, `anon-sync settle ${members} --id ID`);
    assert.equal(await lockfileBytes(machine), before, "status writes nothing");

    // The id of the other pool is lost as well: settle creates nothing, and so need not wait for
    // it.
    const settled = await machine.run(settle, { id: idOf(machine, "Members") }, [members]);
    assert.is(settled.exitCode, 0, settled.err);
    assert.match(
      settled.err,
      "lacked creates that were sent, and are known to this machine's ledger: userPools.members (attempt ",
    );
    const refused = await machine.run(apply, options);
    assert.is(refused.exitCode, 5);
    assert.match(refused.err, "lacks ids");
    assert.not.match(refused.err, "nobody knows the end of");

    const staff = ["userPools.staff", idOf(machine, "Staff")];
    assert.is((await machine.run(importCommand, { yes: true }, staff)).exitCode, 0);
    const after = await machine.run(apply, options);
    assert.is(after.exitCode, 0, after.err);
    assert.is(machine.server.posts, 2);
    assert.is((await machine.run(status, {})).exitCode, 0);
  },
);

takeUp(
  "--not-created of a create that only the ledger knows of waits from when it was taken up",
  async () => {
    const machine = await machineWithLostAttempt(false);
    machine.now += 60 * 60_000;
    const tell = () => machine.run(settle, { notCreated: true, yes: true }, [members]);
    const early = await tell();
    assert.is(early.exitCode, 5, early.err);
    assert.match(early.err, "less than 15 minutes ago");
    const store = await readStore(portsOf(machine), placesOf());
    const [open] = store ? (unsettledAttempts(store.state).get(members) ?? []) : [];
    assert.is(open?.sentAt, new Date(machine.now).toISOString());
    assert.is(open?.reason, "this machine's ledger knows that it was sent");
    assert.equal(open?.fields["name"], "Members");

    machine.now += 15 * 60_000;
    const settled = await tell();
    assert.is(settled.exitCode, 0, settled.err);
    const staff = ["userPools.staff", idOf(machine, "Staff")];
    assert.is((await machine.run(importCommand, { yes: true }, staff)).exitCode, 0);
    const after = await machine.run(apply, options);
    assert.is(after.exitCode, 0, after.err);
    assert.is(machine.server.held.length, 2);
  },
);

takeUp(
  "import does not adopt an id beside a create that only the ledger knows of: it would stay open",
  async () => {
    const machine = await machineWithLostAttempt(true);
    const before = await lockfileBytes(machine);
    const id = idOf(machine, "Members");
    const refused = await machine.run(importCommand, { yes: true }, [members, id]);
    assert.is(refused.exitCode, 4, refused.err);
    assert.equal(await lockfileBytes(machine), before);
  },
);

takeUp("a lost id of another address cannot be what a create made", async () => {
  const machine = await machineWithLostAttempt(true);
  const id = idOf(machine, "Staff");
  const refused = await machine.run(settle, { id, yes: true }, [members]);
  assert.is(refused.exitCode, 5, refused.err);
  assert.match(refused.err, "belongs to userPools.staff, as this machine's ledger knows");
  // The refusal stays after the lockfile has the create again, while the id is still lost.
  const again = await machine.run(settle, { id, yes: true }, [members]);
  assert.is(again.exitCode, 5, again.out);
});

takeUp(
  "what HEAD tells of a lost create is taken up whole, with the time it was sent",
  async () => {
    const machine = await machineWhoseHeadHas((open) => open);

    const shown = await machine.run(status, {});
    assert.is(shown.exitCode, 4);
    assert.match(shown.out, "known to this machine's ledger and HEAD.");
    machine.now += 15 * 60_000;
    const settled = await machine.run(settle, { notCreated: true, yes: true }, [members]);
    assert.is(settled.exitCode, 0, settled.err);
    assert.is((await machine.run(apply, options)).exitCode, 0);
    assert.is(machine.server.held.length, 1);
  },
);

takeUp(
  "a create whose end HEAD knows is not asked for again: its id comes back by import",
  async () => {
    let head: Uint8Array | undefined;
    const git = gitWith(() => head);
    const machine = await machineWith(["Members"], git);
    const before = await lockfileBytes(machine);
    machine.server.mute = () => true;
    assert.is((await machine.run(apply, options)).exitCode, 4);
    machine.server.mute = undefined;
    const [lineage = ""] = await machine.disk.list(placesOf(git).stateDirectory);
    const ledger = `${placesOf(git).stateDirectory}/${lineage}/ledger`;
    const open = (await machine.disk.read(ledger, 1e9)) ?? new Uint8Array();
    const id = idOf(machine, "Members");
    assert.is((await machine.run(settle, { id }, [members])).exitCode, 0);
    // Another machine settled the attempt, and we pulled: this machine's ledger lacks the
    // settlement.
    head = await lockfileBytes(machine);
    machine.disk.place(ledger, open);
    machine.disk.place(lockfile, before);

    assert.is((await machine.run(status, {})).exitCode, 0);
    const denied = await machine.run(settle, { notCreated: true, yes: true }, [members]);
    assert.is(denied.exitCode, 5);
    assert.match(denied.err, "Nothing is unsettled");
    const imported = await machine.run(importCommand, { yes: true }, [members, id]);
    assert.is(imported.exitCode, 0, imported.err);
    const after = await machine.run(apply, options);
    assert.is(after.exitCode, 0, after.err);
    assert.is(machine.server.posts, 1);
  },
);

takeUp("settle takes nothing up into a lockfile that is another one than HEAD's", async () => {
  let head: Uint8Array | undefined;
  const machine = await machineWith(
    ["Members"],
    gitWith(() => head),
  );
  machine.server.mute = () => true;
  assert.is((await machine.run(apply, options)).exitCode, 4);
  machine.server.mute = undefined;
  const mine = await lockfileBytes(machine);
  const text = new TextDecoder().decode(mine);
  const [attempt = ""] = /[^"\s]+(?=": \{\s*"fields")/.exec(text) ?? [];
  const theirs = text
    .replace(/(?<="lineage": ")[^"]*/, lineageNumber(2))
    .replace(attempt, "another-0");
  head = new TextEncoder().encode(theirs);
  const id = idOf(machine, "Members");
  const refused = await machine.run(settle, { id }, [members]);
  assert.is(refused.exitCode, 5, refused.err);
  assert.match(refused.err, "its lineage differs");
  assert.equal(await lockfileBytes(machine), mine);
  const shown = await machine.run(status, {});
  assert.not.match(shown.out, "another-0");
});

takeUp(
  "a lockfile in HEAD that cannot be read hides nothing of what the ledger knows",
  async () => {
    let head: Uint8Array | undefined;
    const machine = await machineWithLostAttempt(
      true,
      gitWith(() => head),
    );
    head = new TextEncoder().encode("<<<<<<< ours\n");
    const shown = await machine.run(status, {});
    assert.is(shown.exitCode, 4, shown.err);
    assert.match(shown.err, "that HEAD holds is broken");
    assert.match(shown.out, "known to this machine's ledger.");
  },
);

takeUp(
  "the commands that a refusal and status print say which of several is meant, and work",
  async () => {
    let mine = "";
    const machine = await machineWhoseHeadHas((open) => {
      [mine = ""] = /[^"\s]+(?=": \{\s*"fields")/.exec(open) ?? [];
      return open.replace(mine, "another-branch-0");
    });

    let said = "";
    const listened: typeof apply = async (...parts) =>
      apply(...parts).catch((error: unknown) => {
        if (error instanceof Failure) said = error.problems.map(({ next }) => next).join("\n");
        throw error;
      });
    assert.is((await machine.run(listened, options)).exitCode, 5);
    assert.match(said, `anon-sync settle ${members} --not-created --yes --attempt ${mine}.`);
    assert.match(said, "The others: anon-sync status");
    const shown = await machine.run(status, {});
    assert.match(shown.out, "1 unsettled");
    const tell = (attempt: string) => {
      assert.match(shown.out, `settle ${members} --not-created --yes --attempt ${attempt}\n`);
      return machine.run(settle, { notCreated: true, yes: true, attempt }, [members]);
    };
    machine.now += 15 * 60_000;
    // Only HEAD has the time at which its attempt was sent.
    assert.is((await tell(mine)).exitCode, 5);
    assert.is((await tell("another-branch-0")).exitCode, 0);
    assert.is((await machine.run(apply, options)).exitCode, 4);
    machine.now += 15 * 60_000;
    assert.is((await tell(mine)).exitCode, 0);
    assert.is((await machine.run(apply, options)).exitCode, 0);
    assert.is(machine.server.held.length, 1);
  },
);
takeUp.run();
