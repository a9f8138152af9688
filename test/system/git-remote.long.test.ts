import { once } from "node:events";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contentNames } from "../../src/remote/remote-content.ts";
import { RemoteError, type CommitAuthor, type RemoteRefs } from "../../src/core/remote-refs.ts";
import { reasonOf } from "../../src/system/git/objects.ts";
import { gitRunner } from "../../src/system/git/process.ts";
import { createGitRemote } from "../../src/system/git/remote.ts";
import { gitRepositories } from "../../src/system/git/repository.ts";
import { noGitServer, startGitServer, type GitServer } from "../support/git-server.ts";
import { git } from "../support/machine.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Remote = suite("git remote: refs");
const Clone = suite("git remote: the clone stays as it was");
const Commit = suite("git remote: commits to a branch");
const Http = suite("git remote: over http");

const ref = "refs/anon-sync/lineage/sandbox";
const noIdentity = {
  PATH: process.env["PATH"],
  HOME: temporaryFolder(),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** Returns the URL of a bare repository with a branch. */
function bareRepository(): string {
  const seed = temporaryFolder();
  git(seed, "init", "--quiet", "--initial-branch=main");
  for (const name of ["one", "two", "three"]) {
    writeFileSync(join(seed, name), name);
    git(seed, "add", "--all");
    git(seed, "commit", "--quiet", `--message=${name}`);
  }
  git(seed, "tag", "--annotate", "v1", "--message=v1");
  const bare = join(temporaryFolder(), "shared.git");
  git("/", "clone", "--quiet", "--bare", seed, bare);
  git(bare, "config", "receive.autogc", "false");
  git(bare, "config", "uploadpack.allowFilter", "true");
  return bare;
}

function clone(bare: string, ...flags: readonly string[]): string {
  const folder = join(temporaryFolder(), "clone");
  git("/", "clone", "--quiet", ...flags, `file://${bare}`, folder);
  return folder;
}

function refsOf(
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = noIdentity,
  author?: CommitAuthor,
): RemoteRefs {
  const repositories = gitRepositories({ variables: environment, currentFolder: "/" });
  return createGitRemote(repositories, folder, "origin", author);
}

function files(text: string): ReadonlyMap<string, Uint8Array> {
  return new Map([["lockfile.json", new TextEncoder().encode(text)]]);
}

Remote("of a commit only the files that are asked for are read", async () => {
  const bare = bareRepository();
  const folder = clone(bare);
  const here = refsOf(folder);
  const made = await commit(here, "text");
  const [blob = ""] = git(folder, "ls-tree", made, "lockfile.json").split(/[ \t]/).slice(2);
  // A read of the other blob would fail, because no repository has it.
  const entries = [`100644 blob ${blob}\tlockfile.json`, `100644 blob ${"1".repeat(40)}\tother`];
  const tree = execFileSync("git", ["mktree", "--missing"], {
    cwd: folder,
    input: `${entries.join("\n")}\n`,
    encoding: "utf8",
  }).trim();
  const crowded = git(folder, "commit-tree", "-m", "crowded", tree).trim();
  assert.equal([...(await here.files(ref, crowded, contentNames)).keys()], ["lockfile.json"]);
});

Remote("what a remote says is shown in time, and the end of it alone", () => {
  const startedMs = performance.now();
  const error = `remote: ${" ".repeat(200_000)}x\n\n  fatal: //user:password@host/x\n`;
  const reason = reasonOf({ code: 128, output: Buffer.alloc(0), error });
  assert.match(reason, /x fatal: \/\/host\/x$/);
  assert.ok(reason.length <= 2_000);
  // An earlier version took two minutes.
  assert.ok(performance.now() - startedMs < 2_000);
});

let nonces = 0;

/** Makes a commit unlike any other. */
function commit(refs: RemoteRefs, text: string, parent?: string): Promise<string> {
  return refs.commit(files(text), parent, `test\n\nnonce ${(nonces += 1)}\n`);
}

async function textAt(refs: RemoteRefs, at: string): Promise<string | undefined> {
  const found = (await refs.files(ref, at, contentNames)).get("lockfile.json");
  return found && Buffer.from(found).toString();
}

/** Returns the message of a RemoteError. Throws any other error, and throws if there is none. */
async function refusal(step: Promise<unknown>): Promise<string> {
  try {
    await step;
  } catch (error) {
    if (error instanceof RemoteError) return error.message;
    throw error;
  }
  throw new Error("it did not fail");
}

/** Returns everything in a clone that belongs to its people. */
function belongings(folder: string): object {
  return {
    refs: git(folder, "for-each-ref"),
    head: readFileSync(join(folder, ".git", "HEAD"), "utf8"),
    status: git(folder, "status", "--porcelain", "--branch"),
    index: readFileSync(join(folder, ".git", "index"), "hex"),
    config: readFileSync(join(folder, ".git", "config"), "utf8"),
    work: readdirSync(folder),
    fetchHead: existsSync(join(folder, ".git", "FETCH_HEAD")),
    shallow: existsSync(join(folder, ".git", "shallow"))
      ? readFileSync(join(folder, ".git", "shallow"), "utf8")
      : undefined,
  };
}

Remote("what one clone has pushed another reads, byte for byte", async () => {
  const bare = bareRepository();
  const here = refsOf(clone(bare));
  assert.is(await here.tip(ref), undefined, "no such ref");
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const all = new Map([
    ["lockfile.json", bytes],
    ["holder.json", new Uint8Array()],
  ]);
  const made = await here.commit(all, undefined, "one");
  assert.equal(await here.push(ref, made, undefined), { push: "done" });
  const there = refsOf(clone(bare));
  assert.is(await there.tip(ref), made);
  const read = await there.files(ref, made, contentNames);
  assert.equal([...read.keys()].toSorted(), ["holder.json", "lockfile.json"]);
  assert.equal(Buffer.compare(read.get("lockfile.json") ?? new Uint8Array(), bytes), 0);
  assert.is(read.get("holder.json")?.length, 0);
});

Remote("a commit of before is read, too, where the ref has moved on since", async () => {
  const bare = bareRepository();
  const here = refsOf(clone(bare));
  const first = await commit(here, "first");
  await here.push(ref, first, undefined);
  const second = await commit(here, "second", first);
  await here.push(ref, second, first);
  assert.is(await textAt(refsOf(clone(bare)), first), "first");
});

Remote("a ref that ends alike is not taken for the one that is asked for", async () => {
  const bare = bareRepository();
  const here = refsOf(clone(bare));
  const other = await commit(here, "other");
  await here.push(`refs/other/${ref}`, other, undefined);
  await here.push(`refs/anon-sync/${ref}`, other, undefined);
  assert.is(await here.tip(ref), undefined);
  const made = await commit(here, "this");
  assert.equal(await here.push(ref, made, undefined), { push: "done" });
  assert.is(await here.tip(ref), made);
  assert.is(await here.tip(`refs/other/${ref}`), other);
});

Remote("a push against anything but the tip moves nothing", async () => {
  const bare = bareRepository();
  const here = refsOf(clone(bare));
  const first = await commit(here, "first");
  await here.push(ref, first, undefined);
  const again = await commit(here, "again");
  assert.is((await here.push(ref, again, undefined)).push, "refused", "it must not exist");
  const second = await commit(here, "second", first);
  await here.push(ref, second, first);
  const late = await commit(here, "late", first);
  assert.is((await here.push(ref, late, first)).push, "refused", "it is not at the first any more");
  // The push refuses a descendant, too: a run must not by luck build on a commit that it has not
  // read.
  const skipping = await commit(here, "skipping", second);
  assert.is((await here.push(ref, skipping, first)).push, "refused");
  const gone = await commit(here, "gone");
  assert.is((await here.push(`${ref}2`, gone, first)).push, "refused", "the ref is not there");
  assert.is(await here.tip(ref), second);
});

Remote("the same commit pushed twice is there once, and neither push fails", async () => {
  const bare = bareRepository();
  const here = refsOf(clone(bare));
  const first = await commit(here, "first");
  assert.equal(await here.push(ref, first, undefined), { push: "done" });
  assert.equal(await here.push(ref, first, undefined), { push: "done" });
  const second = await commit(here, "second", first);
  await here.push(ref, second, first);
  assert.equal(await here.push(ref, second, first), { push: "done" });
  assert.is(await here.tip(ref), second);
});

Remote("of pushes at once exactly one wins, whether the ref is new or not", async () => {
  const bare = bareRepository();
  const racers = Array.from({ length: 6 }, () => refsOf(clone(bare)));
  let before: string | undefined;
  for (let round = 0; round < 3; round += 1) {
    const parent = before;
    const pushes = await Promise.all(
      racers.map(async (racer, index) => {
        if (parent !== undefined) await racer.files(ref, parent, contentNames);
        const made = await commit(racer, `${round} ${index}`, parent);
        return { made, pushed: await racer.push(ref, made, parent) };
      }),
    );
    const winners = pushes.filter(({ pushed }) => pushed.push === "done");
    assert.is(winners.length, 1, JSON.stringify(pushes));
    before = winners[0]?.made;
    assert.is(await racers[0]?.tip(ref), before);
  }
});

Remote(
  "what the host refuses it says, and its words cannot hide where they come from",
  async () => {
    const bare = bareRepository();
    const hook = join(bare, "hooks", "update");
    const line = 'case "$1" in refs/heads/*) ;; *) echo "branches only" >&2; exit 1;; esac\n';
    writeFileSync(hook, `#!/bin/sh\n${line}`);
    chmodSync(hook, 0o755);
    const here = refsOf(clone(bare));
    const made = await commit(here, "first");
    const pushed = await here.push(ref, made, undefined);
    assert.equal(pushed, { push: "refused", reason: "[remote rejected] (hook declined)" });
    assert.is(await here.tip(ref), undefined);
    const branch = "refs/heads/anon-sync/lineage/sandbox";
    assert.equal(await here.push(branch, made, undefined), { push: "done" });
  },
);

Remote("a host that takes no forced pushes takes the chain", async () => {
  const bare = bareRepository();
  git(bare, "config", "receive.denyNonFastForwards", "true");
  git(bare, "config", "receive.denyDeletes", "true");
  git(bare, "config", "receive.fsckObjects", "true");
  const here = refsOf(clone(bare));
  let before: string | undefined;
  for (const text of ["one", "two", "three"]) {
    const made = await commit(here, text, before);
    assert.equal(await here.push("refs/heads/anon-sync/x", made, before), { push: "done" });
    before = made;
  }
});

Remote("a remote that is not there is an error that names it, and never an empty one", async () => {
  const folder = clone(bareRepository());
  git(folder, "remote", "set-url", "origin", join(temporaryFolder(), "nothing.git"));
  const here = refsOf(folder);
  assert.match(await refusal(here.tip(ref)), /nothing\.git/);
  assert.not.match(await refusal(here.tip(ref)), /\n/);
  assert.match(await refusal(here.files(ref, "1".repeat(40), contentNames)), /nothing\.git/);
  const made = await commit(here, "first");
  assert.is((await here.push(ref, made, undefined)).push, "unclear");
});

Remote("without git it says so", async () => {
  const here = refsOf(clone(bareRepository()), { ...noIdentity, PATH: temporaryFolder() });
  assert.match(await refusal(here.tip(ref)), /git is not on the PATH/);
  assert.match(await refusal(commit(here, "first")), /git/);
});

Remote("commits are made without an identity, with the CI's, and with git's own", async () => {
  const folder = clone(bareRepository());
  const author = (made: string) => git(folder, "log", "-1", "--format=%an <%ae> %cn <%ce>", made);
  const nobody = "anon-sync <anon-sync@localhost>";
  git(folder, "config", "user.useConfigOnly", "true");
  assert.is(author(await commit(refsOf(folder), "a")), `${nobody} ${nobody}\n`);
  // Half an identity counts as none.
  const half = { GIT_COMMITTER_NAME: "C", GIT_COMMITTER_EMAIL: "c@example.com" };
  assert.is(
    author(await commit(refsOf(folder, { ...noIdentity, ...half }), "b")),
    `${nobody} ${nobody}\n`,
  );
  const actor = { name: "octo-cat", email: "1+octo-cat@users.noreply.github.com" };
  const ci = refsOf(folder, noIdentity, actor);
  const shown = `${actor.name} <${actor.email}>`;
  assert.is(author(await commit(ci, "c")), `${shown} ${shown}\n`);
  git(folder, "config", "user.name", "Ann");
  git(folder, "config", "user.email", "ann@example.com");
  assert.is(
    author(await commit(refsOf(folder), "d")),
    "Ann <ann@example.com> Ann <ann@example.com>\n",
  );
});

Remote("a git that is killed in the middle is a remote that did not answer", async () => {
  const folder = temporaryFolder();
  // Ctrl-C in a terminal also reaches the git process that we have started.
  writeFileSync(join(folder, "git"), "#!/bin/sh\nkill -INT $$\n", { mode: 0o755 });
  const PATH = `${folder}:${process.env["PATH"]}`;
  const root = temporaryFolder();
  git("/", "init", "--quiet", root);
  const here = refsOf(root, { ...noIdentity, PATH });
  assert.match(await refusal(here.tip(ref)), /SIGINT/);
  assert.match(await refusal(here.push(ref, "1".repeat(40), undefined)), /SIGINT/);
});

Remote("a git that does not end is given up, whatever it has started", async () => {
  const folder = temporaryFolder();
  // The grandchild keeps its parent's streams open.
  writeFileSync(join(folder, "git"), "#!/bin/sh\nsleep 3\n", { mode: 0o755 });
  const PATH = `${folder}:${process.env["PATH"]}`;
  const answer = await gitRunner({ variables: { PATH }, currentFolder: folder, timeoutMs: 50 })(
    folder,
    ["ls-remote"],
  );
  assert.is(answer?.code, 124);
  assert.match(answer?.error ?? "", "git did not end within 0.05 s");
});

Commit(
  "a file is put into a branch's tree, and everything else in it stays byte for byte",
  async () => {
    const bare = bareRepository();
    const folder = clone(bare);
    const odd = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]);
    writeFileSync(odd, "not UTF-8");
    mkdirSync(join(folder, "deep", "er"), { recursive: true });
    for (const name of [
      'quo"te',
      "ta\tb",
      "new\nline",
      "ünï",
      "deep/er/file",
      "deep/zz",
      ":(glob)*",
    ])
      writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    symlinkSync("one", join(folder, "link"));
    git(folder, "add", "--all");
    const submodule = `160000,${git(folder, "rev-parse", "HEAD").trim()},sub`;
    git(folder, "update-index", "--add", "--cacheinfo", submodule);
    git(folder, "commit", "--quiet", "--message=odd");
    git(folder, "push", "--quiet");
    const base = git(folder, "rev-parse", "HEAD").trim();
    const listed = (at: string) => git(folder, "ls-tree", "-r", at).split("\n");
    const here = refsOf(folder);
    for (const path of [
      "anon.lock.json",
      "deep/er/ö/anon.lock.json",
      "run.sh",
      "link",
      "new/file",
    ]) {
      const bytes = new TextEncoder().encode(`{ "${path}": 1 }\r\n`);
      const made = await here.commitFile("main", path, bytes, "commit");
      const read = await here.file("refs/heads/main", made, path);
      assert.equal(Buffer.from(read ?? []).toString(), `{ "${path}": 1 }\r\n`);
      const shown = git(folder, "ls-tree", "-r", "-z", made, "--", path);
      const added = listed(made).filter((line) => !listed(base).includes(line));
      const removed = listed(base).filter((line) => !listed(made).includes(line));
      assert.is(added.length, 1, path);
      assert.is(removed.length, ["run.sh", "link"].includes(path) ? 1 : 0, path);
      assert.match(shown, path === "run.sh" ? /^100755/ : /^100644/);
    }
  },
);

