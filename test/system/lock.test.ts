import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { LockOwner } from "../../src/core/ports.ts";
import { lock } from "../../src/system/lock.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Locking = suite("lock");

const lockModule = new URL("../../src/system/lock.js", import.meta.url).href;

/** Returns this process as the owner of a lock. */
function me(command: string): LockOwner {
  return { pid: process.pid, host: hostname(), command, since: "2026-01-02T03:04:05.000Z" };
}

/** Starts a process that keeps the lock until its death; a `then` script runs once it has the lock. */
async function otherHolder(name: string, note: string, then: string): Promise<ChildProcess> {
  const script = `
    import { hostname } from "node:os";
    const { lock } = await import(${JSON.stringify(lockModule)});
    const holder = { pid: process.pid, host: hostname(), command: "other", since: "2026-01-01" };
    const taken = await lock.acquire(${JSON.stringify(name)}, ${JSON.stringify(note)}, holder, 0);
    console.log("release" in taken ? "held" : "refused");
    ${then}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  assert.is(String(said), "held\n");
  return child;
}

async function take(name: string, note: string, command: string, timeoutMs = 0) {
  const taken = await lock.acquire(name, note, me(command), timeoutMs);
  assert.ok("release" in taken, "the lock is free");
  return taken as { release(): Promise<void> };
}

Locking("the lock has one holder, says who, and is free again after release", async () => {
  const [name, note] = [randomUUID(), join(temporaryFolder(), "holder.json")];
  const first = await take(name, note, "first");
  assert.equal(await lock.acquire(name, note, me("second"), 0), { owner: me("first") });
  await first.release();
  assert.not(existsSync(note), "the note goes with the lock");
  const second = await take(name, note, "second");
  await first.release();
  assert.equal(
    await lock.acquire(name, note, me("third"), 0),
    { owner: me("second") },
    "a second release does nothing",
  );
  await second.release();
});

Locking("two names are two locks", async () => {
  const folder = temporaryFolder();
  const first = await take(randomUUID(), join(folder, "a"), "first");
  const second = await take(randomUUID(), join(folder, "b"), "second");
  await first.release();
  await second.release();
});

Locking("another process is kept out, and kill -9 of the holder frees the lock", async () => {
  const [name, note] = [randomUUID(), join(temporaryFolder(), "holder.json")];
  const other = await otherHolder(name, note, "setInterval(() => {}, 60_000);");
  const refused = await lock.acquire(name, note, me("me"), 0);
  assert.ok("owner" in refused && refused.owner?.pid === other.pid);
  other.kill("SIGKILL");
  await once(other, "exit");
  assert.ok(existsSync(note), "a killed process leaves its note");
  const mine = await take(name, note, "me");
  assert.equal(JSON.parse(readFileSync(note, "utf8")), me("me"));
  await mine.release();
});

Locking("who waits gets the lock once it is free", async () => {
  const [name, note] = [randomUUID(), join(temporaryFolder(), "holder.json")];
  const first = await take(name, note, "first");
  const waiting = take(name, note, "second", 60_000);
  await first.release();
  await (await waiting).release();
});

Locking("of many that ask at once, one gets it", async () => {
  const [name, note] = [randomUUID(), join(temporaryFolder(), "holder.json")];
  const all = await Promise.all(
    Array.from({ length: 20 }, () => lock.acquire(name, note, me("one of many"), 0)),
  );
  const holders = all.filter((taken) => "release" in taken);
  assert.is(holders.length, 1);
  for (const holder of holders) await holder.release();
});

Locking("a note without a lock locks nothing, whatever it says", async () => {
  const [name, note] = [randomUUID(), join(temporaryFolder(), "holder.json")];
  for (const text of [JSON.stringify(me("a leftover")), "{", "[]"]) {
    writeFileSync(note, text);
    await (await take(name, note, "me")).release();
  }
});

Locking("the note of a dead process, of nobody or of garbage names no holder", async () => {
  const [name, note] = [randomUUID(), join(temporaryFolder(), "holder.json")];
  const mine = await take(name, note, "me");
  const dead = spawn(process.execPath, ["-e", ""]);
  await once(dead, "exit");
  const notes = ["", "{}", '{"pid":"1"}', JSON.stringify({ ...me("dead"), pid: dead.pid })];
  for (const text of notes) {
    writeFileSync(note, text);
    assert.equal(await lock.acquire(name, note, me("x"), 0), { owner: undefined }, text);
  }
  await mine.release();
});

Locking("the note is for its owner's eyes, and nothing else is left in the folder", async () => {
  const folder = temporaryFolder();
  const note = join(folder, "new", "holder.json");
  const mine = await take(randomUUID(), note, "me");
  assert.is(statSync(note).mode & 0o777, 0o600);
  assert.equal(readdirSync(join(folder, "new")), ["holder.json"]);
  await mine.release();
  assert.equal(readdirSync(join(folder, "new")), []);
});

Locking("a note that cannot be written does not stop who holds the lock", async () => {
  const [name, folder] = [randomUUID(), temporaryFolder()];
  writeFileSync(join(folder, "file"), "");
  const note = join(folder, "file", "holder.json");
  const mine = await take(name, note, "me");
  assert.equal(await lock.acquire(name, note, me("x"), 0), { owner: undefined });
  await mine.release();
});

Locking("neither a lock that is held nor one that was released keeps a process alive", async () => {
  for (const then of ["", "await taken.release();"]) {
    const note = join(temporaryFolder(), "holder.json");
    const other = await otherHolder(randomUUID(), note, then);
    const [code] = other.exitCode === null ? await once(other, "exit") : [other.exitCode];
    assert.is(code, 0);
  }
});

Locking("every Node names the lock alike: the name fills the kernel's 108 bytes", async () => {
  if (process.platform !== "linux") return;
  const mine = await take(randomUUID(), join(temporaryFolder(), "note"), "me");
  const names = readFileSync("/proc/net/unix", "utf8").split("\n");
  const lengths = names
    .filter((line) => line.includes("@anon-sync-"))
    .map((line) => line.slice(line.indexOf("@")).length);
  assert.ok(lengths.length > 0);
  assert.ok(lengths.every((length) => length === 108));
  assert.not(
    names.some((line) => /@anon-sync-\w+-*@/.test(line)),
    "no zeros at the end",
  );
  await mine.release();
});

Locking("who connects to the lock is turned away", async () => {
  if (process.platform !== "linux") return;
  // Another run on this machine may have a socket, too.
  const others = new Set(sockets());
  const mine = await take(randomUUID(), join(temporaryFolder(), "note"), "me");
  const name = sockets().find((one) => !others.has(one));
  const socket = createConnection(`\0${name}`);
  socket.resume();
  socket.on("error", () => undefined);
  await once(socket, "close");
  assert.is(socket.bytesRead, 0);
  await mine.release();
});

/** Returns the names of our sockets on this machine. */
function sockets(): (string | undefined)[] {
  return readFileSync("/proc/net/unix", "utf8")
    .split("\n")
    .flatMap((line) => (line.includes("@anon-sync-") ? [line.split("@")[1]] : []));
}

Locking.run();
