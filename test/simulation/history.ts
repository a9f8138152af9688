import type { Options } from "../../src/session/options.ts";
import type { DiskFault } from "../support/simulated-disk.ts";
import type { Ran } from "../support/simulated-machine.ts";
import { unsettledAttempts } from "../../src/core/state/state.ts";
import { SimulatedAnon } from "./anon.ts";
import { branchHistory } from "./branches.ts";
import { Chance } from "./chance.ts";
import { checkProject, checkRun, checkSecrets, checkTidy } from "./invariants.ts";
import { takeLifeStep } from "./life.ts";
import { SimulatedManifest } from "./manifest.ts";
import { Notes, Project } from "./project.ts";
import { remoteHistory } from "./remotes.ts";
import { Repository } from "./repository.ts";

/** The counts and findings of one seed's history. */
export interface Told {
  readonly seed: number;
  readonly steps: number;
  /** Kills and power cuts. */
  readonly crashes: number;
  readonly posts: number;
  /** Creates that the server committed after the settling window: the documented exception. */
  readonly lateCommits: number;
  /** Merges of two branches by git. */
  readonly merges: number;
  /** The machines of a history on a remote. */
  readonly machines: number;
  /** The count of leases that a person took away from a run. */
  readonly unlocks: number;
  /** The broken invariants; empty in a good history. */
  readonly violations: readonly string[];
  /** The events, for people who look at a violation. */
  readonly log: readonly string[];
}

/** One history in so many has two branches: git itself merges them, which takes its time. */
const branchesEvery = 200;

/** Every sixteenth history has machines that share a remote; the others replay as they did before. */
function isOfRemote(seed: number): boolean {
  return seed % 16 === 4;
}

/** The kind of a history: by its seed, or in any case two branches, or a remote. */
export type HistoryKind = "histories" | "branches" | "remotes";

/** Runs the history of a seed: the same seed, the same history. */
export async function history(seed: number, kind: HistoryKind = "histories"): Promise<Told> {
  const chance = new Chance(seed);
  const notes = new Notes();
  const anon = new SimulatedAnon(chance);
  anon.onRepeat = (name) => notes.violations.push(`${name} was sent again without proof`);
  const manifest = new SimulatedManifest(chance, anon.organizationId);
  for (let count = 1 + chance.below(4); count > 0; count -= 1) manifest.add();
  // Only some histories replace: the others replay as they did before there were replacements.
  manifest.mayReplace = seed % 4 === 1;
  const parts = { chance, anon, manifest, notes, isWholeLife: seed % 4 === 3 };
  const { steps, merges = 0, machines = 0, unlocks = 0 } = await run(parts, kind, seed);
  const posts = new Set(anon.existing.map(({ client }) => client));
  return {
    seed,
    steps,
    crashes: notes.crashes,
    posts: [...posts].reduce((sum, client) => sum + client.posts.length, 0),
    lateCommits: notes.excused.size,
    merges,
    machines,
    unlocks,
    violations: notes.violations,
    log: notes.log,
  };
}

/** The counts of one kind of history. */
type Counts = Pick<Told, "steps"> & Partial<Pick<Told, "merges" | "machines" | "unlocks">>;

function run(parts: HistoryParts, kind: HistoryKind, seed: number): Promise<Counts> {
  const isOfBranches = parts.chance.once(branchesEvery) || kind === "branches";
  if (kind === "remotes" || (kind === "histories" && isOfRemote(seed))) return remoteHistory(parts);
  return isOfBranches ? branchHistory(parts) : soloHistory(parts);
}

/** The parts of a history. */
export interface HistoryParts {
  readonly chance: Chance;
  readonly anon: SimulatedAnon;
  readonly manifest: SimulatedManifest;
  readonly notes: Notes;
  /** Whether people also adopt, edit in the console, recover, and narrow what they apply. */
  readonly isWholeLife?: boolean;
}