Commit(
  "the checkout goes along, unless it stands elsewhere or another git is at its index",
  async () => {
    const bare = bareRepository();
    const folder = clone(bare);
    const here = refsOf(folder);
    const base = git(folder, "rev-parse", "HEAD").trim();
    const made = await here.commitFile(base, "anon.lock.json", Buffer.from("{}\n"), "commit");
    const stays = async (why: string) => {
      const before = belongings(folder);
      await here.follow("main", base, made, "anon.lock.json");
      assert.equal(belongings(folder), before, why);
    };
    const lock = join(folder, ".git", "index.lock");
    writeFileSync(lock, "");
    await stays("another git has locked the index");
    rmSync(lock);
    git(folder, "checkout", "--quiet", "--detach");
    await stays("no branch is checked out");
    git(folder, "checkout", "--quiet", "-b", "other");
    await stays("another branch is checked out");
    git(folder, "checkout", "--quiet", "main");
    git(folder, "commit", "--quiet", "--allow-empty", "--message=ours");
    await stays("the branch has a commit of its own");
    git(folder, "reset", "--quiet", "--hard", base);
    await here.follow("main", base, made, "anon.lock.json");
    assert.is(git(folder, "rev-parse", "main").trim(), made);
    // The command leaves the file on the disk alone: in real use the file is equal to the commit.
    assert.is(git(folder, "status", "--porcelain"), " D anon.lock.json\n");
  },
);

