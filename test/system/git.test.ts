import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Git } from "../../src/core/ports.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { createGit } from "../../src/system/git/git.ts";
import { gitRepositories } from "../../src/system/git/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Repositories = suite("git: repositories");
const Files = suite("git: files");

const environment = {
  PATH: process.env["PATH"],
  HOME: temporaryFolder(),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};
const git = gitWith(environment, "/");

function gitWith(
  variables: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
): Git {
  return createGit(gitRepositories({ variables, currentFolder }));
}

function run(folder: string, ...arguments_: string[]): string {
  return execFileSync("git", arguments_, {
    cwd: folder,
    env: environment,
    stdio: "pipe",
  }).toString();
}

/** Returns a repository with these files committed. */
function repository(files: Record<string, string> = {}): string {
  const root = temporaryFolder();
  run(root, "init", "--quiet", "--initial-branch=main");
  commit(root, files);
  return root;
}

function commit(root: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  run(root, "add", "--all", "--force");
  run(root, "commit", "--quiet", "--allow-empty", "--message=files");
}

async function shown(root: string, revision: string, path: string): Promise<string | undefined> {
  const bytes = await git.show(root, revision, path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

async function failed(step: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Failure ? error.problems[0]?.code : undefined;
}

Repositories("a work tree is found from any folder in it, also through a symlink", async () => {
  const root = repository({ "deep/er/file": "" });
  const expected = { root, commonDirectory: join(root, ".git") };
  assert.equal(await git.workTree(root), expected);
  assert.equal(await git.workTree(join(root, "deep", "er")), expected);
  const link = join(temporaryFolder(), "link");
  symlinkSync(root, link);
  assert.equal(await git.workTree(link), expected);
  assert.equal(await git.workTree(join(link, "deep")), expected);
});

Repositories(
  "linked work trees share one common directory, so that they share a journal",
  async () => {
    const root = repository({ file: "" });
    const linked = join(temporaryFolder(), "linked");
    run(root, "worktree", "add", "--quiet", linked);
    assert.equal(await git.workTree(linked), { root: linked, commonDirectory: join(root, ".git") });
  },
);

Repositories("a submodule is its own work tree", async () => {
  const inner = repository({ file: "" });
  const root = repository();
  run(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub");
  assert.equal(await git.workTree(join(root, "sub")), {
    root: join(root, "sub"),
    commonDirectory: join(root, ".git", "modules", "sub"),
  });
});

Repositories(
  "outside a work tree, where the folder is missing, and without git in no repository, is nothing",
  async () => {
    const folder = temporaryFolder();
    assert.is(await git.workTree(folder), undefined);
    assert.is(await git.workTree(join(folder, "missing")), undefined);
    run(folder, "init", "--quiet", "--bare", "bare.git");
    assert.is(await git.workTree(join(folder, "bare.git")), undefined);
    const root = repository({ file: "" });
    assert.is(await git.workTree(join(root, "missing")), undefined);
    const without = gitWith({ ...environment, PATH: folder }, "/");
    assert.is(await without.workTree(folder), undefined);
  },
);

Repositories(
  "a repository that git refuses to read is an error, never 'no repository'",
  async () => {
    const root = repository({ "deep/file": "" });
    writeFileSync(join(root, ".git", "config"), "this is no config [");
    assert.is(await failed(git.workTree(join(root, "deep"))), "git-refused");
  },
);

Repositories(
  "a repository without a git to read it is an error: the journal is in there",
  async () => {
    const root = repository({ "deep/file": "" });
    const without = gitWith({ ...environment, PATH: temporaryFolder() }, "/");
    assert.is(await failed(without.workTree(root)), "git-missing");
    assert.is(await failed(without.workTree(join(root, "deep"))), "git-missing");
    assert.is(await failed(without.show(root, "HEAD", "file")), "git-missing");
  },
);

Repositories("a folder named .git that is empty is no repository", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  assert.is(await git.workTree(folder), undefined);
});

Repositories(
  "a work tree that is elsewhere, or has a line feed in its name, is no other one",
  async () => {
    const root = repository({ "deep/file": "" });
    const elsewhere = gitWith({ ...environment, GIT_WORK_TREE: temporaryFolder() }, root);
    assert.is(await elsewhere.workTree(root), undefined);
    assert.is(await elsewhere.workTree(join(root, "deep")), undefined);
    run(root, "config", "core.worktree", temporaryFolder());
    assert.is(await gitWith(environment, root).workTree(root), undefined);
    const odd = join(temporaryFolder(), "a\nb");
    mkdirSync(join(odd, "deep"), { recursive: true });
    run(odd, "init", "--quiet");
    for (const folder of [odd, join(odd, "deep")])
      assert.equal(await git.workTree(folder), { root: odd, commonDirectory: join(odd, ".git") });
  },
);

Repositories("in a hook, GIT_DIR means the repository that the hook runs in", async () => {
  const root = repository({ "deep/file": "" });
  const hook = gitWith({ ...environment, GIT_DIR: ".git", GIT_INDEX_FILE: ".git/index" }, root);
  const expected = { root, commonDirectory: join(root, ".git") };
  assert.equal(await hook.workTree(root), expected);
  assert.equal(await hook.workTree(join(root, "deep")), expected);
  assert.not(await hook.changed(root, "deep/file"));
  assert.is(await hook.workTree(temporaryFolder()), undefined);
});

Repositories("GIT_DIR and GIT_WORK_TREE may be apart, as git has it", async () => {
  const root = repository({ file: "text" });
  const apart = join(temporaryFolder(), "apart.git");
  renameSync(join(root, ".git"), apart);
  const git2 = gitWith({ ...environment, GIT_DIR: apart, GIT_WORK_TREE: root }, "/");
  assert.equal(await git2.workTree(root), { root, commonDirectory: apart });
  assert.not(await git2.changed(root, "file"));
});

Repositories("the upstream of a branch is told, and none where there is none", async () => {
  const origin = repository({ file: "" });
  assert.is(await git.upstream(origin), undefined);
  const clone = join(temporaryFolder(), "clone");
  run(origin, "clone", "--quiet", origin, clone);
  assert.is(await git.upstream(clone), "refs/remotes/origin/main");
  // A person who may push can make tags, and a clone fetches those tags.
  run(clone, "commit", "--quiet", "--allow-empty", "--message=other");
  for (const tag of ["origin/main", "remotes/origin/main", "refs/remotes/origin/main", "HEAD"])
    run(clone, "update-ref", `refs/tags/${tag}`, "HEAD");
  assert.is(await git.upstream(clone), "refs/remotes/origin/main");
  run(clone, "checkout", "--quiet", "--detach");
  assert.is(await git.upstream(clone), undefined);
});

Repositories("a .git may be a symlink to a file or a folder of git's own", async () => {
  const root = repository({ file: "text" });
  const apart = join(temporaryFolder(), "apart.git");
  renameSync(join(root, ".git"), apart);
  const named = join(temporaryFolder(), "gitfile");
  writeFileSync(named, `gitdir: ${apart}\n`);
  for (const target of [named, apart]) {
    rmSync(join(root, ".git"), { force: true });
    symlinkSync(target, join(root, ".git"));
    const found = await gitWith(environment, root).workTree(root);
    assert.is(found?.root, root);
    assert.is(realpathSync(found?.commonDirectory ?? ""), realpathSync(apart));
  }
});

Files("the bytes of a file at a revision come as they are", async () => {
  const root = repository({ "deep/file": "one\r\n" });
  commit(root, { "deep/file": "two" });
  assert.is(await shown(root, "HEAD", "deep/file"), "two");
  assert.is(await shown(root, "HEAD~1", "deep/file"), "one\r\n");
  assert.is(await shown(root, "main", join(root, "deep", "file")), "two");
});

Files("no such revision, no such file, a folder, a symlink: undefined", async () => {
  const root = repository({ "deep/file": "" });
  symlinkSync("deep/file", join(root, "link"));
  commit(root, {});
  for (const path of ["missing", "deep", "link", "../outside", "/etc/passwd", "deep/file/x"])
    assert.is(await git.show(root, "HEAD", path), undefined, path);
  for (const revision of ["missing", "HEAD~9", "--all", "-1", ""])
    assert.is(await git.show(root, revision, "deep/file"), undefined, revision);
});

Files("in a repository without a commit everything is unknown and nothing fails", async () => {
  const root = temporaryFolder();
  run(root, "init", "--quiet");
  writeFileSync(join(root, "file"), "");
  assert.is(await git.show(root, "HEAD", "file"), undefined);
  assert.ok(await git.changed(root, "file"));
  assert.not(await git.everHeld(root, "file"));
  assert.not(await git.ignores(root, "file"));
  assert.is(await git.upstream(root), undefined);
});

Files("a damaged repository is an error, never a missing file", async () => {
  const root = repository({ file: "text" });
  const id = run(root, "rev-parse", "HEAD:file").trim();
  rmSync(join(root, ".git", "objects", id.slice(0, 2), id.slice(2)));
  // The tool can still read the content if the file in the work tree is equal.
  assert.is(await shown(root, "HEAD", "file"), "text");
  writeFileSync(join(root, "file"), "other");
  assert.is(await failed(git.show(root, "HEAD", "file")), "git-failed");
});

Files("what HEAD holds is told, whatever stands at its place in the work tree", async () => {
  const root = repository({ file: "text" });
  const inTheWay: readonly (() => void)[] = [
    () => writeFileSync(join(root, "file"), "text\r\n"),
    () => symlinkSync("/proc/self/environ", join(root, "file")),
    () => execFileSync("mkfifo", [join(root, "file")]),
    () => mkdirSync(join(root, "file")),
  ];
  for (const put of inTheWay) {
    rmSync(join(root, "file"), { recursive: true, force: true });
    put();
    assert.is(await shown(root, "HEAD", "file"), "text");
  }
});

Files("paths that look like flags, magic or patterns are plain names", async () => {
  for (const name of ["-q", "--all", ":x", ":(top)x", "*", "[a]", "é ü", "!x", "a\nb"]) {
    const root = repository({ other: "", a: "" });
    assert.not(await git.everHeld(root, name), `${name} before`);
    assert.ok(await git.changed(root, name), `${name} before`);
    commit(root, { [name]: "text" });
    assert.is(await shown(root, "HEAD", name), "text", name);
    assert.equal(await versions(root, name), ["files: text"], name);
    assert.ok(await git.everHeld(root, name), name);
    assert.not(await git.changed(root, name), name);
    assert.not(await git.ignores(root, name), name);
    writeFileSync(join(root, "other"), "changed");
    assert.not(await git.changed(root, name), `${name} beside a changed file`);
    writeFileSync(join(root, name), "changed");
    assert.ok(await git.changed(root, name), `${name} changed`);
    writeFileSync(join(root, ".gitignore"), "ignored-*\n");
    assert.ok(await git.ignores(root, `ignored-${name}`), `ignored-${name}`);
  }
});

Files(
  "changed: edited, staged, untracked, ignored and removed files, but not committed ones",
  async () => {
    const root = repository({
      same: "",
      edited: "",
      staged: "",
      removed: "",
      ".gitignore": "ignored",
    });
    writeFileSync(join(root, "edited"), "now");
    writeFileSync(join(root, "staged"), "now");
    run(root, "add", "staged");
    rmSync(join(root, "removed"));
    writeFileSync(join(root, "untracked"), "");
    writeFileSync(join(root, "ignored"), "");
    const answers: Record<string, boolean> = {};
    for (const name of ["same", "edited", "staged", "removed", "untracked", "ignored"])
      answers[name] = await git.changed(root, name);
    assert.equal(answers, {
      same: false,
      edited: true,
      staged: true,
      removed: true,
      untracked: true,
      ignored: true,
    });
    assert.ok(await git.changed(root, join(temporaryFolder(), "outside")));
  },
);

Files("ignored is what .gitignore ignores and nobody added by force", async () => {
  const root = repository({ ".gitignore": "*.json\n!keep.json\nfolder/\n", "forced.json": "" });
  const answers: Record<string, boolean> = {};
  for (const name of ["a.json", "keep.json", "forced.json", "folder/a", "a.txt", "../a.json"])
    answers[name] = await git.ignores(root, name);
  assert.equal(answers, {
    "a.json": true,
    "keep.json": false,
    "forced.json": false,
    "folder/a": true,
    "a.txt": false,
    "../a.json": false,
  });
});

Files("a file that any branch ever held is remembered, though it was removed", async () => {
  const root = repository({ kept: "" });
  run(root, "checkout", "--quiet", "-b", "side");
  commit(root, { "deep/lockfile": "text" });
  assert.ok(await git.everHeld(root, "deep/lockfile"));
  run(root, "rm", "--quiet", "deep/lockfile");
  commit(root, {});
  run(root, "checkout", "--quiet", "main");
  commit(root, { kept: "more" });
  assert.ok(await git.everHeld(root, "deep/lockfile"), "on another branch");
  run(root, "merge", "--quiet", "--no-edit", "side");
  run(root, "branch", "--quiet", "--delete", "side");
  assert.ok(await git.everHeld(root, "deep/lockfile"), "in a branch merged without a trace of it");
  assert.not(await git.everHeld(root, "lockfile"));
});

/** Returns every version of a file as `COMMIT: CONTENT`, commits by their subject. */
async function versions(root: string, path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { commit: id, bytes } of git.versions(root, path)) {
    const subject = run(root, "show", "--no-patch", "--format=%s", id).trim();
    found.push(`${subject}: ${Buffer.from(bytes).toString()}`);
  }
  return found;
}

/** Commits one file under a subject. */
function save(root: string, subject: string, name: string, text: string): void {
  writeFileSync(join(root, name), text);
  run(root, "add", "--all", "--force");
  run(root, "commit", "--quiet", "--allow-empty", `--message=${subject}`);
}

Files("every version that any ref or reflog holds is told once, those of HEAD first", async () => {
  const root = repository({ other: "" });
  assert.equal(await versions(root, "file"), []);
  save(root, "one", "file", "1");
  run(root, "checkout", "--quiet", "-b", "side");
  save(root, "side", "file", "side");
  run(root, "checkout", "--quiet", "main");
  save(root, "two", "file", "2");
  // This merge takes our side whole; then the branch itself goes.
  run(root, "merge", "--quiet", "--strategy=ours", "--message=merge", "side");
  run(root, "branch", "--quiet", "--delete", "--force", "side");
  save(root, "back", "file", "1");
  save(root, "tagged", "file", "tagged");
  run(root, "tag", "kept");
  run(root, "reset", "--quiet", "--hard", "HEAD~1");
  save(root, "reset", "file", "reset");
  run(root, "reset", "--quiet", "--hard", "HEAD~1");
  writeFileSync(join(root, "file"), "stashed");
  run(root, "stash", "--quiet", "--message=stashed");
  run(root, "rm", "--quiet", "file");
  save(root, "removed", "other", "more");

  const found = await versions(root, "file");
  assert.equal(
    found.filter((version) => !/stashed|tagged|reset/.test(version)),
    ["back: 1", "merge: 2", "side: side"],
  );
  assert.equal(found.slice(0, 3), ["back: 1", "merge: 2", "side: side"], "HEAD's come first");
  assert.equal(found.map((version) => version.split(": ").at(-1)).toSorted(), [
    "1",
    "2",
    "reset",
    "side",
    "stashed",
    "tagged",
  ]);
});

Files("a version is what stood at the very path, in a file", async () => {
  const root = repository({ "file/below": "below", named: "1" });
  run(root, "rm", "--quiet", "-r", "file");
  symlinkSync("named", join(root, "file"));
  commit(root, {});
  run(root, "rm", "--quiet", "file");
  run(root, "mv", "named", "file");
  commit(root, {});
  run(root, "config", "log.follow", "true");
  assert.equal(await versions(root, "file"), ["files: 1"]);
  save(root, "large", "file", "\n\0".repeat(300_000));
  assert.is((await versions(root, "file"))[0], `large: ${"\n\0".repeat(300_000)}`);
  assert.equal(await versions(root, "../outside"), []);
});

/** Returns every version of the files of that name in other folders, as `PATH: CONTENT`. */
async function namesakes(root: string, path: string, history: "HEAD" | "all"): Promise<string[]> {
  const found: string[] = [];
  for await (const { path: at, bytes } of git.namesakes(root, path, history))
    found.push(`${at}: ${Buffer.from(bytes).toString()}`);
  return found;
}

Files(
  "files of the same name in other folders are found, in HEAD's history or in all",
  async () => {
    assert.equal(await namesakes(repository(), "file", "HEAD"), []);
    const root = repository({ file: "1", "deep/file": "1", "deep/other": "1", "file2/x": "1" });
    run(root, "mv", "deep/file", "file2/file");
    save(root, "moved", "file", "2");
    run(root, "checkout", "--quiet", "-b", "side");
    save(root, "side", "deep/file", "side");
    run(root, "checkout", "--quiet", "main");
    assert.equal((await namesakes(root, "new/file", "HEAD")).toSorted(), [
      "deep/file: 1",
      "file2/file: 1",
      "file: 1",
      "file: 2",
    ]);
    // A name that looks like a pattern is a name, and the file is not one of its own namesakes.
    for (const [name, other] of [
      ["*", "deep/*"],
      ["[a]\\", "deep/[a]\\"],
    ] as const) {
      commit(root, { [name]: "own", [other]: "pattern" });
      assert.equal(await namesakes(root, name, "HEAD"), [`${other}: pattern`]);
    }
    assert.ok((await namesakes(root, "new/file", "all")).includes("deep/file: side"));
    assert.not((await namesakes(root, "new/file", "HEAD")).includes("deep/file: side"));
  },
);

Files("a version that a damaged repository lacks is an error, and no version less", async () => {
  const root = repository({ file: "1" });
  save(root, "two", "file", "2");
  const id = run(root, "rev-parse", "HEAD~1:file").trim();
  rmSync(join(root, ".git", "objects", id.slice(0, 2), id.slice(2)));
  assert.is(await failed(versions(root, "file")), "git-failed");
});

Files("before the first commit of a branch the other branches are looked through", async () => {
  const root = repository({ file: "1" });
  run(root, "checkout", "--quiet", "--orphan", "new");
  assert.equal(await versions(root, "file"), ["files: 1"]);
  run(root, "update-ref", "-d", "refs/heads/main");
  assert.equal(await versions(root, "file"), ["files: 1"], "the reflog of HEAD");
});

Repositories("a shallow clone is known as one", async () => {
  const root = repository({ file: "1" });
  save(root, "two", "file", "2");
  const clone = join(temporaryFolder(), "clone");
  run(root, "clone", "--quiet", "--depth=1", `file://${root}`, clone);
  assert.ok(await git.isShallow(clone));
  assert.equal(await versions(clone, "file"), ["two: 2"]);
  assert.not(await git.isShallow(root));
  assert.not(await git.isShallow(temporaryFolder()));
});

Files("nothing that is asked writes to the repository", async () => {
  const root = repository({ file: "text" });
  writeFileSync(join(root, "file"), "changed");
  const before = run(root, "rev-parse", "HEAD") + readdirSync(join(root, ".git")).join();
  const index = execFileSync("sha256sum", [join(root, ".git", "index")]).toString();
  await git.workTree(root);
  await git.changed(root, "file");
  await git.everHeld(root, "file");
  await git.show(root, "HEAD", "file");
  await versions(root, "file");
  assert.is(run(root, "rev-parse", "HEAD") + readdirSync(join(root, ".git")).join(), before);
  assert.is(execFileSync("sha256sum", [join(root, ".git", "index")]).toString(), index);
});

Repositories.run();
Files.run();
