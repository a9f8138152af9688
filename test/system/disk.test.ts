import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DiskError } from "../../src/core/ports.ts";
import { disk } from "../../src/system/disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Reading = suite("disk: reading");
const Writing = suite("disk: writing");
const Folders = suite("disk: folders");

/** Checks that a step throws a DiskError with this code and path. */
async function refuses(step: Promise<unknown>, code: string, path: string): Promise<void> {
  const error: unknown = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, DiskError);
  if (error instanceof DiskError) assert.equal([error.code, error.path], [code, path]);
}

Reading("a file is read whole, and one that is not there is undefined", async () => {
  const path = join(temporaryFolder(), "file");
  assert.is(await disk.read(path, 10), undefined);
  writeFileSync(path, "");
  assert.is((await disk.read(path, 10))?.length, 0);
  writeFileSync(path, "0123456789");
  assert.is(Buffer.from((await disk.read(path, 10)) ?? []).toString(), "0123456789");
});

Reading("a file of a size that its metadata does not tell is read to its end", async () => {
  const path = `/proc/${process.pid}/status`;
  if (process.platform !== "linux") return;
  assert.is(statSync(path).size, 0);
  const text = Buffer.from((await disk.read(path, 1 << 20)) ?? []).toString();
  assert.match(text, `Pid:\t${process.pid}\n`);
  await refuses(disk.read(path, 100), "TOO_LARGE", path);
});

Reading("one byte more than allowed is refused, so that no file can fill the memory", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "01234567890");
  await refuses(disk.read(path, 10), "TOO_LARGE", path);
});

Reading("a file holds just the pieces it is asked about, however they are cut", async () => {
  const path = join(temporaryFolder(), "file");
  const bytes = Buffer.alloc(2_500_000, "0123456789");
  assert.not(await disk.holds(path, []), "it is not there");
  writeFileSync(path, bytes);
  const cut = [bytes.subarray(0, 7), bytes.subarray(7, 7), bytes.subarray(7)];
  assert.ok(await disk.holds(path, cut));
  assert.ok(await disk.holds(path, [bytes]));
  assert.not(await disk.holds(path, cut.slice(0, 2)), "it has more");
  assert.not(await disk.holds(path, [bytes, bytes.subarray(0, 1)]), "it has less");
  for (const at of [0, 6, 7, 1_048_576, 2_499_999]) {
    const other = Buffer.from(bytes);
    other[at] = 120;
    assert.not(await disk.holds(path, [other]), `another byte at ${at}`);
  }
  const link = `${path}-link`;
  symlinkSync("file", link);
  await refuses(disk.holds(link, [bytes]), "NOT_A_FILE", link);
});

Reading("a symlink is not followed: it could point the lockfile anywhere", async () => {
  const folder = temporaryFolder();
  const link = join(folder, "link");
  writeFileSync(join(folder, "target"), "target");
  symlinkSync("target", link);
  await refuses(disk.read(link, 10), "NOT_A_FILE", link);
  await refuses(disk.open(link), "NOT_A_FILE", link);
});

Reading("a folder, a device and a socket are not files", async () => {
  const folder = temporaryFolder();
  await refuses(disk.read(folder, 10), "NOT_A_FILE", folder);
  await refuses(disk.open(folder), "NOT_A_FILE", folder);
  await refuses(disk.read("/dev/zero", 10), "NOT_A_FILE", "/dev/zero");
  await refuses(disk.open("/dev/null"), "NOT_A_FILE", "/dev/null");
  const socket = join(folder, "socket");
  const server = createServer();
  await new Promise<void>((listening) => server.listen(socket, listening));
  await refuses(disk.read(socket, 10), "NOT_A_FILE", socket);
  server.close();
});

Reading("a FIFO is refused instead of waited for", async () => {
  const fifo = join(temporaryFolder(), "fifo");
  execFileSync("mkfifo", [fifo]);
  await refuses(disk.read(fifo, 10), "NOT_A_FILE", fifo);
  await refuses(disk.open(fifo), "NOT_A_FILE", fifo);
});

Reading("a path through a file is an error and not a missing file", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  await refuses(disk.read(join(file, "x"), 10), "ENOTDIR", join(file, "x"));
});

Writing("a new file has its mode and what was written where it was written", async () => {
  const path = join(temporaryFolder(), "file");
  const file = await disk.create(path, 0o600);
  assert.is(statSync(path).mode & 0o777, 0o600);
  assert.is(await file.write(Buffer.from("cd"), 2), 2);
  assert.is(await file.write(Buffer.from("ab"), 0), 2);
  await file.sync();
  assert.is(await file.size(), 4);
  await file.close();
  assert.is(readFileSync(path, "utf8"), "abcd");
});

Writing("an existing file is opened without being cut", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "abcd");
  const file = await disk.open(path);
  await file.write(Buffer.from("X"), 1);
  await file.close();
  assert.is(readFileSync(path, "utf8"), "aXcd");
  await refuses(disk.open(`${path}2`), "ENOENT", `${path}2`);
});

Writing("a new file replaces nothing, not even through a symlink to nowhere", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "file");
  writeFileSync(path, "old");
  await refuses(disk.create(path, 0o600), "EEXIST", path);
  assert.is(readFileSync(path, "utf8"), "old");
  const link = join(folder, "link");
  symlinkSync("nowhere", link);
  await refuses(disk.create(link, 0o600), "EEXIST", link);
  assert.equal(await disk.list(folder), ["file", "link"]);
});

Writing("rename replaces a file but never a folder", async () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  writeFileSync(from, "new");
  writeFileSync(to, "old");
  await disk.rename(from, to);
  assert.is(readFileSync(to, "utf8"), "new");
  mkdirSync(from);
  await refuses(disk.rename(to, from), "NOT_A_FILE", from);
});

Writing("to remove what is not there is no error, and a folder is left alone", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  await disk.remove(join(folder, "file"));
  await disk.remove(join(folder, "file"));
  assert.equal(await disk.list(folder), []);
  let code = "";
  await disk.remove(folder).catch((error: DiskError) => (code = error.code));
  assert.not.equal(code, "");
});

Writing("a folder that may not be written is told with the system's code", async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o500);
  // The superuser may write every file.
  if (process.getuid?.() !== 0)
    await refuses(disk.create(join(folder, "file"), 0o600), "EACCES", join(folder, "file"));
  await refuses(
    disk.create(join(folder, "no", "file"), 0o600),
    "ENOENT",
    join(folder, "no", "file"),
  );
});

Folders("a folder is made with its parents and its mode, and again without complaint", async () => {
  const folder = join(temporaryFolder(), "a", "b");
  await disk.makeDirectory(folder, 0o700);
  await disk.makeDirectory(folder, 0o700);
  assert.is(statSync(folder).mode & 0o777, 0o700);
  await disk.syncDirectory(folder);
});

Folders("a file in the place of a folder is an error", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "");
  await refuses(disk.makeDirectory(path, 0o700), "EEXIST", path);
  await refuses(disk.syncDirectory(path), "ENOTDIR", path);
});

Folders("names come sorted, and a missing folder has none", async () => {
  const folder = temporaryFolder();
  for (const name of ["c", "a", "b"]) writeFileSync(join(folder, name), "");
  assert.equal(await disk.list(folder), ["a", "b", "c"]);
  assert.equal(await disk.list(join(folder, "missing")), []);
});

Reading.run();
Writing.run();
Folders.run();
