import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A run never prints the target of a symlink from a pull request. */
const Links = suite("symlinks that a pull request makes");

const secret = "hunter2-hunter2-hunter2";

/** Returns a repository whose manifest is a committed symlink. */
function linked(to: string): Project {
  const made = projectHere(smallManifest, { git: true });
  made.remove("anon.config.yaml");
  symlinkSync(to, join(made.folder, "anon.config.yaml"));
  return made;
}

function assertRefused(ran: CliRun, words: string): void {
  assert.is(ran.code, 3, `${words}\n${ran.stdout}${ran.stderr}`);
  assert.match(ran.stderr + ran.stdout, "symlink-not-followed", words);
  assert.not.match(ran.stdout + ran.stderr, secret, words);
}

const commands: readonly (readonly string[])[] = [
  ["validate"],
  ["validate", "--format", "json"],
  ["validate", "--format", "github"],
  ["plan"],
  ["plan", "--refresh=false"],
  ["status"],
  ["apply", "--auto-approve"],
  ["output"],
];

Links("the environment, a file outside, git's own files, what an earlier step left", async () => {
  const outside = join(temporaryFolder(), "key");
  writeFileSync(outside, secret);
  for (const to of ["/proc/self/environ", outside, ".git/config", ".env", ".git/hooks/../config"]) {
    const made = linked(to);
    made.write(".env", `TOKEN=${secret}\n`);
    made.git("config", "http.extraheader", `AUTHORIZATION: basic ${secret}`);
    for (const words of commands)
      assertRefused(await made.run(words, { OTHER_TOKEN: secret }), `${to}: ${words.join(" ")}`);
  }
});

Links(
  "in CI: a file that git tracks, and that an earlier step has written a token into",
  async () => {
    const made = linked("settings");
    made.write("settings", smallManifest);
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message", "settings");
    assert.is((await made.run(["validate"], { CI: "true" })).code, 0);
    made.write("settings", `token=${secret}\n`);
    for (const words of commands)
      assertRefused(await made.run(words, { CI: "true" }), words.join(" "));
    // On a workstation the link is by the person who edits the manifest.
    made.write("settings", `${smallManifest}# edited\n`);
    assert.is((await made.run(["validate"])).code, 0);
  },
);

Links("a folder on the way is a symlink as well", async () => {
  const made = projectHere(smallManifest, { git: true });
  const outside = temporaryFolder();
  writeFileSync(join(outside, "anon.config.yaml"), secret);
  symlinkSync(outside, join(made.folder, "config"));
  assertRefused(await made.run(["plan", "-c", "config/anon.config.yaml"]), "a folder");
  const absolute = join(made.folder, "config", "anon.config.yaml");
  assertRefused(await made.run(["plan", "-c", absolute]), "an absolute path");
});

Links("lists of ids and saved plans are files of the same kind", async () => {
  const outside = join(temporaryFolder(), "list");
  writeFileSync(outside, secret);
  const made = projectHere(smallManifest, { git: true });
  symlinkSync(outside, join(made.folder, "file"));
  for (const words of [
    ["show", "file"],
    ["apply", "file"],
    ["import", "--file", "file"],
  ])
    assertRefused(await made.run(words), words.join(" "));
});

Links("a symlink inside the repository, and one outside any, are read as before", async () => {
  const made = linked("shared/manifest.yaml");
  mkdirSync(join(made.folder, "shared"));
  made.write("shared/manifest.yaml", smallManifest);
  // A staged link is enough: a pre-commit hook validates before there is a commit.
  made.git("add", "--all");
  const ran = await made.run(["validate"]);
  assert.is(ran.code, 0, ran.stderr);

  // Kubernetes mounts a ConfigMap in this way.
  const mount = realpathSync(temporaryFolder());
  mkdirSync(join(mount, "..data"));
  writeFileSync(join(mount, "..data", "anon.config.yaml"), smallManifest);
  symlinkSync("..data/anon.config.yaml", join(mount, "anon.config.yaml"));
  assert.is((await runCliHere(["validate"], { cwd: mount })).code, 0);
  const elsewhere = ["validate", "-c", join(mount, "anon.config.yaml")];
  assert.is((await made.run(elsewhere)).code, 0);
});

Links.run();
