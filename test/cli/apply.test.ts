import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runCli } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { hostedManifest, project, projectHere, smallManifest } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Apply = suite("apply, as a process");

const lockfileName = "anon.lock.sandbox.emulator.json";
const noChanges = "Plan: 0 to create, 0 to retire, 3 unchanged.\n";
const service = `${smallManifest}  jobs:
    name: Jobs
    description: Server-side jobs.
    kind: service
`;

/** Returns a manifest with so many pools and nothing else. */
function manyPools(count: number): string {
  const pools = Array.from(
    { length: count },
    (_, index) => `  pool${index}: { name: Pool ${index}, description: Pool. }\n`,
  );
  return `version: 1\nuserPools:\n${pools.join("")}`;
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1);
}

async function idOf(emulator: TestEmulator, name: string): Promise<string> {
  return (await emulator.named(name)).id;
}

Apply(
  "creates what is missing, prints each id, and a second apply sends and writes nothing",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const first = await made.run(["apply", "--auto-approve"]);
    assert.is(first.code, 0, first.stderr);
    const ids = {
      "userPools.members": await idOf(emulator, "Members"),
      "userPools.staff": await idOf(emulator, "Staff"),
      "sdkClients.web": await idOf(emulator, "Web app"),
    };
    const ending = [
      "Plan: 3 to create, 0 to retire, 0 unchanged.",
      "Apply complete! 3 created, 0 failed, 0 unsettled.",
      ...Object.entries(ids).map(([address, id]) => `${address} = ${id}`),
    ];
    assert.ok(first.stdout.endsWith(`${ending.join("\n")}\n`), first.stdout);
    for (const [address, id] of Object.entries(ids))
      assert.match(first.stderr, `created ${address} id=${id} attempt=`);
    const web = await emulator.named("Web app");
    assert.is((web["auth"] as { userPoolId: string }).userPoolId, ids["userPools.members"]);
    const held = Object.entries(made.lockfile().resources).map(([address, { id }]) => [
      address,
      id,
    ]);
    assert.equal(Object.fromEntries(held), ids);

    const bytes = made.read(lockfileName);
    const second = await made.run(["apply", "--auto-approve"]);
    assert.equal([second.code, second.stderr.trim()], [0, ""]);
    assert.ok(
      second.stdout.endsWith(`${noChanges}Apply complete! 0 created, 0 failed, 0 unsettled.\n`),
    );
    assert.is(await emulator.posts(), 3);
    assert.is(made.read(lockfileName), bytes);
  }),
);

Apply(
  "with an empty lockfile the first create goes alone: a key that may not create sends one POST",
  withEmulator(async (emulator) => {
    const made = projectHere(manyPools(30), { env: emulator.readOnlyEnv });
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.is(ran.code, 6);
    assert.is(await emulator.posts(), 1);
    assert.match(ran.stderr, "Anon knows the API key, but does not let it create (403)");
    assert.match(ran.stderr, "The key of a read-only member may look resources up, but not create");
    assert.match(ran.stderr, "Set ANON_API_KEY_SANDBOX or ANON_API_KEY to the key of a member");
    assert.match(ran.stdout, "Apply stopped! 0 created, 1 failed, 0 unsettled, 29 not started.");
    assert.is((await made.run(["apply", "--auto-approve"], emulator.env)).code, 0);
    assert.is((await emulator.inventory()).creates["userPools"], 30);
  }),
);

Apply("refuses at once without a terminal and without --auto-approve", async () => {
  // No server listens at this URL: a request would change the outcome.
  const made = project(smallManifest, {
    env: { ANON_BASE_URL: "http://127.0.0.1:1", ANON_API_KEY: "key" },
  });
  const ran = await made.run(["apply"]);
  assert.equal([ran.code, ran.stdout], [5, ""]);
  assert.match(ran.stderr, "error[no-terminal]");
  assert.match(ran.stderr, "--auto-approve");
});

Apply("an input that is piped is no consent", async () => {
  const cwd = projectHere().folder;
  const ran = await runCli(["apply"], { cwd, input: "yes\n" });
  assert.equal([ran.code, ran.stdout], [5, ""]);
});

