import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { DiskError, type Disk, type OpenFile } from "../../src/core/ports.ts";
import { Failure, type Problem } from "../../src/core/errors/problem.ts";
import { secretDirectory } from "../../src/secrets/directory.ts";
import { disk } from "../../src/system/disk.ts";
import { createGitReach, type GitReach } from "../../src/system/git/reach.ts";
import { gitRepositories } from "../../src/system/git/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Secrets = suite("secret directory");

const reachedByGit = reachOf(process.env, process.cwd());
const secret = "canary-secret-0123456789";

async function problemOf(step: Promise<unknown>): Promise<Problem> {
  const error = await step.catch((reason: unknown) => reason);
  if (!(error instanceof Failure)) throw new Error(`no Failure: ${String(error)}`);
  assert.is(error.exitCode, exitCode.refused);
  const [problem] = error.problems;
  if (problem === undefined) throw new Error("a Failure without a problem");
  assert.not.match(`${problem.message} ${problem.next}`, secret);
  return problem;
}

const owner = { environment: "sandbox", lineage: "lineage-1" };

function open(folder: string, address = "sdkClients.backend", disks: Disk = disk) {
  return secretDirectory({ disk: disks, reachedByGit }, folder, owner).open(address);
}

/** Returns the real disk, with some operations of each new file replaced. */
function diskWith(changed: (file: OpenFile) => Partial<OpenFile>): Disk {
  return {
    ...disk,
    async create(path, mode) {
      const file = await disk.create(path, mode);
      return { ...file, ...changed(file) };
    },
  };
}

const full = new DiskError("ENOSPC", "there", "No space left on the device.");

Secrets(
  "the file is there, for its owner only and with room taken, before anything is sent",
  async () => {
    const folder = temporaryFolder();
    const sink = await open(folder);
    assert.is(sink.place, join(folder, "sandbox.sdkClients.backend.secret"));
    assert.is(statSync(sink.place).mode & 0o777, 0o600);
    assert.is(statSync(sink.place).size, 4096);
    await sink.discard();
  },
);

Secrets(
  "a disk too full for the secret refuses before anything is sent, and leaves no file",
  async () => {
    const folder = temporaryFolder();
    for (const step of ["write", "sync"]) {
      const disks = diskWith(() => ({ [step]: () => Promise.reject(full) }));
      const { code, message, next } = await problemOf(open(folder, undefined, disks));
      assert.is(code, "secret-place");
      assert.match(message, "No space left on the device");
      assert.match(next ?? "", "Make room");
      assert.equal(readdirSync(folder), []);
    }
  },
);

Secrets("the room that was taken is durable, name and bytes, before anything is sent", async () => {
  const steps: string[] = [];
  const told = diskWith((file) => ({
    write: (bytes, at) => (steps.push("write"), file.write(bytes, at)),
    sync: () => (steps.push("sync"), file.sync()),
  }));
  const syncDirectory = (path: string) => (steps.push("folder"), disk.syncDirectory(path));
  const sink = await open(temporaryFolder(), undefined, { ...told, syncDirectory });
  assert.equal(steps, ["write", "sync", "folder"]);
  await sink.discard();
});

Secrets(
  "what a killed run left, whole or in part, is taken over for this one's secret",
  async () => {
    const folder = temporaryFolder();
    const waiting = await open(folder);
    const left = readFileSync(waiting.place);
    await waiting.discard();
    for (const bytes of [left, left.subarray(0, 9), "", " \n", "\0\0\0"]) {
      const place = join(folder, "sandbox.sdkClients.backend.secret");
      writeFileSync(place, bytes, { mode: 0o644 });
      chmodSync(place, 0o644);
      const sink = await open(folder);
      assert.is(statSync(place).mode & 0o777, 0o600);
      await sink.write(secret, "id-1");
      assert.is(readFileSync(place, "utf8"), `${secret}\n`);
    }
  },
);

Secrets("the place that a run of another project holds is not taken from it", async () => {
  const folder = temporaryFolder();
  const others = { environment: "sandbox", lineage: "lineage-2" };
  const waiting = await secretDirectory({ disk, reachedByGit }, folder, others).open(
    "sdkClients.backend",
  );
  const { code, next } = await problemOf(open(folder));
  assert.is(code, "secret-place");
  assert.match(next ?? "", "another project's run may be waiting for it");
  await waiting.write(secret, "id-1");
  assert.is(readFileSync(waiting.place, "utf8"), `${secret}\n`);
});

Secrets(
  "a secret that was written but not yet cut to its length is not taken for nothing",
  async () => {
    const folder = temporaryFolder();
    // This disk refuses the cut, which has the effect of a kill before the cut.
    const disks = diskWith(() => ({ truncate: () => Promise.reject(full) }));
    const sink = await open(folder, undefined, disks);
    await sink.write(secret, "id-1");
    assert.is(readFileSync(sink.place, "utf8").trimEnd(), secret);
    assert.is((await problemOf(open(folder))).code, "secret-place");
    assert.is(readFileSync(sink.place, "utf8").trimEnd(), secret);
  },
);

