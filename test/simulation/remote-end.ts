import { formatLockfile } from "../../src/store/lockfile.ts";
import type { Project } from "./project.ts";
import { checkAllSecrets, checkClone } from "./remote-invariants.ts";
import { settleOpen, takeUpForgotten, unlockRun } from "./remote-people.ts";
import type { RemoteWatch } from "./remote-watch.ts";
import type { RemoteWorld } from "./remote-world.ts";

/** The weather clears: everything settles, all machines have the same facts, and send nothing more. */
export async function convergeAll(world: RemoteWorld, watch: RemoteWatch): Promise<void> {
  const { parts, client, time } = world;
  const { anon, chance, notes } = parts;
  Object.assign(anon.weather, { postTrouble: 0, getTrouble: 0, storm: 0 });
  anon.scripted.clear();
  world.weather.clear();
  if (!chance.once(20)) world.commitPending();
  const clones = [...world.clones];
  for (const project of clones) {
    await world.merge(project);
    Object.assign(project, { mayAgree: true, agreesTo: [] });
    await bringInOrder(world, watch, project);
    if (notes.violations.length > 0) return;
  }
  // The other machines now learn the facts that one machine alone had; the last one has them
  // already.
  for (const project of clones.slice(0, -1)) await mustApply(project);
  const posts = client.posts.length;
  const tip = world.remote.refs.get(world.ref)?.id;
  const fresh = world.clone();
  await mustApply(fresh);
  clones.push(fresh);
  const again = chance.one(clones);
  const before = await again.lockfile();
  await mustApply(again);
  if (Buffer.compare(before, await again.lockfile()) !== 0)
    again.violate("the next apply changes the lockfile");
  for (const project of clones) await checkClone(world, project);
  await time.sleep(0);
  if (client.posts.length !== posts) notes.violations.push("the next applies send something");
  if (world.remote.refs.get(world.ref)?.id !== tip)
    notes.violations.push("the next applies change the ref");
  if (world.content?.holder !== undefined) notes.violations.push("somebody still holds the ref");
  await checkSameEverywhere(world, clones);
  checkAllSecrets(world);
  for (const name of parts.manifest.wantedNames()) {
    const isThere = anon.existing.some((one) => one.name === name && !notes.excused.has(one.id));
    if (!isThere) notes.violations.push(`${name} does not exist at the end`);
  }
}

/** Lets one machine go on, with people who settle its open attempts. */
async function bringInOrder(
  world: RemoteWorld,
  watch: RemoteWatch,
  project: Project,
): Promise<void> {
  let last = "";
  for (let tries = 0; tries < 6; tries += 1) {
    await unlockRun(world, watch, project);
    const { exitCode, out, err } = await project.apply({}, 1 + world.parts.chance.below(4));
    if (exitCode === 0) return;
    last = `${exitCode}: ${out}${err}`;
    await world.time.sleep(16 * 60_000);
    // The apply has published by now the facts that this machine alone had.
    await settleOpen(world, project);
    if (err.includes("ledger knows were sent")) await takeUpForgotten(project);
  }
  project.violate(`${project.machine.host} does not converge: ${last}`);
}

async function mustApply(project: Project): Promise<void> {
  const { exitCode, out, err } = await project.apply({}, 2);
  if (exitCode !== 0) project.violate(`the next apply fails with ${exitCode}: ${out}${err}`);
}

async function checkSameEverywhere(
  { content }: RemoteWorld,
  clones: readonly Project[],
): Promise<void> {
  if (content === undefined) return;
  const whole = formatLockfile(content.lockfile);
  for (const project of clones) {
    const own = await project.lockfile();
    if (Buffer.compare(whole, own) === 0) continue;
    const [theirs, ours] = [linesOf(whole), linesOf(own)];
    const news = [
      ...theirs.filter((line) => !ours.includes(line)).map((line) => `the ref: ${line}`),
      ...ours.filter((line) => !theirs.includes(line)).map((line) => `here: ${line}`),
    ];
    project.violate(
      `${project.machine.host} knows something else than the ref: ${news.join(", ")}`,
    );
  }
}

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString()
    .split("\n")
    .map((line) => line.trim());
}
