import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { run as apply } from "../../src/commands/apply/apply.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { runCli, startCli, type CliRun } from "./cli.ts";
import { runHere, runCliHere } from "./run-here.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** How a project starts. Each option may be left out. */
export interface ProjectOptions {
  /** Environment variables of every run: those of an emulator, for example. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the folder is a git repository with a committed manifest. */
  readonly git?: boolean;
  /** Whether `run` uses the test's own process, which takes a tenth of the time. */
  readonly here?: boolean;
}

/** A manifest in a folder of its own, and the command in that folder. */
export interface Project {
  readonly folder: string;
  /** Runs the command in the folder, to its end. `env` is added to the project's. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliRun>;
  /** Starts the command and does not wait. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** `apply --auto-approve` with more arguments; throws if it does not end with 0. */
  apply(...args: readonly string[]): Promise<CliRun>;
  /**
   * Runs `apply --auto-approve` in the test's own process, which takes a tenth of the time. Tests
   * use it for the preparation before the test proper.
   */
  applied(): Promise<void>;
  /** Runs `init` with more arguments, in the test's own process, too. */
  initialized(...args: readonly string[]): Promise<void>;
  /** Writes `anon.config.yaml`. */
  manifest(text: string): void;
  write(name: string, text: string): void;
  read(name: string): string;
  has(name: string): boolean;
  remove(name: string): void;
  /** The emulator's lockfile of an environment (sandbox if left out), parsed. */
  lockfile(environment?: string): LockfileContents;
  /** Runs git in the folder. Returns its stdout. */
  git(...args: readonly string[]): string;
}

/** The part of a lockfile that tests read. */
export interface LockfileContents {
  readonly lineage: string;
  readonly environment: JsonObject;
  readonly resources: Readonly<Record<string, JsonObject & { readonly id: string }>>;
  /** Address → attempt → the fact of the attempt. */
  readonly unsettled: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly retired: Readonly<Record<string, JsonObject>>;
}

/** Two pools, one of them self-hosted, and an application of the first. */
export const smallManifest = `version: 1
userPools:
  members:
    name: Members
    description: People who sign in.
  staff:
    name: Staff
    description: Employees.
    authorization:
      jwksUri: https://login.example.com/.well-known/jwks.json
      idClaim: email
sdkClients:
  web:
    name: Web app
    description: The browser front end.
    kind: { application: { userPool: members } }
`;

/**
 * The small manifest with Anon hosting both pools, for an API that is no emulator. Such an API
 * fetches the JWKS of a new self-hosted pool, and tests have no network.
 */
export const hostedManifest = smallManifest.replace(/ {4}authorization:\n(?: {6}.*\n)+/, "");

/** Makes a project in a new folder. */
export function project(manifest = smallManifest, options: ProjectOptions = {}): Project {
  const folder = temporaryFolder();
  const { env = {} } = options;
  const path = (name: string) => join(folder, name);
  const made: Project = {
    folder,
    run: (args, more = {}) =>
      (options.here === true ? runCliHere : runCli)(args, {
        cwd: folder,
        env: { ...env, ...more },
      }),
    start: (args, more = {}) => startCli(args, { cwd: folder, env: { ...env, ...more } }),
    async apply(...args) {
      const ran = await made.run(["apply", "--auto-approve", ...args]);
      if (ran.code !== 0) throw new Error(`apply ended with ${ran.code}\n${ran.stderr}`);
      return ran;
    },
    async applied() {
      const code = await runHere(apply, folder, env, { autoApprove: true }, []);
      if (code !== 0) throw new Error(`apply ended with ${code}`);
    },
    async initialized(...args) {
      const { code, stderr } = await runCliHere(["init", ...args], { cwd: folder, env });
      if (code !== 0) throw new Error(`init ended with ${code}\n${stderr}`);
    },
    manifest: (text) => made.write("anon.config.yaml", text),
    write: (name, text) => writeFileSync(path(name), text),
    read: (name) => readFileSync(path(name), "utf8"),
    has: (name) => existsSync(path(name)),
    remove: (name) => rmSync(path(name)),
    lockfile: (environment = "sandbox") =>
      JSON.parse(made.read(`anon.lock.${environment}.emulator.json`)),
    git: (...args) => execFileSync("git", args, { cwd: folder, encoding: "utf8", env: gitEnv() }),
  };
  made.manifest(manifest);
  if (options.git === true) {
    made.git("init", "--quiet");
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message", "manifest");
  }
  return made;
}

/** Makes a project whose command runs in the test's own process. */
export function projectHere(manifest = smallManifest, options: ProjectOptions = {}): Project {
  return project(manifest, { ...options, here: true });
}

/** Returns git's environment without the differences between machines. */
function gitEnv(): NodeJS.ProcessEnv {
  const person = { NAME: "Test", EMAIL: "test@example.com" };
  return {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: person.NAME,
    GIT_AUTHOR_EMAIL: person.EMAIL,
    GIT_COMMITTER_NAME: person.NAME,
    GIT_COMMITTER_EMAIL: person.EMAIL,
  };
}
