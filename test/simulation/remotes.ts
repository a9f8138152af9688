import type { Ran, Trouble } from "../support/simulated-machine.ts";
import { diskFault, parallelisms, type HistoryParts } from "./history.ts";
import type { Project } from "./project.ts";
import { convergeAll } from "./remote-end.ts";
import { announcedId, checkClone, checkRunOnRemote } from "./remote-invariants.ts";
import { settleOpen, unlockRun } from "./remote-people.ts";
import { RemoteWatch } from "./remote-watch.ts";
import { RemoteWorld } from "./remote-world.ts";

/** How a runner uses its clone. */
type Habit =
  /** A new machine for each job, removed after the job. */
  | "hosted"
  /** A lasting machine; each job begins with the committed files. */
  | "own"
  /** A workstation: what its lockfile has stays there. */
  | "workstation";

/** The result of a history on a remote. */
export interface RemoteTold {
  readonly steps: number;
  readonly machines: number;
  readonly unlocks: number;
}

/**
 * Several machines apply one manifest, with the state on a git remote that may not answer. Runs
 * overlap, die, stop for an hour, lose their disks, and lose their leases while alive. In every
 * case, no create repeats and no id is lost.
 */
export async function remoteHistory(parts: HistoryParts): Promise<RemoteTold> {
  const { chance, notes } = parts;
  parts.manifest.mayReplace = chance.once(4);
  const world = new RemoteWorld(parts);
  const watch = new RemoteWatch(world);
  const first = await world.initialize();
  const habits: Habit[] = ["hosted", "own", "workstation"];
  const lives = Array.from({ length: 2 + chance.below(2) }, (_, index) => {
    const habit = index === 0 ? chance.one(["own", "workstation"] as const) : chance.one(habits);
    const steps = 1 + Math.min(chance.below(4), chance.below(4));
    const project = index === 0 ? first : world.clone();
    // A consent to replace on two machines would replace twice: only the first machine's person
    // reads plans.
    project.mayAgree = index === 0;
    return live(world, watch, { project, habit, steps });
  });
  const people = operate(world, watch);
  await Promise.all(lives);
  const { steps: looks, unlocks } = await people;
  if (notes.violations.length === 0) await convergeAll(world, watch);
  world.time.end();
  const steps = (await Promise.all(lives)).reduce((sum, each) => sum + each, looks);
  return { steps, machines: world.machines, unlocks };
}

/** Does the steps of one runner, one after the other; returns their count. */
async function live(
  world: RemoteWorld,
  watch: RemoteWatch,
  { project: first, habit, steps }: { project: Project; habit: Habit; steps: number },
): Promise<number> {
  const { chance, notes, manifest } = world.parts;
  let project = first;
  for (let step = 0; step < steps; step += 1) {
    await world.time.sleep(chance.below(chance.once(3) ? 1_200_000 : 5_000));
    if (notes.violations.length > 0) return step;
    if (habit === "hosted" && chance.once(6)) project = copyOf(world, project);
    // A person who renames or removes waits for the running applies. Otherwise an apply of an old
    // manifest would create the old resource again.
    if (chance.once(4)) project.tell(world.applying > 0 ? manifest.add() : manifest.edit());
    if (chance.once(8)) world.commitPending();
    if (chance.once(6) && world.applying === 0) editInConsole(world, project);
    if (habit === "workstation" && chance.once(2)) await world.merge(project);
    else world.pull(project);
    world.applying += 1;
    const ran = await applyInTrouble(world, watch, project);
    world.applying -= 1;
    const isKilled = ran.exitCode === undefined;
    if (isKilled) notes.crashes += 1;
    if (habit === "hosted" || (isKilled && chance.once(3))) {
      world.vanish(project);
      const { mayAgree } = project;
      project = world.clone();
      project.mayAgree = mayAgree;
    } else {
      if (isKilled && chance.once(2)) project.machine.disk.powerCut((below) => chance.below(below));
      await checkClone(world, project);
    }
  }
  return steps;
}

