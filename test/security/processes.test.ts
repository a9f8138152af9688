import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgedSettings, pinnedFlags, pinnedSettings } from "../../src/system/git/programs.ts";
import { cliEnvironment, runCli } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { gitVariables } from "../support/machine.ts";
import { project } from "../support/project.ts";
import { repositoryFolder } from "../support/repository.ts";
import { pushedTo } from "../support/remote-repository.ts";
import { withRemote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Tests of every process that the command starts: its words, its folder and its environment. */
const Processes = suite("processes");

/** The inputs of one process. */
interface Call {
  readonly folder: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Puts a program on a PATH that records its calls and then becomes the real program, if there is one. */
function spy(folder: string, name: string, becomes: string): { calls: () => readonly Call[] } {
  const log = join(folder, `${name}.calls`);
  mkdirSync(log);
  const script = `#!/bin/sh
call=$(mktemp '${log}/XXXXXX')
{ pwd -P; printf '%s\\0' "$@"; } > "$call"
env -0 > "$call.env"
${becomes}
`;
  writeFileSync(join(folder, name), script, { mode: 0o755 });
  return {
    calls: () =>
      readdirSync(log)
        .filter((file) => !file.endsWith(".env"))
        .map((file) => {
          const [place = "", ...rest] = readFileSync(join(log, file), "utf8").split("\n");
          const pairs = readFileSync(join(log, `${file}.env`), "utf8")
            .split("\0")
            .slice(0, -1);
          return {
            folder: place,
            words: rest.join("\n").split("\0").slice(0, -1),
            env: Object.fromEntries(
              pairs.map((pair) => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)]),
            ),
          };
        }),
  };
}

/** Keys of ours, which no program ever gets. */
const ours = {
  ANON_API_KEY_PRODUCTION: "canary-production-key",
  ANON_API_KEY_ACME__SANDBOX: "canary-acme-key",
  anon_api_key_lower: "canary-lower-key",
  ANON_SYNC_GITLAB_TOKEN: "canary-gitlab-token",
};

/** Tokens of a CI's host: of all programs only a git that asks its remote gets them. */
const hosts = {
  GITHUB_TOKEN: "canary-github-token",
  GH_TOKEN: "canary-gh-token",
  GH_ENTERPRISE_TOKEN: "canary-enterprise-token",
  ACTIONS_RUNTIME_TOKEN: "canary-runtime-token",
  CI_JOB_TOKEN: "canary-job-token",
  CI_REGISTRY_PASSWORD: "canary-job-token",
  CI_REPOSITORY_URL: "https://gitlab-ci-token:canary-job-token@gitlab.example.com/a.git",
};

/** These variables stay, because git needs them for a remote. */
const kept = { SSH_AUTH_SOCK: "/agent", GIT_ASKPASS: "/askpass", OTHER: "stays" };

const manifest = `version: 1
userPools:
  members: { name: Members, description: People. }
sdkClients:
  jobs: { name: Jobs, description: Nightly jobs., kind: service }
`;

const realGit = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();

async function withSpies(
  test: (place: {
    readonly emulator: TestEmulator;
    readonly programs: string;
    readonly env: Readonly<Record<string, string>>;
    readonly git: { calls: () => readonly Call[] };
    readonly store: { calls: () => readonly Call[] };
  }) => Promise<void>,
): Promise<void> {
  const emulator = await testEmulator();
  try {
    const programs = temporaryFolder();
    const git = spy(programs, "git", `exec '${realGit}' "$@"`);
    const store = spy(programs, "store", "cat > /dev/null");
    const PATH = `${programs}:.:${process.env["PATH"]}`;
    const env = { ...gitVariables, ...emulator.env, ...ours, ...hosts, ...kept, PATH };
    await test({ emulator, programs, env, git, store });
  } finally {
    await emulator.close();
  }
}

/** Git's commands that ask a remote: for these a credential helper may need the host's tokens. */
const atRemote = /^-c http\.lowSpeedLimit=1 -c http\.lowSpeedTime=30 (fetch|ls-remote|push) /;

