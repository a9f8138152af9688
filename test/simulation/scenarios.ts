import { run as importCommand } from "../../src/commands/import/import.ts";
import type { Options, RunCommand } from "../../src/session/options.ts";
import { run as init } from "../../src/commands/init/init.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { withAttempt } from "../../src/core/state/state.ts";
import { formatLockfile, parseLockfile } from "../../src/store/lockfile.ts";
import type { DiskFault, SimulatedDisk } from "../support/simulated-disk.ts";
import type { Ran } from "../support/simulated-machine.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { fateOf, whole, type PostOutcome } from "./post-outcomes.ts";
import type { PushFate } from "../support/simulated-remote.ts";
import type { Project } from "./project.ts";
import type { RemoteWatch } from "./remote-watch.ts";
import type { RemoteWorld } from "./remote-world.ts";

/** A run that a sweep kills at each of its effects, with its preparation. */
export interface Scenario {
  readonly name: string;
  /** The manifest of the run. */
  readonly manifest: string;
  /** Prepares the project for the run. */
  prepare?(project: Project): Promise<void>;
  /** What befalls the POSTs of the run, by name and in order; undefined for a plain success. */
  readonly posts?: Readonly<Record<string, readonly (PostOutcome | undefined)[]>>;
  /** What the disk does to the run. */
  readonly fault?: (operation: string, path: string, grows: boolean) => DiskFault | undefined;
  /** Returns the command; the run is an apply if left out. */
  command?(project: Project): Promise<Command>;
  /** Whether the project has no lockfile yet. */
  readonly isFirst?: true;
  /** Does a person's work after the run and before the checks. */
  finish?(project: Project, ran: Ran): Promise<void>;
  /** The remote and its machines, if the state is on a git remote. */
  readonly remote?: RemoteScenario;
}

/** The remote before the run, and the events on the remote. */
export interface RemoteScenario {
  /** Prepares the remote and its other machines for the run; returns the run's machine. */
  prepare?(world: RemoteWorld, first: Project, watch: RemoteWatch): Promise<Project>;
  /** The fates of the run's pushes, in order, by the purpose of their commits (`publish`). */
  readonly pushes?: Readonly<Record<string, readonly (PushFate | undefined)[]>>;
  /** Does another machine's work at the same time. */
  beside?(world: RemoteWorld): Promise<unknown>;
}

/** A command with its options and arguments. */
export interface Command {
  readonly run: RunCommand;
  readonly options: Partial<Options>;
  readonly args: readonly string[];
}

interface Resources {
  readonly pools?: Readonly<Record<string, string>>;
  /** Key → its pool's key; "service" for a service client. */
  readonly clients?: Readonly<Record<string, string>>;
  readonly moved?: readonly { from: string; to: string }[];
}

function describe(name: string): { name: string; description: string } {
  return { name, description: `It is ${name}.` };
}

export function manifestOf({ pools = {}, clients = {}, moved = [] }: Resources): string {
  return JSON.stringify({
    version: 1,
    environments: {
      sandbox: { target: "sandbox", organizationId: "11111111-1111-4111-8111-111111111111" },
    },
    userPools: Object.fromEntries(
      Object.entries(pools).map(([key, name]) => [key, describe(name)]),
    ),
    sdkClients: Object.fromEntries(
      Object.entries(clients).map(([key, pool]) => [
        key,
        {
          ...describe(key.toUpperCase()),
          kind: pool === "service" ? "service" : { application: { userPool: pool } },
        },
      ]),
    ),
    ...(moved.length > 0 && { moved }),
  });
}

export const trio = manifestOf({ pools: { a: "A" }, clients: { b: "a", c: "a" } });
/** The trio with all names changed: the existing resources need a replacement. */
export const newTrio = trio.replaceAll(/"name":"(\w)"/g, '"name":"New $1"');
const otherTrio = trio.replaceAll(/"name":"(\w)"/g, '"name":"Other $1"');
export const pools = manifestOf({ pools: { a: "A", b: "B", c: "C" } });

/** Applies a manifest in good weather. */
export function applied(manifest: string) {
  return async (project: Project): Promise<void> => {
    project.writeManifest(manifest);
    const ran = await project.apply({}, 2);
    if (ran.exitCode !== 0) throw new Error(`the scenario does not begin: ${ran.out}${ran.err}`);
  };
}

