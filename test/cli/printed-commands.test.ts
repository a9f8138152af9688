import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

/** Tests of commands that a run prints as the next step: a user types them exactly as printed. */
const Printed = suite("a printed command");

const lockfileName = "anon.lock.sandbox.emulator.json";
const crewManifest = smallManifest.replace("Employees.", "Crew.");

/** Returns the words of the printed command with this beginning, without the program's name. */
function printed({ stdout, stderr }: CliRun, beginning: string): readonly string[] {
  const text = `${stdout}${stderr}`;
  const command = text.split("anon-sync ").find((part) => part.startsWith(beginning));
  if (command === undefined) throw new Error(`no anon-sync ${beginning} in:\n${text}`);
  const line = (command.split("\n")[0] ?? "").replace(/\.( .*)?$|`.*$/, "");
  return line.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1"));
}

/** Returns a folder whose only manifest is conf/anon.yaml. */
function elsewhere(env: Readonly<Record<string, string>>): Project {
  const made = projectHere(smallManifest, { env });
  mkdirSync(join(made.folder, "conf"));
  made.write("conf/anon.yaml", smallManifest);
  made.remove("anon.config.yaml");
  return made;
}

Printed(
  "says the manifest again that was named with -c",
  withEmulator(async (emulator) => {
    const made = elsewhere(emulator.env);
    const config = ["-c", "conf/anon.yaml"];
    await made.apply(...config);
    made.write("conf/anon.yaml", crewManifest);
    const refused = await made.run(["plan", ...config]);
    assert.is(refused.code, 5);
    const replace = printed(refused, "plan --replace");
    assert.equal(replace, ["plan", "--replace", "userPools.staff", ...config]);
    assert.is((await made.run(replace)).code, 0);
  }),
);

Printed(
  "that applies a saved plan is about what the plan is about",
  withEmulator(async (emulator) => {
    const made = elsewhere(emulator.env);
    const named = ["-c", "conf/anon.yaml", "-e", "production"];
    const planned = await made.run(["plan", ...named, "--out", "p.plan"]);
    const apply = printed(planned, "apply");
    assert.equal(apply, ["apply", "p.plan", ...named]);
    assert.is((await made.run(["show", "p.plan"])).stdout, planned.stdout);
    assert.is((await made.run(apply)).code, 0);
    assert.is(await emulator.posts(), 3);
    const stale = await made.run(apply);
    assert.match(stale.stderr, "error[stale-plan]");
    assert.equal(printed(stale, "plan"), ["plan", "--out", "p.plan", ...named]);
  }),
);

Printed(
  "names the environment of a saved plan that is applied to another one",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    assert.is((await made.run(["plan", "-e", "production", "--out", "p.plan"])).code, 0);
    const refused = await made.run(["apply", "p.plan"]);
    assert.equal([refused.code, refused.stdout], [5, ""]);
    assert.match(
      refused.stderr,
      "error[plan-of-another-environment]: This plan is for production, and this run for sandbox.",
    );
    assert.not.ok(made.has(lockfileName), "nothing of the other environment is touched");
    assert.is((await made.run(printed(refused, "apply"))).code, 0);
    assert.is(await emulator.posts(), 3);
  }),
);

Printed(
  "applies just what plan showed, with the flags that it was made with",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const planned = await made.run(["plan", "--replace", "userPools.members"]);
    const digest = /^Digest: (v2:[0-9a-f]{64})$/m.exec(planned.stdout)?.[1] ?? "";
    const apply = printed(planned, "apply");
    assert.equal(apply, ["apply", "--replace", "userPools.members", "--expect", digest]);
    assert.is((await made.run(apply)).code, 0);
    assert.is(await emulator.posts(), 5, "the pool and its client");
    const flags = ["--not-renamed", "userPools.staff", "--exclude", "userPools.staff"];
    made.manifest(smallManifest.replace(/sdkClients:[^]*/, ""));
    const narrowed = await made.run(["plan", ...flags, "-e", "sandbox"]);
    assert.equal(printed(narrowed, "apply").slice(0, -1), ["apply", ...flags, "--expect"]);
  }),
);

Printed(
  "is named where apply --expect meets another plan, also one that cannot be applied",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    made.manifest(crewManifest);
    const planned = await made.run(["plan", "--replace", "userPools.staff"]);
    const digest = /^Digest: (v2:[0-9a-f]{64})$/m.exec(planned.stdout)?.[1] ?? "";
    const unsaid = await made.run(["apply", "--expect", digest]);
    assert.is(unsaid.code, 5);
    assert.match(unsaid.stderr, "error[plan-not-as-expected]");
    assert.match(unsaid.stderr, "Was plan given --replace, --recreate,");
    assert.match(unsaid.stderr, "plan again: anon-sync plan\n");
    const json = await made.run(["apply", "--expect", digest, "--json"]);
    assert.is(JSON.parse(json.stdout).applicable, false, "one document, as without --expect");
    assert.is(await emulator.posts(), 3);
    assert.is((await made.run(printed(planned, "apply"))).code, 0);
  }),
);

Printed(
  "stands in the refusal of a flag beside a saved plan, and is one that there is",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    await made.run(["plan", "--out", "p.plan"]);
    const replaced = await made.run(["apply", "p.plan", "--replace", "userPools.staff"]);
    assert.equal([replaced.code, replaced.stdout], [3, ""]);
    const plan = printed(replaced, "plan");
    assert.equal(plan, ["plan", "--replace", "userPools.staff", "--out", "p.plan"]);
    assert.is((await made.run(plan)).code, 0);
    const expecting = await made.run(["apply", "p.plan", "--expect", "0".repeat(64)]);
    assert.is(expecting.code, 3);
    assert.not.match(expecting.stderr, "plan --expect");
    assert.is((await made.run(printed(expecting, "apply"))).code, 0);
    assert.is(await emulator.posts(), 4);
  }),
);

Printed(
  "says the lockfile again that was named with --lockfile: a recovery goes into that one",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env, git: true });
    const lockfile = ["--lockfile", "lock.json"];
    await made.apply(...lockfile);
    const whole = made.read("lock.json");
    made.git("add", "--force", "lock.json");
    made.git("commit", "--quiet", "--message", "applied");
    const { resources, ...rest } = JSON.parse(whole);
    const { "userPools.staff": _lost, ...others } = resources;
    made.write("lock.json", JSON.stringify({ ...rest, resources: others }));
    const refused = await made.run(["plan", ...lockfile]);
    assert.match(refused.stderr, "error[lost-ids]");
    assert.equal(printed(refused, "import"), ["import", "ADDRESS", "ID", ...lockfile]);
    const recover = printed(refused, "recover");
    assert.equal(recover, ["recover", "--from-git", ...lockfile]);
    const recovered = await made.run([...recover, "--yes"]);
    assert.is(recovered.code, 0, recovered.stderr);
    assert.is(made.read("lock.json"), whole);
    assert.equal(printed(recovered, "plan"), ["plan", ...lockfile]);
  }),
);

Printed(
  "says the base URL again that was a flag, and not the one of a variable",
  withEmulator(async ({ env, url }) => {
    const { ANON_BASE_URL: _url, ...others } = env;
    const made = projectHere(smallManifest, { env: others });
    const verified = await made.run(["verify", "--base-url", url]);
    assert.equal(printed(verified, "apply"), ["apply", "--base-url", url]);
    const variable = await made.run(["verify"], { ANON_BASE_URL: url });
    assert.equal(printed(variable, "apply"), ["apply"]);
  }),
);

Printed("says all of it again where a word of it has to be quoted", async () => {
  const made = projectHere();
  const named = ["--lockfile", "my lock.json", "-e", "production"];
  const { stderr, code } = await made.run(["output", ...named]);
  assert.is(code, 5);
  assert.match(stderr, "anon-sync init --lockfile 'my lock.json' -e production.");
});

Printed(
  "of a file that is not there is about the same environment, before any session",
  async () => {
    const made = projectHere();
    const unsaid = await made.run(["recover", "-e", "production", "-c", "other.yaml"]);
    assert.match(unsaid.stderr, "anon-sync recover --from-git -c other.yaml -e production");
    const unsettled = await made.run(["settle", "userPools.staff", "-e", "production"]);
    assert.match(unsettled.stderr, "anon-sync status -e production shows what is known of");
  },
);

Printed(
  "says flags again, and no JSON document, saved plan or digest holds them",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env, git: true });
    const flags = ["--lockfile", lockfileName, "--base-url", emulator.url];
    const plain = JSON.parse((await made.run(["plan", "--json"])).stdout);
    const flagged = JSON.parse((await made.run(["plan", "--json", ...flags])).stdout);
    assert.equal(flagged, plain);
    await made.run(["plan", "--out", "plain.json"]);
    await made.run(["plan", "--out", "flagged.json", ...flags]);
    assert.is(made.read("flagged.json"), made.read("plain.json"));
    for (const command of [
      ["apply", "--auto-approve"],
      ["status"],
      ["verify"],
      ["recover", "--from-git"],
    ]) {
      const { stdout, stderr } = await made.run([...command, "--json", ...flags]);
      assert.ok(stdout !== "", stderr);
      const { environment } = JSON.parse(stdout);
      const members = Object.keys(environment).filter((name) => name !== "organizationId");
      assert.equal(members.toSorted(), ["baseUrl", "name"], command[0]);
    }
  }),
);

Printed.run();
