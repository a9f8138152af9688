import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as settleCommand } from "../../src/commands/settle/settle.ts";
import type { CliRun } from "../support/cli.ts";
import { testEmulator, withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { SimulatedMachine } from "../support/simulated-machine.ts";
import { SimulatedServer } from "../support/simulated-server.ts";

/** A person settles a create whose answer was lost (docs/design.md#6-apply-one-create, Settling). */
const settle = suite("settle");

const members = "userPools.members";
const lockfileName = "anon.lock.sandbox.emulator.json";

function refused(run: CliRun, exitCode: number, code: string): void {
  assert.match(run.stderr, `error[${code}]: `);
  assert.is(run.code, exitCode, run.stderr);
}

/** Returns a project whose first create was committed without an answer; all other creates went on. */
async function unsettledProject(emulator: TestEmulator, fault = "reset-after"): Promise<Project> {
  await emulator.fault(`post/userPool:1:${fault}`);
  const made = projectHere(smallManifest, { env: emulator.env });
  const run = await made.run(["apply", "--auto-approve"]);
  assert.is(run.code, 4, run.stderr);
  return made;
}

/** Makes a pool as another person does, with curl. Returns its id. */
async function makePool(emulator: TestEmulator, fields: object): Promise<string> {
  const answer = await fetch(`${emulator.url}/org/userPool`, {
    method: "POST",
    headers: { authorization: `Bearer ${emulator.apiKey}`, connection: "close" },
    body: JSON.stringify(fields),
  });
  return ((await answer.json()) as { id: string }).id;
}

settle(
  "--id shows what was sent beside what Anon has, believes it, and apply goes on without a repeat",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator);
    const { id } = await emulator.named("Members");
    const run = await made.run(["settle", members, "--id", id]);
    assert.equal([run.code, run.stdout], [0, `Settled: ${members} = ${id}\n`]);
    assert.match(run.stderr, '= name: "Members"');
    await made.applied();
    assert.is(made.lockfile().resources[members]?.id, id);
    assert.is((await emulator.inventory()).resources.userPools.length, 2);
    assert.equal(made.lockfile().unsettled, {});
  }),
);

settle(
  "--id of anything but what was sent settles nothing: another's, a differing one, none at all",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator);
    const before = made.read(lockfileName);
    const { id } = await emulator.named("Members");
    const staff = made.lockfile().resources["userPools.staff"]?.id ?? "";
    refused(await made.run(["settle", members, "--id", staff]), 5, "id-taken");

    const other = await makePool(emulator, { name: "Members", description: "Somebody's." });
    const differing = await made.run(["settle", members, "--id", other]);
    refused(differing, 5, "not-what-was-sent");
    assert.match(differing.stderr, '! description: "Somebody\'s." -> "People who sign in."');

    const nowhere = "00000000-0000-4000-8000-00000000abcd";
    refused(await made.run(["settle", members, "--id", nowhere]), 5, "id-not-found");
    for (const odd of ["../userPool", "a b", "."])
      refused(await made.run(["settle", members, "--id", odd]), 3, "not-an-id");

    await emulator.fault("get/userPool:every:other-organization");
    refused(await made.run(["settle", members, "--id", id]), 5, "other-organization");
    assert.is(made.read(lockfileName), before);
  }),
);

settle(
  "--not-created needs a yes, and then the next apply creates it and what waited for it",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator, "reset-before");
    const before = made.read(lockfileName);
    refused(await made.run(["settle", members, "--not-created"]), 5, "no-terminal");
    assert.is(made.read(lockfileName), before);
    const run = await made.run(["settle", members, "--not-created", "--yes"]);
    assert.is(run.code, 0, run.stderr);
    await made.applied();
    assert.is((await emulator.inventory()).creates["userPools"], 2);
    assert.is(made.lockfile().resources[members]?.id, (await emulator.named("Members")).id);
  }),
);