/** One project on one machine: applies, crashes, edits and settlements. */
async function soloHistory(parts: HistoryParts): Promise<Counts> {
  const { chance, notes } = parts;
  const repository = parts.isWholeLife === true ? new Repository() : undefined;
  const project = new Project({ ...parts, number: 1, ...(repository && { repository }) });
  // People who edit in the console change the manifest as well, and replace nothing for such an
  // edit.
  project.mayAgree = parts.isWholeLife !== true;
  await project.initialize();
  repository?.commit(await project.lockfile());
  // Most histories are short, because most mistakes need two runs; a few are long.
  const steps = 1 + Math.min(chance.below(8), chance.below(8), chance.below(8));
  for (let step = 0; step < steps && notes.violations.length === 0; step += 1) {
    await takeStep(parts, project);
    await checkProject(project);
    if (repository !== undefined && chance.once(2)) repository.commit(await project.lockfile());
  }
  if (parts.isWholeLife === true) {
    project.manifest.writeDown();
    project.writeManifest();
  }
  if (notes.violations.length === 0) await converge(parts, project);
  return { steps };
}

/** Does one step of a project. */
export async function takeStep(parts: HistoryParts, project: Project): Promise<void> {
  const { chance, anon } = parts;
  if (parts.isWholeLife === true && chance.once(3)) return takeLifeStep(parts, project);
  switch (chance.below(10)) {
    case 0:
      project.tell(project.manifest.edit());
      project.writeManifest();
      break;
    case 1:
      if (chance.once(2)) await project.settleTooEarly();
      anon.weather.getTrouble = 0;
      anon.weather.storm = 0;
      // Nearly always all late commits have arrived by then.
      if (!chance.once(20)) anon.commitPending();
      await project.settleAll();
      break;
    case 2:
      project.tell("late commits arrive");
      anon.commitPending();
      break;
    case 3:
      if (chance.once(3)) await putBackOldLockfile(parts, project);
      else await applyInTrouble(parts, project);
      break;
    default:
      await applyInTrouble(parts, project);
  }
}

/** The weather clears: everything settles, and nothing more is sent. */
export async function converge({ chance, anon }: HistoryParts, project: Project): Promise<void> {
  anon.weather.postTrouble = 0;
  anon.weather.getTrouble = 0;
  anon.weather.storm = 0;
  anon.scripted.clear();
  project.machine.disk.fault = () => undefined;
  if (!chance.once(20)) anon.commitPending();
  await project.settleAll();
  const parallelism = 1 + chance.below(4);
  let applied = await project.apply({}, parallelism);
  // A person may agree to a refused plan, or leave out an address that is gone meanwhile.
  const isAnswerable = (): boolean =>
    applied.exitCode === 3 ||
    (applied.exitCode === 5 && (project.agreesTo.length > 0 || applied.out.includes("probably a")));
  for (let tries = 0; tries < 3 && isAnswerable(); tries += 1)
    applied = await project.apply({}, parallelism);
  if (applied.exitCode !== 0) project.violate(`does not converge: ${applied.out}${applied.err}`);
  await checkProject(project);
  checkTidy(project);
  const lockfile = await project.lockfile();
  const posts = project.machine.server.posts.length;
  const again = await project.apply({}, 3);
  if (again.exitCode !== 0) project.violate(`the next apply fails: ${again.out}${again.err}`);
  if (project.machine.server.posts.length !== posts)
    project.violate("the next apply sends something");
  if (Buffer.compare(lockfile, await project.lockfile()) !== 0)
    project.violate("the next apply changes the lockfile");
  await checkSecrets(project, again);
  for (const name of project.manifest.wantedNames()) {
    const isThere = anon.existing.some(
      (one) => one.name === name && !project.notes.excused.has(one.id),
    );
    if (!isThere) project.violate(`${name} does not exist at the end`);
  }
}