/** Every git command that any of our commands runs, each at the top of the work tree. */
const gitCommands = `
--no-literal-pathspecs check-ignore --quiet -- ./LOCKFILE
--no-literal-pathspecs diff-tree --stdin --root -r -m -z --no-renames -- :(glob)**/LOCKFILE
--no-literal-pathspecs grep -l -z -a -F --no-recurse-submodules -e UUID HEAD -- *.json *.lock*
--no-literal-pathspecs rev-list --full-history --all --reflog --not HEAD -- :(glob)**/LOCKFILE
--no-literal-pathspecs rev-list --full-history HEAD -- :(glob)**/LOCKFILE
-c http.lowSpeedLimit=1 -c http.lowSpeedTime=30 fetch --quiet --no-tags --no-write-fetch-head --no-recurse-submodules --no-auto-gc -- origin refs/anon-sync/UUID/sandbox
-c http.lowSpeedLimit=1 -c http.lowSpeedTime=30 ls-remote --refs -- origin refs/anon-sync/UUID/sandbox
-c http.lowSpeedLimit=1 -c http.lowSpeedTime=30 ls-remote --refs -- origin refs/heads/main
-c http.lowSpeedLimit=1 -c http.lowSpeedTime=30 push --porcelain --no-verify --no-follow-tags --recurse-submodules=no --force-with-lease=refs/anon-sync/UUID/sandbox: -- origin COMMIT:refs/anon-sync/UUID/sandbox
-c http.lowSpeedLimit=1 -c http.lowSpeedTime=30 push --porcelain --no-verify --no-follow-tags --recurse-submodules=no --force-with-lease=refs/anon-sync/UUID/sandbox:COMMIT -- origin COMMIT:refs/anon-sync/UUID/sandbox
-c http.lowSpeedLimit=1 -c http.lowSpeedTime=30 push --porcelain --no-verify --no-follow-tags --recurse-submodules=no --force-with-lease=refs/heads/main:COMMIT -- origin COMMIT:refs/heads/main
cat-file --batch
cat-file --batch-check=%(objectname) %(objectsize)
cat-file -e COMMIT^{tree}
cat-file blob COMMIT
commit-tree COMMIT -F -
commit-tree COMMIT -p COMMIT -F -
diff --name-only -z --no-renames --no-ext-diff --no-textconv --ignore-submodules COMMIT --
diff-tree --stdin --root -r -m -z --no-renames -- LOCKFILE
hash-object -w --stdin
ls-files --others --exclude-standard -z
ls-tree -z HEAD^{commit} -- LOCKFILE
ls-tree -z refs/remotes/origin/main^{commit} -- LOCKFILE
ls-tree -z COMMIT -- LOCKFILE
ls-tree -z COMMIT^{tree}
merge-base HEAD COMMIT
mktree -z --missing
remote
rev-list --all --full-history --max-count=1 -- LOCKFILE
rev-list --full-history --all --reflog --not HEAD -- LOCKFILE
rev-list --full-history --max-count=1 HEAD..refs/remotes/origin/main -- LOCKFILE
rev-list --full-history HEAD -- LOCKFILE
for-each-ref --format=%(HEAD)%(upstream) refs/heads
for-each-ref --format=%(refname) -- refs/HEAD refs/tags/HEAD refs/heads/HEAD refs/remotes/HEAD
rev-parse --is-shallow-repository
rev-parse --show-toplevel --git-common-dir --absolute-git-dir
rev-parse --verify --quiet HEAD^{commit}
rev-parse --verify --quiet refs/heads/main
status --porcelain -z -- LOCKFILE
symbolic-ref --quiet HEAD
update-index --add --cacheinfo 100644,COMMIT,LOCKFILE
update-ref -m anon-sync refs/heads/main COMMIT COMMIT
var GIT_AUTHOR_IDENT
var GIT_COMMITTER_IDENT`
  .trim()
  .split("\n");