/** Applies three pools, with this fate for the create of B. */
function appliedWithout(fate: string) {
  return async (project: Project): Promise<void> => {
    project.writeManifest(pools);
    project.anon.scripted.set("B", [fateOf(fate)]);
    await project.apply({}, 2);
    project.machine.now += 16 * 60_000;
  };
}

/** Checks that any later apply finishes a begun replacement without another consent. */
export async function finishReplacement(project: Project, { exitCode }: Ran): Promise<void> {
  if (exitCode === 5) project.violate("who agrees to replace a pool is asked about its clients");
  const isBegun = project.machine.server.posts.includes("New A");
  await project.settleAll();
  if (!isBegun) return;
  project.agreesTo = [];
  const ran = await project.apply({}, 2);
  if (ran.exitCode === 5) project.violate("what was agreed to wants to be agreed to again");
}

/** Returns the import of a pool that a colleague has made. */
async function importOfA(project: Project): Promise<Command> {
  const id = project.anon.existing.find(({ name }) => name === "A")?.id ?? "";
  return { run: importCommand, options: { yes: true }, args: ["userPools.a", id] };
}

export function isAnswerAboutB(name: string): boolean {
  return name === "answer POST B";
}

/** An attempt of another machine. */
const theirAttempt = "0200000000000000-1";

/** Imports, one by one, each id that the lockfile lacks. */
async function importAll(project: Project): Promise<void> {
  // While any id is missing, the apply must not create anything.
  await project.apply({}, 1);
  await importMissing(project);
}

async function importMissing(project: Project): Promise<void> {
  for (const { id, name } of project.anon.existing) {
    const store = await project.read();
    if (store?.state.ids.has(id) === true) continue;
    const ran = await project.run(importCommand, { yes: true }, [
      `userPools.${name.toLowerCase()}`,
      id,
    ]);
    if (ran.exitCode !== 0) project.violate(`import of ${name} fails: ${ran.err}`);
  }
}

/** Something is created, and the answer has this id. */
function answering(id: string): PostOutcome {
  return {
    name: `the id ${id}`,
    commits: "now",
    exchange: (answer): Exchange => whole(200, { ...answer, id }),
  };
}

/** Returns whether a file contains this id: from then on the client can detect that the id is taken. */
function isWritten(disk: SimulatedDisk, id: string): boolean {
  return disk.paths().some((path) => Buffer.from(disk.peek(path) ?? []).includes(id));
}

async function initializeAgain(project: Project): Promise<void> {
  const { disk } = project.machine;
  let ran = await project.run(init, {});
  if (
    ran.err.includes("There was a lockfile for this environment") &&
    project.anon.existing.length === 0
  ) {
    // We follow the message's advice: no resource was ever created with this folder.
    disk.moveAway("/project/.anon-sync");
    ran = await project.run(init, {});
  }
  if (ran.exitCode !== 0) project.violate(`init again fails: ${ran.out}${ran.err}`);
  await project.adoptLineage();
}

/** Returns a test for the first sync of a folder after a rename, which makes the rename durable. */
function syncAfter(rename: RegExp): (name: string) => boolean {
  let isRenamed = false;
  return (name) => {
    const isSync = isRenamed && name.startsWith("sync directory");
    isRenamed ||= rename.test(name);
    return isSync;
  };
}

/** Returns a fault: the disk fails once, at the n-th such operation on such a file. */
export function failsOnce(wanted: string, file: RegExp, fails: "ENOSPC" | "EIO", time = 1) {
  let left = time;
  return (operation: string, path: string): DiskFault | undefined => {
    if (operation !== wanted || !file.test(path)) return undefined;
    left -= 1;
    return left === 0 ? { fails } : undefined;
  };
}