settle(
  "exactly one of the three ways, at an address that is open, is asked for in so many words",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator);
    for (const ways of [[], ["--id", "x", "--abandon"], ["--not-created", "--abandon", "--yes"]])
      refused(await made.run(["settle", members, ...ways]), 3, "one-way-to-settle");
    for (const ways of [
      ["--id", "x"],
      ["--not-created", "--yes"],
      ["--abandon", "--yes"],
    ])
      for (const address of ["userPools.staff", "userPools.nobody", "nonsense", "__proto__"])
        refused(await made.run(["settle", address, ...ways]), 5, "nothing-unsettled");
    refused(await made.run(["settle", members, "--abandon", "--yes"]), 5, "nothing-to-abandon");
  }),
);

settle(
  "with several attempts open at one address, --attempt says which, and the other stays open",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator);
    const lockfile = made.lockfile();
    const [known = ""] = Object.keys(lockfile.unsettled?.[members] ?? {});
    const fact = Object.values(lockfile.unsettled?.[members] ?? {})[0];
    const open = { [known]: fact, "from-a-merge-0": { ...fact, reason: "another branch" } };
    made.write(lockfileName, JSON.stringify({ ...lockfile, unsettled: { [members]: open } }));

    const { id } = await emulator.named("Members");
    refused(await made.run(["settle", members, "--id", id]), 3, "which-attempt");
    const unknown = ["--not-created", "--yes", "--attempt", "nope"];
    refused(await made.run(["settle", members, ...unknown]), 3, "which-attempt");
    assert.match((await made.run(["status"])).stdout, "--attempt from-a-merge-0");

    const first = await made.run(["settle", members, "--id", id, "--attempt", known]);
    assert.is(first.code, 0, first.stderr);
    assert.equal(Object.keys(made.lockfile().unsettled?.[members] ?? {}), ["from-a-merge-0"]);
    // A person must still settle: the other attempt may have created a second pool, but not this
    // one.
    refused(await made.run(["settle", members, "--id", id]), 5, "of-another-attempt");
    assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
    const second = await made.run(["settle", members, "--not-created", "--yes"]);
    assert.is(second.code, 0, second.stderr);
    await made.applied();
    assert.is(made.lockfile().resources[members]?.id, id);
    assert.is((await emulator.inventory()).creates["userPools"], 2);
  }),
);

settle(
  "a second attempt that made one too leaves a duplicate: the named one stays, the other retires",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator);
    const first = (await emulator.named("Members")).id;
    const lockfile = made.lockfile();
    const [known = ""] = Object.keys(lockfile.unsettled?.[members] ?? {});
    const fact = Object.values(lockfile.unsettled?.[members] ?? {})[0];
    const open = { [known]: fact, "from-a-merge-0": fact };
    made.write(lockfileName, JSON.stringify({ ...lockfile, unsettled: { [members]: open } }));
    const second = await makePool(emulator, {
      name: "Members",
      description: "People who sign in.",
    });
    for (const [id, attempt] of [
      [first, known],
      [second, "from-a-merge-0"],
    ] as const) {
      const run = await made.run(["settle", members, "--id", id, "--attempt", attempt]);
      assert.is(run.code, 0, run.stderr);
    }
    assert.is(made.lockfile().resources[members]?.id, second);
    assert.is(retiredReason(made, first), "duplicate");

    const kept = await made.run(["settle", members, "--id", first]);
    assert.is(kept.code, 0, kept.stderr);
    assert.match(kept.stdout, `retired as a duplicate: ${second}`);
    assert.is(made.lockfile().resources[members]?.id, first);
    assert.is(retiredReason(made, second), "duplicate");
    await made.applied();
    assert.is(made.lockfile().resources[members]?.id, first);
  }),
);

function retiredReason(made: Project, id: string): unknown {
  const retired = made.lockfile().retired as unknown as Record<string, { reason: string }>;
  return retired[id]?.reason;
}

