import { rmSync } from "node:fs";
import { join } from "node:path";
import type { CliRun } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { nameTable, type NameTable } from "./names.ts";

/** What a step has to do with: one repository, an Anon for sandbox, and another for production. */
export interface Story {
  readonly made: Project;
  readonly sandbox: TestEmulator;
  readonly production: TestEmulator;
  /** A folder outside the repository. */
  readonly outside: string;
  readonly names: NameTable;
  /** The id of what was made in the last step past this tool, or is known to a person only. */
  byHand: string;
  /** The last run, for a step that types what the one before it printed. */
  last: CliRun;
}

/** Which lockfile a story's steps are about. */
export type StoryEnvironment = "sandbox" | "production";

/** An empty repository without a commit, and two running emulators. */
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

/** The lockfile of an environment, as it is called where a loopback address is the API. */
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
 * Commits everything, the emulator's lockfiles too, which git ignores: they stand for those of the
 * real environments here.
 */
export function commit({ made }: Story, message: string): void {
  made.git("add", "--all");
  for (const environment of ["sandbox", "production"] as const)
    if (made.has(lockfileName(environment))) made.git("add", "--force", lockfileName(environment));
  made.git("commit", "--quiet", "--message", message);
}

/** Replaces a text that stands once in the manifest. */
export function edit({ made }: Story, before: string, after: string): void {
  const text = made.read("anon.config.yaml");
  if (text.split(before).length !== 2) throw new Error(`${before} does not stand there once`);
  made.manifest(text.replace(before, () => after));
}

/** What a fresh clone has not: the journal and the ledger. */
export function forget({ made }: Story): void {
  rmSync(join(made.folder, ".git", "anon-sync"), { recursive: true, force: true });
}

/** A client that somebody makes past this tool, with a request of their own; answers its id. */
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
