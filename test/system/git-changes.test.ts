import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { changedSince } from "../../src/system/git/changes.ts";
import { gitRepositories } from "../../src/system/git/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Changes = suite("git: what changed since a revision");

const variables = {
  PATH: process.env["PATH"],
  HOME: temporaryFolder(),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

/** Returns a repository with one file on its branch main. */
function repository() {
  const root = temporaryFolder();
  const git = (...words: string[]) =>
    execFileSync("git", words, { cwd: root, env: variables, stdio: "pipe" }).toString();
  const write = (name: string, text = name) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const commit = (...names: string[]) => {
    for (const name of names) write(name, `${name} ${Math.random()}`);
    git("add", "--all");
    git("commit", "--quiet", "--message=files");
  };
  git("init", "--quiet", "--initial-branch=main");
  commit("kept", "moved", "removed", "edited", "staged", "touched");
  const since = async (revision: string, currentFolder = root) =>
    [
      ...(await changedSince(gitRepositories({ variables, currentFolder }), root, revision)),
    ].toSorted();
  return { root, git, write, commit, since };
}

async function failed(step: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Failure ? error.problems[0]?.code : undefined;
}

Changes("is what the branch did since it left it, not what the other one did since", async () => {
  const { git, commit, since } = repository();
  git("checkout", "--quiet", "-b", "branch");
  commit("ours");
  git("checkout", "--quiet", "main");
  commit("theirs");
  git("checkout", "--quiet", "branch");
  assert.equal(await since("main"), ["ours"]);
  assert.equal(await since("HEAD"), []);
});

Changes("a revision that is two things is refused, and its whole name is taken", async () => {
  const { git, commit, since } = repository();
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  commit("ours");
  // A clone fetches tags that another person has pushed.
  git("tag", "origin/main");
  for (const revision of ["origin/main", "origin/main^0", "origin/main~0"])
    assert.is(await failed(since(revision)), "ambiguous-revision", revision);
  assert.equal(await since("refs/remotes/origin/main"), ["ours"]);
  assert.equal(await since("remotes/origin/main"), ["ours"]);
  git("branch", "origin/main/below");
  git("tag", "HEAD");
  assert.equal(await since("HEAD"), []);
  git("tag", "--delete", "origin/main");
  assert.equal(await since("origin/main"), ["ours"]);
});

Changes(
  "has what is not committed, what is new, and what is gone; nothing that is ignored",
  async () => {
    const { root, git, write, since } = repository();
    write(".gitignore", "ignored\n");
    write("ignored");
    write("new/deep/file");
    write("a name\nof two lines ü");
    write("edited", "otherwise");
    write("staged", "otherwise");
    git("add", "staged");
    rmSync(join(root, "removed"));
    renameSync(join(root, "moved"), join(root, "elsewhere"));
    const later = new Date(Date.now() + 10_000);
    utimesSync(join(root, "touched"), later, later);
    const expected = [
      ".gitignore",
      "a name\nof two lines ü",
      "edited",
      "elsewhere",
      "moved",
      "new/deep/file",
      "removed",
      "staged",
    ];
    assert.equal(await since("main"), expected);
    git("config", "diff.relative", "true");
    git("config", "status.showUntrackedFiles", "no");
    git("config", "diff.noprefix", "true");
    assert.equal(
      await since("main", join(root, "new")),
      expected,
      "whatever git was told otherwise",
    );
  },
);

Changes("a revision that is not here, or none, is refused", async () => {
  const { since } = repository();
  for (const revision of ["origin/main", "0123456", "--output=file", "", "main:kept", "HEAD~9"])
    assert.is(await failed(since(revision)), "no-revision", revision);
});

Changes("a clone that does not reach back to what is in common says so", async () => {
  const { root, git, commit } = repository();
  git("checkout", "--quiet", "-b", "branch");
  commit("one");
  commit("two");
  const shallow = join(temporaryFolder(), "clone");
  const from = `file://${root}`;
  execFileSync("git", ["clone", "--quiet", "--depth=1", "--no-single-branch", from, shallow], {
    env: variables,
  });
  const step = changedSince(
    gitRepositories({ variables, currentFolder: shallow }),
    shallow,
    "origin/main",
  );
  assert.is(await failed(step), "no-common-history");
});

Changes.run();