/** Returns the git command, without the pinned settings and the repository before it. */
function commandOf({ words }: Call, root: string): string {
  assert.equal(words.slice(0, pinnedFlags.length), pinnedFlags);
  const rest = words.slice(pinnedFlags.length);
  // The call that finds the repository runs beside its `.git`: git then checks the owner.
  const isFirst = rest[0] === "rev-parse" && rest[1] === "--show-toplevel";
  const named = [`--git-dir=${join(root, ".git")}`, `--work-tree=${root}`];
  if (!isFirst) assert.equal(rest.slice(0, 2), named, rest.join(" "));
  return rest
    .slice(isFirst ? 0 : 2)
    .join(" ")
    .replaceAll(/[0-9a-f]{40}/g, "COMMIT")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UUID")
    .replaceAll(/(orgs\/acme\/)?anon\.lock\.sandbox(\.emulator)?\.json/g, "LOCKFILE");
}

/** Returns the names of the variables, without those that a shell sets. */
function namesOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(env)
    .filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name))
    .toSorted();
}

/** Returns the names in a foreign program's environment: all except those of keys and tokens. */
function expectedNames(
  env: Readonly<Record<string, string>>,
  without: readonly object[],
  added: readonly string[] = [],
): readonly string[] {
  const taken = new Set(without.flatMap((each) => Object.keys(each)));
  const names = [...namesOf({ ...cliEnvironment(), ...env }), ...added];
  return [...new Set(names)].filter((name) => !taken.has(name)).toSorted();
}

/** Checks that a call contains no value of a key or token under any name. */
function assertNone({ env, words }: Call, secrets: readonly object[]): void {
  const given = JSON.stringify([env, words]);
  for (const each of secrets)
    for (const [name, secret] of Object.entries(each))
      assert.not(given.includes(secret), `${name} for ${words.join(" ")}`);
}

Processes(
  "git: its commands, at the top of the work tree, and what it gets",
  withRemote((remote) =>
    withSpies(async ({ env, emulator, git }) => {
      const made = project(manifest, { git: true, env });
      const { folder } = made;
      mkdirSync(join(folder, "orgs", "acme"), { recursive: true });
      made.write("orgs/acme/anon.config.yaml", manifest);
      const bare = pushedTo(made);
      const outside = temporaryFolder();
      const sink = ["--secret-sink", `file:${outside}`];
      const run = async (words: readonly string[], where = folder, code = 0) => {
        const ran = await runCli(words, { cwd: where, env });
        assert.is(ran.code, code, `${words.join(" ")}\n${ran.stderr}`);
      };
      await run(["init"]);
      await run(["plan"]);
      await run(["apply", "--auto-approve", "--state", "git", ...sink]);
      // Otherwise git would ignore an emulator's lockfile.
      made.write(".gitignore", "");
      await run(["apply", "--auto-approve", "--state", "git", "--commit", ...sink]);
      await run(["status"]);
      await run(["recover", "--from-git"]);
      const many = ["--workspace", "orgs/*/anon.config.yaml", "--changed-since", "HEAD"];
      await runCli(["plan", ...many], {
        cwd: folder,
        env: { ...env, ANON_API_KEY_ACME: emulator.apiKey },
      });
      const clone = join(temporaryFolder(), "clone");
      execFileSync(realGit, ["clone", "--quiet", `file://${bare.folder}`, clone]);
      await run(["plan", "--state", "git"], clone);

      // For a lockfile that is not an emulator's, we ask git more questions.
      const real = project(manifest.slice(0, manifest.indexOf("sdkClients")), { git: true });
      for (const words of [["init"], ["apply", "--auto-approve"], ["apply", "--auto-approve"]]) {
        const ran = await runCli(words, { cwd: real.folder, env: { ...env, ...remote.env } });
        assert.is(ran.code, 0, ran.stderr);
        real.git("add", "--all");
        real.git("commit", "--quiet", "--allow-empty", "--message", words.join(" "));
      }

      const seen = new Set<string>();
      for (const call of git.calls()) {
        const command = commandOf(call, call.folder);
        seen.add(command);
        assert.ok(
          [folder, clone, real.folder].includes(call.folder),
          `${command} in ${call.folder}`,
        );
        const asks = atRemote.test(command);
        assertNone(call, asks ? [ours] : [ours, hosts]);
        const without = [ours, emulator.env, ...(asks ? [] : [hosts])];
        const added = [
          "GIT_LITERAL_PATHSPECS",
          "GIT_OPTIONAL_LOCKS",
          "GIT_TERMINAL_PROMPT",
          "LC_ALL",
        ];
        const trusted = call.folder === real.folder ? ["NODE_EXTRA_CA_CERTS"] : [];
        const names = expectedNames(env, without, [...added, ...trusted]);
        assert.equal(namesOf(call.env), names, command);
        assert.not(call.env["PATH"]?.split(":").includes("."), command);
      }
      assert.equal([...seen].toSorted(), gitCommands.toSorted());
    }),
  ),
);

