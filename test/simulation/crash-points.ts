import type { Ran, Trouble } from "../support/simulated-machine.ts";
import { SimulatedAnon } from "./anon.ts";
import { Chance } from "./chance.ts";
import { converge, type HistoryParts } from "./history.ts";
import { checkProject } from "./invariants.ts";
import { SimulatedManifest } from "./manifest.ts";
import { Notes, Project } from "./project.ts";
import { remoteStage } from "./remote-stage.ts";
import type { Scenario } from "./scenarios.ts";

/** How a run ends at one effect. */
export type Manner =
  | { readonly way: "kill" }
  /** The power fails; the seed decides which unsynced changes survive. */
  | { readonly way: "power"; readonly seed: number }
  | { readonly way: "interrupt" }
  | { readonly way: "interrupt twice" }
  /** A kill here, and then a kill of the next run at its effect `second`. */
  | { readonly way: "kill twice"; readonly second: number }
  /** A kill here, and the loss of the machine with its disk, if the state is on a remote. */
  | { readonly way: "vanish" }
  /** A stop for hours: people unlock and settle, another machine goes on. The state must be on a remote. */
  | { readonly way: "stop" };

/** The machines of a scenario. */
export interface Stage {
  readonly project: Project;
  /** Does the run, with the events beside it. */
  play(trouble: Trouble, run: (trouble: Trouble) => Promise<Ran>): Promise<Ran>;
  /** Removes the machine; returns the project of the machine that goes on. */
  vanish(): Project;
  /** Lets people and later applies bring everything in order, and checks the result. */
  conclude(): Promise<void>;
}

/** One effect and manner of ending a scenario's run early. */
export interface CrashPoint {
  readonly parallelism: number;
  readonly effect: number;
  readonly manner: Manner;
}

/** The outcome of one crash point. */
export interface Crashed {
  /** Whether the run reached that effect. */
  readonly isHit: boolean;
  readonly violations: readonly string[];
  /** The name of the effect before which the run ended, for people. */
  readonly before: string;
}

/** Runs a scenario, ends it at a point, and lets a person and later applies bring it in order. */
export async function crashAt(make: () => Scenario, point: CrashPoint): Promise<Crashed> {
  const scenario = make();
  const { effect, manner, parallelism } = point;
  const chance = new Chance(effect);
  const notes = new Notes();
  const anon = new SimulatedAnon(chance);
  const manifest = new SimulatedManifest(chance, anon.organizationId);
  const parts = { chance, anon, manifest, notes };
  anon.onRepeat = (name) => notes.violations.push(`${name} was sent again without proof`);
  const stage = await (scenario.remote === undefined ? localStage : remoteStage)(
    parts,
    scenario,
    manner,
  );
  let { project } = stage;
  for (const [name, outcomes] of Object.entries(scenario.posts ?? {}))
    anon.scripted.set(name, [...outcomes]);

  const { disk } = project.machine;
  disk.fault = scenario.fault ?? (() => undefined);
  const ran = await stage.play(troubleOf(point), (trouble) =>
    runScenario(scenario, project, parallelism, trouble),
  );
  disk.fault = () => undefined;
  const isHit = ran.effects >= effect;
  if (manner.way === "power" && ran.killedBefore !== undefined) {
    const fate = new Chance(manner.seed);
    disk.powerCut((below) => fate.below(below));
  }
  if (manner.way === "vanish" && ran.killedBefore !== undefined) project = stage.vanish();
  let isSecondHit = true;
  if (isHit && manner.way === "kill twice") {
    const second = await project.apply({ killAt: manner.second }, parallelism);
    isSecondHit = second.effects >= manner.second;
  }
  await scenario.finish?.(project, ran);
  await stage.conclude();
  return {
    isHit: isHit && isSecondHit,
    violations: notes.violations,
    before: ran.killedBefore ?? `its end, ${ran.exitCode}`,
  };
}