/** Applies with bad weather, disk faults, signals, a kill, or another run at the same time. */
export async function applyInTrouble(parts: HistoryParts, project: Project): Promise<void> {
  const { chance, anon, notes } = parts;
  const { machine } = project;
  anon.weather.postTrouble = chance.once(3) ? 0 : 1 + chance.below(4);
  anon.weather.getTrouble = chance.once(2) ? 0 : 2 + chance.below(8);
  anon.weather.storm = chance.once(12) ? 1 + chance.below(12) : 0;
  const isIll = chance.once(4);
  machine.disk.fault = isIll ? diskFault(chance) : () => undefined;
  const killAt = chance.once(2) ? 1 + chance.below(60) : Number.POSITIVE_INFINITY;
  const first = 1 + chance.below(60);
  const interruptAt = chance.once(4) ? [first, first + chance.below(10)] : [];
  let pullAt = chance.once(12) ? 1 + chance.below(40) : Number.POSITIVE_INFINITY;
  const besideAt = chance.once(5) ? 1 + chance.below(40) : 0;
  let beside: Promise<string> | undefined;
  const watch = (effect: number, name: string): void => {
    if (effect === besideAt) beside = runBeside(parts, project);
    // No pull while the run replaces the lockfile: git and the run would race, and HEAD has the id.
    if (effect < pullAt || name.includes("anon.lock")) return;
    pullAt = Number.POSITIVE_INFINITY;
    project.pull();
  };
  const startedMs = machine.now;
  const parallelism = chance.one(parallelisms);
  const narrowed = parts.isWholeLife === true && chance.once(4) ? narrowing(parts, project) : {};
  const ran = await project.apply({ killAt, interruptAt, watch }, parallelism, narrowed);
  const besides = beside === undefined ? "" : `; beside it ${await beside}`;
  machine.disk.fault = () => undefined;
  checkRun(project, ran, startedMs);
  const isKilled = ran.killedBefore !== undefined;
  const isPowerCut = isKilled && chance.once(2);
  if (isPowerCut) machine.disk.powerCut((below) => chance.below(below));
  if (isKilled) notes.crashes += 1;
  else if (!isIll && beside === undefined) checkTidy(project);
  const end = isKilled ? `killed: ${ran.killedBefore}` : `ended with ${ran.exitCode}`;
  project.tell(`apply ${end}${isPowerCut ? ", power cut" : ""}${besides}`);
}

/** Returns options that select only a part of the manifest, or all but one resource. */
function narrowing({ chance }: HistoryParts, { manifest }: Project): Partial<Options> {
  const addresses = manifest.wantedAddresses();
  if (addresses.length === 0) return {};
  const address = chance.one(addresses);
  return chance.once(2) ? { target: [address] } : { exclude: [address] };
}

/** During an apply, starts another apply, or settles open attempts as a person does. */
async function runBeside({ chance }: HistoryParts, project: Project): Promise<string> {
  if (chance.once(2)) {
    const ran: Ran = await project.apply({}, 2);
    return `an apply ended with ${ran.exitCode}`;
  }
  const store = await project.read();
  if (store === undefined) return "nothing";
  for (const [address, [attempt]] of unsettledAttempts(store.state)) {
    if (attempt === undefined) continue;
    const ran = await project.settleOne(address, attempt);
    return `a settlement ended with ${ran.exitCode}`;
  }
  return "nobody had anything to settle";
}

/** A person puts an old lockfile back, runs apply, and then notices the mistake. */
async function putBackOldLockfile({ chance }: HistoryParts, project: Project): Promise<void> {
  const { disk } = project.machine;
  const { lockfile } = project.places;
  const newest = await project.lockfile();
  // No run of this machine has seen an id that was only pulled. Its loss has no evidence here
  // without git.
  const seen = (await project.read())?.ledger?.ids;
  if ([...project.pulled].some((id) => seen?.has(id) !== true)) return;
  const old = chance.one(disk.versions.get(lockfile) ?? [newest]);
  disk.place(lockfile, old);
  const ran = await project.apply({}, 1);
  project.tell(`apply with an old lockfile ended with ${ran.exitCode}`);
  // After a refusal the newest lockfile comes back. An accepted one lacks nothing and stays: if a
  // run folded a journal into it, no other version has the facts of that journal.
  const isLeft = Buffer.compare(old, await project.lockfile()) === 0;
  if (ran.exitCode === 5 && isLeft) disk.place(lockfile, newest);
}

/** The counts of creates at once. */
export const parallelisms = [1, 2, 3, "auto"] as const;

/** Returns a disk that fails once or for good, at some operation, or takes only little at a time. */
export function diskFault(
  chance: Chance,
): (operation: string, path: string, grows: boolean) => DiskFault | undefined {
  if (chance.once(4)) return (operation) => (operation === "write" ? { takes: 61 } : undefined);
  const fails = chance.one(["ENOSPC", "EIO", "EACCES", "EROFS"] as const);
  // A full disk still accepts changes that need no space; a failing disk may fail in its syncs
  // alone.
  const onlySync = fails === "EIO" && chance.once(2);
  let left = chance.below(30);
  const lasts = fails === "EROFS" || chance.once(2);
  return (operation, _path, grows) => {
    if (fails === "ENOSPC" && !grows) return undefined;
    if (onlySync && operation !== "sync") return undefined;
    left -= 1;
    return left === 0 || (lasts && left < 0) ? { fails } : undefined;
  };
}