Processes(
  "the program of a secret sink: a fixed pipe, the folder of the run, no key, no token",
  () =>
    withSpies(async ({ env, emulator, programs, store }) => {
      const made = project(manifest, { env });
      const sink = `command:${join(programs, "store")} {name} {environment}`;
      const ran = await made.run(["apply", "--auto-approve", "--secret-sink", sink]);
      assert.is(ran.code, 0, ran.stderr);
      const [call, ...others] = store.calls();
      assert.ok(call !== undefined && others.length === 0);
      assert.is(call.folder, made.folder);
      assert.equal(call.words, ["jobs", "sandbox"]);
      assertNone(call, [ours, hosts, { ANON_API_KEY: emulator.apiKey }]);
      const without = [ours, hosts, { ANON_API_KEY: "" }];
      assert.equal(namesOf(call.env), expectedNames(env, without));
    }),
);

Processes(
  "what emulator exec starts: the words as typed, the folder of the run, no key of ours",
  () =>
    withSpies(async ({ env, programs, store }) => {
      const cwd = temporaryFolder();
      const words = ["emulator", "exec", "--", join(programs, "store"), "a b", "$HOME"];
      const ran = await runCli(words, { cwd, env });
      assert.is(ran.code, 0, ran.stderr);
      const [call] = store.calls();
      assert.is(call?.folder, cwd);
      assert.equal(call?.words, ["a b", "$HOME"]);
      assert.ok(call !== undefined);
      const { ANON_SYNC_GITLAB_TOKEN: _token, ...keys } = ours;
      assertNone(call, [keys]);
      assert.is.not(call.env["ANON_API_KEY"], env["ANON_API_KEY"]);
    }),
);

Processes("nothing else starts a process", () => {
  const found = execFileSync("grep", ["-rlE", "child_process|worker_threads|cluster", "src"], {
    cwd: repositoryFolder,
    encoding: "utf8",
  });
  assert.equal(found.trim().split("\n").toSorted(), [
    "src/system/child.ts",
    "src/system/fed-child.ts",
    "src/system/git/process.ts",
  ]);
});

Processes(
  "each setting of this machine's git that could start a program is pinned or judged",
  () => {
    const kind =
      /(cmd|command|program|helper|hook|textconv|driver|editor|pager|askPass|proxy|vcs|uploadpack|receivepack|packObjects|monitor|clean|smudge|process|external|include.*path|^protocol.*allow|gpgSign|^gc\.auto$|^maintenance\.auto$)/i;
    // These settings belong to git commands that we do not run, or are numbers, names or colours.
    const others =
      /^(advice|browser|clean|clone|column|commit|commitGraph|completion|difftool|fsck|gitcvs|guitool|help|instaweb|man|mergetool|notes|rebase|receive|sendemail|tag|web)\.|^(diff\.<driver>\.(binary|cachetextconv|wordRegex|xfuncname)|http\.proxy(AuthMethod|SSL.*)|remote\.<name>\.proxyAuthMethod|color\.pager|merge\.<driver>\.(name|recursive)|uploadpack(filter)?\.(?!packObjectsHook).*|push\.useForceIfIncludes|core\.fsmonitorHookVersion|stash\..*|pull\..*|credential\.useHttpPath)$/i;
    const all = execFileSync("git", ["help", "--config"], { encoding: "utf8" }).split("\n");
    assert.ok(all.length > 100);
    const known = new Set([...pinnedSettings, ...Object.keys(judgedSettings)]);
    const lacking = all.filter((name) => kind.test(name) && !others.test(name) && !known.has(name));
    assert.equal(lacking, []);
    // The check notices a setting that is in neither list.
    assert.ok(kind.test("core.newCommand") && !others.test("core.newCommand"));
  },
);

Processes.run();
