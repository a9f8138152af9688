import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { cliFile, runCli, startCli, type CliRun } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { runHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { insideOwnMounts } from "./own-mounts.ts";
import {
  applyCommand,
  applyHere,
  converges,
  holdsPromise,
  olderManifest,
  prepare,
  type Place,
} from "./promise.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
import { begin, onceWith, splits } from "./split-place.ts";

/**
 * Tests with folders and files that the user may not read or write. Modes do not restrict root:
 * root runs the command as another user.
 */
const permission = suite("no permission");
const { unavailable: noMounts } = insideOwnMounts(import.meta.url);
let mounted: SmallDisk | undefined;

const isRoot = process.getuid?.() === 0;
const nobody = 65534;
const asNobody = isRoot
  ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"]
  : [];

const unavailable = whyUnavailable();

function whyUnavailable(): string | undefined {
  if (process.platform === "win32") return "modes are no permissions here";
  const [command = "", ...words] = [...asNobody, process.execPath, cliFile, "--version"];
  const { status, error, stderr } = spawnSync(command, words, { encoding: "utf8" });
  return status === 0 ? undefined : `as root, needs setpriv: ${error?.message ?? stderr}`;
}

/** Makes a project of another user, in a folder that all users may pass through. */
function place(): Place & { readonly top: string } {
  const top = temporaryFolder();
  chmodSync(top, 0o755);
  const folder = join(top, "project");
  return {
    top,
    folder,
    stateFolder: join(folder, ".anon-sync"),
    secretsFolder: join(top, "secrets"),
  };
}

function giveAway(path: string): void {
  if (isRoot) execFileSync("chown", ["--recursive", `${nobody}:${nobody}`, path]);
}

function run(made: Place, emulator: TestEmulator, args = applyCommand(made)): Promise<CliRun> {
  return runCli(args, inPlace(made, emulator));
}

function inPlace({ folder }: Place, emulator: TestEmulator) {
  return { cwd: folder, env: { ...emulator.env, HOME: folder }, through: asNobody };
}

/** The permissions that a case removes, by the mode of a file or folder, and the command's messages. */
interface Case {
  readonly why: string;
  /** The paths from the project's folder, or with `../` from `top`, with their modes. */
  readonly modes: readonly (readonly [path: string, mode: number])[];
  readonly git?: boolean;
  /** Whether the project had no apply before. */
  readonly first?: boolean;
  readonly says: readonly (string | RegExp)[];
  /** 0 if the command needs none of the removed permissions. */
  readonly code?: number;
}

const lockfileName = "anon.lock.sandbox.emulator.json";
const yours = "Make the file and its folder yours";

const cases: readonly Case[] = [
  {
    why: "a folder that cannot be written to, on a first apply",
    first: true,
    modes: [[".", 0o555]],
    says: ["project/.anon-sync: permission denied", yours],
  },
  {
    why: "a folder that cannot be written to, on a later apply",
    modes: [[".", 0o555]],
    says: [
      "What was done could not be written down",
      lockfileName,
      "permission denied",
      "make it yours",
    ],
  },
  {
    why: "a lockfile that is read-only is replaced, as git would",
    modes: [[lockfileName, 0o444]],
    says: [],
    code: 0,
  },
  {
    why: "a lockfile that cannot be read",
    modes: [[lockfileName, 0o000]],
    says: [`${lockfileName}: permission denied`, yours],
  },
  {
    why: "a manifest that cannot be read",
    modes: [["anon.config.yaml", 0o000]],
    says: ["anon.config.yaml: permission denied", yours],
  },
  {
    why: "a folder .anon-sync that cannot be entered",
    modes: [[".anon-sync", 0o000]],
    says: [".anon-sync", "permission denied", yours],
  },
  {
    why: "a folder .anon-sync that cannot be written to, on a first apply",
    first: true,
    modes: [[".anon-sync", 0o555]],
    says: [".anon-sync", "permission denied", yours],
  },
  {
    why: "a folder of the lineage that cannot be written to",
    modes: [[".anon-sync/LINEAGE", 0o555]],
    says: ["journal", "permission denied", yours],
  },
  {
    why: "a ledger that is read-only is replaced, as the lockfile is",
    modes: [[".anon-sync/LINEAGE/ledger", 0o444]],
    says: [],
    code: 0,
  },
  {
    why: "a ledger that cannot be read",
    modes: [[".anon-sync/LINEAGE/ledger", 0o000]],
    says: ["ledger: permission denied", yours],
  },
  {
    why: "a .git that cannot be read",
    git: true,
    modes: [[".git", 0o000]],
    says: ["git", "Make `git status` work"],
  },
  {
    why: "a .git that cannot be written to",
    git: true,
    first: true,
    modes: [[".git", 0o555]],
    says: ["anon-sync: permission denied", yours],
  },
  {
    why: "a secrets folder that cannot be written to",
    modes: [["../secrets", 0o555]],
    says: [
      "sandbox.sdkClients.jobs.secret for a secret cannot be made",
      "permission denied",
      "Nothing was sent",
      "--secret-sink file:DIR",
    ],
  },
  {
    why: "a secrets folder that cannot be entered",
    modes: [["../secrets", 0o000]],
    says: ["for a secret cannot be made", "permission denied", "Nothing was sent"],
  },
];

for (const each of cases) {
  const { why, modes, git = false, first = false, says, code = 1 } = each;
  const test = async () => {
    const emulator = await testEmulator();
    const made = place();
    if (git) Object.assign(made, { stateFolder: join(made.folder, ".git/anon-sync") });
    const paths: string[] = [];
    try {
      prepare(made, first ? undefined : olderManifest);
      if (modes.some(([path]) => path === ".anon-sync"))
        mkdirSync(made.stateFolder, { recursive: true });
      if (git) execFileSync("git", ["init", "--quiet", "--template=", made.folder]);
      if (!first)
        assert.is(await runHere(apply, made.folder, emulator.env, { autoApprove: true }, []), 0);
      giveAway(made.top);
      const [lineage = ""] = first
        ? []
        : readdirSync(made.stateFolder).filter((name) => name.length === 36);
      prepare(made);
      for (const [path, mode] of modes) {
        const full = join(made.folder, path.replace("LINEAGE", lineage));
        paths.push(full);
        chmodSync(full, mode);
      }
      const after = await run(made, emulator);
      const said = `${why}\n${after.stderr}`;
      for (const path of paths) chmodSync(path, 0o755);
      await holdsPromise(made, after, emulator, why);
      for (const part of says) assert.match(after.stderr, part, said);
      if (code === 0) assert.is(after.code, 0, said);
      else assert.ok(after.code > 0, said);
      const again = await run(made, emulator);
      assert.is(again.code, 0, again.stderr);
      await converges(made, emulator, why);
    } finally {
      for (const path of paths) chmodSync(path, 0o755);
      await emulator.close();
    }
  };
  if (unavailable !== undefined) permission.skip(`${why}: ${unavailable}`, () => undefined);
  else permission(why, test);
}

const why = "the journal of a killed run in a .git that cannot be read stops the next one";
const test = async () => {
  const emulator = await testEmulator({ latencyMs: 500 });
  const bare = place();
  const repository = join(bare.folder, ".git");
  const made = { ...bare, stateFolder: join(repository, "anon-sync") };
  try {
    prepare(made);
    execFileSync("git", ["init", "--quiet", "--template=", made.folder]);
    giveAway(made.top);
    const child = startCli(applyCommand(made), inPlace(made, emulator));
    child.stdout?.resume();
    child.stderr?.once("data", () => child.kill("SIGKILL"));
    await once(child, "close");
    await sleep(600);
    const posts = await emulator.posts();
    chmodSync(repository, 0o000);
    const after = await run(made, emulator);
    chmodSync(repository, 0o755);
    assert.is(await emulator.posts(), posts, after.stderr);
    assert.ok(after.code > 0, after.stderr);
    await holdsPromise(made, after, emulator, why);
    await converges(made, emulator, why);
  } finally {
    chmodSync(repository, 0o755);
    await emulator.close();
  }
};
if (unavailable !== undefined) permission.skip(`${why}: ${unavailable}`, () => undefined);
else permission(why, test);

for (const split of splits)
  for (const older of [false, true]) {
    const why = `a read-only file system (${split}, ${older ? "later" : "first"} apply) is told before anything is sent`;
    const test = async () => {
      const disk = (mounted ??= mountSmallDisk());
      await onceWith(disk, split, {}, async (made, emulator) => {
        await begin(made, emulator, older);
        const posts = await emulator.posts();
        disk.remount("ro");
        const after = await applyHere(made, emulator);
        disk.remount("rw");
        await holdsPromise(made, after, emulator, why);
        assert.ok(after.code > 0, why);
        assert.match(after.stderr, /read-only/, after.stderr);
        assert.match(after.stderr, disk.folder, after.stderr);
        // Only the lockfile can fail so late, because a run writes it beside the old one.
        if (split !== "work tree" || !older) assert.is(await emulator.posts(), posts, after.stderr);
        await converges(made, emulator, why);
      });
    };
    if (noMounts !== undefined) permission.skip(`${why}: ${noMounts}`, () => undefined);
    else permission(why, test);
  }

permission.run();