Clone("nothing that belongs to people is touched, whatever their git is set to", async () => {
  const bare = bareRepository();
  const folder = clone(bare);
  writeFileSync(join(folder, "one"), "changed");
  writeFileSync(join(folder, "new"), "new");
  git(folder, "add", "new");
  const settings = [
    "push.followTags=true",
    "push.gpgSign=true",
    "commit.gpgSign=true",
    "push.recurseSubmodules=check",
    "fetch.prune=true",
    "fetch.pruneTags=true",
    "fetch.writeCommitGraph=true",
    "remote.origin.tagOpt=--tags",
    "push.default=matching",
    "core.autocrlf=true",
    "core.logAllRefUpdates=always",
  ];
  for (const setting of settings) git(folder, "config", ...setting.split(/=(.*)/s).slice(0, 2));
  git(folder, "config", "--add", "remote.origin.push", "+refs/heads/*:refs/heads/*");
  git(folder, "tag", "--annotate", "mine", "--message=mine");
  const before = belongings(folder);
  const there = refsOf(clone(bare));
  const theirs = await commit(there, "line\r\nline\n");
  await there.push(ref, theirs, undefined);
  const here = refsOf(folder);
  assert.is(await textAt(here, theirs), "line\r\nline\n");
  const ours = await commit(here, "ours\n", theirs);
  assert.equal(await here.push(ref, ours, theirs), { push: "done" });
  assert.equal(belongings(folder), before);
  assert.is(git(bare, "tag"), "v1\n", "no tag of theirs was pushed");
});

