import { readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testEmulator } from "../support/emulator.ts";
import { hostedManifest, projectHere } from "../support/project.ts";

/** A command without an environment means the sandbox, whatever the manifest or a variable sets. */
const Production = suite("production is always said");

const steered = `${hostedManifest}environments:\n  sandbox: { target: production }\n  live: { target: production }\n`;
const productionUrl = "https://svc.prod.anon.com";

Production("a manifest cannot make it the default, for no command", async () => {
  const made = projectHere(steered);
  const commands = [
    ["init"],
    ["plan"],
    ["plan", "--refresh=false"],
    ["apply", "--auto-approve"],
    ["import", "userPools.members", "id-1"],
    ["settle", "userPools.members", "--not-created"],
    ["status"],
    ["verify"],
  ];
  for (const words of commands) {
    const { code, stdout, stderr } = await made.run(words);
    assert.equal([code, stdout], [5, ""], words.join(" "));
    assert.match(stderr, "error[production-not-said]");
    assert.match(stderr, "type the same with -e sandbox");
    assert.match(stderr, "correct the target of sandbox");
  }
  assert.equal(readdirSync(made.folder), ["anon.config.yaml"], "nothing was written");
  const said = await made.run(["plan", "--refresh=false", "-e", "sandbox"]);
  assert.is(said.code, 0, said.stderr);
  assert.match(said.stdout, `Environment sandbox at ${productionUrl}`);
  assert.is((await made.run(["plan", "--refresh=false", "--env=live"])).code, 0);
  assert.is((await made.run(["validate"])).code, 0, "which looks at every environment");
});

Production("neither can ANON_BASE_URL or --base-url, however the host is written", async () => {
  const made = projectHere(hostedManifest);
  const urls = [productionUrl, "https://SVC.prod.anon.com:443/", "https://svc.prod.anon.com./v1"];
  for (const url of urls)
    for (const { code, stderr } of [
      await made.run(["plan"], { ANON_BASE_URL: url }),
      await made.run(["plan", "--base-url", url]),
    ]) {
      assert.is(code, 5, url);
      assert.match(stderr, "error[production-not-said]");
      assert.match(stderr, "type the same with -e and its environment");
    }
  const said = await made.run(["plan", "-e", "production"], { ANON_BASE_URL: productionUrl });
  assert.is(said.code, 0, said.stderr);
  const sandbox = await made.run(["plan"], { ANON_BASE_URL: "https://svc.sandbox.anon.com" });
  assert.is(sandbox.code, 0, sandbox.stderr);
});

Production(
  "what is not production asks for nothing: an emulator behind the same manifest",
  async () => {
    const emulator = await testEmulator();
    try {
      const made = projectHere(steered, { env: emulator.env });
      assert.is((await made.run(["plan"])).code, 0);
    } finally {
      await emulator.close();
    }
  },
);

Production("a way to production that is not its own host is production's as well", async () => {
  const made = projectHere(steered);
  const { code, stderr } = await made.run(["plan", "--base-url", "https://gateway.example.com"]);
  assert.is(code, 5);
  assert.match(stderr, "error[production-not-said]");
});

Production.run();
