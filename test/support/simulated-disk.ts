import { dirname } from "node:path";
import { DiskError, type DirectoryEntry, type Disk, type OpenFile } from "../../src/core/ports.ts";

interface Inode {
  /** The bytes that a running system reads. */
  now: Uint8Array;
  /** The bytes that surely survive a power cut. */
  durable: Uint8Array;
  /** Changes since the last sync, in order: each may survive, be lost, or (a write) be torn. */
  pending: Change[];
}

type Change = { readonly bytes: Uint8Array; readonly position: number } | { readonly size: number };

/** How an operation fails: `fault` returns the failure, or undefined for success. */
export type DiskFault =
  | { readonly fails: "ENOSPC" | "EIO" | "EACCES" | "EROFS" }
  /** A write that takes only so many bytes. */
  | { readonly takes: number };

/**
 * A disk in memory that, at a power cut, may lose names and bytes without a sync, as a real disk
 * may. Calls `effect` before every operation that changes the disk.
 */
export class SimulatedDisk implements Disk {
  effect: (name: string) => void = () => undefined;
  /** Called before each operation; `grows` is true if the operation needs new space. */
  fault: (operation: string, path: string, grows: boolean) => DiskFault | undefined = () =>
    undefined;
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  readonly #folders = new Set<string>();
  #durableFolders = new Set<string>();
  /** Waits before each sync, to let concurrent tasks alternate; no wait if left out. */
  pause: (() => Promise<void>) | undefined;
  /** All bytes that were ever written, for a search for secrets. */
  readonly written: (readonly [path: string, bytes: Uint8Array])[] = [];
  /** Every intended content of each name, by placing or renaming, the oldest first. */
  readonly versions = new Map<string, Uint8Array[]>();

  async realPath(path: string): Promise<string> {
    return path;
  }

  async read(path: string, _maximumBytes: number): Promise<Uint8Array | undefined> {
    const inode = this.#names.get(path);
    // We copy the bytes because writes change them in place; this way of copying is the fastest.
    return inode === undefined ? undefined : new Uint8Array(inode.now);
  }

  async holds(path: string, pieces: Iterable<Uint8Array>): Promise<boolean> {
    const inode = this.#names.get(path);
    return inode !== undefined && Buffer.compare(inode.now, Buffer.concat([...pieces])) === 0;
  }

