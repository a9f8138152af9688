import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createGitRemote } from "../../src/system/git/remote.ts";
import { gitRepositories } from "../../src/system/git/repository.ts";
import { git, gitVariables, type Machine } from "../support/machine.ts";
import {
  poolsManifest,
  withSharedRepository,
  type SharedRepository,
} from "../support/shared-repository.ts";

const Hostile = suite("what somebody pushed to the ref by hand");

const state = ["--state", "git"];
const hostile = "x\n::error::pwned\u001b[31m\u202e$(touch pwned)`'\"";

/** Puts files on the ref, whatever its content. */
async function put(
  { bare, ref }: SharedRepository,
  at: Machine,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const variables = { ...process.env, ...gitVariables };
  const repositories = gitRepositories({ variables, currentFolder: "/" });
  const refs = createGitRemote(repositories, at.folder, bare, undefined);
  const bytes = Object.entries(files).map(
    ([name, text]) => [name, new TextEncoder().encode(text)] as const,
  );
  const made = await refs.commit(new Map(bytes), undefined, "by hand");
  git(at.folder, "push", "--quiet", "--force", bare, `${made}:${ref}`);
}

/** Checks that a text controls no terminal, and no CI that reads a job's output. */
function assertTame(text: string): void {
  assert.not.match(text, /^\s*::error/m);
  assert.not(text.includes("\u001b") || text.includes("\u202e"), text);
}

Hostile(
  "is not taken for a state, and every command says where it is",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const machine = shared.machine();
    const lockfile = machine.git("show", "HEAD:anon.lock.sandbox.emulator.json");
    const damaged: readonly Readonly<Record<string, string>>[] = [
      {},
      { "lockfile.json": "" },
      { "lockfile.json": hostile },
      { "lockfile.json": lockfile.replace(/"lineage": "./, '"lineage": "0x') },
      { "lockfile.json": lockfile, "holder.json": "" },
      { "lockfile.json": lockfile, "holder.json": "[]" },
      { "lockfile.json": lockfile, "holder.json": "{}" },
      { "lockfile.json": lockfile, "holder.json": '{ "run": 1 }' },
      { "lockfile.json": lockfile, "holder.json": JSON.stringify({ run: hostile }) },
      { "lockfile.json": lockfile, "holder.json": '{ "run": "--yes" }' },
      { "lockfile.json": lockfile, "holder.json": '{ "run": "../../x" }' },
    ];
    for (const files of damaged) {
      await put(shared, machine, files);
      for (const words of [["plan"], ["apply", "--auto-approve"], ["unlock"]]) {
        const ran = await machine.run([...words, ...state]);
        assert.is(ran.code, 5, `${JSON.stringify(files)}\n${ran.stderr}`);
        assert.match(ran.stderr, "error[remote-state-damaged]");
        assert.match(ran.stderr, shared.ref);
        assertTame(ran.stderr);
      }
    }
    assert.is(await shared.emulator.posts(), 0);
  }),
);

Hostile(
  "names a holder that steers neither terminal nor CI nor shell",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const machine = shared.machine();
    const lockfile = machine.git("show", "HEAD:anon.lock.sandbox.emulator.json");
    const run = "0b0e0000-0000-4000-8000-000000000009";
    const holder = { run, host: hostile, since: hostile, url: hostile };
    await put(shared, machine, {
      "lockfile.json": lockfile,
      "holder.json": JSON.stringify(holder),
    });
    const plan = await machine.run(["plan", ...state]);
    const refused = await machine.run(["apply", "--auto-approve", ...state]);
    assert.is(refused.code, 7, refused.stderr);
    const shown = await machine.run(["unlock", ...state]);
    assert.is(shown.code, 0, shown.stderr);
    for (const { stdout, stderr } of [plan, refused, shown]) assertTame(stdout + stderr);
    await put(shared, machine, {
      "lockfile.json": lockfile,
      "holder.json": JSON.stringify({ ...holder, url: "https://ci.ex\u0430mple.com/1" }),
    });
    const page = await machine.run(["unlock", ...state]);
    assert.match(page.stdout, "https://ci.xn--");
    const unlocked = await machine.run(["unlock", "--run", run, "--yes", ...state]);
    assert.is(unlocked.code, 0, unlocked.stderr);
    assertTame(unlocked.stdout + unlocked.stderr);
    const ran = await machine.run(["apply", "--auto-approve", ...state]);
    assert.is(ran.code, 0, ran.stderr);
  }),
);

