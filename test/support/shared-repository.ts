import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { testEmulator, type TestEmulator } from "./emulator.ts";
import { startGitServer, type GitServer } from "./git-server.ts";
import { git, machine, type Machine, type MachineOptions } from "./machine.ts";
import type { LockfileContents } from "./project.ts";
import { forwarding } from "./remote.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** How clones reach a repository. */
export type Way = "file" | "http";

/** A repository that several machines share, with the lockfile of an emulator on its branch. */
export interface SharedRepository {
  readonly emulator: TestEmulator;
  /** The bare repository's folder. */
  readonly bare: string;
  /** The clones' URL of their origin. */
  readonly url: string;
  /** The repository's server. It gets no requests if clones use file URLs. */
  readonly server: GitServer;
  /** Makes a machine with a fresh clone. */
  machine(options?: MachineOptions): Machine;
  /** The name of the ref with the state. */
  readonly ref: string;
  /** The commits of the ref, the oldest first. */
  chain(): readonly Link[];
  /** The errors in the holders of the ref, and in its moves. */
  misheld(): readonly string[];
  /** Writes the manifest on the branch, as a merged pull request does. */
  manifest(text: string): void;
  /**
   * The names of pools whose create arrived although no holder of the ref had announced them. We
   * read the ref before the emulator carries the create out. Each name is an error.
   */
  readonly unannounced: readonly string[];
  /** Sets the function to call with each create before the emulator gets it; true drops the create. */
  onCreate(listener?: (nth: number) => boolean): void;
  /** Returns the errors after all applies: each pool exists once, with its id in the lockfile of `at`. */
  unconverged(at: Machine): Promise<readonly string[]>;
}

/** One commit on the ref with the state. */
export interface Link {
  readonly commit: string;
  /** The purpose of the commit: `take`, `publish` … */
  readonly what: string;
  /** The run that made the commit. */
  readonly run: string;
  /** The run that holds the state after this commit. */
  readonly holder: string | undefined;
}

/** Returns a manifest with pools of these names. */
export function poolsManifest(names: readonly string[], more = ""): string {
  const pools = names.map((name) => `  ${name}: { name: ${name}, description: A pool. }\n`);
  return `version: 1\n${more}userPools:\n${pools.join("")}`;
}

/** Returns a test with a shared repository of its own, which is closed even if the test fails. */
export function withSharedRepository(
  way: Way,
  manifest: string,
  test: (shared: SharedRepository) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const emulator = await testEmulator();
    const folder = temporaryFolder();
    const server = await startGitServer(folder);
    const door = createServer();
    door.listen(0, "127.0.0.1");
    await once(door, "listening");
    try {
      await test(await makeShared(way, manifest, folder, { emulator, server, door }));
    } finally {
      door.close();
      door.closeAllConnections();
      await server.close();
      await emulator.close();
    }
  };
}

async function makeShared(
  way: Way,
  manifest: string,
  folder: string,
  { emulator, server, door }: { emulator: TestEmulator; server: GitServer; door: Server },
): Promise<SharedRepository> {
  const bare = join(folder, "shared.git");
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", bare);
  // A garbage collection in the background would outlive the folder.
  for (const setting of ["receive.autogc=false", "core.logAllRefUpdates=always"])
    git(bare, "config", ...setting.split("="));
  const { port } = door.address() as AddressInfo;
  const env = { ...emulator.env, ANON_BASE_URL: `http://127.0.0.1:${port}` };
  const author = machine(bare, { env });
  const write = (text: string) => {
    writeFileSync(join(author.folder, "anon.config.yaml"), text);
    author.git("add", "--all", "--force");
    author.git("commit", "--quiet", "--message=manifest");
    author.git("push", "--quiet", "origin", "HEAD:main");
  };
  const unannounced: string[] = [];
  let listener: ((nth: number) => boolean) | undefined;
  let creates = 0;
  const toEmulator = forwarding(emulator.url);
  door.on("request", (request, response) => {
    if (request.method !== "POST") return toEmulator(request, response);
    const announced = announcedAt(bare, ref);
    if (listener?.((creates += 1)) === true) return void request.socket.destroy();
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.once("end", () => {
      const name = /"name":"([^"]*)"/.exec(body)?.[1] ?? body;
      if (!announced.includes(name)) unannounced.push(name);
    });
    toEmulator(request, response);
  });
  author.git("checkout", "--quiet", "-B", "main");
  writeFileSync(join(author.folder, "anon.config.yaml"), "version: 1\n");
  const made = await author.run(["apply", "--auto-approve"]);
  if (made.code !== 0) throw new Error(`apply ended with ${made.code}\n${made.stderr}`);
  // Users do not commit an emulator's lockfile. Here the committed lockfile gives all clones one
  // lineage.
  write(manifest);
  const { lineage } = lockfileOf(author);
  const ref = `refs/anon-sync/${lineage}/sandbox`;
  const url = way === "file" ? `file://${bare}` : `${server.url}/shared.git`;
  return {
    emulator,
    bare,
    url,
    server,
    ref,
    machine: (options = {}) =>
      machine(`file://${bare}`, {
        ...(way === "http" && { origin: url }),
        ...options,
        env: { ...env, ...options.env },
      }),
    chain: () => chainOf(bare, ref),
    misheld: () => misheld(chainOf(bare, ref), git(bare, "reflog", ref).split("\n").length - 1),
    manifest: write,
    unannounced,
    onCreate: (next) => {
      creates = 0;
      listener = next;
    },
    async unconverged(at) {
      const { resources, unsettled } = lockfileOf(at);
      const { resources: real, creates: carriedOut } = await emulator.inventory();
      const ids = new Map(Object.entries(resources).map(([address, { id }]) => [id, address]));
      const wrong = Object.keys(unsettled).map((address) => `${address} is unsettled`);
      for (const { id, name } of real.userPools)
        if (ids.get(id) !== `userPools.${String(name)}`) wrong.push(`${String(name)} is not known`);
      if (real.userPools.length !== ids.size)
        wrong.push(`${real.userPools.length} exist, and ${ids.size} are known`);
      if (carriedOut["userPools"] !== real.userPools.length) wrong.push("some were removed");
      return [...wrong, ...unannounced.map((name) => `${name} was not announced`)];
    },
  };
}

