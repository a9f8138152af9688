import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testEmulator, withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

/** Tests of the report on lockfile and journal, which sends no request and changes no file. */
const status = suite("status");

const lockfileName = "anon.lock.sandbox.emulator.json";

/** Returns every file of a folder with its bytes and times, which reveal any write. */
function snapshot(folder: string): readonly unknown[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => {
      const { mtimeMs, ctimeMs, mode, ino } = statSync(join(folder, name));
      const isFile = statSync(join(folder, name)).isFile();
      const bytes = isFile ? readFileSync(join(folder, name), "latin1") : "";
      return { name, mtimeMs, ctimeMs, mode, ino, bytes };
    });
}

/** Returns the environment of a run without any key, after the end of its emulator. */
async function afterwards(emulator: TestEmulator): Promise<Record<string, string>> {
  await emulator.close();
  return { ANON_BASE_URL: emulator.url };
}

/** Runs status, and checks that it writes no file. */
async function statusOf(made: Project, env: Record<string, string>, ...args: readonly string[]) {
  const before = snapshot(made.folder);
  const run = await made.run(["status", ...args], env);
  assert.equal(snapshot(made.folder), before, "status wrote something");
  return run;
}

status("before anything was done it says so, with or without a git repository", async () => {
  for (const git of [false, true]) {
    const run = await statusOf(projectHere(smallManifest, { git }), {});
    assert.equal([run.code, run.stderr], [0, ""]);
    assert.match(run.stdout, "Lockfile anon.lock.sandbox.json: not there yet");
    assert.match(run.stdout, "Status: 0 resources, 0 retired, 0 unsettled.");
  }
});

status("resources and what was retired are listed with their ids, offline", async () => {
  const emulator = await testEmulator();
  const made = projectHere(smallManifest, { env: emulator.env });
  await made.applied();
  const { id: staff } = await emulator.named("Staff");
  made.manifest(smallManifest.replace(/ {2}staff:[^]*?(?=sdkClients)/, ""));
  await made.applied();
  const env = await afterwards(emulator);

  const run = await statusOf(projectHere("version: 1\n"), env);
  assert.match(run.stdout, "not there yet", "another project's is not this one's");
  const { code, stdout, stderr } = await statusOf(made, { ...env, ANON_API_KEY: "" });
  assert.equal([code, stderr], [0, ""]);
  for (const [address, { id }] of Object.entries(made.lockfile().resources))
    assert.match(stdout, new RegExp(`  ${address} +(UserPool|SdkClient) +${id} +"`));
  assert.match(stdout, new RegExp(`  userPools.staff +UserPool +${staff} +"Staff" +removed\n`));
  assert.match(stdout, "Journal: none left over");
  assert.match(stdout, "Status: 2 resources, 1 retired, 0 unsettled.");

  const json = JSON.parse((await statusOf(made, env, "--json")).stdout) as {
    resources: { address: string }[];
    retired: { id: string; reason: string }[];
  };
  assert.equal(
    json.resources.map(({ address }) => address),
    ["sdkClients.web", "userPools.members"],
  );
  assert.equal(
    json.retired.map(({ id, reason }) => [id, reason]),
    [[staff, "removed"]],
  );
});

