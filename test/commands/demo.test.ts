import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Demo = suite("demo");

Demo("npm run demo shows the whole story, leaves nothing behind and ends with 0", () => {
  const home = temporaryFolder();
  const temporary = temporaryFolder();
  const before = treeState();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repositoryFolder, "scripts", "demo.mjs")],
    // The folder is not the repository's: npm starts the script there, but people need not.
    {
      cwd: home,
      env: {
        ...process.env,
        HOME: home,
        TMPDIR: temporary,
        ANON_API_KEY_SANDBOX: "real-canary-key",
        ANON_BASE_URL: "https://svc.sandbox.anon.com",
      },
      encoding: "utf8",
    },
  );
  assert.is(status, 0, stderr);
  const story = [
    "$ anon-sync plan",
    "Plan: 5 to create, 0 to retire, 0 unchanged.",
    "$ anon-sync apply --auto-approve",
    "Apply complete! 5 created, 0 failed, 0 unsettled.",
    '"lockfileVersion": 1',
    "No changes. Anon has everything the manifest wants.",
    "$ curl -X PATCH http://127.0.0.1:",
    '-> "Changed by hand"',
  ];
  let at = 0;
  for (const part of story) {
    const found = stdout.indexOf(part, at);
    assert.ok(found >= at, `${part} comes next`);
    at = found;
  }
  assert.not.match(stdout + stderr, "canary");
  assert.equal([readdirSync(home), readdirSync(temporary)], [[], []]);
  assert.is(treeState(), before);
});

/** Returns git's status of the tree; the text is always the same if there is no repository. */
function treeState(): string {
  const args = ["status", "--porcelain"];
  return spawnSync("git", args, { cwd: repositoryFolder, encoding: "utf8" }).stdout;
}

Demo.run();