Clone("hooks of the user do not run: neither pre-push nor any other", async () => {
  const bare = bareRepository();
  const folder = clone(bare);
  const hooks = join(folder, ".git", "hooks");
  mkdirSync(hooks, { recursive: true });
  const names = ["pre-push", "pre-commit", "commit-msg", "prepare-commit-msg", "post-commit"];
  for (const name of [...names, "reference-transaction", "pre-auto-gc", "post-checkout"]) {
    writeFileSync(join(hooks, name), `#!/bin/sh\necho ${name} >> ../ran\nexit 1\n`);
    chmodSync(join(hooks, name), 0o755);
  }
  const here = refsOf(folder);
  const made = await commit(here, "first");
  assert.equal(await here.push(ref, made, undefined), { push: "done" });
  const there = refsOf(clone(bare));
  await there.files(ref, made, contentNames);
  const next = await commit(there, "second", made);
  await there.push(ref, next, made);
  assert.is(await textAt(here, next), "second");
  assert.not(existsSync(join(folder, "ran")));
  assert.not(existsSync(join(folder, "..", "ran")));
});

Clone("a branch that holds the state is no branch of the clone", async () => {
  const bare = bareRepository();
  const folder = clone(bare);
  // Git records the remote's branches, as after every push, and nothing else.
  const withoutTracking = () => ({ ...belongings(folder), refs: git(folder, "branch") });
  const before = withoutTracking();
  const branch = "refs/heads/anon-sync/lineage/sandbox";
  const here = refsOf(folder);
  const made = await commit(here, "first");
  assert.equal(await here.push(branch, made, undefined), { push: "done" });
  const there = refsOf(clone(bare));
  await there.files(branch, made, contentNames);
  const next = await commit(there, "second", made);
  await there.push(branch, next, made);
  await here.files(branch, next, contentNames);
  assert.equal(withoutTracking(), before);
});

