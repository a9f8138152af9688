import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hostedManifest, project, type Project } from "../support/project.ts";
import { hasRemote, withRemote, type Remote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Commits = suite("apply --commit");
const test = hasRemote ? Commits : Commits.skip;
const lockfile = "anon.lock.sandbox.json";

/** Returns a project with a committed lockfile, and a bare remote with the project's branch. */
async function pushedProject({ env }: Remote): Promise<{ bare: string; made: Project }> {
  const bare = join(temporaryFolder(), "remote.git");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  const made = project(hostedManifest, { git: true, env });
  made.git("branch", "-M", "main");
  await made.initialized();
  made.git("add", "--all");
  made.git("commit", "--quiet", "-m", "init");
  made.git("remote", "add", "origin", bare);
  made.git("push", "--quiet", "--set-upstream", "origin", "main");
  return { bare, made };
}

const inBare = (bare: string, ...words: string[]): string =>
  execFileSync("git", ["--git-dir", bare, ...words], { encoding: "utf8" });

const apply = ["apply", "--auto-approve", "--state", "git"];

test(
  "the lockfile alone is committed and pushed, and the checkout goes along",
  withRemote(async (remote) => {
    const { bare, made } = await pushedProject(remote);
    made.write("unrelated.txt", "not committed");
    const ran = await made.run([...apply, "--commit", "--skip-ci"], {
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: "push",
      GITHUB_ACTOR: "mona",
      GITHUB_ACTOR_ID: "7",
    });
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, "Committed anon.lock.sandbox.json to main on origin");
    assert.not.match(ran.stderr, "Commit the lockfile now");
    const said = inBare(bare, "log", "-1", "--format=%an <%ae>%n%s%n%b", "main");
    assert.match(said, "mona <7+mona@users.noreply.github.com>");
    assert.match(said, "anon-sync: create 3 in sandbox [skip ci]");
    assert.match(said, /userPools\.members = [0-9a-f-]{36}/);
    const touched = inBare(bare, "diff", "--name-only", "main~1", "main");
    assert.is(touched, `${lockfile}\n`);
    assert.is(inBare(bare, "show", `main:${lockfile}`), made.read(lockfile));
    assert.is(made.git("rev-parse", "HEAD"), inBare(bare, "rev-parse", "main"));
    assert.is(made.git("status", "--porcelain"), "?? unrelated.txt\n");

    const again = await made.run([...apply, "--commit"]);
    assert.is(again.code, 0, again.stderr);
    assert.match(again.stderr, "main on origin has this lockfile already.");
  }),
);

test(
  "what others have pushed meanwhile stays, and what their lockfile knows is merged",
  withRemote(async (remote) => {
    const { bare, made } = await pushedProject(remote);
    const other = project(undefined, { env: remote.env });
    other.git("clone", "--quiet", bare, "clone");
    const theirs = `# A comment.\n${hostedManifest}`;
    other.write("clone/anon.config.yaml", theirs);
    other.git("-C", "clone", "commit", "--quiet", "--all", "-m", "unrelated");
    other.git("-C", "clone", "push", "--quiet");
    const before = made.git("rev-parse", "HEAD");
    const ran = await made.run([...apply, "--commit"]);
    assert.is(ran.code, 0, ran.stderr);
    assert.is(inBare(bare, "log", "-1", "--format=%s", "main~1"), "unrelated\n");
    assert.is(inBare(bare, "show", "main:anon.config.yaml"), theirs);
    assert.is(inBare(bare, "show", `main:${lockfile}`), made.read(lockfile));
    assert.is(
      made.git("rev-parse", "HEAD"),
      before,
      "a branch that is behind is left to its owner",
    );
  }),
);

test(
  "a protected branch gets a branch for a pull request instead",
  withRemote(async (remote) => {
    const { bare, made } = await pushedProject(remote);
    inBare(bare, "config", "receive.denyDeletes", "true");
    const hook = join(bare, "hooks", "update");
    made.write(
      "hook",
      '#!/bin/sh\n[ "$1" != refs/heads/main ] || { echo protected >&2; exit 1; }\n',
    );
    execFileSync("cp", [join(made.folder, "hook"), hook]);
    execFileSync("chmod", ["755", hook]);
    made.remove("hook");
    const refused = await made.run([...apply, "--commit"]);
    assert.is(refused.code, 1, refused.stderr);
    assert.match(refused.stderr, "error[lockfile-not-committed]");
    assert.match(refused.stderr, "--commit-branch NAME");
    assert.is(await remote.emulator.posts(), 3);

    const ran = await made.run([...apply, "--commit", "--commit-branch", "anon-sync/lockfile"]);
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, "main does not take the commit");
    assert.match(ran.stderr, "to anon-sync/lockfile on origin");
    assert.is(inBare(bare, "show", `anon-sync/lockfile:${lockfile}`), made.read(lockfile));
    assert.is(inBare(bare, "log", "-1", "--format=%s", "main"), "init\n");
  }),
);

test(
  "where the commit did not get through, the next plan anywhere knows what was created",
  withRemote(async (remote) => {
    const { bare, made } = await pushedProject(remote);
    assert.is((await made.run(apply)).code, 0);
    const fresh = project(undefined, { env: remote.env });
    fresh.git("clone", "--quiet", bare, "clone");
    const plan = await fresh.run(["plan", "-c", "clone/anon.config.yaml"]);
    assert.is(plan.code, 0, plan.stderr);
    assert.match(plan.stderr, /Picked up from refs\/anon-sync\/\S+ of origin: \d+ facts/);
    assert.match(plan.stdout, "Plan: 0 to create, 0 to retire, 3 unchanged.");
    const applied = await fresh.run(["apply", "--auto-approve", "-c", "clone/anon.config.yaml"]);
    assert.is(applied.code, 0, applied.stderr);
    assert.is(fresh.read(`clone/${lockfile}`), made.read(lockfile));
    assert.is(await remote.emulator.posts(), 3);
  }),
);

Commits.run();