Apply("without a lockfile nothing is sent, and both ways on are said", async () => {
  // We use a real host's name: the guard must come before the first request.
  const made = projectHere(smallManifest, { env: { ANON_API_KEY: "key" } });
  const ran = await made.run(["apply", "--auto-approve"]);
  assert.equal([ran.code, ran.stdout], [5, ""]);
  assert.match(ran.stderr, "error[no-lockfile]: There is no lockfile anon.lock.sandbox.json.");
  assert.match(ran.stderr, "If this is the first time: anon-sync init.");
  assert.match(ran.stderr, "If there was one: Restore it from git: git log --");
  assert.equal(readdirSync(made.folder), ["anon.config.yaml"]);
});

Apply(
  "--max-creates holds, and 50 with a bare --auto-approve",
  withEmulator(async (emulator) => {
    const made = projectHere(manyPools(51), { env: emulator.env });
    const unattended = await made.run(["apply", "--auto-approve"]);
    assert.is(unattended.code, 5);
    assert.match(unattended.stderr, "error[too-many-creates]: The plan creates 51 resources, and");
    assert.match(unattended.stderr, "at most 50 are allowed. Nothing was sent.");
    assert.match(unattended.stderr, "--max-creates 51");
    const limited = await made.run(["apply", "--auto-approve", "--max-creates", "0"]);
    assert.equal([limited.code, await emulator.posts()], [5, 0]);
    assert.is((await made.run(["apply", "--auto-approve", "--max-creates", "51"])).code, 0);
    assert.is((await emulator.inventory()).creates["userPools"], 51);
  }),
);

Apply(
  "a plan that cannot be applied sends nothing, not even what could be created",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const bytes = made.read(lockfileName);
    made.manifest(
      `${smallManifest.replace("Employees.", "Crew.")}  app:\n    name: App\n    description: App.\n    kind: { application: { userPool: members } }\n`,
    );
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.equal([ran.code, await emulator.posts()], [5, 3]);
    assert.match(ran.stdout, "+ SdkClient sdkClients.app");
    assert.match(ran.stdout, "This plan cannot be applied");
    const json = await made.run(["apply", "--auto-approve", "--json"]);
    assert.equal([json.code, await emulator.posts()], [5, 3]);
    const { format, applicable } = JSON.parse(json.stdout);
    assert.equal([format, applicable], ["anon-sync-plan", false], "which says why");
    assert.is(made.read(lockfileName), bytes);
  }),
);

Apply(
  "relock, retire, revive and move are applied without a POST, and the plan after says No changes",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const [staff, web] = [await idOf(emulator, "Staff"), await idOf(emulator, "Web app")];
    const settled = async (summary: string) => {
      const ran = await made.apply();
      assert.match(ran.stdout, `Apply complete! 0 created, 0 failed, 0 unsettled, ${summary}.`);
      const planned = await made.run(["plan", "--detailed-exitcode"]);
      assert.is(planned.code, 0, planned.stdout);
      assert.match(planned.stdout, "No changes.");
      return ran;
    };
    await emulator.edit("userPools", staff, { description: "Everybody." });
    const everybody = smallManifest.replace("Employees.", "Everybody.");
    made.manifest(everybody);
    await settled("1 relocked");
    made.manifest(everybody.replace(/sdkClients:[^]*/, ""));
    await settled("1 retired");
    assert.ok(web in made.lockfile().retired, "the id is kept");
    made.manifest(everybody);
    assert.match((await settled("1 revived")).stdout, `sdkClients.web = ${web}\n`);
    made.manifest(
      `${everybody.replace("  staff:", "  crew:")}moved:\n  - { from: userPools.staff, to: userPools.crew }\n`,
    );
    assert.match((await settled("1 moved")).stdout, `userPools.crew = ${staff}\n`);
    assert.is(made.lockfile().resources["userPools.crew"]?.id, staff);
    assert.is(await emulator.posts(), 3);
  }),
);

