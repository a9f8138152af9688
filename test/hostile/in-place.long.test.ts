import { execFileSync } from "node:child_process";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, smallManifest, type Project } from "../support/project.ts";

const InPlace = suite("hostile things in the place of our files");

const depth = 1_000_000;

/** Puts a replacement of a file at `path`; `whole` is the new path of the good file. */
type Thing = (path: string, whole: string) => void;

const text =
  (content: string): Thing =>
  (path) =>
    writeFileSync(path, content);

/** The tool can read nothing out of any of these, whatever file they replace. */
const things: Readonly<Record<string, Thing>> = {
  "duplicate keys": text('{"lockfileVersion":1,"version":1,"a":1,"a":2}'),
  "conflict markers": (path, whole) => {
    const good = readFileSync(whole, "latin1");
    writeFileSync(path, `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> theirs\n`, "latin1");
  },
  "NUL bytes": (path, whole) =>
    writeFileSync(path, Buffer.concat([Buffer.alloc(16), readFileSync(whole)])),
  "invalid UTF-8": (path, whole) =>
    writeFileSync(
      path,
      Buffer.concat([Buffer.from([0xff, 0xfe, 0xc0, 0x80]), readFileSync(whole)]),
    ),
  "a lone surrogate": text('{"lockfileVersion":1,"version":1,"\\ud800":"\\udfff"}'),
  "a folder": (path) => mkdirSync(path),
  "a FIFO": (path) => execFileSync("mkfifo", [path]),
  "a link to a device": (path) => symlinkSync("/dev/zero", path),
  "100 MB of nothing": (path) => {
    writeFileSync(path, "");
    truncateSync(path, 100_000_000);
  },
  "lists inside lists": text("[".repeat(depth)),
  "maps inside maps": text(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`),
};

/** Returns the files of a project, by their names in messages. */
function placesOf(made: Project): Readonly<Record<string, string>> {
  const folder = join(made.folder, ".anon-sync", made.lockfile().lineage);
  return {
    lockfile: join(made.folder, "anon.lock.sandbox.emulator.json"),
    journal: join(folder, "journal"),
    ledger: join(folder, "ledger"),
    manifest: join(made.folder, "anon.config.yaml"),
  };
}

/** Returns a project with one more pool in its manifest: the next apply has a create to send. */
async function appliedProject(emulator: TestEmulator): Promise<Project> {
  const made = project(smallManifest, { env: emulator.env });
  await made.applied();
  made.manifest(
    smallManifest.replace("  staff:", "  more: { name: More, description: M. }\n  staff:"),
  );
  return made;
}

/** Runs `apply` with bounded memory, and ends the run if it hangs. */
async function runBounded(made: Project): Promise<CliRun> {
  const child = made.start(["apply", "--auto-approve"], {
    NODE_OPTIONS: "--max-old-space-size=768",
  });
  const hung = setTimeout(() => child.kill("SIGKILL"), 60_000);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const code = await new Promise<number>((resolve) =>
    child.on("close", (exit, signal) => resolve(exit ?? (signal === null ? 1 : -1))),
  );
  clearTimeout(hung);
  return { code, stdout, stderr };
}

InPlace(
  "each in each place is refused with the file named, nothing sent, nothing touched",
  withEmulator(async (emulator) => {
    const made = await appliedProject(emulator);
    const posts = await emulator.posts();
    for (const [noun, path] of Object.entries(placesOf(made))) {
      const whole = join(made.folder, "whole");
      const isThere = noun !== "journal";
      if (isThere) renameSync(path, whole);
      else writeFileSync(whole, "anon-sync-journal");
      for (const [thing, make] of Object.entries(things)) {
        const where = `${thing} as the ${noun}`;
        make(path, whole);
        const { ino, mtimeMs } = lstatSync(path);
        const { code, stdout, stderr } = await runBounded(made);
        assert.ok(code > 0 && code < 128, `${where} ends with ${code}\n${stderr}`);
        const name = noun === "manifest" ? "anon.config.yaml" : path;
        assert.ok(stderr.includes(name), `${where} is not named\n${stderr}`);
        assert.match(stderr, /^help: ./m, `${where} has no next step\n${stderr}`);
        assert.not.match(`${stdout}${stderr}`, /This is a bug|^\s+at /m, where);
        // eslint-disable-next-line no-control-regex
        assert.not.match(`${stdout}${stderr}`, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/, where);
        assert.ok(stderr.length < 20_000, `${where}: ${stderr.length} characters`);
        const now = lstatSync(path);
        assert.equal([now.ino, now.mtimeMs], [ino, mtimeMs], `${where} was touched`);
        assert.is(await emulator.posts(), posts, where);
        rmSync(path, { recursive: true });
      }
      if (isThere) renameSync(whole, path);
      else rmSync(whole);
    }
    await made.applied();
    assert.is(await emulator.posts(), posts + 1, "with the whole files back it goes on");
  }),
);

InPlace(
  "a symlink in the place of a file that we write is refused: the write would replace the link and leave what it names behind",
  withEmulator(async (emulator) => {
    const made = await appliedProject(emulator);
    const posts = await emulator.posts();
    const { manifest = "", ...ours } = placesOf(made);
    for (const [noun, path] of Object.entries(ours)) {
      const real = join(made.folder, "real");
      if (noun === "journal") writeFileSync(real, "");
      else renameSync(path, real);
      symlinkSync(real, path);
      const { code, stderr } = await runBounded(made);
      assert.ok(code > 0 && stderr.includes(path), `${noun}: ${code}\n${stderr}`);
      assert.is(await emulator.posts(), posts, noun);
      rmSync(path);
      if (noun !== "journal") renameSync(real, path);
    }
    // The tool only reads the manifest: it follows a link to the manifest, as the user means.
    const real = join(dirname(manifest), "real.yaml");
    renameSync(manifest, real);
    symlinkSync(real, manifest);
    await made.applied();
    assert.is(await emulator.posts(), posts + 1);
  }),
);

InPlace(
  "a hard link is the file itself: the new one takes its name, and the other name keeps the old one, as after a checkout by git",
  withEmulator(async (emulator) => {
    const made = await appliedProject(emulator);
    const { lockfile = "", ledger = "", manifest = "" } = placesOf(made);
    const [before, ledgerBefore] = [readFileSync(lockfile), readFileSync(ledger)];
    for (const path of [lockfile, ledger, manifest]) linkSync(path, `${path}.other`);
    await made.applied();
    assert.is(Object.keys(made.lockfile().resources).length, 4);
    assert.equal(readFileSync(`${lockfile}.other`), before);
    assert.equal(readFileSync(`${ledger}.other`), ledgerBefore);
    const posts = await emulator.posts();
    await made.applied();
    assert.is(await emulator.posts(), posts);
  }),
);

InPlace.run();
