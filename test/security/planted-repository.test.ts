import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runCli, type CliRun } from "../support/cli.ts";
import { testEmulator, withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project } from "../support/project.ts";
import { pushedTo } from "../support/remote-repository.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { fileOf, pattern, workspace, type Workspace } from "../support/workspace.ts";

/** A pull request's files in the work tree never decide which programs git runs or which files it reads. */
const Planted = suite("planted repositories");
const Kept = suite("repositories that go on working");
const Programs = suite("programs that a work tree holds");

/** A script in a folder outside, and a check whether any process has run the script. */
interface Trap {
  readonly script: string;
  readonly isSprung: () => boolean;
}

function trap(): Trap {
  const folder = temporaryFolder();
  const script = join(folder, "x.sh");
  const trace = join(folder, "sprung");
  writeFileSync(script, `#!/bin/sh\nenv >> '${trace}'\nexit 1\n`);
  chmodSync(script, 0o755);
  return { script, isSprung: () => existsSync(trace) };
}

/** Writes plain files, as a pull request can commit them. */
function plant(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const head = { HEAD: "ref: refs/heads/main\n", "refs/heads/main": `${"1".repeat(40)}\n` };
const objects = { "objects/.keep": "" };
const promisor = (script: string) =>
  `[core]\nrepositoryformatversion = 1\nworktree = .\n[extensions]\npartialClone = origin\n[remote "origin"]\nurl = ext::sh ${script}\npromisor = true\n[protocol "ext"]\nallow = always\n`;

/** Name → the files that a pull request plants in a folder to make git run a script. */
const plantings: Readonly<Record<string, (script: string) => Record<string, string>>> = {
  "a promisor remote": (script) => ({ ...head, ...objects, config: promisor(script) }),
  "an ssh command": (script) => ({
    ...head,
    ...objects,
    config: `[core]\nworktree = .\nsshCommand = sh ${script}\n[remote "origin"]\nurl = ssh://example.com/x\n`,
  }),
  "another address for a remote": (script) => ({
    ...head,
    ...objects,
    config: `[core]\nworktree = .\n[protocol "ext"]\nallow = always\n[url "ext::sh ${script} #"]\ninsteadOf = https://\n[remote "origin"]\nurl = https://example.com/x\n`,
  }),
  "a file system monitor and a work tree": (script) => ({
    ...head,
    ...objects,
    config: `[core]\nworktree = .\nfsmonitor = sh ${script}\n`,
  }),
  "refs and objects in another folder": (script) => ({
    HEAD: head.HEAD,
    commondir: "../common\n",
    "../common/refs/heads/main": head["refs/heads/main"],
    "../common/objects/.keep": "",
    "../common/config": promisor(script),
    config: promisor(script),
  }),
};

/** Makes a workspace of two organizations; a pull request has filled the second one's folder. */
function attacked(
  emulator: TestEmulator,
  files: Readonly<Record<string, string>>,
  below = "",
): Workspace {
  const made = workspace(["acme", "evil"], { env: emulator.env, git: true });
  pushedTo(made);
  plant(join(made.folder, "orgs", "evil", below), files);
  made.git("add", "--all", "--force");
  made.git("commit", "--quiet", "--message", "a harmless change");
  return made;
}

const key = { ANON_API_KEY_ACME: "anon_the-key-of-acme" };

for (const [name, filesOf] of Object.entries(plantings)) {
  Planted(
    `${name}: no command starts git there, and each says why`,
    withEmulator(async (emulator) => {
      const { script, isSprung } = trap();
      const made = attacked(emulator, filesOf(script));
      const evil = join(made.folder, "orgs", "evil");
      const own = ["--config", fileOf("evil")];
      const commands: readonly (readonly string[])[] = [
        ["plan", "--workspace", pattern],
        ["plan", ...own, "--state", "git"],
        ["status", ...own],
        ["apply", "--auto-approve", ...own, "--commit", "--state", "git"],
        ["init", ...own],
        ["recover", "--from-git", ...own],
      ];
      const refused = (ran: CliRun, words: string) => {
        assert.not(isSprung(), words);
        assert.ok(ran.code !== 0, `${words}\n${ran.stdout}${ran.stderr}`);
        assert.match(ran.stderr, "bare-repository", words);
      };
      for (const words of commands) refused(await made.run(words, key), words.join(" "));
      // A process of its own has an environment that an attacker could read.
      const whole = { cwd: made.folder, env: { ...emulator.env, ...key } };
      refused(await runCli(["status", ...own], whole), "status");
      // The same happens with `working-directory: orgs/evil`.
      for (const words of [["plan"], ["status"], ["apply", "--auto-approve"]])
        refused(
          await runCliHere(words, { cwd: evil, env: { ...emulator.env, ...key } }),
          words.join(),
        );
      assert.is(await emulator.posts(), 0);
      assert.not(existsSync(join(evil, "anon-sync")));
    }),
  );
}

Planted(
  "the trap is one: git itself runs the script in such a folder",
  withEmulator(async (emulator) => {
    const { script, isSprung } = trap();
    const made = attacked(emulator, plantings["a promisor remote"]?.(script) ?? {});
    const evil = join(made.folder, "orgs", "evil");
    const config = ["-c", "safe.bareRepository=all"];
    const run = () =>
      execFileSync("git", [...config, "cat-file", "-p", "2".repeat(40)], {
        cwd: evil,
        stdio: "pipe",
      });
    assert.throws(run);
    assert.ok(isSprung());
  }),
);

Planted(
  "the folder above the manifest's counts as well, the other organizations are planned",
  withEmulator(async (emulator) => {
    const { script, isSprung } = trap();
    const made = attacked(emulator, plantings["a promisor remote"]?.(script) ?? {});
    const deep = join(made.folder, "orgs", "evil", "deep");
    plant(deep, { "anon.config.yaml": made.read(fileOf("evil")) });
    const ran = await runCli(["status"], { cwd: deep, env: emulator.env });
    assert.match(ran.stderr, "bare-repository");
    const all = await made.run(["plan", "--workspace", pattern], key);
    assert.match(all.stdout, "acme");
    assert.not(isSprung());
  }),
);

Kept(
  "a submodule, a nested clone, a linked work tree and GIT_DIR each have their own state",
  withEmulator(async (emulator) => {
    const inner = project(undefined, { git: true });
    const made = workspace(["acme"], { env: emulator.env, git: true, here: false });
    const file = ["-c", "protocol.file.allow=always"];
    made.git(...file, "submodule", "--quiet", "add", inner.folder, "orgs/sub");
    made.git("clone", "--quiet", inner.folder, "orgs/clone");
    const linked = join(temporaryFolder(), "linked");
    made.git("worktree", "add", "--quiet", linked);
    const apart = join(temporaryFolder(), "apart.git");
    const bare = project(undefined, { git: true });
    renameSync(join(bare.folder, ".git"), apart);
    const places: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
      [join(made.folder, "orgs", "sub"), join(made.folder, ".git", "modules", "orgs", "sub"), {}],
      [join(made.folder, "orgs", "clone"), join(made.folder, "orgs", "clone", ".git"), {}],
      [join(linked, "orgs", "acme"), join(made.folder, ".git"), {}],
      [bare.folder, apart, { GIT_DIR: apart, GIT_WORK_TREE: bare.folder }],
    ];
    for (const [cwd, common, more] of places) {
      const ran = await runCli(["apply", "--auto-approve"], {
        cwd,
        env: { ...emulator.env, ...more },
      });
      assert.is(ran.code, 0, `${cwd}\n${ran.stderr}`);
      assert.ok(existsSync(join(common, "anon-sync")), `${cwd} has its state in ${common}`);
    }
  }),
);