Apply(
  "a move of what has drifted is done, said to be done, and the drift stays a warning",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const staff = await idOf(emulator, "Staff");
    await emulator.edit("userPools", staff, { description: "Everybody." });
    made.manifest(
      `${smallManifest.replace("  staff:", "  crew:")}moved:\n  - { from: userPools.staff, to: userPools.crew }\n`,
    );
    const ran = await made.apply();
    assert.match(ran.stdout, "Apply complete! 0 created, 0 failed, 0 unsettled, 1 moved.");
    assert.match(ran.stdout, `userPools.crew = ${staff}\n`);
    assert.match((await made.run(["plan"])).stdout, "~ UserPool userPools.crew\n");
  }),
);

Apply(
  "a pool and its client that left and came back are revived together",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    made.manifest("version: 1\n");
    assert.match((await made.apply()).stdout, "3 retired.");
    made.manifest(smallManifest);
    assert.match((await made.apply()).stdout, "0 created, 0 failed, 0 unsettled, 3 revived.");
    assert.match((await made.run(["plan"])).stdout, noChanges);
    assert.is(await emulator.posts(), 3);
  }),
);

Apply(
  "production has to be said, and its lockfile is its own",
  withEmulator(async (emulator) => {
    const manifest = smallManifest.replace(
      "    description: Employees.\n",
      "    description: Employees.\n    environments: [production]\n",
    );
    const made = projectHere(manifest, { env: emulator.env });
    await made.applied();
    assert.equal(Object.keys(made.lockfile().resources), ["sdkClients.web", "userPools.members"]);
    assert.not.ok(made.has("anon.lock.production.emulator.json"));
    const key = { ANON_API_KEY: "", ANON_API_KEY_SANDBOX: emulator.apiKey };
    const ran = await made.run(["apply", "--auto-approve", "-e", "production"], key);
    assert.is(ran.code, 6, "the sandbox's key is not production's");
    assert.match(ran.stderr, "There is no API key for the environment production.");
    await made.apply("--env", "production");
    assert.is(Object.keys(made.lockfile("production").resources).length, 3);
    assert.is(made.lockfile("production").environment["name"], "production");
  }),
);

Apply(
  "a lockfile of another environment or another API is refused, and nothing is sent",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    made.write("anon.lock.production.emulator.json", made.read(lockfileName));
    for (const command of [["plan"], ["apply", "--auto-approve"]]) {
      const ran = await made.run([...command, "-e", "production"]);
      assert.equal([ran.code, ran.stdout], [5, ""]);
      assert.match(ran.stderr, "error[lockfile-of-another-environment]");
      assert.match(ran.stderr, "the environment sandbox, and this run is for production");
    }
    const { lineage, environment, ...rest } = made.lockfile();
    const baseUrl = "https://svc.sandbox.anon.com";
    const real = { ...rest, lineage, environment: { ...environment, baseUrl } };
    made.write("anon.lock.sandbox.json", JSON.stringify(real));
    const flag = ["--lockfile", "anon.lock.sandbox.json"];
    const ran = await made.run(["apply", "--auto-approve", ...flag]);
    assert.is(ran.code, 5);
    assert.match(ran.stderr, "the API at https://svc.sandbox.anon.com, and this run is for");
    assert.is(await emulator.posts(), 3);
  }),
);

Apply(
  "a lockfile of another organization than the manifest's is refused",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const other = "11111111-1111-4111-8111-111111111111";
    made.manifest(
      smallManifest.replace(
        "version: 1\n",
        `version: 1\nenvironments:\n  sandbox: { target: sandbox, organizationId: ${other} }\n`,
      ),
    );
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.is(ran.code, 5);
    assert.match(ran.stderr, `the organization ${emulator.organizationId}, and this run is for`);
  }),
);

Apply(
  "an emulator that was reset starts fresh, whatever its lockfile of before says",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const before = made.lockfile().lineage;
    await emulator.reset();
    const ran = await made.apply();
    assert.match(ran.stdout, "Apply complete! 3 created");
    assert.is.not(made.lockfile().lineage, before);
    assert.is((await emulator.inventory()).resources.userPools.length, 2);
  }),
);