for (const flags of [
  ["--depth=1"],
  ["--depth=1", "--no-single-branch"],
  ["--filter=blob:none"],
  ["--filter=tree:0"],
])
  Clone(`a clone made with ${flags.join(" ")} works, detached, and stays as it is`, async () => {
    const bare = bareRepository();
    const there = refsOf(clone(bare));
    const first = await commit(there, "first");
    await there.push(ref, first, undefined);
    const second = await commit(there, "second", first);
    await there.push(ref, second, first);
    const folder = clone(bare, ...flags);
    git(folder, "checkout", "--quiet", "--detach");
    const before = belongings(folder);
    const here = refsOf(folder);
    assert.is(await textAt(here, second), "second");
    const third = await commit(here, "third", second);
    assert.equal(await here.push(ref, third, second), { push: "done" });
    assert.is(await textAt(there, third), "third");
    assert.equal(belongings(folder), before);
  });

Clone("what is made here is kept by no name, and git's own repository stays sound", async () => {
  const bare = bareRepository();
  const folder = clone(bare, "--depth=1");
  const here = refsOf(folder);
  const first = await commit(here, "first");
  await here.push(ref, first, undefined);
  execFileSync("git", ["fsck", "--strict"], { cwd: folder, stdio: "pipe" });
  execFileSync("git", ["fsck", "--strict"], { cwd: bare, stdio: "pipe" });
  assert.match(git(folder, "fsck", "--unreachable", "--no-reflogs"), new RegExp(first));
});