status("one address is told whole, in each format, and a mistyped one is named", async () => {
  const emulator = await testEmulator({ faults: ["post/userPool:2:reset-after"] });
  const made = projectHere(smallManifest, { env: emulator.env });
  assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
  const { id } = await emulator.named("Members");
  const env = await afterwards(emulator);

  const members = await statusOf(made, env, "userPools.members");
  assert.is(members.code, 0, "what is unsettled is another one");
  assert.match(members.stdout, `  id          ${id}\n`);
  assert.match(members.stdout, /description +"People who sign in\." +"People who sign in\."/);
  assert.not.match(members.stdout, "userPools.staff");
  const staff = await statusOf(made, env, "userPools.staff");
  assert.is(staff.code, 4);
  assert.match(staff.stdout, "anon-sync settle userPools.staff --id ID");

  const json = JSON.parse((await statusOf(made, env, "userPools.members", "--json")).stdout);
  assert.is(json.address, "userPools.members");
  assert.equal([json.resources.length, json.resources[0].id, json.unsettled.length], [1, id, 0]);
  const csv = await statusOf(made, env, "--csv");
  assert.equal([csv.code, csv.stdout], [3, ""]);
  assert.match(csv.stderr, "error[unknown-flag]: --csv is gone.\nhelp: Use --json.");

  const mistyped = await statusOf(made, env, "userPools.member");
  assert.equal([mistyped.code, mistyped.stdout], [3, ""]);
  assert.match(mistyped.stderr, "error[unknown-address]");
  assert.match(mistyped.stderr, "Did you mean userPools.members?");
});

status(
  "each open create comes with what is known of it and the commands that settle it",
  async () => {
    const emulator = await testEmulator({ faults: ["post/userPool:1:redirect-after"] });
    const made = projectHere(smallManifest, { env: emulator.env });
    assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
    const { id } = await emulator.named("Members");
    const env = await afterwards(emulator);

    const { code, stdout } = await statusOf(made, env);
    assert.is(code, 4);
    assert.match(stdout, "! userPools.members");
    assert.match(stdout, `The answer hinted at the id ${id}.`);
    assert.match(stdout, 'Look for one named "Members" in Anon\'s console.');
    assert.match(stdout, `anon-sync settle userPools.members --id ${id}\n`);
    assert.match(stdout, "anon-sync settle userPools.members --not-created --yes\n");
    assert.match(stdout, "Status: 1 resource, 0 retired, 1 unsettled.");

    const json = JSON.parse((await statusOf(made, env, "--json")).stdout) as {
      unsettled: { address: string; hint: string; settle: { command: string }[] }[];
    };
    assert.equal(
      json.unsettled.map(({ address, hint }) => [address, hint]),
      [["userPools.members", id]],
    );
    assert.ok(json.unsettled[0]?.settle.some(({ command }) => command.includes(`--id ${id}`)));
  },
);

status(
  "the journal of a killed run is read, told and left alone",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const child = made.start(["apply", "--auto-approve"]);
      let said = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
      // The first pool is created and on record; the answer about the second pool never comes.
      while (!said.includes("sending userPools.staff")) await once(child.stderr ?? child, "data");
      child.kill("SIGKILL");
      await once(child, "close");
      assert.equal(made.lockfile().resources, {}, "the lockfile knows nothing yet");

      const { code, stdout } = await statusOf(made, {});
      const { id } = await emulator.named("Members");
      assert.is(code, 4);
      assert.match(stdout, new RegExp(`userPools.members +UserPool +${id}`));
      assert.match(stdout, "! userPools.staff");
      assert.match(stdout, /Journal: \.anon-sync\S+journal was left by a run that did not finish/);
      const { stdout: text } = await statusOf(made, {}, "--json");
      const json = JSON.parse(text) as { journal: { attempts: number } };
      assert.ok(json.journal.attempts >= 2);

      await emulator.clearFaults();
      assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
      assert.match((await statusOf(made, {})).stdout, "Journal: none left over");
      assert.is(made.lockfile().resources["userPools.members"]?.id, id);
    },
    { faults: ["post/userPool:2:stall-after"] },
  ),
);

status(
  "a lockfile that cannot be read is an error that says what to do, not an empty one",
  async () => {
    const made = projectHere(smallManifest, { env: { ANON_BASE_URL: "http://127.0.0.1:9" } });
    for (const text of ["", "{", "[]", "<<<<<<< HEAD\n{}\n", '{"lockfileVersion":2}']) {
      made.write(lockfileName, text);
      const { code, stdout, stderr } = await statusOf(made, {});
      assert.equal([code, stdout], [5, ""], text);
      assert.match(stderr, /^error\[lockfile-/);
      assert.match(stderr, /\nhelp: /);
    }
  },
);

status.run();