/** Returns a stage with one machine only. */
async function localStage(parts: HistoryParts, scenario: Scenario): Promise<Stage> {
  const project = new Project({ ...parts, number: 1 });
  if (scenario.isFirst !== true) await project.initialize();
  await scenario.prepare?.(project);
  project.writeManifest(scenario.manifest);
  return {
    project,
    play: (trouble, run) => run(trouble),
    vanish: () => project,
    async conclude() {
      await checkProject(project);
      if (parts.notes.violations.length === 0) await converge(parts, project);
    },
  };
}

async function runScenario(
  scenario: Scenario,
  project: Project,
  parallelism: number,
  trouble: Trouble,
): Promise<Ran> {
  const command = await scenario.command?.(project);
  if (command === undefined) return project.apply(trouble, parallelism);
  return project.run(command.run, command.options, command.args, trouble);
}

/** A stop long enough for people to settle everything, and for another machine to go on. */
const stoppedMs = 4 * 3_600_000;

function troubleOf({ effect, manner }: CrashPoint): Trouble {
  switch (manner.way) {
    case "interrupt":
      return { interruptAt: [effect] };
    case "interrupt twice":
      return { interruptAt: [effect, effect + 1] };
    case "stop":
      return { pause: { at: effect, ms: stoppedMs } };
    default:
      return { killAt: effect };
  }
}

/** How thorough a sweep is. */
export interface Depth {
  /** The count of power cuts at each effect, each with other losses of unsynced changes. */
  readonly powerCuts: number;
  /** Whether a sweep also kills the run after a kill, at each of its effects. */
  readonly pairs: boolean;
  /** The counts of creates at once; a sweep tries each count. */
  readonly parallelisms?: readonly number[];
  /** Whether a sweep stops at the first violation. */
  readonly stopAtFirst?: boolean;
  /**
   * Beside the kill, each effect has one other manner, in rotation. Runs of a scenario on a remote
   * have many more effects: only every third effect has a manner, and only one.
   */
  readonly inTurn?: boolean;
}

/** The result of a sweep of one scenario's crash points. */
export interface Swept {
  readonly scenario: string;
  readonly points: number;
  readonly violations: readonly string[];
}

const remoteManners: readonly Manner[] = [{ way: "vanish" }, { way: "stop" }];

/** Returns the manners, other than a kill, to end a run at an effect. */
function otherManners(effect: number, { powerCuts }: Depth): Manner[] {
  const cuts = Array.from({ length: powerCuts }, (_, index): Manner => {
    return { way: "power", seed: (index + 1) * 1_000 + effect };
  });
  return [...cuts, { way: "interrupt" }, { way: "interrupt twice" }];
}

/** Visits every crash point of one scenario. */
export async function sweep(make: () => Scenario, depth: Depth): Promise<Swept> {
  const violations: string[] = [];
  const { name, remote } = make();
  const isOfRemote = remote !== undefined;
  let points = 0;
  const visit = async (point: CrashPoint): Promise<boolean> => {
    const crashed = await crashAt(make, point);
    if (!crashed.isHit) return false;
    points += 1;
    if (crashed.violations.length > 0) {
      const where = `${name}, ${point.parallelism} at once, effect ${point.effect} (${crashed.before})`;
      violations.push(
        `${where}, ${JSON.stringify(point.manner)}: ${crashed.violations.join("; ")}`,
      );
    }
    return true;
  };
  for (const parallelism of depth.parallelisms ?? [1, 3])
    for (let effect = 1; ; effect += isOfRemote && depth.inTurn === true ? 3 : 1) {
      const at = { parallelism, effect };
      if (depth.stopAtFirst === true && violations.length > 0) break;
      const kill: Manner = { way: "kill" };
      const others = [...otherManners(effect, depth), ...(isOfRemote ? remoteManners : [])];
      if (isOfRemote && depth.inTurn === true) {
        const manners = [kill, ...others];
        if (!(await visit({ ...at, manner: manners[effect % manners.length] ?? kill }))) break;
        continue;
      }
      if (!(await visit({ ...at, manner: kill }))) break;
      const visited = depth.inTurn === true ? [others[effect % others.length] ?? kill] : others;
      for (const manner of visited) await visit({ ...at, manner });
      for (let second = 1; depth.pairs; second += 1)
        if (!(await visit({ ...at, manner: { way: "kill twice", second } }))) break;
    }
  return { scenario: name, points, violations };
}