for (const fault of ["bad-id", "same-id"] as const)
  settle(
    `--abandon gives up an answered id that cannot be used (${fault}), and apply creates another`,
    withEmulator(async (emulator) => {
      await emulator.fault(`post/userPool:2:${fault}`);
      const made = projectHere(smallManifest, { env: emulator.env });
      const stopped = await made.run(["apply", "--auto-approve", "--parallelism", "1"]);
      assert.is(stopped.code, 4, stopped.stderr);
      const staff = "userPools.staff";
      const held = made.lockfile().resources[members]?.id;
      const notCreated = await made.run(["settle", staff, "--not-created", "--yes"]);
      refused(notCreated, 5, "it-was-created");
      refused(await made.run(["settle", staff, "--abandon"]), 5, "no-terminal");
      const run = await made.run(["settle", staff, "--abandon", "--yes"]);
      assert.is(run.code, 0, run.stderr);
      // The id is on record once: as a retired id if it differs from all others, otherwise as a
      // settled attempt.
      assert.is(made.read(lockfileName).includes('"settled"'), fault === "same-id");
      await made.applied();
      assert.is(made.lockfile().resources[members]?.id, held);
      assert.not(made.lockfile().resources[staff]?.id === held);
      // No address uses the first staff pool now: the person has abandoned its attempt.
      assert.is((await emulator.inventory()).creates["userPools"], 3);
      const posts = await emulator.posts();
      await made.applied();
      assert.is(await emulator.posts(), posts);
    }),
  );

settle(
  "a quarantined create is settled by its right id from the console as well",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator, "bad-id");
    const { id } = await emulator.named("Members");
    const run = await made.run(["settle", members, "--id", id]);
    assert.is(run.code, 0, run.stderr);
    await made.applied();
    assert.is((await emulator.inventory()).creates["userPools"], 2);
  }),
);

settle(
  "nothing is settled while another run holds the lock",
  withEmulator(async (emulator) => {
    const made = await unsettledProject(emulator);
    const before = made.read(lockfileName);
    await emulator.fault("get/userPool:every:stall");
    const holder = made.start(["apply", "--auto-approve"]);
    try {
      await lookupsOf(emulator);
      for (const ways of [
        ["--id", "x"],
        ["--not-created", "--yes"],
        ["--abandon", "--yes"],
      ])
        refused(await made.run(["settle", members, ...ways]), 7, "locked");
      assert.is(made.read(lockfileName), before);
    } finally {
      holder.kill("SIGKILL");
      await once(holder, "exit");
    }
    const run = await made.run(["settle", members, "--not-created", "--yes"]);
    assert.is(run.code, 0, run.stderr);
  }),
);

/** Waits until the emulator has received a lookup of a pool. */
async function lookupsOf(emulator: TestEmulator): Promise<void> {
  for (;;) {
    const { requests } = await emulator.inventory();
    if ((requests["GET /org/userPool/{id}"] ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

settle("settle of a client says that a lost secret cannot be had again", async () => {
  const emulator = await testEmulator({ faults: ["post/sdkClient:1:reset-after"] });
  try {
    const manifest = `version: 1
sdkClients:
  jobs: { name: Jobs, description: d, kind: service }
`;
    const made = projectHere(manifest, { env: emulator.env });
    const secrets = projectHere("").folder;
    const run = await made.run(["apply", "--auto-approve", "--secret-sink", `file:${secrets}`]);
    assert.is(run.code, 4, run.stderr);
    const { id } = await emulator.named("Jobs");
    const settled = await made.run(["settle", "sdkClients.jobs", "--id", id]);
    assert.match(settled.stdout, "secret was in the lost answer and cannot be had again");
    await made.apply("--secret-sink", `file:${secrets}`);
    assert.is((await emulator.inventory()).creates["sdkClients"], 1);
  } finally {
    await emulator.close();
  }
});

settle(
  "the id that was to take another one's place does: the other one was replaced, and is no duplicate",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const { id } = await emulator.named("Members");
    await emulator.fault("post/userPool:1:reset-after");
    made.manifest(smallManifest.replace("name: Members", "name: Crew"));
    const flags = ["--replace", "userPools.members"];
    assert.is((await made.run(["apply", "--auto-approve", ...flags])).code, 4);
    const crew = await emulator.named("Crew");
    assert.is((await made.run(["settle", "userPools.members", "--id", crew.id])).code, 0);
    assert.is(made.lockfile().retired[id]?.["reason"], "replaced");
  }),
);

settle(
  "a create that only this machine's ledger knows of, git having put the lockfile back, is settled",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env, git: true });
    await emulator.fault("post/userPool:2:reset-after");
    made.manifest(smallManifest.replace(/ {2}staff:[^]*?(?=sdkClients)/, ""));
    await made.applied();
    made.git("add", "--force", "--all");
    made.git("commit", "--quiet", "--message", "lockfile");
    made.manifest(smallManifest);
    assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
    made.git("checkout", "--quiet", "--", lockfileName);

    const staff = "userPools.staff";
    const id = (await emulator.named("Staff")).id;
    const apply = await made.run(["apply", "--auto-approve"]);
    refused(apply, 5, "lost-attempts");
    assert.match(apply.stderr, `If it is there: anon-sync settle ${staff} --id ID. If it is not`);
    const status = await made.run(["status"]);
    assert.is(status.code, 4, status.stderr);
    assert.match(status.stdout, "the lockfile lacks it, and it is known to this machine's ledger");
    const imported = await made.run(["import", staff, id, "--yes"]);
    refused(imported, 4, "address-unsettled");

    const [line = ""] = /(?<=anon-sync )settle \S+ --id/.exec(imported.stderr) ?? [];
    const settled = await made.run([...line.split(" "), id]);
    assert.equal([settled.code, settled.stdout], [0, `Settled: ${staff} = ${id}\n`]);
    await made.applied();
    assert.is((await made.run(["status"])).code, 0);
    assert.is((await emulator.inventory()).creates["userPools"], 2);
  }),
);