  async create(path: string): Promise<OpenFile> {
    this.effect(`create ${path}`);
    this.#fail("create", path, true);
    if (this.#names.has(path)) throw new DiskError("EEXIST", path, `${path} exists`);
    const inode: Inode = { now: new Uint8Array(), durable: new Uint8Array(), pending: [] };
    this.#names.set(path, inode);
    return this.#openFile(path, inode);
  }

  async open(path: string): Promise<OpenFile> {
    const inode = this.#names.get(path);
    if (inode === undefined) throw new DiskError("ENOENT", path, `${path} is not there`);
    return this.#openFile(path, inode);
  }

  async rename(from: string, to: string): Promise<void> {
    this.effect(`rename ${from} ${to}`);
    this.#fail("rename", to, false);
    const inode = this.#names.get(from);
    if (inode === undefined) throw new DiskError("ENOENT", from, `${from} is not there`);
    this.#names.delete(from);
    this.#names.set(to, inode);
    this.#remember(to, inode.now);
  }

  async remove(path: string): Promise<void> {
    this.effect(`remove ${path}`);
    this.#fail("remove", path, false);
    this.#names.delete(path);
  }

  /** Makes each missing folder and syncs its name, as the real disk does. A kill may come in between. */
  async makeDirectory(path: string): Promise<void> {
    const missing: string[] = [];
    for (let at = path; at !== "/" && !this.#folders.has(at); at = dirname(at)) missing.unshift(at);
    for (const folder of missing) {
      this.effect(`make directory ${folder}`);
      this.#fail("make directory", folder, true);
      this.#folders.add(folder);
      this.#syncDirectory(dirname(folder));
    }
  }

  async syncDirectory(path: string): Promise<void> {
    this.#syncDirectory(path);
  }

  #syncDirectory(path: string): void {
    this.effect(`sync directory ${path}`);
    this.#fail("sync directory", path, false);
    for (const folder of this.#folders)
      if (dirname(folder) === path) this.#durableFolders.add(folder);
    for (const name of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      if (dirname(name) !== path) continue;
      const inode = this.#names.get(name);
      if (inode === undefined) this.#durableNames.delete(name);
      else this.#durableNames.set(name, inode);
    }
  }

  async list(path: string): Promise<readonly string[]> {
    const prefix = `${path}/`;
    const names = [...this.#names.keys()].filter((name) => name.startsWith(prefix));
    return [...new Set(names.map((name) => name.slice(prefix.length).split("/")[0] ?? ""))];
  }

  async entries(path: string): Promise<readonly DirectoryEntry[]> {
    const names = await this.list(path);
    return names
      .toSorted()
      .map((name) => ({ name, is: this.#names.has(`${path}/${name}`) ? "file" : "folder" }));
  }

  /**
   * Returns the disk for one process: calls `effect` before each of that process's own operations.
   * Each operation first waits for `awake`.
   */
  seenBy(
    effect: (name: string) => void,
    awake: () => Promise<void> | undefined = () => undefined,
  ): Disk {
    // Operations call their effect before their first wait, so `this.effect` is still this
    // process's.
    const mine = <Result>(operate: () => Promise<Result>): Promise<Result> => {
      const stopped = awake();
      if (stopped !== undefined) return stopped.then(() => mine(operate));
      this.effect = effect;
      return operate();
    };
    const file = (opened: OpenFile): OpenFile => ({
      size: () => opened.size(),
      write: (bytes, position) => mine(() => opened.write(bytes, position)),
      truncate: (size) => mine(() => opened.truncate(size)),
      sync: async () => {
        await this.pause?.();
        return mine(() => opened.sync());
      },
      close: () => opened.close(),
    });
    return {
      realPath: (path) => this.realPath(path),
      read: (path, maximumBytes) => this.read(path, maximumBytes),
      holds: (path, pieces) => this.holds(path, pieces),
      create: async (path) => file(await mine(() => this.create(path))),
      open: async (path) => file(await this.open(path)),
      rename: (from, to) => mine(() => this.rename(from, to)),
      remove: (path) => mine(() => this.remove(path)),
      makeDirectory: (path) => mine(() => this.makeDirectory(path)),
      syncDirectory: (path) => mine(() => this.syncDirectory(path)),
      list: (path) => this.list(path),
      entries: (path) => this.entries(path),
    };
  }

  /** Adds a user's own file, durably and without an effect. */
  place(path: string, bytes: Uint8Array): void {
    const inode: Inode = { now: bytes.slice(), durable: bytes.slice(), pending: [] };
    this.#names.set(path, inode);
    this.#durableNames.set(path, inode);
    for (let at = dirname(path); at !== "/"; at = dirname(at)) {
      this.#folders.add(at);
      this.#durableFolders.add(at);
    }
    this.#remember(path, inode.now);
  }

  /** Moves a folder away as a person does, durably. */
  moveAway(folder: string): void {
    for (const names of [this.#names, this.#durableNames])
      for (const name of names.keys()) if (name.startsWith(`${folder}/`)) names.delete(name);
  }

  /** What a file holds now, as a running system sees it; undefined if there is none. */
  peek(path: string): Uint8Array | undefined {
    return this.#names.get(path)?.now.slice();
  }

  /** Returns every path in the view of a running system. */
  paths(): string[] {
    return [...this.#names.keys()];
  }

  /**
   * Cuts the power. `choose(n)` returns a number below n, which decides the fate of each unsynced
   * name and write: the disk keeps it, loses it, or tears it in the middle.
   */
  powerCut(choose: (below: number) => number): void {
    const names = new Map(this.#durableNames);
    for (const name of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      const inode = this.#names.get(name);
      if (inode === this.#durableNames.get(name) || choose(2) === 0) continue;
      if (inode === undefined) names.delete(name);
      else names.set(name, inode);
    }
    for (const inode of new Set([...this.#names.values(), ...this.#durableNames.values()])) {
      let bytes = inode.durable;
      for (const change of inode.pending) {
        const fate = choose(3);
        if (fate === 0) continue;
        const isTorn = fate === 2 && "bytes" in change;
        const length = isTorn ? choose(change.bytes.length + 1) : undefined;
        bytes = changed(
          bytes,
          isTorn ? { ...change, bytes: change.bytes.slice(0, length) } : change,
        );
      }
      inode.now = bytes;
      inode.durable = bytes.slice();
      inode.pending = [];
    }
    this.#names = names;
    this.#durableNames = new Map(names);
    // A lost folder takes all its files along, even synced files.
    for (const folder of this.#folders) {
      if (this.#durableFolders.has(folder) || choose(2) === 0) continue;
      for (const other of this.#folders)
        if (`${other}/`.startsWith(`${folder}/`)) this.#folders.delete(other);
      for (const name of names.keys())
        if (name.startsWith(`${folder}/`)) {
          this.#names.delete(name);
          this.#durableNames.delete(name);
        }
    }
    this.#durableFolders = new Set(this.#folders);
  }

  #remember(path: string, bytes: Uint8Array): void {
    const versions = this.versions.get(path);
    if (versions === undefined) this.versions.set(path, [bytes.slice()]);
    else versions.push(bytes.slice());
  }

  /** Throws the fault's error; returns the count of bytes of a short write. */
  #fail(operation: string, path: string, grows: boolean): number | undefined {
    const fault = this.fault(operation, path, grows);
    if (fault === undefined) return undefined;
    if ("takes" in fault) return fault.takes;
    throw new DiskError(fault.fails, path, `${operation} of ${path} failed: ${fault.fails}`);
  }

  #openFile(path: string, inode: Inode): OpenFile {
    return {
      size: async () => inode.now.length,
      write: async (bytes, position) => {
        this.effect(`write ${path}`);
        const grows = position + bytes.length > inode.now.length;
        const taken = this.#fail("write", path, grows) ?? bytes.length;
        const copy = bytes.slice(0, taken);
        this.written.push([path, copy]);
        inode.now = changed(inode.now, { bytes: copy, position });
        inode.pending.push({ bytes: copy, position });
        return copy.length;
      },
      truncate: async (size) => {
        this.effect(`truncate ${path}`);
        this.#fail("truncate", path, false);
        inode.now = changed(inode.now, { size });
        inode.pending.push({ size });
      },
      sync: async () => {
        this.effect(`sync ${path}`);
        const { pending } = inode;
        // After a failed sync the kernel drops the pages: no later sync brings them to the disk.
        inode.pending = [];
        this.#fail("sync", path, false);
        for (const change of pending) inode.durable = changed(inode.durable, change);
      },
      close: async () => undefined,
    };
  }
}

/** Returns the bytes with a change made: in place if they are long enough. */
function changed(old: Uint8Array, change: Change): Uint8Array {
  if ("size" in change) return old.slice(0, change.size);
  const { bytes, position } = change;
  if (position + bytes.length <= old.length) {
    old.set(bytes, position);
    return old;
  }
  const next = new Uint8Array(Math.max(old.length, position + bytes.length));
  next.set(old);
  next.set(bytes, position);
  return next;
}
