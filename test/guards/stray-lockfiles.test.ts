import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { hostedManifest, projectHere, type Project } from "../support/project.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A manifest moved without its lockfile is not new: a run would create everything again. */
const Strays = suite("a lockfile in another folder");

const lockfileName = "anon.lock.sandbox.json";
const offline = ["plan", "--refresh=false"];

/** Returns a repository with a committed manifest and lockfile. */
async function repository(): Promise<Project> {
  const made = projectHere(hostedManifest, { git: true });
  assert.is((await made.run(["init"])).code, 0);
  commit(made, "init");
  return made;
}

function commit(made: Project, message: string): void {
  made.git("add", "--all");
  made.git("commit", "--quiet", "--message", message);
}

/** Moves the manifest to a folder of its own, and leaves the lockfile. */
function moveManifest(made: Project): void {
  mkdirSync(join(made.folder, "infra"));
  made.git("mv", "anon.config.yaml", "infra");
}

/** Returns a clone as on another machine: without a ledger. */
function clone(made: Project): string {
  const folder = temporaryFolder();
  made.git("clone", "--quiet", made.folder, folder);
  return folder;
}

const runIn = (...path: string[]) => {
  const cwd = join(...path);
  return (...args: string[]): Promise<CliRun> => runCliHere(args, { cwd });
};

Strays("is no other project's loss where that has a manifest of another name", async () => {
  const made = await repository();
  made.git("mv", "anon.config.yaml", "team.yaml");
  mkdirSync(join(made.folder, "infra"));
  writeFileSync(join(made.folder, "infra", "anon.config.yaml"), hostedManifest);
  commit(made, "two projects");
  const run = runIn(clone(made), "infra");
  const { code, stderr } = await run("init");
  assert.is(code, 0, stderr);
});

Strays("is missed by plan and init, until it is moved along", async () => {
  const made = await repository();
  moveManifest(made);
  const uncommitted = await runIn(made.folder, "infra")(...offline);
  assert.match(uncommitted.stderr, "no manifest stands beside it", "before the commit, too");
  commit(made, "moved");
  const folder = clone(made);
  const run = runIn(folder, "infra");
  const move = `git mv ../${lockfileName} ${lockfileName}`;
  for (const [args, code] of [
    [offline, "no-lockfile"],
    [["recover", "--from-git", "--yes"], "no-lockfile"],
    [["init"], "lockfile-lost"],
  ] as const) {
    const refused = await run(...args);
    assert.is(refused.code, 5, refused.stdout);
    for (const part of [
      `error[${code}]`,
      `HEAD holds ../${lockfileName}, and no manifest stands beside it`,
      move,
      "anon-sync init --separate",
    ])
      assert.match(refused.stderr, part);
    assert.not(existsSync(join(folder, "infra", lockfileName)));
  }
  made.git("-C", join(folder, "infra"), ...move.split(" ").slice(1));
  const planned = await run(...offline);
  assert.is(planned.code, 0, planned.stderr);
  // On the machine that made the lockfile, the ledger moves along, too.
  made.git("-C", join(made.folder, "infra"), ...move.split(" ").slice(1));
  assert.is((await runIn(made.folder, "infra")(...offline)).code, 0);
});

Strays("that was removed with the move is missed, too, and comes back", async () => {
  const made = await repository();
  const lockfile = made.read(lockfileName);
  moveManifest(made);
  made.git("rm", "--quiet", lockfileName);
  commit(made, "moved");
  const folder = clone(made);
  const run = runIn(folder, "infra");
  const refused = await run("init");
  assert.is(refused.code, 5, refused.stdout);
  assert.match(refused.stderr, `git's history held ../${lockfileName} (commit `);
  assert.match(refused.stderr, "anon-sync recover --from-git");
  assert.is((await run("recover", "--from-git", "--yes")).code, 0);
  assert.is(readFileSync(join(folder, "infra", lockfileName), "utf8"), lockfile);
  assert.is((await run(...offline)).code, 0);
});

Strays("of a manifest there, or of one that it moved on to, is in nobody's way", async () => {
  const made = await repository();
  mkdirSync(join(made.folder, "one"));
  made.git("mv", "anon.config.yaml", lockfileName, "one");
  commit(made, "moved together");
  const folder = clone(made);
  mkdirSync(join(folder, "two"));
  writeFileSync(join(folder, "two", "anon.config.yaml"), hostedManifest);
  const run = runIn(folder, "two");
  const first = await run(...offline);
  assert.equal([first.code, first.stderr.includes("HEAD")], [0, false], first.stderr);
  assert.is((await run("init")).code, 0);
  // In a sparse checkout, only HEAD has the other manifest.
  made.git("-C", folder, "sparse-checkout", "set", "--no-cone", "two");
  assert.not(existsSync(join(folder, "one", "anon.config.yaml")));
  mkdirSync(join(folder, "three"));
  writeFileSync(join(folder, "three", "anon.config.yaml"), hostedManifest);
  assert.is((await runIn(folder, "three")("init")).code, 0);
});

Strays("of another manifest is told apart by a person", async () => {
  const made = await repository();
  moveManifest(made);
  commit(made, "moved");
  const folder = clone(made);
  const run = runIn(folder, "infra");
  assert.is((await run("init", "--separate")).code, 0);
  assert.is((await run(...offline)).code, 0);
});

Strays("of another environment, or that is none, is in nobody's way", async () => {
  const made = await repository();
  moveManifest(made);
  made.write("state.json", "{}\n");
  commit(made, "moved");
  const run = runIn(clone(made), "infra");
  assert.is((await run("init", "-e", "production")).code, 0);
  assert.is((await run("init", "--lockfile", "state.json")).code, 0);
});

Strays.run();
