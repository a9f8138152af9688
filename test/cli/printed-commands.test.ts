import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

/** Commands that are printed as the next step, typed just as they are printed. */
const Printed = suite("a printed command");

const lockfileName = "anon.lock.sandbox.emulator.json";
const crewManifest = smallManifest.replace("Employees.", "Crew.");

/** The words of the command that a run printed, its name left out: the one that begins so. */
function printed({ stdout, stderr }: CliRun, beginning: string): readonly string[] {
  const text = `${stdout}${stderr}`;
  const command = text.split("anon-sync ").find((part) => part.startsWith(beginning));
  if (command === undefined) throw new Error(`no anon-sync ${beginning} in:\n${text}`);
  const line = (command.split("\n")[0] ?? "").replace(/\.( .*)?$|`.*$/, "");
  return line.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1"));
}

/** A folder whose manifest is conf/anon.yaml, and nowhere else. */
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
