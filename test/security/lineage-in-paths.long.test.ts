import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseLineage } from "../../src/core/names/lineage.ts";
import { runCli } from "../support/cli.ts";
import { withEmulator } from "../support/emulator.ts";
import { git } from "../support/machine.ts";
import { hostedManifest, project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The author of a pull request writes the lockfile, whose lineage names a folder and a ref. */
const Lineages = suite("a lineage that somebody wrote");

const lockfileName = "anon.lock.sandbox.json";
const good = "0b0e0000-0000-4000-8000-000000000001";
const hostile: readonly string[] = [
  "../../../PWN",
  "..",
  ".",
  "",
  "a/b",
  "a\\..\\..\\PWN",
  "/tmp/PWN",
  "C:PWN",
  "CON",
  "aux",
  "main",
  "--upload-pack=x",
  `${good}/../../../PWN`,
  `${good}\n`,
  `${good}.`,
  `${good} `,
  `${good}:stream`,
  good.toUpperCase(),
  // A full-width digit, and letters that a file system composes.
  `０${good.slice(1)}`,
  "e\u0301".repeat(18),
  "a".repeat(100_000),
];

function lockfileText(lineage: string, more: object = {}): string {
  return JSON.stringify({
    lockfileVersion: 1,
    lineage,
    environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
    resources: {},
    unsettled: {},
    retired: {},
    ...more,
  });
}

/** Makes a repository deep enough in a folder of its own to show an effect of `../../..`. */
function planted(lineage: string, isInGit = true) {
  const top = temporaryFolder();
  const folder = join(top, "a", "b", "repository");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "anon.config.yaml"), `${hostedManifest}state: local\n`);
  writeFileSync(join(folder, lockfileName), lockfileText(lineage));
  if (isInGit) {
    git(folder, "init", "--quiet");
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "--message=planted");
  }
  const names = () => readdirSync(top, { recursive: true, encoding: "utf8" }).toSorted();
  /** Returns a check that no name has come or gone since, anywhere around the repository. */
  const watch = () => {
    const before = names();
    return (by: string) => assert.equal(names(), before, by);
  };
  return { folder, watch };
}

const key = { ANON_API_KEY: "canary-key", ANON_BASE_URL: "https://0.0.0.0:9" };

Lineages("that is none is refused by apply, which leaves no folder and no file", async () => {
  for (const isInGit of [true, false])
    for (const lineage of isInGit ? hostile : hostile.slice(0, 3)) {
      const { folder, watch } = planted(lineage, isInGit);
      const assertUntouched = watch();
      const ran = await runCli(["apply", "--auto-approve"], { cwd: folder, env: key });
      assert.is(ran.code, 5, `${lineage}\n${ran.stderr}`);
      assert.match(ran.stderr, "error[lockfile-damaged]");
      assert.match(ran.stderr, "/lineage is not what a lockfile holds");
      assertUntouched(lineage);
    }
});

Lineages("that is none is refused by every command that reads a lockfile", async () => {
  const { folder, watch } = planted("../../../PWN");
  const assertUntouched = watch();
  for (const words of [
    ["plan"],
    ["plan", "--refresh=false"],
    ["plan", "--state", "git"],
    ["status"],
    ["output", "--partial"],
    ["import", "userPools.members", "7a1e0000-0000-4000-8000-000000000001", "--yes"],
    ["settle", "userPools.members", "--not-created", "--yes"],
    ["unlock"],
    ["recover", "--from-git", "--yes"],
    ["recover", "--from-remote", "--yes"],
    ["init"],
    ["verify"],
    ["token", "members", "--user", "somebody"],
    ["apply", "--commit", "--auto-approve", "--state", "git"],
  ]) {
    const ran = await runCli(words, { cwd: folder, env: key });
    assert.is.not(ran.code, 0, `${words.join(" ")}\n${ran.stdout}`);
    assert.match(ran.stderr, "lockfile-damaged", words.join(" "));
    assertUntouched(words.join(" "));
  }
});

Lineages("in git's history alone is no lockfile that comes back", async () => {
  const { folder, watch } = planted("../../../PWN");
  git(folder, "rm", "--quiet", lockfileName);
  git(folder, "commit", "--quiet", "--message=gone");
  mkdirSync(join(folder, ".git", "anon-sync"));
  const assertUntouched = watch();
  const ran = await runCli(["recover", "--from-git", "--yes"], { cwd: folder, env: key });
  assert.is(ran.code, 5, ran.stderr);
  assert.match(ran.stderr, "error[nothing-to-recover]");
  assertUntouched("recover");
});

Lineages("on a side of a merge is no lockfile, and nothing is written elsewhere", async () => {
  const { folder, watch } = planted(good);
  for (const name of ["base.json", "theirs.json"])
    writeFileSync(join(folder, name), lockfileText("../../../PWN"));
  const assertUntouched = watch();
  const words = ["merge-driver", "base.json", lockfileName, "theirs.json", "../../../PWN/x.json"];
  const ran = await runCli(words, { cwd: folder });
  assert.is(ran.code, 5, ran.stderr);
  assert.match(ran.stderr, "error[lockfile-damaged]");
  assertUntouched("merge-driver");
});

Lineages(
  "in a saved plan is compared, and makes no path",
  withEmulator(async (emulator) => {
    const made = project(hostedManifest, { env: emulator.env, git: true });
    await made.applied();
    made.manifest(hostedManifest.replace("Members", "Members of old"));
    const planned = await made.run([
      "plan",
      "--out",
      "plan.json",
      "--replace",
      "userPools.members",
    ]);
    assert.is(planned.code, 0, planned.stderr);
    const text = made.read("plan.json");
    const { lineage } = made.lockfile();
    assert.match(text, lineage);
    made.write("plan.json", text.replaceAll(lineage, "../../../PWN"));
    const before = readdirSync(join(made.folder, ".git", "anon-sync")).toSorted();
    const ran = await made.run(["apply", "plan.json"]);
    assert.is.not(ran.code, 0, ran.stdout);
    assert.equal(readdirSync(join(made.folder, ".git", "anon-sync")).toSorted(), before);
    assert.is(await emulator.posts(), 3);
  }),
);

Lineages("is never taken from a folder's name that is none", async () => {
  const { folder } = planted(good);
  const state = join(folder, ".git", "anon-sync");
  for (const name of ["PWN", "-rf", good.toUpperCase()]) {
    mkdirSync(join(state, name), { recursive: true });
    // Each damaged ledger would stop a run that reads it.
    writeFileSync(join(state, name, "ledger"), "damaged");
  }
  git(folder, "rm", "--quiet", lockfileName);
  git(folder, "commit", "--quiet", "--amend", "--message=gone");
  const ran = await runCli(["init"], { cwd: folder });
  assert.is(ran.code, 0, ran.stderr);
});

Lineages("whatever it is, a path made of it stays in the folder of the state", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.constantFrom(...hostile),
        fc.string({ unit: "binary" }),
        fc.uuid(),
        fc.tuple(fc.uuid(), fc.string()).map(([uuid, more]) => uuid + more),
      ),
      (text) => {
        const lineage = parseLineage(text);
        if (lineage === undefined) return;
        const path = join("/state", lineage, "ledger");
        assert.is(path, `/state/${lineage}/ledger`);
        assert.is(lineage, lineage.normalize("NFC").toLowerCase());
        assert.is(lineage.length, 36);
      },
    ),
  );
  assert.is(parseLineage(good), good);
});

Lineages.run();