Apply(
  "a lockfile with conflict markers, cut off or edited into nonsense is refused",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const text = made.read(lockfileName);
    const damages = [
      text.replace('  "resources"', '<<<<<<< HEAD\n  "resources"'),
      text.slice(0, -20),
      "",
      "[]",
      text.replace('"lockfileVersion": 1', '"lockfileVersion": 2'),
      text.replace(/"id": "[^"]+"/g, '"id": "same"'),
    ];
    for (const damaged of damages) {
      made.write(lockfileName, damaged);
      for (const command of [["plan"], ["apply", "--auto-approve"]]) {
        const ran = await made.run(command);
        assert.equal([ran.code, ran.stdout], [5, ""], damaged.slice(0, 60));
        assert.match(ran.stderr, /^error\[lockfile-/);
        assert.match(ran.stderr, "help: ");
      }
      assert.is(made.read(lockfileName), damaged, "what a person has to mend is left alone");
    }
    assert.is(await emulator.posts(), 3);
  }),
);

/** Returns the lockfile's text without the block of an address. */
function without(text: string, address: string): string {
  const { resources, ...rest } = JSON.parse(text);
  const { [address]: _gone, ...others } = resources;
  return JSON.stringify({ ...rest, resources: others });
}

Apply(
  "a lockfile that lacks an id which this machine created is refused, with its address and id",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const staff = await idOf(emulator, "Staff");
    made.write(lockfileName, without(made.read(lockfileName), "userPools.staff"));
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.equal([ran.code, await emulator.posts()], [5, 3]);
    assert.match(ran.stderr, "error[lost-ids]");
    assert.match(ran.stderr, `this machine's ledger knows: userPools.staff (${staff}).`);
  }),
);

Apply(
  "a lockfile that lacks an id which HEAD holds is refused, also on a machine that knows nothing",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env, git: true });
    await made.applied();
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message", "apply");
    rmSync(join(made.folder, ".git", "anon-sync"), { recursive: true });
    made.write(lockfileName, without(made.read(lockfileName), "sdkClients.web"));
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.equal([ran.code, await emulator.posts()], [5, 3]);
    assert.match(ran.stderr, "lacks ids that HEAD knows: sdkClients.web");
    made.git("checkout", "--quiet", "--", lockfileName);
    assert.match((await made.apply()).stdout, noChanges);
  }),
);

Apply(
  "a service client is not created before there is a place for its secret",
  withEmulator(async (emulator) => {
    const made = projectHere(service, { env: emulator.env, git: true });
    const run = async (folder: string | undefined, code: string) => {
      const flags = folder === undefined ? [] : ["--secret-sink", `file:${folder}`];
      const ran = await made.run(["apply", "--auto-approve", ...flags]);
      assert.is(ran.code, 5, ran.stderr);
      assert.match(ran.stderr, `error[${code}]`);
    };
    await run(undefined, "no-secret-sink");
    await run("not-there", "secret-place");
    await run("anon.config.yaml", "secret-place");
    await run(".", "secrets-in-git");
    const folder = join(made.folder, "secrets");
    mkdirSync(folder);
    await run("secrets", "secrets-in-git");
    made.write(".gitignore", "/secrets/\n");
    made.write("secrets/sandbox.sdkClients.jobs.secret", "another one\n");
    await run("secrets", "secret-place");
    assert.is(made.read("secrets/sandbox.sdkClients.jobs.secret"), "another one\n");
    assert.equal([await emulator.posts(), readdirSync(folder).length], [0, 1]);
    rmSync(join(folder, "sandbox.sdkClients.jobs.secret"));
    await made.apply("--secret-sink", "file:secrets");
    assert.equal(readdirSync(folder), ["sandbox.sdkClients.jobs.secret"]);
  }),
);