Hostile(
  "is not folded in where it names another environment, API, lineage or organization",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const machine = shared.machine();
    const applied = await machine.run(["apply", "--auto-approve", ...state]);
    assert.is(applied.code, 0, applied.stderr);
    const file = "anon.lock.sandbox.emulator.json";
    const path = join(machine.folder, file);
    const before = readFileSync(path, "utf8");
    const lockfile = JSON.parse(before) as {
      readonly environment: object;
      readonly resources: Readonly<Record<string, object>>;
    };
    const id = "0b0e0000-0000-4000-8000-00000000bad1";
    const [pool = {}] = Object.values(lockfile.resources);
    const planted = { ...lockfile.resources, "userPools.planted": { ...pool, id } };
    for (const other of [
      { name: "production" },
      { name: "Sandbox" },
      { baseUrl: "https://svc.prod.anon.com" },
      { baseUrl: "emulator:0b0e0000-0000-4000-8000-000000000002" },
      { organizationId: "0b0e0000-0000-4000-8000-000000000003" },
    ]) {
      const environment = { ...lockfile.environment, ...other };
      const text = JSON.stringify({ ...lockfile, environment, resources: planted });
      await put(shared, machine, { "lockfile.json": text });
      const at = git(shared.bare, "rev-parse", shared.ref);
      for (const words of [
        ["plan"],
        ["apply", "--auto-approve"],
        ["unlock"],
        ["recover", "--from-remote", "--yes"],
        ["settle", "userPools.a", "--not-created", "--yes"],
        ["import", "userPools.a", id, "--yes"],
      ]) {
        const ran = await machine.run([...words, ...state]);
        const what = `${words.join(" ")} ${JSON.stringify(other)}\n${ran.stderr}`;
        assert.is(ran.code, 5, what);
        assert.match(ran.stderr, "error[remote-of-another-environment]", what);
        assert.match(ran.stderr, Object.values(other)[0] ?? "");
        assert.not.match(ran.stdout, id);
        assert.is(readFileSync(path, "utf8"), before, what);
      }
      assert.is(git(shared.bare, "rev-parse", shared.ref), at, "nothing is pushed to it");
    }
    assert.is(await shared.emulator.posts(), 1);
  }),
);

Hostile(
  "is left as it is where it is no state: a branch, a tag or a file of somebody's",
  withSharedRepository("file", poolsManifest(["a"]), async (shared) => {
    const { ref, bare } = shared;
    const machine = shared.machine();
    machine.git("tag", "--annotate", "--message=a tag", "v1");
    const objects = ["HEAD", "v1", "HEAD^{tree}", "HEAD:anon.config.yaml"];
    for (const object of objects) {
      const id = machine.git("rev-parse", object).trim();
      machine.git("push", "--quiet", "--force", bare, `${id}:${ref}`);
      for (const words of [["plan"], ["apply", "--auto-approve"], ["unlock"]]) {
        const ran = await machine.run([...words, ...state]);
        assert.is.not(ran.code, 0, `${object}: ${words.join(" ")}\n${ran.stdout}`);
        assertTame(ran.stderr);
      }
      assert.is(git(bare, "rev-parse", ref).trim(), id, object);
    }
    assert.is(await shared.emulator.posts(), 0);
  }),
);

Hostile.run();