/** Returns a test with a clone of the test's server, which is closed even if the test fails. */
function served(
  test: (folder: string, server: GitServer, bare: string) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const bare = bareRepository();
    const server = await startGitServer(join(bare, ".."));
    const folder = clone(bare);
    const url = server.url.replace("//", "//ann:canary-password@");
    git(folder, "remote", "set-url", "origin", `${url}/shared.git`);
    try {
      await test(folder, server, bare);
    } finally {
      await server.close();
    }
  };
}

Http(
  "it pushes and reads as over a file",
  served(async (folder, _server, bare) => {
    const here = refsOf(folder);
    assert.is(await here.tip(ref), undefined);
    const first = await commit(here, "first");
    assert.equal(await here.push(ref, first, undefined), { push: "done" });
    assert.is((await here.push(ref, await commit(here, "x"), undefined)).push, "refused");
    assert.is(await here.tip(ref), first);
    const there = refsOf(clone(bare));
    await there.files(ref, first, contentNames);
    const second = await commit(there, "second", first);
    await there.push(ref, second, first);
    assert.is(await textAt(here, second), "second");
  }),
);

Http(
  "an answer that is lost after the push was received is unclear, and the same push again is done",
  served(async (folder, server) => {
    const here = refsOf(folder);
    const first = await commit(here, "first");
    server.behave(({ step }) => (step === "push" ? "lose the answer" : "serve"));
    assert.is((await here.push(ref, first, undefined)).push, "unclear");
    assert.is(await here.tip(ref), first, "it has arrived");
    server.behave();
    assert.equal(await here.push(ref, first, undefined), { push: "done" });
  }),
);

Http(
  "who is not let in is told so without the credentials of the URL",
  served(async (folder, server) => {
    const here = refsOf(folder);
    const made = await commit(here, "first");
    for (const status of [401, 403, 404, 500, 503]) {
      server.behave(() => ({ status }));
      const said = await refusal(here.tip(ref));
      assert.match(said, /127\.0\.0\.1/);
      const pushed = await here.push(ref, made, undefined);
      assert.is(pushed.push, "unclear");
      const reason = pushed.push === "done" ? "" : pushed.reason;
      for (const text of [said, reason]) assert.not.match(text, /canary|ann:|\n/);
    }
  }),
);

Http(
  "no part of a password is shown, even one with characters that should have been escaped",
  served(async (folder, server) => {
    const url = server.url.replace("//", "//ann:half@canary@");
    git(folder, "remote", "set-url", "origin", `${url}/shared.git`);
    server.behave(() => ({ status: 403 }));
    assert.not.match(await refusal(refsOf(folder).tip(ref)), /canary|half/);
  }),
);

Http(
  "a server that says nothing is not waited for longer than was said",
  served(async (folder, server) => {
    const after = new AbortController();
    server.behave(() => ({ after: once(after.signal, "abort") }));
    assert.match(await refusal(refsOf(folder).tip(ref, 200)), /did not end within 0\.2 s/);
    after.abort();
    await server.quiet();
  }),
);

Http(
  "a server that drops the connection, or is gone, is an error of the remote",
  served(async (folder, server) => {
    const here = refsOf(folder);
    const made = await commit(here, "first");
    server.behave(() => "drop");
    await refusal(here.tip(ref));
    assert.is((await here.push(ref, made, undefined)).push, "unclear");
    server.behave();
    assert.is(await here.tip(ref), undefined, "nothing has arrived");
    await server.close();
    await refusal(here.tip(ref));
    await refusal(here.files(ref, "1".repeat(40), contentNames));
    assert.is((await here.push(ref, made, undefined)).push, "unclear");
  }),
);

Remote.run();
Commit.run();
Clone.run();
if (noGitServer === undefined) Http.run();
else console.log(`skipped: ${noGitServer}`);