Apply(
  "the secret of a service client goes into a file of mode 0600, and nowhere else",
  withEmulator(async (emulator) => {
    const made = projectHere(service, { env: emulator.env });
    const folder = temporaryFolder();
    const ran = await made.apply("--secret-sink", `file:${folder}`, "--json");
    const file = join(folder, "sandbox.sdkClients.jobs.secret");
    const secret = readFileSync(file, "utf8").trim();
    assert.match(secret, /^anon_[\w+/]{70,}=*$/);
    if (process.platform !== "win32") assert.is(statSync(file).mode & 0o777, 0o600);
    const jobs = JSON.parse(ran.stdout).outcomes.find(
      ({ address }: { address: string }) => address === "sdkClients.jobs",
    );
    assert.equal([jobs.outcome, jobs.secretFile], ["created", file]);
    assert.match(ran.stderr, `its secret is in ${file}`);
    const written = readdirSync(made.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    assert.ok(written.length >= 3, "manifest, lockfile and ledger at least");
    for (const text of [ran.stdout, ran.stderr, ...written]) {
      assert.not.ok(text.includes(secret));
      assert.not.ok(text.includes(emulator.apiKey));
    }
  }),
);

Apply(
  "a place for a secret that did not come is removed again",
  withEmulator(
    async (emulator) => {
      const made = projectHere(service, { env: emulator.env });
      const folder = temporaryFolder();
      const ran = await made.run(["apply", "--auto-approve", "--secret-sink", `file:${folder}`]);
      assert.is(ran.code, 1);
      assert.equal(readdirSync(folder), []);
    },
    { faults: ["post/sdkClient:every:refuse"] },
  ),
);

Apply(
  "SIGINT: what is in flight is finished and recorded, nothing new is sent, and a rerun completes",
  withEmulator(
    async (emulator) => {
      const made = project(manyPools(8), { env: emulator.env });
      const child = made.start(["apply", "--auto-approve", "--parallelism", "2"]);
      let stderr = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      let stdout = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      // The first create is alone; after it two creates are under way at once.
      while ((stderr.match(/^sending/gm)?.length ?? 0) < 3) await once(child.stderr!, "data");
      child.kill("SIGINT");
      assert.equal(await once(child, "close"), [130, null]);
      assert.match(stderr, "stopping Interrupted: nothing new is sent.");
      const created = (await emulator.inventory()).resources.userPools.map(({ id }) => id);
      const held = Object.values(made.lockfile().resources).map(({ id }) => id);
      assert.equal(held.toSorted(), created.toSorted());
      assert.ok(held.length < 8 && held.length >= 3, `${held.length} were created`);
      assert.match(stdout, `Apply stopped! ${held.length} created, 0 failed, 0 unsettled, `);
      await made.applied();
      assert.is((await emulator.inventory()).resources.userPools.length, 8);
      assert.is(await emulator.posts(), 8);
    },
    { latencyMs: 300 },
  ),
);

Apply(
  "a second signal does not wait: what is in flight is unsettled, never forgotten",
  withEmulator(
    async (emulator) => {
      const made = project(manyPools(2), { env: emulator.env });
      const child = made.start(["apply", "--auto-approve"]);
      let stderr = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      while (!stderr.includes("sending")) await once(child.stderr!, "data");
      // Only requests that the server has received are certainly in flight.
      while ((await emulator.posts()) === 0) await new Promise(setImmediate);
      child.kill("SIGINT");
      while (!stderr.includes("stopping")) await once(child.stderr!, "data");
      child.kill("SIGINT");
      assert.equal(await once(child, "close"), [130, null]);
      assert.match(stderr, "unsettled userPools.pool0 attempt=");
      assert.equal(Object.keys(made.lockfile().unsettled), ["userPools.pool0"]);
      assert.is(await emulator.posts(), 1);
    },
    { faults: ["post:1:stall-after"] },
  ),
);

Apply(
  "a killed run's journal is shown by plan, and folded into the lockfile by the next apply",
  withEmulator(
    async (emulator) => {
      const made = project(smallManifest, { env: emulator.env });
      const child = made.start(["apply", "--auto-approve", "--parallelism", "1"]);
      child.stdout?.resume();
      let stderr = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      while (!stderr.includes("created userPools.members")) await once(child.stderr!, "data");
      while ((await emulator.posts()) < 2) await new Promise(setImmediate);
      child.kill("SIGKILL");
      await once(child, "close");
      assert.equal(made.lockfile().resources, {}, "only the journal knows of it");
      const bytes = made.read(lockfileName);
      const planned = await made.run(["plan"]);
      assert.is(planned.code, 4);
      assert.match(planned.stdout, "picked up from the journal of a run that did not finish.");
      assert.is(made.read(lockfileName), bytes, "a plan folds in memory only");
      await emulator.clearFaults();
      const ran = await made.run(["apply", "--auto-approve"]);
      assert.is(ran.code, 4);
      assert.match(
        ran.stderr,
        "An earlier run was cut off. What its journal knew is in the lockfile",
      );
      const { resources, unsettled } = made.lockfile();
      assert.is(resources["userPools.members"]?.id, await idOf(emulator, "Members"));
      assert.equal(Object.keys(unsettled), ["userPools.staff"]);
      assert.is(resources["sdkClients.web"]?.id, await idOf(emulator, "Web app"));
    },
    { faults: ["post:2:stall"] },
  ),
);

Apply(
  "--json prints one document: what was done, each id, and the commands that settle the rest",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve", "--json"]);
      assert.is(ran.code, 4);
      const document = JSON.parse(ran.stdout);
      assert.equal(
        [document.format, document.formatVersion, document.complete, document.saved],
        ["anon-sync-applied", 1, false, true],
      );
      assert.equal(document.counts, {
        created: 2,
        done: 0,
        failed: 0,
        unsettled: 1,
        blocked: 0,
        skipped: 0,
      });
      assert.equal(document.ids, {
        "userPools.members": await idOf(emulator, "Members"),
        "sdkClients.web": await idOf(emulator, "Web app"),
      });
      const [open] = document.unsettled;
      assert.is(open.address, "userPools.staff");
      assert.equal(
        open.settle.map(({ command }: { command: string }) => command),
        [
          "anon-sync settle userPools.staff --id ID",
          "anon-sync settle userPools.staff --not-created --yes",
        ],
      );
      assert.match(ran.stderr, "Plan: 3 to create", "the plan is for people then");
    },
    { faults: ["post:2:500-after"] },
  ),
);