Secrets(
  "a secret whose file somebody removed or replaced meanwhile is said to be lost",
  async () => {
    for (const spoil of [
      (place: string) => rmSync(place),
      (place: string) => (rmSync(place), writeFileSync(place, "another one\n")),
    ]) {
      const sink = await open(temporaryFolder());
      spoil(sink.place);
      const error = await sink.write(secret, "id-1").catch((reason: unknown) => reason);
      assert.match(String(error), "was removed or replaced");
      assert.not.match(String(error), secret);
    }
  },
);

Secrets("the secret is written as one line", async () => {
  const sink = await open(temporaryFolder());
  await sink.write(secret, "id-1");
  assert.is(readFileSync(sink.place, "utf8"), `${secret}\n`);
});

Secrets("a place that is not needed is removed", async () => {
  const folder = temporaryFolder();
  await (await open(folder)).discard();
  assert.equal(readdirSync(folder), []);
});

Secrets("a secret is never overwritten", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "sandbox.sdkClients.backend.secret");
  writeFileSync(path, secret);
  const { code, message, next } = await problemOf(open(folder));
  assert.is(code, "secret-place");
  assert.match(message, "Nothing was sent");
  assert.match(next ?? "", "never overwritten");
  assert.is(readFileSync(path, "utf8"), secret);
});

Secrets("a symlink in its place is not followed", async () => {
  const folder = temporaryFolder();
  const elsewhere = join(temporaryFolder(), "elsewhere");
  symlinkSync(elsewhere, join(folder, "sandbox.sdkClients.backend.secret"));
  assert.is((await problemOf(open(folder))).code, "secret-place");
});

Secrets("the folder must exist: a typo is not made into a place for secrets", async () => {
  const { code, next } = await problemOf(open(join(temporaryFolder(), "missing")));
  assert.is(code, "secret-place");
  assert.match(next ?? "", "--secret-sink file:DIR");
});

Secrets("a folder that git would commit is refused, one that it ignores is not", async () => {
  const root = temporaryFolder();
  execFileSync("git", ["init", "--quiet", root]);
  const folder = join(root, "secrets");
  mkdirSync(folder);
  const { code, next } = await problemOf(open(folder));
  assert.is(code, "secrets-in-git");
  assert.match(next ?? "", ".gitignore");
  assert.equal(readdirSync(folder), []);
  writeFileSync(join(root, ".gitignore"), "/secrets/\n");
  const sink = await open(folder);
  await sink.write(secret, "id-1");
  const status = execFileSync("git", ["-C", root, "status", "--porcelain", "-uall"]);
  assert.not.match(status.toString(), "secrets/");
});

Secrets("git's own folder is within its reach, too", async () => {
  const root = temporaryFolder();
  execFileSync("git", ["init", "--quiet", root]);
  for (const folder of [join(root, ".git"), join(root, ".git", "secrets")]) {
    mkdirSync(folder, { recursive: true });
    assert.is((await problemOf(open(folder))).code, "secrets-in-git");
  }
});

Secrets("the folder counts, and not only the repository that a hook names", async () => {
  const [here, there, outside] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  for (const root of [here, there]) execFileSync("git", ["init", "--quiet", root]);
  const named = { ...process.env, GIT_DIR: join(here, ".git"), GIT_INDEX_FILE: ".git/index" };
  const bare = { ...process.env, GIT_DIR: join(here, ".git"), GIT_WORK_TREE: outside };
  const cases = [
    [named, there, true],
    [named, here, true],
    [named, outside, false],
    [{ ...process.env, GIT_CEILING_DIRECTORIES: there }, join(there, "below"), true],
    // Only the environment names this work tree, as for files in a home folder.
    [bare, outside, true],
  ] as const;
  mkdirSync(join(there, "below"));
  for (const [variables, folder, isReached] of cases) {
    const reach = reachOf(variables, here);
    assert.is(await reach(join(folder, "a.secret")), isReached, folder);
  }
});

Secrets("a folder outside that links into a work tree is inside it", async () => {
  const root = temporaryFolder();
  execFileSync("git", ["init", "--quiet", root]);
  const link = join(temporaryFolder(), "link");
  symlinkSync(root, link);
  assert.is((await problemOf(open(link))).code, "secrets-in-git");
});

Secrets("each client and environment has a file of its own", async () => {
  const folder = temporaryFolder();
  const sinks = [await open(folder), await open(folder, "sdkClients.other")];
  const production = secretDirectory({ disk, reachedByGit }, folder, {
    ...owner,
    environment: "production",
  });
  sinks.push(await production.open("sdkClients.backend"));
  assert.is(new Set(sinks.map(({ place }) => place)).size, 3);
  for (const sink of sinks) await sink.discard();
});

function reachOf(
  variables: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
): GitReach {
  const start = { variables, currentFolder };
  return createGitReach(start, gitRepositories(start));
}

Secrets.run();
