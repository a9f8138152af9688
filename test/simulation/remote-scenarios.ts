import { run as apply } from "../../src/commands/apply/apply.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { run as unlock } from "../../src/commands/unlock.ts";
import { isOpen } from "../../src/core/state/state.ts";
import type { PushFate } from "../support/simulated-remote.ts";
import { fateOf } from "./post-outcomes.ts";
import type { Project } from "./project.ts";
import { unlockRun } from "./remote-people.ts";
import type { RemoteWatch } from "./remote-watch.ts";
import type { RemoteWorld } from "./remote-world.ts";
import {
  applied,
  failsOnce,
  finishReplacement,
  isAnswerAboutB,
  manifestOf,
  newTrio,
  pools,
  trio,
  type Command,
  type Scenario,
} from "./scenarios.ts";

/** Kills a run of the first machine before this effect. */
async function kill(project: Project, isThere: (name: string) => boolean): Promise<void> {
  project.writeManifest(trio);
  const { killedBefore } = await project.apply({ killWhen: isThere }, 1);
  if (killedBefore === undefined) throw new Error("the first run was not killed");
}

/** Kills a run of the first machine, removes its disk, and unlocks its lease. */
function goneAt(isThere: (name: string) => boolean) {
  return async (world: RemoteWorld, first: Project, watch: RemoteWatch): Promise<Project> => {
    await kill(first, isThere);
    world.vanish(first);
    const project = world.clone();
    await unlockRun(world, watch, project);
    await world.time.sleep(16 * 60_000);
    return project;
  };
}

/** Applies this manifest on another machine, without a commit of its lockfile. */
function appliedElsewhere(manifest: string) {
  return async (world: RemoteWorld, first: Project): Promise<Project> => {
    await applied(manifest)(first);
    world.vanish(first);
    return world.clone();
  };
}

/** Returns a person's truthful settlement of the first open attempt. */
async function settlement(project: Project): Promise<Command> {
  const address = "sdkClients.b";
  const id = project.anon.existing.find(({ name }) => name === "B")?.id;
  if (id !== undefined) return { run: settle, options: { id }, args: [address] };
  // We clear the name only now: a repeat while the attempt is open is an error.
  project.machine.server.asked.delete("B");
  return { run: settle, options: { notCreated: true, yes: true }, args: [address] };
}

/** Applies the same manifest on another machine at the same time. */
async function applyBeside(world: RemoteWorld): Promise<void> {
  await world.clone().apply({}, 2, { lockTimeout: 600 });
}

const approved = { autoApprove: true, secretSink: "file:/secrets" };

/** During the run, another machine begins with a copy of its disk. */
async function applyOnCopy(world: RemoteWorld): Promise<void> {
  const [first] = world.clones;
  while (world.content?.holder === undefined && world.time.now < world.startedMs + 20_000)
    await world.time.sleep(100);
  if (first !== undefined) await world.copy(first).apply({}, 2);
}

/** Settles on another machine at the same time. */
async function settleBeside(world: RemoteWorld): Promise<void> {
  const operator = world.clone();
  for (const fact of world.state.attempts.values())
    if (isOpen(fact)) await operator.settleOne(fact.address, fact);
}

/** Returns the fate more often than the client tries. */
function always(fate: PushFate): readonly PushFate[] {
  return Array.from({ length: 12 }, () => fate);
}

function isRelease(name: string): boolean {
  return /^rename .*anon\.lock/.test(name);
}

