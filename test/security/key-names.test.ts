import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runCli } from "../support/cli.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { onePool, pattern, workspace, type Workspace } from "../support/workspace.ts";

/** A person who may write one folder must not get another folder's key through the folder's name. */
const KeyNames = suite("folders that are called like environments");

const remotely = hasRemote ? KeyNames : KeyNames.skip;

/** Runs the real command, beside an API that counts the requests of each key. */
function run(made: Workspace, words: readonly string[], env: Readonly<Record<string, string>>) {
  return runCli(words, { cwd: made.folder, env });
}

const plan = ["plan", "--workspace", pattern];

for (const [folder, environment] of [
  ["production", "production"],
  ["sandbox", "sandbox"],
  ["__sandbox", "sandbox"],
  ["-Production.", "production"],
  ["emulator", "emulator"],
] as const)
  remotely(
    `orgs/${folder} does not get the key of the environment ${environment}`,
    withRemote(async ({ env, emulator }) => {
      const made = workspace(["acme", folder]);
      const variable = `ANON_API_KEY_${environment.toUpperCase()}`;
      const keys = { ...env, ANON_API_KEY: "", [variable]: emulator.apiKey };
      for (const words of [
        plan,
        ["apply", "--workspace", pattern, "--auto-approve"],
        // A shard and the mere list of manifests refuse as well.
        [...plan, "--shard", "1/2"],
        [...plan, "--shard", "2/2"],
        ["workspace", pattern],
      ]) {
        const ran = await run(made, words, keys);
        assert.is(ran.code, 3, ran.stderr);
        assert.match(ran.stderr, "error[organization-is-an-environment]");
        assert.match(ran.stderr, `${variable} has two readings`);
        assert.match(ran.stderr, `the folder of orgs/${folder}/anon.config.yaml`);
        assert.match(ran.stderr, `the key of the environment ${environment}`);
        assert.not.match(ran.stdout + ran.stderr, emulator.apiKey);
      }
      const { requests } = await emulator.inventory();
      assert.equal(requests, {});
    }),
  );

KeyNames("nor that of an environment of the manifest above them", async () => {
  const made = workspace(["acme", "staging"]);
  const env = { ANON_API_KEY_STAGING: "canary-key" };
  const free = await run(made, ["workspace", pattern], env);
  assert.is(free.code, 0, free.stderr);
  made.manifest("version: 1\nenvironments: { staging: { target: production } }\n");
  for (const words of [plan, ["workspace", pattern]]) {
    const ran = await run(made, words, env);
    assert.is(ran.code, 3, ran.stderr);
    assert.match(ran.stderr, "ANON_API_KEY_STAGING has two readings");
  }
});

KeyNames("nor is an organization that --key-of names an environment's", async () => {
  const made = workspace(["acme"]);
  const named = ["plan", "-c", "orgs/acme/anon.config.yaml", "--key-of"];
  for (const name of ["production", "SANDBOX", "_sandbox"]) {
    const ran = await run(made, [...named, name], { ANON_API_KEY_PRODUCTION: "canary-key" });
    assert.is(ran.code, 3, ran.stderr);
    assert.match(ran.stderr, "error[organization-is-an-environment]");
  }
  made.add(
    "acme",
    `${onePool("a")}environments: { sandbox: { target: sandbox }, Acme: { target: sandbox } }\n`,
  );
  for (const words of [plan, [...named, "acme"]]) {
    const own = await run(made, words, { ANON_API_KEY_ACME: "canary-key" });
    assert.is(own.code, 3, own.stderr);
    assert.match(own.stderr, "ANON_API_KEY_ACME has two readings");
    assert.match(own.stderr, "the environment Acme");
  }
});

KeyNames("nor does an environment get an organization's key", async () => {
  const made = workspace(["evil"]);
  made.add("evil", `${onePool("a")}environments: { acme__production: { target: sandbox } }\n`);
  const words = ["plan", "-c", "orgs/evil/anon.config.yaml", "-e", "acme__production"];
  const ran = await run(made, words, { ANON_API_KEY_ACME__PRODUCTION: "canary-key" });
  assert.is(ran.code, 3, ran.stderr);
  assert.match(ran.stderr, "error[environment-name]");
  assert.match(ran.stderr, "ANON_API_KEY_ACME__PRODUCTION has two readings");
});

KeyNames.run();
