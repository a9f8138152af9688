import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { fingerprintOf, lostSecret } from "../../src/core/secret-sink.ts";
import { activeIds, emptyState, unsettledAttempts } from "../../src/core/state/state.ts";
import type { StorePorts } from "../../src/store/places.ts";
import { initializeStore } from "../../src/store/save-store.ts";
import { readStore } from "../../src/store/store.ts";
import { SimulatedMachine, type Ran } from "../support/simulated-machine.ts";
import { secretCanary as secret, SimulatedServer } from "../support/simulated-server.ts";

/**
 * A secret that Anon shows once is in its file, or a run reports its loss. This holds for a kill
 * before any effect of an apply, and for any refusal of the disk.
 */
const secrets = suite("secrets on an ill machine");

const manifest = `
version: 1
environments:
  sandbox: { target: sandbox }
sdkClients:
  jobs: { name: Jobs, description: Nightly jobs., kind: service }
  mail: { name: Mail, description: Sends mail., kind: service }
`;
const places = {
  lockfile: "/project/anon.lock.sandbox.json",
  stateDirectory: "/project/.anon-sync",
  name: "anon.lock.sandbox.json",
};
const addresses = ["sdkClients.jobs", "sdkClients.mail"];
const options = { parallelism: 1, autoApprove: true, secretSink: "file:/secrets" };

function portsOf(machine: SimulatedMachine): StorePorts {
  return {
    disk: machine.disk,
    clock: { now: () => machine.now, sleep: async () => undefined },
    random: { uuid: () => "bbbbbbbb-bbbb-4bbb-8bbb-000000000001", fraction: () => 0 },
  };
}

async function freshMachine(): Promise<SimulatedMachine> {
  const machine = new SimulatedMachine(new SimulatedServer());
  machine.disk.place("/project/anon.config.yaml", new TextEncoder().encode(manifest));
  const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
  await initializeStore(portsOf(machine), places, environment);
  return machine;
}

async function textAt(machine: SimulatedMachine, address: string): Promise<string> {
  const bytes = await machine.disk.read(`/secrets/sandbox.${address}.secret`, 10_000);
  return new TextDecoder().decode(bytes);
}

/** Returns address → the secret's fingerprint in the lockfile. */
async function fingerprints(
  machine: SimulatedMachine,
): Promise<ReadonlyMap<string, string | undefined>> {
  const state = (await readStore(portsOf(machine), places))?.state ?? emptyState;
  return new Map([...activeIds(state)].map(([address, fact]) => [address, fact.secretFingerprint]));
}

/** Settles as a person does who looks into Anon's console and answers truthfully. */
async function settleAll(machine: SimulatedMachine): Promise<Ran[]> {
  machine.disk.effect = () => undefined;
  machine.now += 16 * 60_000;
  const store = await readStore(portsOf(machine), places);
  const ran: Ran[] = [];
  for (const [address, [fact]] of unsettledAttempts(store?.state ?? emptyState)) {
    const held = machine.server.held.find(({ name }) => name === fact?.fields["name"]);
    const way = held === undefined ? { notCreated: true, yes: true } : { id: held.id };
    ran.push(await machine.run(settle, way, [address]));
  }
  return ran;
}

secrets("killed before any effect: the secret is in its file, or somebody is told", async () => {
  const whole = await (await freshMachine()).run(apply, options);
  assert.is(whole.exitCode, 0, whole.err);
  let warned = 0;
  for (let killAt = 1; killAt <= whole.effects; killAt += 1) {
    const machine = await freshMachine();
    const killed = await machine.run(apply, options, [], { killAt });
    const where = `killed before ${killed.killedBefore}`;
    const next = [await machine.run(apply, options), ...(await settleAll(machine))];
    const last = await machine.run(apply, options);
    assert.is(last.exitCode, 0, `${where}: ${last.err}`);
    const told = next.map(({ out, err }) => out + err).join("");
    for (const address of addresses) {
      const text = await textAt(machine, address);
      const warning = `^${address} \\(id \\S+\\) was created, but its secret may be lost`;
      const isWarned = new RegExp(warning, "m").test(told);
      warned += Number(isWarned);
      const isSaid = isWarned || told.includes("secret was in the lost answer");
      if (text.trimEnd() !== secret) assert.ok(isSaid, `${where}: ${address} is lost in silence`);
      // A secret that is recorded as delivered is in its file; each run reports every other secret
      // as lost.
      const fingerprint = (await fingerprints(machine)).get(address);
      if (fingerprint === fingerprintOf(secret)) assert.is(text, `${secret}\n`, where);
      else {
        assert.is(fingerprint, lostSecret, where);
        assert.match(last.err, new RegExp(warning, "m"), where);
      }
    }
    for (const { out, err } of [killed, ...next, last]) assert.not.match(out + err, secret);
  }
  assert.ok(warned > 0, "no kill came between the durable id and the end");
});

secrets("a disk that is full is met before the create is sent", async () => {
  const machine = await freshMachine();
  machine.disk.fault = (_operation, path, grows) =>
    grows && path.startsWith("/secrets/") ? { fails: "ENOSPC" } : undefined;
  const ran = await machine.run(apply, options);
  assert.is(ran.exitCode, 5, ran.err);
  assert.is(machine.server.posts, 0);
  assert.equal(await machine.disk.list("/secrets"), []);
});

secrets("a disk that fills up while the creates go on takes the secrets all the same", async () => {
  const machine = await freshMachine();
  machine.disk.fault = (_operation, path, grows) =>
    grows && path.startsWith("/secrets/") && machine.server.posts > 0
      ? { fails: "ENOSPC" }
      : undefined;
  const ran = await machine.run(apply, options);
  assert.is(ran.exitCode, 0, ran.err);
  for (const address of addresses) assert.is(await textAt(machine, address), `${secret}\n`);
});

secrets(
  "a secret that cannot be written stops the run, which ends with 1 and says so",
  async () => {
    for (const operation of ["write", "sync"]) {
      const machine = await freshMachine();
      machine.disk.fault = (asked, path) =>
        asked === operation && path.startsWith("/secrets/") && machine.server.posts > 0
          ? { fails: "EIO" }
          : undefined;
      const ran = await machine.run(apply, options);
      assert.is(ran.exitCode, 1, ran.err);
      assert.is(machine.server.posts, 1, "the second one would lose its secret too");
      assert.match(ran.err, "created sdkClients.jobs id=");
      assert.match(ran.err, /The secret of sdkClients\.jobs \(id \S+\) is lost and cannot be had/);
      assert.match(ran.err, "not started sdkClients.mail");
      assert.not.match(ran.out, "complete");
      assert.not.match(ran.out + ran.err, secret);
      machine.disk.fault = () => undefined;
      const again = await machine.run(apply, options);
      assert.is(again.exitCode, 0, again.err);
      assert.is(machine.server.held.length, 2, "its id was kept: it is not created again");
      assert.is(await textAt(machine, "sdkClients.mail"), `${secret}\n`);
    }
  },
);

secrets.run();