const manifestFile = "/project/anon.config.yaml";
const sandboxLockfile = "/project/anon.lock.sandbox.json";

/** Returns a machine whose sandbox has a create without an answer, sent at `sentAt`. */
function machineWithOpenCreate(sentAt: string | undefined): SimulatedMachine {
  const machine = new SimulatedMachine(new SimulatedServer());
  const place = (path: string, text: string) =>
    machine.disk.place(path, new TextEncoder().encode(text));
  place(manifestFile, smallManifest);
  const attempt = {
    fields: { name: "Members", description: "People who sign in." },
    generation: 1,
    ...(sentAt !== undefined && { sentAt }),
  };
  const lockfile = {
    environment: { baseUrl: "https://svc.sandbox.anon.com", name: "sandbox" },
    lineage: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
    lockfileVersion: 1,
    resources: {},
    retired: {},
    unsettled: { [members]: { "0123456789abcdef-0": attempt } },
  };
  place(sandboxLockfile, `${JSON.stringify(lockfile)}\n`);
  return machine;
}

settle("off loopback, --not-created has to wait: Anon may commit for 15 minutes more", async () => {
  const machine = machineWithOpenCreate("2026-01-01T00:00:00.000Z");
  const tell = () => machine.run(settleCommand, { notCreated: true, yes: true }, [members]);
  for (const minutes of [0, 1, 14.99]) {
    machine.now = Date.parse("2026-01-01T00:00:00Z") + minutes * 60_000;
    const run = await tell();
    assert.is(run.exitCode, 5, `after ${minutes} minutes`);
    assert.match(run.err, "less than 15 minutes ago");
  }
  // A clock that was put back is no proof that time has passed.
  machine.now = Date.parse("2025-12-31T00:00:00Z");
  assert.is((await tell()).exitCode, 5);
  machine.now = Date.parse("2026-01-01T00:15:00Z");
  assert.is((await tell()).exitCode, 0);
  const lockfile = new TextDecoder().decode(await machine.disk.read(sandboxLockfile, 1e6));
  assert.equal((JSON.parse(lockfile) as { unsettled: object }).unsettled, {});
});

settle("off loopback, the right id needs no waiting at all", async () => {
  const machine = machineWithOpenCreate("2026-01-01T00:00:00.000Z");
  await machine.server
    .seenBy(() => undefined)
    .exchange({
      method: "POST",
      url: "https://svc.sandbox.anon.com/org/userPool",
      headers: {},
      body: JSON.stringify({ name: "Members", description: "People who sign in." }),
      deadlineMs: 1000,
      connectTimeoutMs: 1000,
      maximumBytes: 1e6,
      freshConnection: true,
    });
  const id = machine.server.held[0]?.id ?? "";
  const run = await machine.run(settleCommand, { id }, [members]);
  assert.is(run.exitCode, 0, run.err);
});

settle.run();
