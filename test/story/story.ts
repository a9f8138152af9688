import { rmSync } from "node:fs";
import { join } from "node:path";
import type { CliRun } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { nameTable, type NameTable } from "./names.ts";

/** The world of a step: one repository, an Anon for sandbox, and another for production. */
export interface Story {
  readonly made: Project;
  readonly sandbox: TestEmulator;
  readonly production: TestEmulator;
  /** A folder outside the repository. */
  readonly outside: string;
  readonly names: NameTable;
  /** The id that the last step made without this tool, or that only a person has. */
  byHand: string;
  /** The last run, for a step with a command from that run's output. */
  last: CliRun;
}

/** The environment of the lockfile that a story's steps use. */
export type StoryEnvironment = "sandbox" | "production";

/** Returns an empty repository without a commit, and two running emulators. */
export async function newStory(): Promise<Story> {
  const made = projectHere("");
  rmSync(join(made.folder, "anon.config.yaml"));
  made.git("init", "--quiet");
  const [sandbox, production] = await Promise.all([testEmulator(), testEmulator()]);
  const outside = temporaryFolder();
  const names = nameTable();
  names.give(sandbox.url, "http://127.0.0.1:4010");
  names.give(production.url, "http://127.0.0.1:4020");
  for (const [where, emulator] of [
    ["sandbox", sandbox],
    ["production", production],
  ] as const) {
    names.give(emulator.instanceId, `<instance of ${where}>`);
    names.give(emulator.organizationId, `<organization of ${where}>`);
  }
  names.give(made.folder, "<repository>");
  names.give(outside, "<outside>");
  return {
    made,
    sandbox,
    production,
    outside,
    names,
    byHand: "",
    last: { code: 0, stdout: "", stderr: "" },
  };
}

/** Returns the name of an environment's lockfile for an API at a loopback address. */
export function lockfileName(environment: StoryEnvironment): string {
  return `anon.lock.${environment}.emulator.json`;
}

/** The id that the lockfile holds at an address. Throws if it holds none. */
export function idAt({ made }: Story, address: string): string {
  const id = made.lockfile().resources[address]?.id;
  if (id === undefined) throw new Error(`${address} is not in the lockfile`);
  return id;
}

/**
 * Commits everything, including the emulator's lockfiles, which git ignores: here they stand for
 * those of the real environments.
 */
export function commit({ made }: Story, message: string): void {
  made.git("add", "--all");
  for (const environment of ["sandbox", "production"] as const)
    if (made.has(lockfileName(environment))) made.git("add", "--force", lockfileName(environment));
  made.git("commit", "--quiet", "--message", message);
}

/** Replaces a text in the manifest. Throws unless the manifest contains the text once. */
export function edit({ made }: Story, before: string, after: string): void {
  const text = made.read("anon.config.yaml");
  if (text.split(before).length !== 2) throw new Error(`${before} does not stand there once`);
  made.manifest(text.replace(before, () => after));
}

/** Removes the journal and the ledger, which a fresh clone lacks. */
export function forget({ made }: Story): void {
  rmSync(join(made.folder, ".git", "anon-sync"), { recursive: true, force: true });
}

/** Makes a client without this tool, with a person's own request. Returns its id. */
export async function makeByHand(emulator: TestEmulator, fields: object): Promise<string> {
  const answer = await fetch(`${emulator.url}/org/sdkClient`, {
    method: "POST",
    headers: { authorization: `Bearer ${emulator.apiKey}`, connection: "close" },
    body: JSON.stringify(fields),
  });
  const { id } = (await answer.json()) as { id?: string };
  if (id === undefined) throw new Error(`answered ${answer.status}`);
  return id;
}
