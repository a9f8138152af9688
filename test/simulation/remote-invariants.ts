import { isObject } from "../../src/core/json.ts";
import { fingerprintOf, lostSecret } from "../../src/core/secret-sink.ts";
import { isOpen, type State } from "../../src/core/state/state.ts";
import type { Ran } from "../support/simulated-machine.ts";
import { secretOf } from "./anon.ts";
import { checkFiles } from "./invariants.ts";
import type { Project } from "./project.ts";
import { checkFacts, type RemoteWatch } from "./remote-watch.ts";
import { secretsOn, type RemoteWorld } from "./remote-world.ts";

/** Checks the invariants of one clone after a step, whatever happened in that step. */
export async function checkClone(world: RemoteWorld, project: Project): Promise<void> {
  await checkFiles(project);
  const store = await project.read();
  if (store === undefined) return;
  checkFacts(world, store.state);
  checkDelivered(world, store.state);
  const { state } = world;
  checkDelivered(world, state);
  for (const id of project.announced)
    if (!store.state.ids.has(id) && !state.ids.has(id) && store.ledger?.ids.has(id) !== true)
      project.violate(`the id ${id} was announced and is lost`);
}

/** The data of one run that the checks after it need. */
export interface RunOnRemote {
  readonly ran: Ran;
  /** Whether the remote answered all the time, and the run was never stopped. */
  readonly isRemoteWell: boolean;
  readonly isDiskWell: boolean;
  /** The run that had the lease before this run. */
  readonly holder: string | undefined;
  /** The count of its machine's processes before this run. */
  readonly processes: number;
  /** The times of each id's announcement and of the run's end, in milliseconds. */
  readonly announcedAtMs: ReadonlyMap<string, number>;
  readonly endedAtMs: number;
  /** The state on the remote before this run, and the count of the ref's moves. */
  readonly before: State;
  readonly moves: number;
}

/** The id that an effect announces; undefined if it is another effect. */
export function announcedId(effect: string): string | undefined {
  return /^tell created \S+ id=(\S+)/.exec(effect)?.[1];
}

/** The longest time from a result to its publication on the remote, in milliseconds. */
const publishedWithinMs = 5_000;

/**
 * Checks a run: it releases the lease, and leaves no question about attempts whose verdict it has.
 * Only the last results of a killed run may be missing.
 */
export async function checkRunOnRemote(
  { state, content, copied }: RemoteWorld,
  watch: RemoteWatch,
  project: Project,
  told: RunOnRemote,
): Promise<void> {
  const { ran, isRemoteWell, isDiskWell, holder, processes } = told;
  const { announcedAtMs, endedAtMs, before, moves } = told;
  for (const [id, atMs] of announcedAtMs)
    if (isRemoteWell && endedAtMs - atMs > publishedWithinMs && !state.ids.has(id))
      project.violate(`${id} was announced ${endedAtMs - atMs} ms ago and is not on the ref`);
  if (ran.exitCode === undefined) return;
  const held = watch.heldBy(project);
  // With disk faults, a run may not reach a dead run's leftovers; a dead run's push may arrive
  // meanwhile.
  const isLeft = isDiskWell && content?.holder?.run === holder;
  if (isRemoteWell && held !== undefined && (isLeft || held.nth > processes))
    project.violate("a run that has ended holds the ref");
  if (!isDiskWell) return;
  const own = (await project.read())?.state;
  const isToldAlone = watch.releasedAt(project) > moves && !copied.has(project);
  for (const fact of isToldAlone ? state.attempts.values() : []) {
    const isOwn = fact.attempt.startsWith(project.machine.prefix);
    if (!isOpen(fact) || !isOwn || before.attempts.has(fact.attempt)) continue;
    const known = own?.attempts.get(fact.attempt);
    if (known === undefined || !isOpen(known))
      project.violate(`the ref calls ${fact.attempt} open, and its run knows better`);
  }
  if (ran.exitCode !== 0 || !isRemoteWell) return;
  for (const id of own?.ids.keys() ?? [])
    if (!state.ids.has(id)) project.violate(`the ref was not told of ${id}`);
}

/** Checks that each secret recorded as delivered came to its sink, whole. */
function checkDelivered(world: RemoteWorld, state: State): void {
  for (const { id, secretFingerprint = lostSecret } of state.ids.values()) {
    if (secretFingerprint === lostSecret) continue;
    if (secretFingerprint !== fingerprintOf(secretOf(id)))
      world.parts.notes.violations.push(`the fingerprint of ${id} is of another secret`);
    if (!isKept(world, id))
      world.parts.notes.violations.push(`the secret of ${id} is recorded as delivered and is not`);
  }
}

/** Checks that in the end every secret is at its sink, or that a run reported its possible loss. */
export function checkAllSecrets(world: RemoteWorld): void {
  const { anon, notes } = world.parts;
  const said = new Set(world.saidToBeLost);
  for (const project of world.clones) for (const id of project.saidToBeLost) said.add(id);
  for (const { id, name, answer } of anon.existing) {
    const fact = world.state.ids.get(id);
    const isService = isObject(answer["auth"]) && answer["auth"]["type"] === "apiKey";
    if (fact === undefined || !isService || isKept(world, id) || said.has(id)) continue;
    notes.violations.push(`the secret of ${name} (${id}) is lost in silence`);
  }
}

function isKept({ clones, keptSecrets }: RemoteWorld, id: string): boolean {
  const secret = secretOf(id);
  return keptSecrets.has(secret) || [...clones].some((project) => secretsOn(project).has(secret));
}
