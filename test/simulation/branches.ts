import { isOpen } from "../../src/core/state/state.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { resolveByHand } from "./hand-merge.ts";
import { checkProject } from "./invariants.ts";
import { applyInTrouble, converge, takeStep, type HistoryParts } from "./history.ts";
import { mergeText } from "./line-merge.ts";
import { Project } from "./project.ts";
import { Repository } from "./repository.ts";

/**
 * Two clones on two machines, each on its own branch: both apply, and git merges their commits.
 * Checks that no id is lost, that attempts never collide, and that both clones go on with the
 * merge.
 */
export async function branchHistory(
  given: HistoryParts,
): Promise<{ steps: number; merges: number }> {
  // If one branch removes a resource that the other edited in the console, the tool rightly creates
  // it again.
  const parts = { ...given, isWholeLife: false };
  const { chance, notes } = parts;
  // If both branches replaced one resource, people would have to choose.
  parts.manifest.mayReplace = false;
  const ourRepository = new Repository();
  const theirRepository = new Repository();
  const ours = new Project({ ...parts, number: 1, repository: ourRepository });
  await ours.initialize();
  if (chance.once(2)) await applyInTrouble(parts, ours);
  await finishRun(parts, ours);
  const base = await ours.lockfile();
  for (const repository of [ourRepository, theirRepository])
    repository.head = repository.upstream = base;
  const manifest = parts.manifest.branch(100, false);
  const theirs = new Project({ ...parts, manifest, number: 2, repository: theirRepository });
  theirs.checkOut(base, ours.lineage);
  // Both clones count the creates from before the branches parted.
  for (const name of ours.machine.server.asked) theirs.machine.server.asked.add(name);
  theirs.merged.add(ours.machine.server);

  let steps = 0;
  for (const project of [ours, theirs]) {
    project.manifest.add();
    if (chance.once(3)) project.manifest.addShared("Shared");
    project.writeManifest();
    for (let left = 1 + chance.below(3); left > 0 && notes.violations.length === 0; left -= 1) {
      steps += 1;
      await takeStep(parts, project);
      await checkProject(project);
    }
    await finishRun(parts, project);
    await checkProject(project);
  }
  if (notes.violations.length > 0) return { steps, merges: 0 };
  await mergeBranches(parts, { base, ours, theirs, ourRepository, theirRepository });
  return { steps, merges: 1 };
}

/** Lets an apply fold a killed run's journal before any commit: the journal stays on this machine. */
async function finishRun({ anon }: HistoryParts, project: Project): Promise<void> {
  anon.weather.postTrouble = 0;
  anon.weather.getTrouble = 0;
  anon.weather.storm = 0;
  await project.apply({}, 2);
}

interface Branches {
  readonly base: Uint8Array;
  readonly ours: Project;
  readonly theirs: Project;
  readonly ourRepository: Repository;
  readonly theirRepository: Repository;
}

async function mergeBranches(parts: HistoryParts, branches: Branches): Promise<void> {
  const { chance, notes } = parts;
  const { base, ours, theirs, ourRepository, theirRepository } = branches;
  const [left, right] = [await ours.lockfile(), await theirs.lockfile()];
  checkAttempts(ours, left, right);
  const merged = mergeText(base, left, right);
  ours.manifest.merge(theirs.manifest);
  ours.writeManifest();
  ours.machine.disk.place(ours.places.lockfile, merged.bytes);
  if (merged.isConflict || !parses(merged.bytes)) {
    ours.tell(merged.isConflict ? "merged with conflicts" : "merged to what does not read");
    const posts = ours.machine.server.posts.length;
    const refused = await ours.apply({}, 2);
    if (refused.exitCode !== 5) ours.violate(`a broken merge ends with ${refused.exitCode}`);
    if (ours.machine.server.posts.length !== posts) ours.violate("a broken merge sends something");
    if (Buffer.compare(await ours.lockfile(), merged.bytes) !== 0)
      ours.violate("a broken merge is overwritten");
    ours.machine.disk.place(ours.places.lockfile, resolveByHand(left, right, chance));
  } else ours.tell("merged cleanly");
  const committed = await ours.lockfile();
  const { state } = parseLockfile(committed, "merged");
  for (const side of [left, right])
    for (const id of parseLockfile(side, "side").state.ids.keys())
      if (!state.ids.has(id)) ours.violate(`the merge lost ${id}`);

  // Both clones go on with the merge: neither may send the creates of the other again.
  for (const repository of [ourRepository, theirRepository])
    repository.head = repository.upstream = committed;
  theirs.manifest = ours.manifest;
  theirs.checkOut(committed, ours.lineage);
  const open = [...state.attempts.values()].filter(isOpen).map(({ fields }) => fields["name"]);
  const there = parts.anon.existing.filter(({ id }) => state.ids.has(id)).map(({ name }) => name);
  for (const project of [ours, theirs]) {
    const { asked } = project.machine.server;
    asked.clear();
    for (const name of [...open, ...there]) asked.add(String(name));
  }
  ours.merged.add(theirs.machine.server);
  if (notes.violations.length > 0) return;
  await converge(parts, ours);
  if (notes.violations.length > 0) return;
  const end = await ours.lockfile();
  theirRepository.head = end;
  // The people at the other machine also learn which secrets the first machine reported as lost.
  for (const id of ours.saidToBeLost) theirs.saidToBeLost.add(id);
  theirs.machine.disk.place(theirs.places.lockfile, end);
  await converge(parts, theirs);
}

/** Checks that attempts of both sides with one id are the same attempt. */
function checkAttempts(project: Project, left: Uint8Array, right: Uint8Array): void {
  const [ours, theirs] = [parseLockfile(left, "ours").state, parseLockfile(right, "theirs").state];
  for (const [attempt, fact] of ours.attempts) {
    const other = theirs.attempts.get(attempt);
    const [name, otherName] = [fact.fields["name"], other?.fields["name"]];
    // A settled attempt has no fields any more.
    if (name !== undefined && otherName !== undefined && name !== otherName)
      project.violate(`two attempts are called ${attempt}`);
  }
}

function parses(bytes: Uint8Array): boolean {
  try {
    parseLockfile(bytes, "merged");
    return true;
  } catch {
    return false;
  }
}
