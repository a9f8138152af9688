import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { testEmulator, type TestEmulator } from "./emulator.ts";
import { startGitServer, type GitServer } from "./git-server.ts";
import { git, machine, type Machine, type MachineOptions } from "./machine.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** How a repository is reached. */
export type Way = "file" | "http";

/** A repository that several machines share, with the lockfile of an emulator on its branch. */
export interface SharedRepository {
  readonly emulator: TestEmulator;
  /** The bare repository's folder. */
  readonly bare: string;
  /** What clones have as their origin. */
  readonly url: string;
  /** Its server; where it is reached over file, nobody asks it. */
  readonly server: GitServer;
  /** A machine with a fresh clone. */
  machine(options?: MachineOptions): Machine;
  /** The name of the ref that holds the state. */
  readonly ref: string;
  /** What the ref has held, the oldest first. */
  chain(): readonly Link[];
  /** Writes the manifest on the branch, as a merged pull request does. */
  manifest(text: string): void;
}

/** One commit on the ref that holds the state. */
export interface Link {
  readonly commit: string;
  /** What it was for: `take`, `publish` … */
  readonly what: string;
  /** Whose run made it. */
  readonly run: string;
  /** Whose run held the state from then on. */
  readonly holder: string | undefined;
  readonly lockfile: string;
}

/** Pools of these names. */
export function poolsManifest(names: readonly string[], more = ""): string {
  const pools = names.map((name) => `  ${name}: { name: ${name}, description: A pool. }\n`);
  return `version: 1\n${more}userPools:\n${pools.join("")}`;
}

/** Runs a test with one of its own, which is closed whatever happens. */
export function withSharedRepository(
  way: Way,
  manifest: string,
  test: (shared: SharedRepository) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const emulator = await testEmulator();
    const folder = temporaryFolder();
    const server = await startGitServer(folder);
    try {
      await test(await makeShared(way, manifest, folder, emulator, server));
    } finally {
      await server.close();
      await emulator.close();
    }
  };
}

async function makeShared(
  way: Way,
  manifest: string,
  folder: string,
  emulator: TestEmulator,
  server: GitServer,
): Promise<SharedRepository> {
  const bare = join(folder, "shared.git");
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", bare);
  // A collection of garbage in the background would outlive the folder.
  for (const setting of ["receive.autogc=false", "uploadpack.allowFilter=true"])
    git(bare, "config", ...setting.split("="));
  const author = machine(bare, { env: emulator.env });
  const write = (text: string) => {
    writeFileSync(join(author.folder, "anon.config.yaml"), text);
    author.git("add", "--all", "--force");
    author.git("commit", "--quiet", "--message=manifest");
    author.git("push", "--quiet", "origin", "HEAD:main");
  };
  // An emulator's lockfile is never committed, else: here it gives all clones one lineage.
  author.git("checkout", "--quiet", "-B", "main");
  writeFileSync(join(author.folder, "anon.config.yaml"), "version: 1\n");
  const made = await author.run(["apply", "--auto-approve"]);
  if (made.code !== 0) throw new Error(`apply ended with ${made.code}\n${made.stderr}`);
  write(manifest);
  const lineage = /"lineage": "([^"]*)"/.exec(
    author.git("show", "HEAD:anon.lock.sandbox.emulator.json"),
  )?.[1];
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
        env: { ...emulator.env, ...options.env },
      }),
    chain: () => chainOf(bare, ref),
    manifest: write,
  };
}

/** Every commit of a ref of a bare repository, the oldest first. */
export function chainOf(bare: string, ref: string): readonly Link[] {
  const flags = ["--reverse", "--first-parent", "--format=%H%x00%s%x00%b%x01"];
  const lines = git(bare, "log", ...flags, ref)
    .split("\u0001")
    .slice(0, -1);
  return lines.map((line) => {
    const [commit = "", subject = "", body = ""] = line.trim().split("\0");
    const files = git(bare, "ls-tree", "--name-only", commit).split("\n");
    const holder = files.includes("holder.json")
      ? (JSON.parse(git(bare, "show", `${commit}:holder.json`)) as { run: string }).run
      : undefined;
    return {
      commit,
      what: subject.replace("anon-sync: ", ""),
      run: /^run (.*)$/m.exec(body)?.[1] ?? "",
      holder,
      lockfile: git(bare, "show", `${commit}:lockfile.json`),
    };
  });
}
