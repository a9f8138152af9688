import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { git } from "../support/machine.ts";
import { hostedManifest, project, projectHere, type Project } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { pushedTo } from "../support/remote-repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Place = suite("where the state is kept");
const Host = suite("a host that takes branches alone");

/** An unreachable API: these tests end before the first request. */
const env = { ANON_BASE_URL: "https://0.0.0.0:9", ANON_API_KEY: "canary-key" };
const ci = { CI: "true" };

/** Returns a project in git, as after `init`. */
async function initialized(more = ""): Promise<Project> {
  const made = projectHere(`${hostedManifest}${more}`, { env, git: true });
  assert.is((await made.run(["init"])).code, 0);
  return made;
}

/** Returns the ref of the state, from the message of `unlock` about a missing ref. */
async function placeOf(made: Project, variables = {}, ...words: string[]): Promise<string> {
  const { code, stderr } = await made.run(["unlock", ...words], variables);
  assert.is(code, 5, stderr);
  return /on a git remote: (.*)\. Nothing was done/.exec(stderr)?.[1] ?? stderr;
}

Place("in CI it is the remote, without a word", async () => {
  const made = await initialized();
  pushedTo(made);
  const { lineage } = JSON.parse(made.read("anon.lock.sandbox.json")) as { lineage: string };
  const ref = `refs/anon-sync/${lineage}/sandbox of origin is not there`;
  for (const variables of [ci, { GITHUB_ACTIONS: "true" }, { GITLAB_CI: "true" }])
    assert.is(await placeOf(made, variables), ref);
  assert.is(await placeOf(made, ci, "--state", "git"), ref);
  assert.match(await placeOf(made, ci, "--state", "local"), "kept on this machine alone");
});

Place("in CI without a remote an apply is refused, says why, and names what to say", async () => {
  const made = await initialized();
  const refused = await made.run(["apply", "--auto-approve"], ci);
  assert.is(refused.code, 5, refused.stderr);
  assert.match(refused.stderr, "error[state-not-said]");
  assert.match(refused.stderr, "the repository has no remote");
  assert.match(refused.stderr, "--state local");
  // A plan creates nothing, and so needs no place for the state.
  const plan = await made.run(["plan"], ci);
  assert.is(plan.code, 0, plan.stderr);
  assert.match(plan.stdout, "3 to create");
  // The apply reaches the next refusal.
  const words = ["apply", "--auto-approve", "--state", "local", "--max-creates", "0"];
  const local = await made.run(words, ci);
  assert.match(local.stderr, "error[too-many-creates]");
});

Place("in CI outside of git an apply is refused, too", async () => {
  const made = projectHere(hostedManifest, { env });
  assert.is((await made.run(["init"])).code, 0);
  const refused = await made.run(["apply", "--auto-approve"], ci);
  assert.is(refused.code, 5, refused.stderr);
  assert.match(refused.stderr, "the lockfile is in no git work tree");
});

