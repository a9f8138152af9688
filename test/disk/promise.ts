import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { mergeStates } from "../../src/core/state/merge.ts";
import { emptyState, isOpen, stateOf, type State } from "../../src/core/state/state.ts";
import { parseJournal } from "../../src/store/journal-format.ts";
import { parseLedger } from "../../src/store/ledger.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { receiptIds } from "../cli/ten-resources.ts";
import { runCliHere, runHere } from "../support/run-here.ts";
import { runCli, type CliRun } from "../support/cli.ts";
import type { Stored, TestEmulator } from "../support/emulator.ts";

/** A project whose files may be on different disks. */
export interface Place {
  /** The folder of the manifest and the lockfile. */
  readonly folder: string;
  /** The folder of journal and ledger: `.anon-sync`, or `.git/anon-sync`. */
  readonly stateFolder: string;
  readonly secretsFolder: string;
}

/** Address → name of each resource in the manifest of these tests. */
export const names = {
  "userPools.members": "Members",
  "userPools.staff": "Staff",
  "sdkClients.jobs": "Jobs",
  "sdkClients.web": "Web",
} as const;

/** The manifest before the disk is full. */
export const olderManifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
`;

/** The manifest while the disk is full. */
export const manifest = `${olderManifest}  staff: { name: Staff, description: Employees. }
sdkClients:
  jobs: { name: Jobs, description: Nightly jobs., kind: service }
  web: { name: Web, description: Front end., kind: { application: { userPool: members } } }
`;

/** Returns a whole apply as a user types it. */
export function applyCommand({ secretsFolder }: Place): readonly string[] {
  return [
    "apply",
    "--auto-approve",
    "--parallelism",
    "1",
    "--secret-sink",
    `file:${secretsFolder}`,
  ];
}

/** Makes the folders of a project, and its manifest. */
export function prepare(place: Place, text = manifest): void {
  mkdirSync(place.folder, { recursive: true });
  mkdirSync(place.secretsFolder, { recursive: true });
  writeFileSync(join(place.folder, "anon.config.yaml"), text);
}

/** Everything that lockfile and journals of a place know. Throws if one of them does not parse. */
export function knownAt({ folder, stateFolder }: Place): State {
  const path = join(folder, "anon.lock.sandbox.emulator.json");
  let state = existsSync(path) ? parseLockfile(readFileSync(path), path).state : emptyState;
  const lineages = existsSync(stateFolder) ? readdirSync(stateFolder) : [];
  for (const lineage of lineages) {
    const ledger = join(stateFolder, lineage, "ledger");
    if (existsSync(ledger)) parseLedger(readFileSync(ledger), ledger);
    const journal = join(stateFolder, lineage, "journal");
    if (!existsSync(journal)) continue;
    const parsed = parseJournal(readFileSync(journal));
    if (parsed === undefined) throw new Error(`${journal} does not parse`);
    state = mergeStates(state, stateOf(parsed.ids, parsed.attempts));
  }
  return state;
}

/**
 * Checks the promise directly after a run with failed writes. Each resource on the server has its
 * id or an open attempt on record. Each receipt is on record or marked NOT SAVED. The output names
 * the error. `where` goes into each message.
 */
export async function holdsPromise(
  place: Place,
  run: CliRun,
  emulator: TestEmulator,
  where: string,
): Promise<void> {
  const said = `${where}\n${run.stdout}${run.stderr}`;
  const { ids, attempts } = knownAt(place);
  const open = new Set([...attempts.values()].filter(isOpen).map(({ address }) => address));
  for (const [address, name] of Object.entries(names))
    for (const { id } of await heldBy(emulator, name))
      assert.ok(
        ids.has(id) || open.has(address),
        `${address} = ${id} is recorded nowhere, ${said}`,
      );
  for (const line of run.stderr.split("\n"))
    for (const id of receiptIds(line))
      assert.ok(
        ids.has(id) || line.includes("NOT SAVED"),
        `${id} was announced and is lost, ${said}`,
      );
  assert.not.match(run.stderr, /This is a bug|\n\s+at /, `a stack trace, ${said}`);
  if (run.code === 0) return;
  assert.ok([1, 3, 4, 5].includes(run.code), `exit code ${run.code}, ${said}`);
}

/** Git reads a repository that is another user's only if it was told to. */
const anyOwner = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
};

/** Checks, once writes succeed again: nothing is lost or made twice, and the next run is idle. */
export async function converges(
  place: Place,
  emulator: TestEmulator,
  where: string,
): Promise<void> {
  const env = { ...emulator.env, ...anyOwner };
  const go = () =>
    runHere(
      apply,
      place.folder,
      env,
      { autoApprove: true, secretSink: `file:${place.secretsFolder}` },
      [],
    );
  let code = await go();
  for (const { address, attempt } of [...knownAt(place).attempts.values()].filter(isOpen)) {
    // A person looks into the console, and settles accordingly.
    const [held] = await heldBy(emulator, names[address as keyof typeof names]);
    const answer = held === undefined ? { notCreated: true, yes: true } : { id: held.id };
    await runHere(settle, place.folder, env, { ...answer, attempt }, [address]);
    code = 4;
  }
  if (code === 4) code = await go();
  assert.is(code, 0, `does not converge, ${where}`);
  const { ids } = knownAt(place);
  for (const [address, name] of Object.entries(names)) {
    const held = (await heldBy(emulator, name)).map(({ id }) => id);
    assert.is(held.length, 1, `${address} was created ${held.length} times, ${where}`);
    assert.is(ids.get(held[0] ?? "")?.address, address, where);
  }
  const posts = await emulator.posts();
  assert.is(await go(), 0, where);
  assert.is(await emulator.posts(), posts, `a second apply sends something, ${where}`);
}

/** Applies in the test's own process, for which the disk is as full: a process costs ten times as much. */
export function applyHere(place: Place, emulator: TestEmulator): Promise<CliRun> {
  return runCliHere(applyCommand(place), { cwd: place.folder, env: emulator.env });
}

/** Applies with the real command. */
export function applyAt(
  place: Place,
  emulator: TestEmulator,
  through: readonly string[] = [],
): Promise<CliRun> {
  return runCli(applyCommand(place), { cwd: place.folder, env: emulator.env, through });
}

async function heldBy(emulator: TestEmulator, name: string): Promise<readonly Stored[]> {
  const { resources } = await emulator.inventory();
  return Object.values(resources)
    .flat()
    .filter((resource) => resource["name"] === name);
}
