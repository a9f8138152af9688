import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { missingLines } from "../../src/commands/init/git-files.ts";
import { prepareLockfile } from "../../src/commands/init/init-lockfile.ts";
import type { Environment } from "../../src/manifest/manifest.ts";
import { createSystem, hostName, type Context } from "../../src/session/context.ts";
import type { Options } from "../../src/session/options.ts";
import { lock } from "../../src/system/lock.ts";
import { runCliHere } from "../support/run-here.ts";
import { testSecret } from "../support/secrets.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Init = suite("init");

const ignoreLines = "anon.lock.*.emulator.json\n.anon-sync/\nanon.lock.*.tmp\n";
const attributeLine = "anon.lock.*.json merge=anon-sync\n";

function git(cwd: string, ...args: string[]): void {
  execFileSync("git", args, { cwd, stdio: "ignore" });
}

function gitFolder(): string {
  const folder = temporaryFolder();
  git(folder, "init", "--quiet");
  return folder;
}

const optionsIn = (cwd: string) =>
  ({ config: join(cwd, "anon.config.yaml"), env: "sandbox", lockTimeout: 0 }) as Options;

/** Returns the part of a context that `init` needs for a lockfile. */
function contextIn(cwd: string): Context {
  const never = new AbortController().signal;
  return {
    currentFolder: cwd,
    variables: {},
    interrupt: { stop: never, abandon: never },
    process: { pid: process.pid, host: hostName() },
    system: createSystem(process.env, cwd),
  } as unknown as Context;
}

const read = (...path: string[]) => readFileSync(join(...path), "utf8");

Init("an empty folder gets a valid manifest, the lines for git and an empty lockfile", async () => {
  const cwd = temporaryFolder();
  const { code, stdout, stderr } = await runCliHere(["init"], { cwd });
  assert.equal([code, stderr], [0, ""]);
  assert.match(
    stdout,
    "Wrote anon.config.yaml.\nWrote .gitignore.\nWrote .gitattributes.\nWrote anon.lock.sandbox.json",
  );
  for (const step of [
    "anon-sync validate",
    "anon-sync plan",
    "anon-sync apply",
    "ANON_API_KEY_SANDBOX",
    'git config merge.anon-sync.driver "anon-sync merge-driver %O %A %B %P"',
  ])
    assert.match(stdout, step);
  assert.match(read(cwd, "anon.config.yaml"), /^# yaml-language-server: \$schema=/);
  assert.is(read(cwd, ".gitignore"), ignoreLines);
  assert.is(read(cwd, ".gitattributes"), attributeLine);
  const lockfile = JSON.parse(read(cwd, "anon.lock.sandbox.json"));
  assert.equal(lockfile.resources, {});
  assert.equal(lockfile.environment, {
    name: "sandbox",
    baseUrl: "https://svc.sandbox.anon.com",
  });
  assert.match(lockfile.lineage, /^[0-9a-f-]{36}$/);
  assert.is((await runCliHere(["validate"], { cwd })).code, 0);
});

Init("a second time nothing changes, and that is said", async () => {
  const cwd = gitFolder();
  await runCliHere(["init"], { cwd });
  const names = readdirSync(cwd).filter((name) => name !== ".git");
  const before = names.map((name) => read(cwd, name));
  const { code, stdout } = await runCliHere(["init"], { cwd });
  assert.is(code, 0);
  assert.is(stdout.match(/^Kept .*\.$/gm)?.length, 4);
  assert.equal(
    names.map((name) => read(cwd, name)),
    before,
  );
});

Init("a second environment gets a lockfile of its own, bound to production's address", async () => {
  const cwd = gitFolder();
  await runCliHere(["init"], { cwd });
  const { code, stdout } = await runCliHere(["init", "-e", "production"], { cwd });
  assert.is(code, 0);
  assert.match(stdout, "anon-sync plan -e production");
  const sandbox = JSON.parse(read(cwd, "anon.lock.sandbox.json"));
  const production = JSON.parse(read(cwd, "anon.lock.production.json"));
  assert.is(production.environment.baseUrl, "https://svc.prod.anon.com");
  assert.is.not(production.lineage, sandbox.lineage);
});

Init(
  "a base URL left over from another environment binds no lockfile, and gets no key",
  async () => {
    for (const [name, url] of [
      ["production", "https://svc.sandbox.anon.com"],
      ["production", "https://SVC.sandbox.anon.com.:443/v1"],
      ["sandbox", "https://svc.prod.anon.com"],
    ] as const) {
      const cwd = temporaryFolder();
      const args = ["init", "-e", name];
      const { code, stderr } = await runCliHere(args, { cwd, env: { ANON_BASE_URL: url } });
      assert.is(code, 5, stderr);
      assert.match(stderr, "error[url-of-another-target]");
      assert.match(stderr, "Unset ANON_BASE_URL");
      assert.equal(readdirSync(cwd), [], "nothing was written");
    }
    const cwd = temporaryFolder();
    assert.is((await runCliHere(["init", "-e", "production"], { cwd })).code, 0);
    const plan = ["plan", "-e", "production", "--base-url", "https://svc.sandbox.anon.com"];
    const planned = await runCliHere(plan, { cwd, env: { ANON_API_KEY: testSecret("api key") } });
    assert.match(planned.stderr, "error[url-of-another-target]");
  },
);

Init("a name that is no target's becomes a sandbox environment in the new manifest", async () => {
  const cwd = temporaryFolder();
  assert.is((await runCliHere(["init", "-e", "staging"], { cwd })).code, 0);
  assert.match(read(cwd, "anon.config.yaml"), "  staging:\n    target: sandbox\n");
  assert.ok(existsSync(join(cwd, "anon.lock.staging.json")));
});

Init("an organization that the manifest names is in the lockfile from the start", async () => {
  const cwd = temporaryFolder();
  const manifest =
    "version: 1\nenvironments:\n  sandbox: { target: sandbox, organizationId: our-organization }\n";
  writeFileSync(join(cwd, "anon.config.yaml"), manifest);
  await runCliHere(["init"], { cwd });
  const { environment } = JSON.parse(read(cwd, "anon.lock.sandbox.json"));
  assert.is(environment.organizationId, "our-organization");
  assert.is(read(cwd, "anon.config.yaml"), manifest);
});

Init(
  "an environment that the manifest does not hold is refused, and nothing is written",
  async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "anon.config.yaml"), "version: 1\n");
    const { code, stderr } = await runCliHere(["init", "-e", "sandbx"], { cwd });
    assert.is(code, 3);
    assert.match(stderr, "error[unknown-environment]");
    assert.match(stderr, /sandbox/);
    assert.equal(readdirSync(cwd), ["anon.config.yaml"]);
  },
);