// Only root can give a repository to another user.
(process.getuid?.() === 0 ? Kept : Kept.skip)(
  "a repository of another user is refused, unless safe.directory names it",
  withEmulator(async (emulator) => {
    const made = project(undefined, { git: true, env: emulator.env });
    execFileSync("chown", ["-R", "65534", made.folder]);
    const none = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    const refused = await made.run(["apply", "--auto-approve"], none);
    assert.match(refused.stderr, "git-refused");
    assert.match(refused.stderr, "dubious ownership");
    assert.is(await emulator.posts(), 0);
    const config = join(temporaryFolder(), "config");
    writeFileSync(config, `[safe]\n\tdirectory = ${made.folder}\n`);
    const named = { ...none, GIT_CONFIG_GLOBAL: config };
    const ran = await made.run(["apply", "--auto-approve"], named);
    assert.is(ran.code, 0, ran.stderr);
    assert.is(await emulator.posts(), 3);
  }),
);

Programs(
  "hooks that lie in the work tree do not run, whatever core.hooksPath says",
  withEmulator(async (emulator) => {
    const { script, isSprung } = trap();
    const made = project(undefined, { git: true, env: emulator.env });
    pushedTo(made);
    const hooks = ["reference-transaction", "pre-push", "post-index-change", "pre-commit"];
    plant(join(made.folder, ".husky"), Object.fromEntries(hooks.map((hook) => [hook, ""])));
    for (const hook of hooks) {
      writeFileSync(join(made.folder, ".husky", hook), `#!/bin/sh\nexec sh ${script}\n`);
      chmodSync(join(made.folder, ".husky", hook), 0o755);
    }
    made.git("config", "core.hooksPath", ".husky");
    made.write(".gitignore", "");
    const ran = await made.run(["apply", "--auto-approve", "--state", "git", "--commit"]);
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, "Committed");
    assert.not(isSprung());
  }),
);

Programs(
  "a git or an ssh in a folder that the PATH names without its whole path is not run",
  withEmulator(async (emulator) => {
    const { script, isSprung } = trap();
    const made = project(undefined, { git: true, env: emulator.env });
    for (const name of ["git", "ssh", "cat"]) {
      writeFileSync(join(made.folder, name), `#!/bin/sh\nexec sh ${script}\n`);
      chmodSync(join(made.folder, name), 0o755);
    }
    made.git("remote", "add", "origin", "ssh://127.0.0.1:1/x");
    const PATH = `.:bin::${process.env["PATH"]}`;
    await made.run(["apply", "--auto-approve", "--state", "git"], { PATH });
    await made.run(["apply", "--auto-approve", "--state", "local"], { PATH });
    assert.not(isSprung());
    assert.is(await emulator.posts(), 3);
  }),
);

Programs("a remote that is a command line is not run, even if the clone allows it", async () => {
  const emulator = await testEmulator();
  try {
    const { script, isSprung } = trap();
    const made = project(undefined, { git: true, env: emulator.env });
    made.git("config", "protocol.ext.allow", "always");
    made.git("remote", "add", "origin", `ext::sh ${script}`);
    const ran = await made.run(["apply", "--auto-approve", "--state", "git"]);
    assert.not(isSprung());
    assert.ok(ran.code !== 0);
    rmSync(join(made.folder, ".git", "refs", "remotes"), { recursive: true, force: true });
  } finally {
    await emulator.close();
  }
});

Planted.run();
Kept.run();
Programs.run();