/** The scenarios; a sweep kills each before every effect, in every way. */
export const scenarios: readonly (() => Scenario)[] = [
  () => ({ name: "a pool and two clients", manifest: trio }),
  () => ({ name: "three pools at once", manifest: pools }),
  () => ({
    name: "a service client and its secret",
    manifest: manifestOf({ pools: { a: "A" }, clients: { b: "a", s: "service" } }),
  }),
  () => ({
    name: "secrets that do not arrive",
    manifest: manifestOf({ clients: { s: "service", t: "service" } }),
    posts: { S: [fateOf("reset (now)")] },
    fault: failsOnce("sync", /^\/secrets\/.*t\.secret$/, "EIO", 2),
  }),
  () => ({
    name: "an answer is lost after the commit",
    manifest: trio,
    posts: { B: [fateOf("reset (now)")] },
  }),
  () => ({
    name: "a request is lost before the commit",
    manifest: trio,
    posts: { A: [fateOf("timeout (never)")] },
  }),
  () => ({
    name: "slow down, then again",
    manifest: pools,
    posts: { A: [fateOf("429")], C: [fateOf("429"), fateOf("429")] },
  }),
  () => ({
    name: "nothing was sent, then again",
    manifest: pools,
    posts: { A: [fateOf("not sent: connect")], B: [undefined, fateOf("not sent: dns")] },
  }),
  () => ({
    name: "a cut answer with a readable id",
    manifest: pools,
    posts: { B: [fateOf("body cut")] },
  }),
  () => ({
    name: "the same id twice",
    manifest: pools,
    prepare: applied(manifestOf({ pools: { a: "A" } })),
    posts: { B: [answering("00000000-0000-4000-8000-000000000001")] },
  }),
  () => ({
    name: "another organization",
    manifest: trio,
    posts: { A: [fateOf("another organization")] },
  }),
  () => ({
    name: "a refusal in the middle",
    manifest: pools,
    posts: { B: [fateOf("refused 403")] },
  }),
  () => ({
    name: "one goes, one comes",
    manifest: manifestOf({ pools: { a: "A", c: "C" } }),
    prepare: applied(manifestOf({ pools: { a: "A", b: "B" } })),
  }),
  () => ({
    name: "a rename and a create",
    manifest: manifestOf({
      pools: { z: "A", c: "C" },
      moved: [{ from: "userPools.a", to: "userPools.z" }],
    }),
    prepare: applied(manifestOf({ pools: { a: "A" } })),
  }),
  () => ({
    name: "a retired one comes back",
    manifest: manifestOf({ pools: { a: "A", b: "B" } }),
    async prepare(project) {
      await applied(manifestOf({ pools: { a: "A", b: "B" } }))(project);
      await applied(manifestOf({ pools: { a: "A" } }))(project);
    },
  }),
  () => ({
    name: "a pool is replaced, and its clients follow",
    manifest: newTrio,
    async prepare(project) {
      await applied(trio)(project);
      project.agreesTo = ["userPools.a"];
    },
    finish: finishReplacement,
  }),
  () => ({
    name: "a pool is replaced, and the answer of a client that follows is lost",
    manifest: newTrio,
    posts: { "New B": [fateOf("reset (now)")], "New C": [fateOf("refused 403")] },
    async prepare(project) {
      await applied(trio)(project);
      project.agreesTo = ["userPools.a"];
    },
    finish: finishReplacement,
  }),
  () => ({
    name: "a change that was to be replaced is taken back, and another one is made",
    manifest: trio,
    async prepare(project) {
      await applied(trio)(project);
      project.agreesTo = ["userPools.a"];
      project.anon.scripted.set("New A", [fateOf("refused 403")]);
      project.writeManifest(newTrio);
      await project.apply({}, 2);
    },
    async finish(project) {
      await project.settleAll();
      project.agreesTo = [];
      project.writeManifest(otherTrio);
      const other = await project.apply({}, 2);
      if (other.exitCode !== 5) project.violate("another change was replaced");
      project.agreesTo = [];
      project.writeManifest(trio);
      const taken = await project.apply({}, 2);
      if (taken.exitCode !== 0) project.violate(`what is taken back is not kept: ${taken.out}`);
      project.agreesTo = [];
      project.writeManifest(newTrio);
      const changed = await project.apply({}, 2);
      if (changed.exitCode !== 5) project.violate("a change was replaced that nobody agreed to");
    },
  }),
  () => ({
    name: "an import is said again, and then an old lockfile comes back",
    manifest: manifestOf({ pools: { a: "A" } }),
    async prepare(project) {
      project.anon.colleagueCreates("userPools", "A", "It is A.");
    },
    command: importOfA,
    async finish(project, { exitCode }) {
      const { disk, server } = project.machine;
      const { run, options, args } = await importOfA(project);
      const again = exitCode === 0 ? undefined : await project.run(run, options, args);
      if ((again?.exitCode ?? 0) !== 0) {
        // A killed apply in between may have created the pool: import does not adopt another id for
        // it.
        const state = (await project.read())?.state;
        const isCreated = (state?.attempts.size ?? 0) + (state?.ids.size ?? 0) > 0;
        if (!isCreated) project.violate(`the import fails: ${again?.err}`);
        return;
      }
      const newest = await project.lockfile();
      const [first] = disk.versions.get(project.places.lockfile) ?? [];
      server.asked.add("A");
      if (first !== undefined) disk.place(project.places.lockfile, first);
      const old = await project.apply({}, 1);
      if (old.exitCode !== 5) project.violate(`an old lockfile is taken: ${old.out}`);
      disk.place(project.places.lockfile, newest);
    },
  }),
  () => ({
    name: "a person names the id",
    manifest: pools,
    prepare: appliedWithout("reset (now)"),
    async command(project) {
      const id = project.anon.existing.find(({ name }) => name === "B")?.id ?? "";
      return { run: settle, options: { id }, args: ["userPools.b"] };
    },
  }),
  () => ({
    name: "a person says that nothing was created",
    manifest: pools,
    prepare: appliedWithout("reset (never)"),
    async command(project) {
      // We clear the name only now: a repeat while the attempt is open is an error.
      project.machine.server.asked.delete("B");
      return { run: settle, options: { notCreated: true, yes: true }, args: ["userPools.b"] };
    },
  }),
  () => ({
    name: "one of two attempts made nothing",
    manifest: pools,
    async prepare(project) {
      await appliedWithout("reset (now)")(project);
      const { disk } = project.machine;
      const { lockfile } = project.places;
      // A merge of two branches that both tried leaves such a lockfile.
      const merged = parseLockfile(disk.peek(lockfile) ?? new Uint8Array(), lockfile);
      for (const fact of merged.state.attempts.values()) {
        const state = withAttempt(merged.state, { ...fact, attempt: theirAttempt });
        disk.place(lockfile, formatLockfile({ ...merged, state }));
      }
    },
    async command() {
      const options = { notCreated: true, yes: true, attempt: theirAttempt };
      return { run: settle, options, args: ["userPools.b"] };
    },
  }),
  () => ({
    name: "an import",
    manifest: pools,
    async prepare(project) {
      await applied(pools)(project);
      // An older lockfile, as after a lost commit.
      const [first] = project.machine.disk.versions.get(project.places.lockfile) ?? [];
      if (first !== undefined) project.machine.disk.place(project.places.lockfile, first);
    },
    async command(project) {
      const id = project.anon.existing.find(({ name }) => name === "A")?.id ?? "";
      return { run: importCommand, options: { yes: true }, args: ["userPools.a", id] };
    },
    finish: importAll,
  }),
  () => ({
    name: "a leftover journal",
    manifest: trio,
    async prepare(project) {
      project.writeManifest(trio);
      const killed = await project.apply({ killWhen: isAnswerAboutB }, 1);
      if (killed.killedBefore === undefined) throw new Error("the first run was not killed");
    },
  }),
  () => ({
    name: "a ledger whose new name is not synced",
    manifest: trio,
    async prepare(project) {
      project.writeManifest(trio);
      const killWhen = syncAfter(/^rename .*ledger$/);
      const killed = await project.apply({ killWhen }, 2);
      if (killed.killedBefore === undefined) throw new Error("the first run was not killed");
    },
  }),
  () => ({
    name: "no room for the lockfile",
    manifest: trio,
    fault: failsOnce("write", /anon\.lock/, "ENOSPC"),
  }),
  () => ({
    name: "the journal cannot be made durable",
    manifest: pools,
    fault: failsOnce("sync", /\/journal.*tmp$/, "EIO"),
  }),
  () => ({
    name: "an intent cannot be made durable",
    manifest: pools,
    fault: failsOnce("sync", /\/journal$/, "EIO", 3),
  }),
  () => ({
    name: "a verdict cannot be made durable",
    manifest: pools,
    fault: failsOnce("sync", /\/journal$/, "EIO", 2),
  }),
  () => ({
    name: "a disk that takes little at a time",
    manifest: pools,
    fault: (operation, path) =>
      operation === "write" && path.endsWith("/journal") ? { takes: 64 } : undefined,
  }),
  () => ({
    name: "the first lockfile",
    manifest: trio,
    isFirst: true,
    async command() {
      return { run: init, options: {}, args: [] };
    },
    finish: initializeAgain,
  }),
  () => ({
    name: "a first lockfile whose name is not synced",
    manifest: trio,
    isFirst: true,
    async prepare(project) {
      project.writeManifest(trio);
      const killed = await project.run(init, {}, [], {
        killWhen: syncAfter(/^rename .*anon\.lock/),
      });
      if (killed.killedBefore === undefined) throw new Error("init was not killed");
      await project.adoptLineage();
    },
    async finish(project, { out }) {
      // Before the first output, there may be no lockfile: `init` then begins anew.
      if (out === "") await initializeAgain(project);
    },
  }),
  () => ({
    name: "an import whose new name is not synced",
    manifest: manifestOf({ pools: { a: "A" } }),
    async prepare(project) {
      const answer = project.anon.colleagueCreates("userPools", "A", "It is A.");
      project.writeManifest(manifestOf({ pools: { a: "A" } }));
      const args = ["userPools.a", String(answer["id"])];
      const killWhen = syncAfter(/^rename .*anon\.lock/);
      const killed = await project.run(importCommand, { yes: true }, args, { killWhen });
      if (killed.killedBefore === undefined) throw new Error("the import was not killed");
      project.machine.server.asked.add("A");
    },
    async finish(project, { out }) {
      if (out === "") await importMissing(project);
    },
  }),
  () => ({
    name: "the id of a cut answer comes once more",
    manifest: manifestOf({ pools: { a: "A", b: "B", c: "C", d: "D", e: "E" } }),
    async prepare(project) {
      const cutId = "00000000-0000-4000-8000-000000000002";
      const { disk } = project.machine;
      const isKnown = (): boolean => isWritten(disk, cutId);
      const again: PostOutcome = {
        name: "the id of a cut answer",
        commits: "now",
        exchange: (answer) => whole(200, isKnown() ? { ...answer, id: cutId } : (answer ?? {})),
      };
      project.anon.scripted.set("B", [fateOf("the id comes and the end does not")]);
      for (const name of ["C", "D", "E"]) project.anon.scripted.set(name, [again]);
    },
  }),
  () => ({
    name: "a cut answer names what nothing has",
    manifest: pools,
    posts: { B: [fateOf("an id that nothing has comes, and the end does not")] },
  }),
  () => ({
    name: "an id that cannot be used",
    manifest: pools,
    posts: { B: [fateOf("an id that cannot be used (never)")] },
  }),
  () => ({
    name: "a retired one comes back, and is not found at first",
    manifest: manifestOf({ pools: { a: "A", b: "B" } }),
    async prepare(project) {
      await applied(manifestOf({ pools: { a: "A", b: "B" } }))(project);
      await applied(manifestOf({ pools: { a: "A" } }))(project);
      project.anon.lagOnce();
    },
  }),
  () => ({
    name: "a cut answer names what is somebody else's",
    manifest: pools,
    async prepare(project) {
      const { id } = project.anon.colleagueCreates("userPools", "Foreign", "A colleague made it.");
      const cut = fateOf("the id comes and the end does not");
      const foreign: PostOutcome = {
        ...cut,
        exchange: (answer, chance) => cut.exchange({ ...answer, id: id ?? "" }, chance),
      };
      project.anon.scripted.set("B", [foreign]);
    },
  }),
  () => ({
    name: "the id of a cut answer comes once more after a kill",
    manifest: pools,
    async prepare(project) {
      const cutId = "00000000-0000-4000-8000-000000000002";
      const { disk } = project.machine;
      project.writeManifest(pools);
      project.anon.scripted.set("B", [fateOf("the id comes and the end does not")]);
      const killed = await project.apply({ killWhen: () => isWritten(disk, cutId) }, 1);
      if (killed.killedBefore === undefined) throw new Error("the first run was not killed");
      project.anon.scripted.set("C", [answering(cutId)]);
    },
  }),
];