if (hasRemote)
  Apply(
    "beside a real API: init first, and the last line says to commit the lockfile until it is",
    withRemote(async ({ env, url, emulator }) => {
      const made = project(hostedManifest, { env, git: true });
      assert.is((await made.run(["apply", "--auto-approve"])).code, 5);
      await made.initialized();
      const commit =
        'Commit the lockfile now: git add anon.lock.sandbox.json && git commit -m "anon-sync apply"';
      assert.is(lastLine((await made.apply()).stderr), commit);
      const { environment } = JSON.parse(made.read("anon.lock.sandbox.json"));
      assert.equal(environment, {
        name: "sandbox",
        baseUrl: url,
        organizationId: emulator.organizationId,
      });
      assert.is(lastLine((await made.apply()).stderr), commit, "still not committed");
      made.git("add", "anon.lock.sandbox.json");
      made.git("commit", "--quiet", "--message", "anon-sync apply");
      assert.is((await made.apply()).stderr.trim(), "");
      rmSync(join(made.folder, "anon.lock.sandbox.json"));
      const lost = await made.run(["apply", "--auto-approve"]);
      assert.equal([lost.code, await emulator.posts()], [5, 3]);
      assert.match(lost.stderr, "is gone: git's history holds it.");
      assert.not.match(lost.stderr, "anon-sync init");
    }),
  );

if (hasRemote)
  Apply(
    "beside a real API and without git, the last line says to keep the lockfile",
    withRemote(async ({ env, emulator }) => {
      const made = project(hostedManifest, { env });
      await made.initialized();
      const ran = await made.apply();
      assert.match(
        ran.stderr,
        "Keep anon.lock.sandbox.json: it is the only inventory of these ids.",
      );
      rmSync(join(made.folder, "anon.lock.sandbox.json"));
      const lost = await made.run(["apply", "--auto-approve"]);
      assert.equal([lost.code, await emulator.posts()], [5, 3]);
      assert.match(lost.stderr, "is gone: this machine created 3 ids for it.");
    }),
  );

Apply.run();
