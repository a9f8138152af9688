import type { Ran } from "../support/simulated-machine.ts";
import type { Manner, Stage } from "./crash-points.ts";
import type { HistoryParts } from "./history.ts";
import { convergeAll } from "./remote-end.ts";
import { announcedId, checkRunOnRemote } from "./remote-invariants.ts";
import { settleOpen, unlockRun } from "./remote-people.ts";
import { RemoteWatch } from "./remote-watch.ts";
import { RemoteWorld } from "./remote-world.ts";
import type { Scenario } from "./scenarios.ts";

/** Makes a machine with its state on a git remote, and another that meddles if the first is stopped. */
export async function remoteStage(
  parts: HistoryParts,
  scenario: Scenario,
  manner: Manner,
): Promise<Stage> {
  const world = new RemoteWorld(parts);
  const watch = new RemoteWatch(world);
  const { remote } = scenario;
  world.manifest = scenario.manifest;
  const first = await world.initialize();
  const project = (await remote?.prepare?.(world, first, watch)) ?? first;
  await scenario.prepare?.(project);
  world.manifest = scenario.manifest;
  project.writeManifest(scenario.manifest);
  let meddling: Promise<void> | undefined;
  return {
    project,
    async play(trouble, run) {
      const pushes = new Map(
        Object.entries(remote?.pushes ?? {}).map(([what, fates]) => [what, [...fates]]),
      );
      world.weather.script = (what) => pushes.get(what)?.shift();
      const beside = remote?.beside?.(world);
      const at = trouble.pause?.at;
      const announcedAtMs = new Map<string, number>();
      let endedAtMs = world.time.now;
      const watched = (effect: number, name: string): void => {
        endedAtMs = world.time.now;
        const id = announcedId(name);
        if (id !== undefined) announcedAtMs.set(id, endedAtMs);
        if (effect === at && manner.way === "stop") meddling = meddle(world, watch);
      };
      const { state: before, content } = world;
      const holder = content?.holder?.run;
      const { moves } = watch;
      const { processes } = project.machine;
      const ran: Ran = await run({ ...trouble, watch: watched });
      world.weather.clear();
      await Promise.all([beside, meddling]);
      const isRemoteWell = remote?.pushes === undefined && manner.way !== "stop";
      const isDiskWell = scenario.fault === undefined;
      const told = {
        ran,
        isRemoteWell,
        isDiskWell,
        holder,
        processes,
        announcedAtMs,
        endedAtMs,
        before,
        moves,
      };
      await checkRunOnRemote(world, watch, project, told);
      return ran;
    },
    vanish() {
      world.vanish(project);
      return world.clone();
    },
    async conclude() {
      if (parts.notes.violations.length === 0) await convergeAll(world, watch);
      world.time.end();
    },
  };
}

/** People take the stopped run for dead and settle its creates; another machine goes on. */
async function meddle(world: RemoteWorld, watch: RemoteWatch): Promise<void> {
  const other = world.clone();
  await unlockRun(world, watch, other, true);
  await world.time.sleep(16 * 60_000);
  await settleOpen(world, other);
  await other.apply({}, 2);
}