/** A person changes a description in Anon's console, and in the manifest too. */
function editInConsole(
  { state, parts: { anon, chance, manifest } }: RemoteWorld,
  operator: Project,
): void {
  const active = [...state.ids.values()].filter(({ retired }) => retired === undefined);
  const wanted = active.filter(({ applied }) => manifest.isWanted(String(applied["name"])));
  if (wanted.length === 0) return;
  const { id, applied } = chance.one(wanted);
  const name = String(applied["name"]);
  anon.edit(id, { description: manifest.describe(name, true) });
  operator.tell(`${name} was edited in the console and in the manifest`);
}

/** Returns a runner that begins with the disk of another runner, in the middle of any work. */
function copyOf(world: RemoteWorld, project: Project): Project {
  const copy = world.copy(world.parts.chance.one([...world.clones]));
  copy.mayAgree = project.mayAgree;
  world.vanish(project);
  return copy;
}

/** Applies with bad weather everywhere, signals, a kill, an hour of sleep, or another apply beside it. */
async function applyInTrouble(
  world: RemoteWorld,
  watch: RemoteWatch,
  project: Project,
): Promise<Ran> {
  const { chance, anon } = world.parts;
  const { machine } = project;
  anon.weather.postTrouble = chance.once(3) ? 0 : 1 + chance.below(5);
  anon.weather.getTrouble = chance.once(2) ? 0 : 2 + chance.below(8);
  anon.weather.storm = chance.once(10) ? 1 + chance.below(12) : 0;
  world.weather.trouble = chance.once(2) ? 0 : 2 + chance.below(10);
  const isIll = chance.once(6);
  if (isIll) machine.disk.fault = diskFault(chance);
  const outageAt = chance.once(6) ? 1 + chance.below(60) : 0;
  const besideAt = chance.once(10) ? 1 + chance.below(60) : 0;
  const first = 1 + chance.below(90);
  const trouble: Trouble = {
    ...(chance.once(2) && { killAt: 1 + chance.below(120) }),
    interruptAt: chance.once(5) ? [first, first + chance.below(10)] : [],
    ...(chance.once(4) && {
      pause: { at: 1 + chance.below(90), ms: chance.once(2) ? 3_600_000 : 15_000 },
    }),
    watch(effect, name) {
      endedAtMs = world.time.now;
      const id = announcedId(name);
      if (id !== undefined) announcedAtMs.set(id, endedAtMs);
      if (effect === outageAt) world.weather.outageUntilMs = world.time.now + chance.below(120_000);
      if (effect === besideAt) beside = project.apply({}, 2);
    },
  };
  let beside: Promise<Ran> | undefined;
  const announcedAtMs = new Map<string, number>();
  let endedAtMs = world.time.now;
  const { state: before, content } = world;
  const holder = content?.holder?.run;
  const { troubles } = world.weather;
  const { moves } = watch;
  const { processes } = project.machine;
  const options = { lockTimeout: chance.below(3) * 40, commit: !chance.once(3) };
  const ran = await project.apply(trouble, chance.one(parallelisms), options);
  await beside;
  machine.disk.fault = () => undefined;
  const isRemoteWell = trouble.pause === undefined && troubles === world.weather.troubles;
  const told = {
    ran,
    isRemoteWell,
    isDiskWell: !isIll,
    holder,
    processes,
    announcedAtMs,
    endedAtMs,
    before,
    moves,
  };
  if (beside === undefined) await checkRunOnRemote(world, watch, project, told);
  const end = ran.exitCode === undefined ? `killed: ${ran.killedBefore}` : `${ran.exitCode}`;
  project.tell(`${machine.host} (${machine.prefix}): apply ended with ${end}`);
  return ran;
}

/** People look now and then, unlock runs that seem dead, and settle unsettled attempts truthfully. */
async function operate(
  world: RemoteWorld,
  watch: RemoteWatch,
): Promise<{ steps: number; unlocks: number }> {
  const { chance, notes } = world.parts;
  const looks = 1 + chance.below(4);
  const operator = world.clone();
  let unlocks = 0;
  for (let look = 0; look < looks && notes.violations.length === 0; look += 1) {
    await world.time.sleep(chance.below(1_800_000));
    if (await unlockRun(world, watch, operator)) unlocks += 1;
    if (chance.once(2)) await world.time.sleep(16 * 60_000);
    await settleOpen(world, operator);
    if (notes.violations.length === 0) await checkClone(world, operator);
  }
  world.vanish(operator);
  return { steps: looks, unlocks };
}