/** Returns the emulator's lockfile in a machine's clone. */
export function lockfileOf({ folder }: Machine): LockfileContents {
  return JSON.parse(readFileSync(join(folder, "anon.lock.sandbox.emulator.json"), "utf8"));
}

/** Returns the names of the creates that a ref announces. Throws if the ref has no holder. */
function announcedAt(bare: string, ref: string): readonly string[] {
  const show = (name: string) => git(bare, "show", `${ref}:${name}`);
  show("holder.json");
  const { unsettled } = JSON.parse(show("lockfile.json")) as LockfileContents;
  return Object.keys(unsettled).map((address) => address.replace("userPools.", ""));
}

/** Returns every commit of a ref of a bare repository, the oldest first. */
function chainOf(bare: string, ref: string): readonly Link[] {
  if (git(bare, "for-each-ref", ref) === "") return [];
  const flags = ["--reverse", "--first-parent", "--format=%H%x00%s%x00%b%x01"];
  const links = git(bare, "log", ...flags, ref)
    .split("\u0001")
    .slice(0, -1);
  const heads = links.map((text) => text.trim().split("\0"));
  const asked = heads.map(([commit]) => `${commit}:holder.json\n`).join("");
  const answers = execFileSync("git", ["cat-file", "--batch"], {
    cwd: bare,
    input: asked,
    encoding: "utf8",
  });
  // Git prints one line for each missing file; otherwise it prints a line and then the file.
  const holders = [...answers.matchAll(/^\S+ (?:missing$|blob \d+\n(\{[^}]*\}))/gm)];
  return heads.map(([commit = "", subject = "", body = ""], index) => {
    const text = holders[index]?.[1];
    return {
      commit,
      what: subject.replace("anon-sync: ", ""),
      run: /^run (.*)$/m.exec(body)?.[1] ?? "",
      holder: text === undefined ? undefined : (JSON.parse(text) as { run: string }).run,
    };
  });
}

/**
 * What is wrong with who held a ref: at most one run at a time, taken only if nobody held it, and
 * written to as the holder by that run alone. `moves` is how many times the ref has moved.
 */
export function misheld(chain: readonly Link[], moves: number): readonly string[] {
  const wrong = chain.length === moves ? [] : [`${moves} moves, and a chain of ${chain.length}`];
  let holder: string | undefined;
  for (const { commit, what, run, holder: next } of chain) {
    const isRight =
      (what === "take" && holder === undefined && next === run) ||
      (what === "publish" && holder === run && next === run) ||
      (what === "release" && (holder === run ? next === undefined : next === holder)) ||
      (what === "unlock" && holder !== undefined && next === undefined) ||
      (what === "tell" && next === holder);
    if (!isRight) wrong.push(`${commit}: ${what} by ${run}, held by ${holder} and then ${next}`);
    holder = next;
  }
  return wrong;
}
