import { isObject } from "../../src/core/json.ts";
import { fingerprintOf, lostSecret } from "../../src/core/secret-sink.ts";
import { unsettledAttempts, type State } from "../../src/core/state/state.ts";
import { type Ran, keyCanary } from "../support/simulated-machine.ts";
import { secretCanary, secretOf } from "./anon.ts";
import type { Project } from "./project.ts";

/** More effects than any run of a few creates can have: a run with more would never end. */
const maximumEffects = 3_000;
/** Longer than any run of a few creates may take, in milliseconds of the machine's clock. */
const maximumRunMs = 2 * 60 * 60_000;

/** Checks the invariants of a project after a step, whatever happened in that step. */
export async function checkProject(project: Project): Promise<void> {
  await checkFiles(project);
  const store = await project.read();
  if (store === undefined) return;
  checkKnowledge(project, store.state);
  checkDelivered(project, store.state);
  checkDuplicates(project);
  // Until a run folds the journal, the journal is the record of the announced ids.
  if (!store.leftover && store.ledger !== undefined)
    for (const { id, client } of project.anon.existing)
      if (client === project.machine.server && project.announced.has(id))
        if (!store.ledger.ids.has(id)) project.violate(`the ledger does not know ${id}`);
}

/** Checks a run that ended by itself, on a disk without faults. */
export function checkRun(project: Project, ran: Ran, startedMs: number): void {
  if (ran.effects > maximumEffects) project.violate(`a run had ${ran.effects} effects`);
  const tookMs = project.machine.now - startedMs;
  if (tookMs > maximumRunMs) project.violate(`a run took ${tookMs / 1000} s`);
}

/** Checks the files after such a run: no half-written file, and no finished journal. */
export function checkTidy(project: Project): void {
  // No command reads the folder of an `init` that was killed before it had a lockfile.
  const isOurs = (path: string): boolean =>
    !path.startsWith(project.places.stateDirectory) || path.includes(project.lineage);
  const { disk } = project.machine;
  const left = disk.paths().filter((path) => isOurs(path) && /\.tmp$|\/journal$/.test(path));
  if (left.length > 0) project.violate(`left behind: ${left.join(", ")}`);
}

/** Checks that each resource has its id or an open attempt on record, and that no announced id is lost. */
function checkKnowledge(project: Project, state: State): void {
  const openNames = new Set<unknown>();
  for (const attempts of unsettledAttempts(state).values())
    for (const { fields } of attempts) openNames.add(fields["name"]);
  for (const { id, name, client } of project.anon.existing) {
    if (client !== project.machine.server || project.notes.excused.has(id)) continue;
    if (!state.ids.has(id) && !openNames.has(name))
      project.violate(`${name} (${id}) exists and nobody knows of it`);
  }
  for (const fact of state.ids.values()) {
    // A quarantined id may be anything: people look at it, and no plan uses it.
    if (fact.retired === "quarantined") continue;
    const one = project.anon.existing.find(({ id }) => id === fact.id);
    if (one === undefined) project.violate(`${fact.id} is recorded, and nothing has that id`);
    // If only the ledger had an id, `recover` restores the id without its fields.
    else if (Object.keys(fact.applied).length > 0 && one.name !== fact.applied["name"])
      project.violate(
        `${fact.id} is recorded for ${String(fact.applied["name"])}, and is ${one.name}`,
      );
  }
  for (const id of project.announced)
    if (!state.ids.has(id)) project.violate(`the id ${id} was announced and is lost`);
  const active = [...state.ids.values()].filter(({ retired }) => retired === undefined);
  if (new Set(active.map(({ address }) => address)).size !== active.length)
    project.violate("two ids hold one address");
}

/** Checks that each secret recorded as delivered is in its file, whole. */
function checkDelivered(project: Project, state: State): void {
  const kept = keptSecrets(project);
  for (const { id, secretFingerprint = lostSecret } of state.ids.values()) {
    if (secretFingerprint === lostSecret) continue;
    if (secretFingerprint !== fingerprintOf(secretOf(id)))
      project.violate(`the fingerprint of ${id} is of another secret`);
    const one = project.anon.existing.find((each) => each.id === id);
    if (one?.client === project.machine.server && !kept.has(secretOf(id)))
      project.violate(`the secret of ${id} is recorded as delivered and is in no file`);
  }
}

/**
 * Checks at the end of a history that each recorded service client has its secret in its file.
 * Otherwise an earlier run and the last run must both report the secret as lost.
 */
export async function checkSecrets(project: Project, last: Ran): Promise<void> {
  const state = (await project.read())?.state;
  const kept = keptSecrets(project);
  for (const { id, name, answer, client } of project.anon.existing) {
    const fact = state?.ids.get(id);
    const isService = isObject(answer["auth"]) && answer["auth"]["type"] === "apiKey";
    if (fact === undefined || !isService || client !== project.machine.server) continue;
    if (!kept.has(secretOf(id)) && !project.saidToBeLost.has(id))
      project.violate(`the secret of ${name} (${id}) is lost in silence`);
    const isMarked = fact.retired === undefined && fact.secretFingerprint === lostSecret;
    if (isMarked && !last.err.includes(`(id ${id}) was created, but its secret may be lost`))
      project.violate(`that the secret of ${name} (${id}) may be lost is not said again`);
  }
}

/** Returns the contents of the files for secrets, whole or partial. */
function keptSecrets(project: Project): Set<string> {
  const { disk } = project.machine;
  const files = disk.paths().filter((path) => path.startsWith("/secrets/"));
  return new Set(
    files.map((path) =>
      Buffer.from(disk.peek(path) ?? [])
        .toString()
        .trimEnd(),
    ),
  );
}

function checkDuplicates(project: Project): void {
  const names = new Set<string>();
  for (const { id, name, client } of project.anon.existing) {
    if (client !== project.machine.server || project.notes.excused.has(id)) continue;
    if (names.has(name)) project.violate(`${name} exists twice without consent`);
    names.add(name);
  }
}

/** Checks that the lockfile is a version that was written on purpose, and that no file has a secret. */
export async function checkFiles(project: Project): Promise<void> {
  const { disk } = project.machine;
  const lockfile = await project.lockfile();
  const versions = disk.versions.get(project.places.lockfile) ?? [];
  if (!versions.some((version) => Buffer.compare(version, lockfile) === 0))
    project.violate("the lockfile is neither the old one nor a new one");
  for (const [path, bytes] of disk.written) {
    const isSecretsOwn = path.startsWith("/secrets/");
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (content.includes(keyCanary) || (!isSecretsOwn && content.includes(secretCanary)))
      project.violate(`a secret is in ${path}`);
  }
  disk.written.length = 0;
}