Place("what the manifest says counts, on a workstation too", async () => {
  const made = await initialized("state: git\n");
  const refused = await made.run(["plan"]);
  assert.is(refused.code, 5, refused.stderr);
  assert.match(refused.stderr, "error[no-git-remote]");
  assert.match(refused.stderr, "state: git in the manifest");
  pushedTo(made);
  assert.match(await placeOf(made), /^refs\/anon-sync\/.* of origin is not there$/);
  made.manifest(`${hostedManifest}state: local\n`);
  assert.match(await placeOf(made, ci), "kept on this machine alone");
  // The command line overrides the manifest.
  assert.match(await placeOf(made, {}, "--state", "git"), /^refs\/anon-sync\//);
});

Place("the manifest names remote and refs, and an unknown remote is an error", async () => {
  const state = "state: { git: { remote: upstream, refs: refs/heads/anon-sync } }\n";
  const made = await initialized(state);
  pushedTo(made);
  const unknown = await made.run(["plan"]);
  assert.is(unknown.code, 5, unknown.stderr);
  assert.match(unknown.stderr, "the repository has no remote upstream");
  made.git("remote", "rename", "origin", "upstream");
  assert.match(await placeOf(made), /^refs\/heads\/anon-sync\/.* of upstream is not there$/);
});

Place("of several remotes without an origin, one must be named", async () => {
  const made = await initialized("state: git\n");
  pushedTo(made);
  made.git("remote", "rename", "origin", "one");
  assert.match(await placeOf(made), "of one is not there");
  made.git("remote", "add", "two", temporaryFolder());
  const refused = await made.run(["plan"]);
  assert.is(refused.code, 5, refused.stderr);
  assert.match(refused.stderr, "several remotes (one, two), none of them origin");
});

Place(
  "refs that would be others, or none, are refused; those that bear our name are not",
  async () => {
    const made = projectHere(hostedManifest, { env });
    const validate = async (refs: string) => {
      made.manifest(`${hostedManifest}state: { git: { refs: ${JSON.stringify(refs)} } }\n`);
      return made.run(["validate"]);
    };
    for (const refs of [
      "refs",
      "heads/x",
      "refs/heads/../x",
      "refs/a b",
      "refs/*",
      "refs/heads/x/",
      "",
      // These are branches, tags, git's own refs, and refs that hosts act on.
      "refs/heads",
      "refs/heads/main",
      "refs/heads/release",
      "refs/tags",
      "refs/tags/v1",
      "refs/notes",
      "refs/notes/commits",
      "refs/remotes/origin",
      "refs/stash",
      "refs/replace",
      "refs/pull",
      "refs/pull/1",
      "refs/merge-requests/1",
      "refs/pull-requests/1",
      "refs/changes/01",
      "refs/for",
      "refs/for/main",
      "refs/meta",
      "refs/keep-around",
      // These refs begin like ours.
      "refs/anon-syncer",
      "refs/ANON-SYNC",
      "refs/anon_sync",
      "refs/x/anon-sync",
      "refs/heads/anon-sync/x",
      "refs/heads/anon-sync-x",
      "refs/anon-sync/../heads",
      "refs/anon-sync/.x",
      "refs/anon-sync/-x",
      "refs/anon-sync//x",
      "refs/anon-sync\n",
      `refs/anon-sync/${"x".repeat(200)}`,
    ]) {
      const ran = await validate(refs);
      assert.is(ran.code, 3, `${refs}: ${ran.stderr}`);
    }
    for (const refs of [
      "refs/anon-sync",
      "refs/anon-sync/team/eu",
      "refs/anon-sync-team",
      "refs/heads/anon-sync",
    ]) {
      const ran = await validate(refs);
      assert.is(ran.code, 0, `${refs}: ${ran.stderr}`);
    }
  },
);

Place("a lineage that is a branch's name is refused before the remote is asked", async () => {
  const made = await initialized("state: { git: { refs: refs/heads/anon-sync } }\n");
  const { git: remote } = pushedTo(made);
  const before = remote("for-each-ref");
  const text = made.read("anon.lock.sandbox.json");
  for (const lineage of ["main", "../heads", "../../tags/v1", "../main"]) {
    made.write("anon.lock.sandbox.json", text.replace(/(?<="lineage": ")[^"]*/, lineage));
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.is(ran.code, 5, ran.stderr);
    assert.match(ran.stderr, "error[lockfile-damaged]");
    assert.is(remote("for-each-ref"), before);
  }
});

Host(
  "it is told which setting to make, and with it the state is on a branch of its own",
  withRemote(async ({ env: remote, emulator }) => {
    const made = project(hostedManifest, { env: { ...remote, ...ci }, git: true });
    await made.initialized();
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message=init");
    const { folder } = pushedTo(made);
    const hook = join(folder, "hooks", "update");
    const line =
      'case "$1" in refs/heads/*) ;; *) echo "::error::branches only" >&2; exit 1;; esac';
    writeFileSync(hook, `#!/bin/sh\n${line}\n`);
    chmodSync(hook, 0o755);
    // On a workstation the state stays local: no check notices.
    const one = ["apply", "--auto-approve", "--target", "userPools.staff"];
    const local = await made.run(one, { CI: "" });
    assert.is(local.code, 0, local.stderr);

    const refused = await made.run(["apply", "--auto-approve"]);
    assert.is(refused.code, 5, refused.stderr);
    assert.match(refused.stderr, "error[remote-refuses]");
    assert.match(refused.stderr, "refs/heads/anon-sync");
    assert.not.match(refused.stderr, /^::/m, "a host's words are no command of a CI");
    assert.is(await emulator.posts(), 1);

    made.manifest(`${hostedManifest}state: { git: { refs: refs/heads/anon-sync } }\n`);
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.is(ran.code, 0, ran.stderr);
    assert.is(await emulator.posts(), 3);
    assert.match(git(folder, "for-each-ref"), /refs\/heads\/anon-sync\/[^/]*\/sandbox\n/);
    const plan = await made.run(["plan"]);
    assert.match(plan.stdout, "3 unchanged");
  }),
);

Host(
  "a branch of somebody's in the place of our namespace stays, and nothing is sent",
  withRemote(async ({ env: remote, emulator }) => {
    const state = "state: { git: { refs: refs/heads/anon-sync } }\n";
    const made = project(`${hostedManifest}${state}`, { env: { ...remote, ...ci }, git: true });
    await made.initialized();
    const { git: bare } = pushedTo(made);
    made.git("push", "--quiet", "origin", "HEAD:refs/heads/anon-sync");
    const before = bare("for-each-ref");
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.is(ran.code, 5, ran.stderr);
    assert.match(ran.stderr, "error[remote-refuses]");
    assert.is(bare("for-each-ref"), before);
    assert.is(await emulator.posts(), 0);
  }),
);

Place.run();
if (hasRemote) Host.run();
