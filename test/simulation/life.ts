import { run as importOne } from "../../src/commands/import/import.ts";
import { run as recover } from "../../src/commands/recover/recover.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { applyInTrouble, diskFault, type HistoryParts } from "./history.ts";
import type { Project } from "./project.ts";
import type { Repository } from "./repository.ts";
import type { Trouble } from "../support/simulated-machine.ts";

/** Does a step after the first apply: people adopt, edit in Anon's console, lose and recover. */
export async function takeLifeStep(parts: HistoryParts, project: Project): Promise<void> {
  const { repository } = project;
  switch (parts.chance.below(5)) {
    case 4:
      if (repository !== undefined) await recoverInClone(project, repository);
      break;
    case 0:
      await adopt(parts, project);
      break;
    case 1:
      listForImport(parts, project);
      await applyInTrouble(parts, project);
      break;
    case 2:
      await editInConsole(parts, project);
      await applyInTrouble(parts, project);
      break;
    default:
      await recoverOldLockfile(parts, project);
  }
}

/** A person has made a pool by hand, and repeats `import` until it succeeds. */
async function adopt(parts: HistoryParts, project: Project): Promise<void> {
  const { name, address, id } = makeByHand(parts, project);
  project.writeManifest();
  const words = [address, id];
  const first = await project.run(importOne, { yes: true }, words, beginTrouble(parts, project));
  endTrouble(parts, project, first.killedBefore !== undefined);
  project.tell(`import of ${name} ended with ${first.exitCode}`);
  if (first.exitCode !== 0) {
    const again = await project.run(importOne, { yes: true }, words);
    if (again.exitCode !== 0) project.violate(`import of ${name} fails: ${again.out}${again.err}`);
  }
  if ((await project.read())?.state.ids.get(id)?.address !== address)
    project.violate(`${name} was imported and is not there`);
  project.announced.add(id);
}

/** A person has made a pool by hand, and lists its id under `imports`: no apply may ever create it. */
function listForImport(parts: HistoryParts, project: Project): void {
  const { name, id } = makeByHand(parts, project);
  project.manifest.list(name, id);
  project.writeManifest();
  project.tell(`${name} is listed for import`);
}

function makeByHand({ anon }: HistoryParts, project: Project) {
  const { name, address } = project.manifest.addPool();
  const answer = anon.colleagueCreates("userPools", name, `It is ${name}.`);
  // The pool exists: a create of it would be a duplicate.
  project.machine.server.asked.add(name);
  return { name, address, id: String(answer["id"]) };
}

/** A person changes a description in the console, and mostly in the manifest too. */
async function editInConsole({ chance, anon }: HistoryParts, project: Project): Promise<void> {
  const state = (await project.read())?.state;
  const active = [...(state?.ids.values() ?? [])].filter(({ retired }) => retired === undefined);
  const editable = active.filter((fact) => project.manifest.isWanted(String(fact.applied["name"])));
  if (editable.length === 0) return;
  const { id, applied } = chance.one(editable);
  const name = String(applied["name"]);
  const isWrittenDown = !chance.once(3);
  const description = project.manifest.describe(name, isWrittenDown);
  anon.edit(id, { description });
  project.writeManifest();
  project.tell(`${name} was edited in the console${isWrittenDown ? " and in the manifest" : ""}`);
}

/** Recovers in another clone without a ledger: only git shows which ids an old lockfile lacks. */
async function recoverInClone(project: Project, repository: Repository): Promise<void> {
  const { disk } = project.machine;
  const { lockfile, stateDirectory } = project.places;
  const mine = disk.paths().filter((path) => path.startsWith(stateDirectory));
  const kept = [...mine, lockfile].map((path) => [path, disk.peek(path)] as const);
  const [first = new Uint8Array()] = repository.versions;
  disk.moveAway(stateDirectory);
  disk.place(lockfile, first);
  const ran = await project.run(recover, { fromGit: true, yes: true });
  project.tell(`recover in another clone ended with ${ran.exitCode}`);
  const state = (await project.read())?.state;
  for (const version of repository.versions)
    for (const id of parseLockfile(version, "committed").state.ids.keys())
      if (state?.ids.has(id) !== true)
        project.violate(`recover from git does not bring back ${id}`);
  disk.moveAway(stateDirectory);
  for (const [path, bytes] of kept) if (bytes !== undefined) disk.place(path, bytes);
}

/** An old lockfile comes back, and `recover` restores every id that it lacks. */
async function recoverOldLockfile(parts: HistoryParts, project: Project): Promise<void> {
  const { chance } = parts;
  const { disk } = project.machine;
  const { lockfile } = project.places;
  const before = await project.read();
  // No run of this machine has seen an id that was only pulled. Its loss has no evidence here
  // without git.
  const seen = before?.ledger?.ids;
  if ([...project.pulled].some((id) => seen?.has(id) !== true)) return;
  const versions = disk.versions.get(lockfile) ?? [];
  if (before === undefined || versions.length === 0) return;
  disk.place(lockfile, chance.one(versions));
  const options = { fromGit: true, yes: true };
  const first = await project.run(recover, options, [], beginTrouble(parts, project));
  endTrouble(parts, project, first.killedBefore !== undefined);
  const again = await project.run(recover, options);
  project.tell(`recover ended with ${first.exitCode}, and then with ${again.exitCode}`);
  if (again.exitCode !== 0) project.violate(`recover fails: ${again.out}${again.err}`);
  const state = (await project.read())?.state;
  for (const id of [...(seen?.keys() ?? []), ...project.announced])
    if (state?.ids.has(id) !== true) project.violate(`recover does not bring back ${id}`);
}

/** Returns a kill for some runs, and gives some runs a disk fault. */
function beginTrouble({ chance }: HistoryParts, project: Project): Trouble {
  if (chance.once(4)) project.machine.disk.fault = diskFault(chance);
  return chance.once(2) ? { killAt: 1 + chance.below(30) } : {};
}

function endTrouble(parts: HistoryParts, project: Project, isKilled: boolean): void {
  const { chance, anon, notes } = parts;
  Object.assign(anon.weather, { postTrouble: 0, getTrouble: 0, storm: 0 });
  project.machine.disk.fault = () => undefined;
  if (!isKilled) return;
  notes.crashes += 1;
  if (chance.once(2)) project.machine.disk.powerCut((below) => chance.below(below));
}