/** The scenarios of a state on a git remote, also with the machine's loss or a stop for hours. */
export const remoteScenarios: readonly (() => Scenario)[] = [
  () => ({ name: "on a remote: the first apply", manifest: trio, remote: {} }),
  () => ({ name: "on a remote: three pools at once", manifest: pools, remote: {} }),
  () => ({
    name: "on a remote: a service client and its secret",
    manifest: manifestOf({ pools: { a: "A" }, clients: { b: "a", s: "service" } }),
    remote: {},
  }),
  () => ({
    name: "on a remote: slow down, then announced again",
    manifest: pools,
    posts: { A: [fateOf("429")], C: [fateOf("429"), fateOf("429")] },
    remote: {},
  }),
  () => ({
    name: "on a remote: an answer is lost after the commit, and another is refused",
    manifest: pools,
    posts: { B: [fateOf("reset (now)")], C: [fateOf("refused 400")] },
    remote: {},
  }),
  () => ({
    name: "on a remote: a runner is gone after its create, and the next one picks up what it announced",
    manifest: trio,
    remote: { prepare: goneAt(isAnswerAboutB) },
  }),
  () => ({
    name: "on a remote: a runner is gone before its create, and a person settles it",
    manifest: trio,
    remote: { prepare: goneAt((name) => name === "send POST B") },
    command: settlement,
  }),
  () => ({
    name: "on a remote: a runner is gone after its create, and a person names the id",
    manifest: trio,
    remote: { prepare: goneAt(isAnswerAboutB) },
    command: settlement,
  }),
  () => {
    let run = "";
    return {
      name: "on a remote: a run that is over is unlocked",
      manifest: trio,
      remote: {
        async prepare(world, first, watch) {
          await kill(first, isAnswerAboutB);
          world.vanish(first);
          run = world.content?.holder?.run ?? "";
          watch.unlocked.add(run);
          return world.clone();
        },
      },
      async command() {
        return { run: unlock, options: { run, yes: true }, args: [] };
      },
    };
  },
  () => {
    let run = "";
    return {
      name: "on a remote: a run that is over is unlocked twice, and another one begins",
      manifest: trio,
      remote: {
        async prepare(world, first, watch) {
          await kill(first, isAnswerAboutB);
          world.vanish(first);
          run = world.content?.holder?.run ?? "";
          watch.unlocked.add(run);
          return world.clone();
        },
        async beside(world) {
          const other = world.clone();
          await other.run(unlock, { run, yes: true });
          await other.apply({}, 2);
        },
      },
      async command() {
        return { run: unlock, options: { run, yes: true }, args: [] };
      },
    };
  },
  () => ({
    name: "on a remote: this machine's own run was cut off",
    manifest: trio,
    remote: {
      async prepare(_world, first) {
        await kill(first, isAnswerAboutB);
        return first;
      },
    },
  }),
  () => ({
    name: "on a remote: this machine's own run was cut off with its lockfile written",
    manifest: trio,
    remote: {
      async prepare(world, first) {
        await kill(first, isRelease);
        world.pull(first);
        return first;
      },
    },
  }),
  () => ({
    name: "on a remote: two machines at once",
    manifest: trio,
    remote: { beside: applyBeside },
    async command() {
      return { run: apply, options: { ...approved, lockTimeout: 600 }, args: [] };
    },
  }),
  () => ({
    name: "on a remote: a copy of a machine's disk begins while that one is at it",
    manifest: trio,
    remote: { beside: applyOnCopy },
  }),
  () => ({
    name: "on a remote: somebody settles between the plan and the run",
    manifest: manifestOf({ pools: { a: "A", d: "D" }, clients: { b: "a", c: "a" } }),
    remote: { prepare: goneAt(isAnswerAboutB), beside: settleBeside },
  }),
  () => ({
    name: "on a remote: nothing but the ref knows what there is",
    manifest: manifestOf({ pools: { a: "A", b: "B", c: "C", d: "D" } }),
    remote: { prepare: appliedElsewhere(pools) },
  }),
  () => ({
    name: "on a remote: the ref cannot be taken for certain",
    manifest: trio,
    remote: { pushes: { take: ["lost"] } },
  }),
  () => ({
    name: "on a remote: the ref is taken when nobody waits for it any more",
    manifest: trio,
    remote: { pushes: { take: always("late") } },
  }),
  () => ({
    name: "on a remote: an announcement is heard of late",
    manifest: pools,
    remote: { pushes: { publish: ["lost", "slow", "late"] } },
  }),
  () => ({
    name: "on a remote: an announcement is answered slowly",
    manifest: pools,
    remote: { pushes: { publish: always("slow") } },
  }),
  () => ({
    name: "on a remote: an announcement does not arrive",
    manifest: pools,
    remote: { pushes: { publish: [undefined, ...always("unreachable")] } },
  }),
  () => ({
    name: "on a remote: an announcement is refused, and arrives later",
    manifest: pools,
    remote: { pushes: { publish: always("late") } },
  }),
  () => ({
    name: "on a remote: the remote does not hear of the end",
    manifest: pools,
    posts: { B: [fateOf("429")] },
    remote: { pushes: { release: always("unreachable") } },
  }),
  () => ({
    name: "on a remote: the remote hears of the end when nobody waits for it any more",
    manifest: pools,
    remote: { pushes: { release: always("late") } },
  }),
  () => ({
    name: "on a remote: no results but the last are told",
    manifest: trio,
    remote: { pushes: { publish: [undefined, "lost", ...always("refused")] } },
  }),
  () => ({
    name: "on a remote: no room for the lockfile",
    manifest: trio,
    fault: failsOnce("write", /anon\.lock/, "ENOSPC"),
    remote: {},
  }),
  () => ({
    name: "on a remote: the journal cannot be made durable",
    manifest: pools,
    fault: failsOnce("sync", /\/journal.*tmp$/, "EIO"),
    remote: {},
  }),
  () => ({
    name: "on a remote: a verdict cannot be made durable",
    manifest: pools,
    fault: failsOnce("sync", /\/journal$/, "EIO", 2),
    remote: {},
  }),
  () => ({
    name: "on a remote: one is renamed, one goes",
    manifest: manifestOf({
      pools: { z: "A" },
      moved: [{ from: "userPools.a", to: "userPools.z" }],
    }),
    remote: { prepare: appliedElsewhere(manifestOf({ pools: { a: "A", b: "B" } })) },
  }),
  () => ({
    name: "on a remote: a pool is replaced, and its clients follow",
    manifest: newTrio,
    remote: { prepare: appliedElsewhere(trio) },
    async prepare(project) {
      project.agreesTo = ["userPools.a"];
    },
    finish: finishReplacement,
  }),
];