Init("a name that no environment can have is refused, and nothing is written", async () => {
  const cwd = temporaryFolder();
  for (const name of ["../up", "1st", "Sandbox"]) {
    const { code, stderr } = await runCliHere(["init", "-e", name], { cwd });
    assert.is(code, 3, name);
    assert.match(stderr, "cannot name an environment");
  }
  assert.equal(readdirSync(cwd), []);
});

Init(
  "a manifest that is not valid is shown as validate shows it, and nothing is written",
  async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "anon.config.yaml"), "version: 1\nuserPool: {}\n");
    const { code, stderr } = await runCliHere(["init"], { cwd });
    assert.is(code, 3);
    assert.match(stderr, "2 | userPool: {}");
    assert.equal(readdirSync(cwd), ["anon.config.yaml"]);
  },
);

Init("an emulator's lockfile is left to apply, which makes it silently", async () => {
  for (const [args, env] of [
    [["init", "-e", "emulator"], {}],
    [["init", "--base-url", "http://127.0.0.1:4010"], {}],
    [["init"], { ANON_BASE_URL: "http://127.0.0.1:4010" }],
  ] as const) {
    const cwd = temporaryFolder();
    const { code, stdout } = await runCliHere(args, { cwd, env });
    assert.is(code, 0);
    assert.match(stdout, "An emulator's lockfile is made by its first apply");
    const names = [".gitattributes", ".gitignore", "anon.config.yaml"];
    assert.equal(readdirSync(cwd).toSorted(), names);
    assert.not.match(stdout, "merge-driver");
  }
});

