import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noGitServer, type GitRequest } from "../support/git-server.ts";
import { git } from "../support/machine.ts";
import {
  lockfileOf,
  poolsManifest,
  withSharedRepository,
  type SharedRepository,
} from "../support/shared-repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Races = suite("apply --commit, while others push to the branch");
const test = noGitServer === undefined ? Races : Races.skip;

const apply = ["apply", "--auto-approve", "--state", "git", "--commit"];
const lockfile = "anon.lock.sandbox.emulator.json";

/** Pushes another author's commit, which no clone has. */
function pushUnrelated({ bare }: SharedRepository, name: string): void {
  const tree = git(bare, "rev-parse", "main^{tree}").trim();
  const commit = git(bare, "commit-tree", tree, "-p", "main", "-m", name).trim();
  git(bare, "update-ref", "refs/heads/main", commit);
}

/** Pushes another author's commit of a lockfile of their own. */
function pushLockfile({ bare }: SharedRepository, contents: object): void {
  const file = join(temporaryFolder(), lockfile);
  writeFileSync(file, `${JSON.stringify(contents, undefined, 2)}\n`);
  const blob = git(bare, "hash-object", "-w", file).trim();
  const index = { GIT_INDEX_FILE: join(temporaryFolder(), "index") };
  const inIndex = (...words: readonly string[]) =>
    execFileSync("git", words, { cwd: bare, env: { ...process.env, ...index }, encoding: "utf8" });
  inIndex("read-tree", "main");
  inIndex("update-index", "--add", "--cacheinfo", `100644,${blob},${lockfile}`);
  const tree = inIndex("write-tree").trim();
  const commit = git(bare, "commit-tree", tree, "-p", "main", "-m", "theirs").trim();
  git(bare, "update-ref", "refs/heads/main", commit);
}

/** Calls `race` before each of the first pushes to the branch, after the run has released its lease. */
function beforePushes(shared: SharedRepository, times: number, race: (nth: number) => void): void {
  let nth = 0;
  shared.server.behave(({ step }: GitRequest) => {
    const isOver = shared.chain().at(-1)?.what === "release";
    if (isOver && step === "push" && nth < times) race((nth += 1));
    return "serve";
  });
}

test(
  "each of their commits stays, and ours is made anew on it, in a shallow clone too",
  withSharedRepository("http", poolsManifest(["a"]), async (shared) => {
    const runner = shared.machine({ cloneFlags: ["--depth=1"] });
    beforePushes(shared, 4, (nth) => pushUnrelated(shared, `unrelated ${nth}`));
    const ran = await runner.run(apply);
    assert.is(ran.code, 0, ran.stderr);
    assert.equal(git(shared.bare, "log", "--format=%s", "main").trim().split("\n"), [
      "anon-sync: create 1 in sandbox",
      ...[4, 3, 2, 1].map((nth) => `unrelated ${nth}`),
      "manifest",
    ]);
    assert.is(git(shared.bare, "diff", "--name-only", "main~1", "main"), `${lockfile}\n`);
    assert.equal(JSON.parse(git(shared.bare, "show", `main:${lockfile}`)), lockfileOf(runner));
    assert.is(await shared.emulator.posts(), 1);
  }),
);

test(
  "an id that somebody else has committed for the same address is kept beside ours, and told of",
  withSharedRepository("http", poolsManifest(["a"]), async (shared) => {
    const runner = shared.machine();
    const theirs = "99999999-9999-4999-8999-999999999999";
    beforePushes(shared, 1, () => {
      const text = readFileSync(join(runner.folder, lockfile), "utf8");
      const { id, attempt } = JSON.parse(text).resources["userPools.a"];
      pushLockfile(
        shared,
        JSON.parse(text.replaceAll(id, theirs).replaceAll(attempt, "99999999aaaa4aaa-0")),
      );
    });
    const ran = await runner.run(apply);
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, "had an id of their own for 1 address:");
    assert.match(ran.stderr, theirs);
    const merged = JSON.parse(git(shared.bare, "show", `main:${lockfile}`));
    assert.is(Object.keys(merged.retired).length, 1, "one of them is retired");
  }),
);

test(
  "where they are always faster it gives up, and the next plan anywhere knows everything",
  withSharedRepository("http", poolsManifest(["a"]), async (shared) => {
    const runner = shared.machine();
    beforePushes(shared, 99, (nth) => pushUnrelated(shared, `unrelated ${nth}`));
    const ran = await runner.run(apply);
    assert.is(ran.code, 1, ran.stderr);
    assert.match(ran.stderr, "error[lockfile-not-committed]");
    runner.remove();
    shared.server.behave();
    const fresh = shared.machine();
    const again = await fresh.run(apply);
    assert.is(again.code, 0, again.stderr);
    assert.match(again.stderr, "Picked up from refs/anon-sync/");
    assert.match(git(shared.bare, "show", `main:${lockfile}`), String(lockfileOf(fresh).lineage));
    assert.equal(await shared.unconverged(fresh), []);
    assert.is(await shared.emulator.posts(), 1);
  }),
);

test(
  "a push to the branch whose answer was lost is read back, and is there once",
  withSharedRepository("http", poolsManifest(["a"]), async (shared) => {
    const runner = shared.machine();
    shared.server.behave(({ step }) =>
      step === "push" && shared.chain().at(-1)?.what === "release" ? "lose the answer" : "serve",
    );
    const ran = await runner.run(apply);
    assert.is(ran.code, 0, ran.stderr);
    assert.equal(git(shared.bare, "log", "--format=%s", "main").trim().split("\n"), [
      "anon-sync: create 1 in sandbox",
      "manifest",
    ]);
  }),
);

Races.run();
