import { randomUUID } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { groupedWriter } from "../../src/emulator/state-file.ts";
import { createJournal } from "../../src/store/journal.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { disk } from "../../src/system/disk.ts";
import { lock } from "../../src/system/lock.ts";
import { runShell } from "../support/cli.ts";
import { testEmulator } from "../support/emulator.ts";
import { lineageNumber } from "../support/lineage.ts";
import { project, projectHere, type Project } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Our files are private from their first byte, and at their intended path. */
const Modes = suite("modes of what is made");
const Links = suite("planted symlinks");

const manifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
sdkClients:
  jobs: { name: Jobs, description: Nightly jobs., kind: service }
`;

/** Returns each of our files and folders below a folder → its mode, in octal. */
function modesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const ours = names.filter((name) => !name.startsWith(".git/") || name.includes("anon-sync"));
  const paths = ours.filter((name) => name !== ".git").map((name) => join(folder, name));
  return Object.fromEntries(
    paths.map((path) => [
      path.slice(folder.length + 1).replace(/[0-9a-f-]{36}/, "LINEAGE"),
      (lstatSync(path).mode & 0o777).toString(8),
    ]),
  );
}

const remotely = hasRemote ? Modes : Modes.skip;
for (const umask of ["000", "077"]) {
  remotely(
    `with umask ${umask} what only we should read is so, what is committed as the umask has it`,
    withRemote(async ({ env }) => {
      const cwd = temporaryFolder();
      project(manifest, { git: true }).git("init", "--quiet", cwd);
      const secrets = temporaryFolder();
      const steps = [
        `umask ${umask}`,
        "anon_sync init",
        `printf '${manifest.replaceAll("\n", "\\n")}' > edited && cat edited > anon.config.yaml`,
        "anon_sync plan --out saved.plan",
        `anon_sync apply saved.plan --secret-sink 'file:${secrets}'`,
        "anon_sync emulator exec --state state.json -- true",
      ];
      const run = await runShell(steps.join(" && "), { cwd, env });
      assert.is(run.code, 0, `${run.stdout}${run.stderr}`);
      const open = umask === "000" ? "644" : "600";
      assert.equal(modesOf(secrets), { "sandbox.sdkClients.jobs.secret": "600" });
      const { edited: _edited, ...modes } = modesOf(cwd);
      assert.equal(modes, {
        ".git/anon-sync": "700",
        ".git/anon-sync/LINEAGE": "700",
        ".git/anon-sync/LINEAGE/ledger": "600",
        ".gitattributes": open,
        ".gitignore": open,
        "anon.config.yaml": open,
        "anon.lock.sandbox.json": open,
        "saved.plan": "600",
        "state.json": "600",
      });
    }),
  );
}

Modes("journal, lock note and emulator state are ours alone, whatever the umask", async () => {
  const before = process.umask(0);
  try {
    const folder = temporaryFolder();
    const journal = join(folder, "journal");
    const ports = { disk, clock: systemClock, random: systemRandom };
    const made = await createJournal(ports, journal, lineageNumber(1), []);
    assert.is(statSync(journal).mode & 0o777, 0o600);
    await made.close();
    const note = join(folder, "deep", "holder.json");
    const held = await lock.acquire(randomUUID(), note, me, 0);
    assert.is(statSync(note).mode & 0o777, 0o600);
    assert.is(statSync(join(folder, "deep")).mode & 0o777, 0o700);
    if ("release" in held) await held.release();
    const state = join(folder, "state.json");
    await groupedWriter(state, () => "{}")();
    assert.is(statSync(state).mode & 0o777, 0o600);
  } finally {
    process.umask(before);
  }
});

const me = { pid: process.pid, host: hostname(), command: "test", since: "2026-01-02T03:04:05Z" };

/** A file elsewhere, and a free name elsewhere: the targets of planted links. */
interface Elsewhere {
  readonly file: string;
  readonly free: string;
  /** Throws if a run has touched one of them. */
  check(what: string): void;
}

function elsewhere(): Elsewhere {
  const folder = temporaryFolder();
  const [file, free] = [join(folder, "file"), join(folder, "free")];
  writeFileSync(file, "untouched", { mode: 0o640 });
  return {
    file,
    free,
    check(what) {
      assert.is(readFileSync(file, "utf8"), "untouched", what);
      assert.is(statSync(file).mode & 0o777, 0o640, what);
      assert.not.ok(existsSync(free), `${what}: something was made where the link leads`);
    },
  };
}

/** A path for a link that a pull request (or another writer) can plant, and the command. */
interface Planted {
  readonly name: string;
  readonly args: readonly string[];
  /** The exit code with a link to a file, and with a link to a missing file. */
  readonly codes: readonly [file: number, free: number];
}

const apply = ["apply", "--auto-approve", "--parallelism", "1", "--secret-sink", "file:secrets"];
// `init` does not make an emulator's lockfile.
const init = ["init", "--base-url", "https://svc.sandbox.anon.com"];
const planted: readonly Planted[] = [
  // A run only reads a manifest, which may be a link: `init` then makes no manifest.
  { name: "anon.config.yaml", args: ["init"], codes: [3, 3] },
  { name: ".gitignore", args: ["init"], codes: [1, 1] },
  { name: ".gitattributes", args: ["init"], codes: [1, 1] },
  { name: "anon.lock.sandbox.json", args: init, codes: [1, 1] },
  { name: "anon.lock.sandbox.emulator.json", args: apply, codes: [1, 1] },
  { name: "secrets/sandbox.sdkClients.jobs.secret", args: apply, codes: [5, 5] },
  { name: "saved.plan", args: ["plan", "--out", "saved.plan"], codes: [5, 5] },
];
for (const { name, args, codes } of planted) {
  Links(`${name}: ${args[0]} does not write through a link in its place`, async () => {
    const emulator = await testEmulator();
    try {
      for (const [index, to] of (["file", "free"] as const).entries()) {
        const other = elsewhere();
        const made = projectHere(manifest, { env: emulator.env });
        mkdirSync(join(made.folder, "secrets"));
        const link = join(made.folder, name);
        if (name === "anon.config.yaml") renameSync(link, `${link}.old`);
        symlinkSync(other[to], link);
        const run = await made.run(args);
        assert.is(run.code, codes[index], `${to}: ${run.stdout}${run.stderr}`);
        other.check(`${name} to a ${to} one`);
        assert.ok(lstatSync(link).isSymbolicLink(), "the link itself is left alone");
        assert.is(await emulator.posts(), 0);
      }
    } finally {
      await emulator.close();
    }
  });
}

/** A manifest with only the pool. */
const pool = manifest.replace(/sdkClients:[^]*/, "");

/** Returns the folder of a project's only lineage. */
function lineageFolder(made: Project): string {
  return join(made.folder, ".git", "anon-sync", made.lockfile().lineage);
}

Links("a ledger that was made a link is neither read nor written through it", async () => {
  const emulator = await testEmulator();
  try {
    const made = projectHere(pool, { git: true, env: emulator.env });
    await made.apply();
    const ledger = join(lineageFolder(made), "ledger");
    const moved = join(temporaryFolder(), "ledger");
    renameSync(ledger, moved);
    symlinkSync(moved, ledger);
    const before = readFileSync(moved, "utf8");
    made.manifest(`${made.read("anon.config.yaml")}  more: { name: More, description: More. }\n`);
    const run = await made.run(["apply", "--auto-approve"]);
    assert.is(run.code, 1, run.stderr);
    assert.is(readFileSync(moved, "utf8"), before);
    assert.is(await emulator.posts(), 1);
  } finally {
    await emulator.close();
  }
});

Links("a journal that was planted as a link stops the run before anything is sent", async () => {
  const emulator = await testEmulator();
  try {
    const made = projectHere(pool, { git: true, env: emulator.env });
    await made.apply();
    const other = elsewhere();
    made.manifest(`${made.read("anon.config.yaml")}  more: { name: More, description: More. }\n`);
    for (const to of ["file", "free"] as const) {
      const link = join(lineageFolder(made), "journal");
      symlinkSync(other[to], link);
      const run = await made.run(["apply", "--auto-approve"]);
      assert.is(run.code, 1, run.stderr);
      other.check(`journal to a ${to} one`);
      renameSync(link, join(temporaryFolder(), "link"));
    }
    assert.is(await emulator.posts(), 1);
  } finally {
    await emulator.close();
  }
});

Links("the lock note is not written, nor read, through a link", async () => {
  const folder = temporaryFolder();
  const other = elsewhere();
  const note = join(folder, "holder.json");
  symlinkSync(other.free, note);
  symlinkSync(other.file, `${note}.${process.pid}.tmp`);
  const held = await lock.acquire(randomUUID(), note, me, 0);
  other.check("the lock note");
  assert.ok(lstatSync(note).isFile());
  assert.equal(await lock.holder(note), me);
  if ("release" in held) await held.release();
  const real = join(folder, "real");
  writeFileSync(real, JSON.stringify(me));
  symlinkSync(real, note);
  assert.is(await lock.holder(note), undefined);
});

Links(
  "the emulator's state replaces a link and its half-written one, and follows none",
  async () => {
    const folder = temporaryFolder();
    const other = elsewhere();
    const state = join(folder, "state.json");
    symlinkSync(other.free, state);
    symlinkSync(other.file, `${state}.new`);
    const emulator = await testEmulator({ stateFile: state });
    await emulator.reset();
    await emulator.close();
    other.check("the emulator's state");
    assert.ok(lstatSync(state).isFile());
    assert.is(statSync(state).mode & 0o777, 0o600);
    assert.not.ok(existsSync(`${state}.new`));
  },
);

Modes.run();
Links.run();