Init(
  "a lockfile that git's history held is never made anew: apply would create it all again",
  async () => {
    const cwd = gitFolder();
    await runCliHere(["init"], { cwd });
    git(cwd, "add", ".");
    git(cwd, "commit", "--quiet", "--message", "lockfile");
    git(cwd, "rm", "--quiet", "anon.lock.sandbox.json");
    git(cwd, "commit", "--quiet", "--message", "gone");
    // In another clone this machine's ledger lists nothing, but git's history does.
    rmSync(join(cwd, ".git", "anon-sync"), { recursive: true });
    rmSync(join(cwd, ".gitignore"));
    const { code, stderr } = await runCliHere(["init"], { cwd });
    assert.is(code, 5);
    assert.match(stderr, "error[lockfile-lost]");
    assert.match(stderr, "anon-sync recover --from-git");
    assert.not.ok(existsSync(join(cwd, "anon.lock.sandbox.json")));
    assert.not.ok(existsSync(join(cwd, ".gitignore")), "nothing was written");
  },
);

Init("a lockfile that only this machine remembers is not made anew either", async () => {
  for (const cwd of [gitFolder(), temporaryFolder()]) {
    await runCliHere(["init"], { cwd });
    rmSync(join(cwd, "anon.lock.sandbox.json"));
    const { code, stderr } = await runCliHere(["init"], { cwd });
    assert.is(code, 5);
    assert.match(stderr, "error[lockfile-lost]");
    assert.match(stderr, /move \S*anon-sync\/\S+ away/);
    assert.not.ok(existsSync(join(cwd, "anon.lock.sandbox.json")));
    // The loss does not concern another environment.
    assert.is((await runCliHere(["init", "-e", "production"], { cwd })).code, 0);
  }
});

Init("two at once make one lineage: one waits for nobody, and each looks again", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "anon.lock.sandbox.json");
  const note = join(temporaryFolder(), "holder.json");
  const holder = { pid: process.pid, host: "here", command: "test", since: "2026-01-02T03:04:05Z" };
  const held = await lock.acquire(`init ${path}`, note, holder, 0);
  if ("owner" in held) throw new Error("nobody else can hold it");
  const refused = await runCliHere(["init"], { cwd });
  assert.is(refused.code, 7, refused.stderr);
  assert.not.ok(existsSync(path));
  await held.release();
  const context = contextIn(cwd);
  const environment = { target: "sandbox", vars: {} } as unknown as Environment;
  const both = [
    await prepareLockfile(context, optionsIn(cwd), environment),
    await prepareLockfile(context, optionsIn(cwd), environment),
  ] as const;
  assert.match(await both[0].write(), "Wrote anon.lock.sandbox.json");
  const written = read(path);
  assert.match(await both[1].write(), "Kept anon.lock.sandbox.json");
  assert.is(read(path), written);
});

Init("only the lines that a file of git's lacks are added, in its own style", () => {
  const lines = ignoreLines.trimEnd().split("\n");
  assert.is(missingLines("", lines), ignoreLines);
  assert.is(missingLines(ignoreLines, lines), "");
  assert.is(missingLines(ignoreLines.replaceAll("\n", "\r\n"), lines), "");
  assert.is(missingLines("dist", lines), `\n${ignoreLines}`);
  assert.is(missingLines("dist\r\n", lines), ignoreLines.replaceAll("\n", "\r\n"));
  assert.is(
    missingLines("dist\r\n.anon-sync/", lines),
    "\r\nanon.lock.*.emulator.json\r\nanon.lock.*.tmp\r\n",
  );
});

Init("a file of git's that is there is added to in place, its mode kept", async () => {
  for (const [name, added] of [
    [".gitignore", ignoreLines],
    [".gitattributes", attributeLine],
  ] as const) {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, name), "dist");
    chmodSync(join(cwd, name), 0o600);
    const { stdout } = await runCliHere(["init"], { cwd });
    assert.match(stdout, `Added what was missing to ${name}.`);
    assert.is(read(cwd, name), `dist\n${added}`);
    assert.is(statSync(join(cwd, name)).mode & 0o777, 0o600);
  }
});

Init("a folder that is not there is told, not made", async () => {
  const cwd = temporaryFolder();
  const { code, stderr } = await runCliHere(["init", "-c", "nowhere/anon.config.yaml"], { cwd });
  assert.is(code, 1);
  assert.match(stderr, "there is no such folder");
  assert.equal(readdirSync(cwd), []);
});

Init("--config and the environment are in the commands that it says to type next", async () => {
  const cwd = temporaryFolder();
  const { stdout } = await runCliHere(["init", "-c", "anon.yaml", "-e", "production"], { cwd });
  assert.match(stdout, "anon-sync plan -c anon.yaml -e production");
  assert.match(stdout, "anon-sync validate -c anon.yaml");
});

Init.run();
