import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DiskError, type Disk, type OpenFile } from "../../src/core/ports.ts";
import { writeAtomically, writeFully } from "../../src/store/atomic-write.ts";
import { disk } from "../../src/system/disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Atomic = suite("atomic write");

const options = { mode: 0o600, temporarySuffix: "random" };
const bytes = Buffer.from("new contents");

const fail = () => Promise.reject(new DiskError("EIO", "there", "The disk is ill."));

/** Returns a compiled module of src/ as a literal for a script. */
const source = (module: string) => JSON.stringify(new URL(`../../src/${module}`, import.meta.url));

/** Returns the real disk, with some operations replaced and all of them recorded. */
function recorded(steps: string[], changes: { disk?: Partial<Disk>; file?: Partial<OpenFile> }) {
  const wrap = <Target extends object>(target: Target, changed: object): Target => {
    const methods = Object.entries({ ...target, ...changed }).map(([name, method]) => [
      name,
      (...all: unknown[]) => {
        steps.push(name);
        return method(...all);
      },
    ]);
    return Object.fromEntries(methods);
  };
  return wrap(disk, {
    create: async (path: string, mode: number) =>
      wrap(await disk.create(path, mode), changes.file ?? {}),
    ...changes.disk,
  });
}

Atomic("a file is made, and replaced, with its mode and nothing left beside it", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "file");
  await writeAtomically(disk, path, [Buffer.from("old and longer contents")], options);
  await writeAtomically(disk, path, [bytes], options);
  assert.is(readFileSync(path, "utf8"), "new contents");
  assert.is(statSync(path).mode & 0o777, 0o600);
  assert.equal(readdirSync(folder), ["file"]);
});

Atomic("the steps come in the order that survives a power cut", async () => {
  const steps: string[] = [];
  const path = join(temporaryFolder(), "file");
  await writeAtomically(recorded(steps, {}), path, [bytes], options);
  const order = ["create", "write", "sync", "close", "holds", "rename", "syncDirectory"];
  assert.equal(steps, order);
});

Atomic("an error at any step leaves the old file, and no temporary one", async () => {
  const cases: Record<string, Parameters<typeof recorded>[1]> = {
    create: { disk: { create: fail } },
    write: { file: { write: fail } },
    sync: { file: { sync: fail } },
    holds: { disk: { holds: fail } },
    "read back other bytes": { disk: { holds: async () => false } },
    rename: { disk: { rename: fail } },
    "write takes nothing": { file: { write: async () => 0 } },
  };
  for (const [name, changes] of Object.entries(cases)) {
    const folder = temporaryFolder();
    const path = join(folder, "file");
    writeFileSync(path, "old");
    const error: unknown = await writeAtomically(
      recorded([], changes),
      path,
      [bytes],
      options,
    ).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof DiskError && error.code === "EIO", name);
    assert.is(readFileSync(path, "utf8"), "old", name);
    assert.equal(readdirSync(folder), ["file"], name);
  }
});

Atomic("a folder that cannot be synced is told, though the new file stands there", async () => {
  const path = join(temporaryFolder(), "file");
  const ill = recorded([], { disk: { syncDirectory: fail } });
  let told = "";
  await writeAtomically(ill, path, [bytes], options).catch(
    (error: Error) => (told = error.message),
  );
  assert.is(told, "The disk is ill.");
  assert.is(readFileSync(path, "utf8"), "new contents");
});

Atomic("a temporary file of another writer is neither used nor removed", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "file");
  writeFileSync(`${path}.random.tmp`, "theirs");
  let code = "";
  await writeAtomically(disk, path, [bytes], options).catch(
    (error: DiskError) => (code = error.code),
  );
  assert.is(code, "EEXIST");
  assert.is(readFileSync(`${path}.random.tmp`, "utf8"), "theirs");
});

Atomic("a folder in the file's place is refused and kept", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "file");
  mkdirSync(path);
  let code = "";
  await writeAtomically(disk, path, [bytes], options).catch(
    (error: DiskError) => (code = error.code),
  );
  assert.is(code, "NOT_A_FILE");
  assert.equal(readdirSync(folder), ["file"]);
});

Atomic("a disk that takes a byte at a time gets all of them, in their places", async () => {
  const path = join(temporaryFolder(), "file");
  const file = await disk.create(path, 0o600);
  const slow = {
    ...file,
    write: (all: Uint8Array, at: number) => file.write(all.subarray(0, 1), at),
  };
  await writeFully(slow, Buffer.from("cdef"), 2);
  await writeFully(slow, Buffer.from("ab"), 0);
  await writeFully(slow, new Uint8Array(), 9);
  await file.close();
  assert.is(readFileSync(path, "utf8"), "abcdef");
});

Atomic("a file that the kernel cuts short at a real limit keeps the old one", () => {
  const folder = temporaryFolder();
  const path = join(folder, "file");
  writeFileSync(path, "old");
  // `ulimit -f 1` limits a file to one block of 1024 bytes: the first write is short, and the
  // second write fails.
  const script = `
    const { disk } = await import(${source("system/disk.js")});
    const { writeAtomically } = await import(${source("store/atomic-write.js")});
    const options = { mode: 0o600, temporarySuffix: "random" };
    await writeAtomically(disk, ${JSON.stringify(path)}, [new Uint8Array(5000)], options)
      .catch((error) => console.log(error.code));`;
  const command = 'ulimit -f 1; exec "$0" --input-type=module -e "$1"';
  const said = execFileSync("bash", ["-c", command, process.execPath, script]);
  assert.is(said.toString(), "EFBIG\n");
  assert.is(readFileSync(path, "utf8"), "old");
  assert.equal(readdirSync(folder), ["file"]);
});

Atomic.run();
