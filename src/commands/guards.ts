import { dirname } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { hasChanges, type Plan, type World } from "../core/plan.ts";
import { Failure, failure, type Problem } from "../core/problem.ts";
import { maximumGeneration } from "../core/state.ts";
import { bindingDifferences } from "../files/binding.ts";
import { maximumLockfileBytes, restoreStep, type Binding } from "../files/lockfile.ts";
import { lineagesOf } from "../files/lost.ts";
import { lineageFolder, type Store } from "../files/store.ts";
import { suggestedCommand } from "../report/command-words.ts";
import { counted } from "../report/text.ts";
import { committedLockfiles } from "./memories.ts";
import { recoverStep } from "./recover-step.ts";
import { contradictedCreates, type Evidence } from "./second-look.ts";
import { shownPath, type Session } from "./session.ts";
import { strayLockfiles, strayWords } from "./stray-lockfiles.ts";

/**
 * What a lockfile of this session belongs to, asked of an emulator where it is one: a lockfile of
 * the emulator is bound to its instance and not to its port (design section 4).
 */
export function expectedBinding(session: Session, instanceId: string | undefined): Binding {
  const { target, resolved } = session;
  const { organizationId } = resolved;
  return {
    name: target.name,
    baseUrl: instanceId === undefined ? target.baseUrl : `emulator:${instanceId}`,
    ...(organizationId !== undefined && { organizationId }),
  };
}

/** Whether a lockfile belongs to an emulator that is not there any more: a fresh one starts fresh. */
export function isOfAnotherEmulator(session: Session, store: Store, expected: Binding): boolean {
  const { name, baseUrl } = store.environment;
  // Both must have said so: anything else on loopback may be a tunnel to the real API.
  const isEmulators = [baseUrl, expected.baseUrl].every((url) => url.startsWith("emulator:"));
  // Its own ledger says what it was made for: where that differs, the lockfile is damaged.
  const isItsOwn = (store.ledger?.environment.baseUrl ?? baseUrl) === baseUrl;
  return (
    session.target.isLoopback &&
    isEmulators &&
    isItsOwn &&
    name === expected.name &&
    baseUrl !== expected.baseUrl
  );
}

/** A lockfile remembers what it belongs to and is refused anywhere else. Throws a Failure. */
export function checkBinding(session: Session, store: Store, expected: Binding): void {
  const differences = bindingDifferences(store.environment, expected);
  if (differences.length === 0) return;
  throw failure(
    exitCode.refused,
    "lockfile-of-another-environment",
    `The lockfile ${shown(session)} belongs to ${differences.join("; ")}.`,
    "Use the lockfile of this environment (--lockfile, -e), or go back to the base URL and organization it was made with.",
    shown(session),
  );
}

/**
 * Without a lockfile nothing can be created: it may have been lost. Throws a Failure where git or
 * this machine remembers one; else answers what to say before the first `init`.
 */
export async function checkMissingLockfile(session: Session, expected: Binding): Promise<Problem> {
  const { context, places, target } = session;
  const { git, disk } = context.system;
  const path = shown(session);
  const workTree = await git.workTree(dirname(session.places.lockfile));
  const inGit = workTree !== undefined && (await git.everHeld(workTree.root, places.lockfile));
  const lineages = await lineagesOf(disk, places, expected);
  const ids = lineages.reduce((sum, lineage) => sum + lineage.ids, 0);
  const isCutOff = lineages.some(({ hasJournal }) => hasJournal);
  const init = suggestedCommand(target, ["init"]);
  const problem: Problem = {
    code: "no-lockfile",
    severity: "error",
    message: `There is no lockfile ${path}.`,
    next: `If this is the first time: ${init}. If there was one: ${recoverStep(session)}`,
  };
  if (!inGit && ids === 0 && !isCutOff) {
    const [stray] = session.options.separate === true ? [] : await strayLockfiles(session);
    if (stray === undefined) return problem;
    const { witness, next } = strayWords(session, stray);
    throw gone(session, witness, next);
  }
  const created = isCutOff
    ? "a run was cut off that created for it"
    : `this machine created ${counted(ids, "id")} for it`;
  throw gone(session, inGit ? "git's history holds it" : created);
}

/**
 * An emulator's lockfile is made silently, but not in the place of one that has ids of this very
 * emulator: a new one could not be told from a damaged one, and would be refused ever after. Throws
 * a Failure where git or this machine remembers one.
 */
export async function checkLostEmulators(session: Session, expected: Binding): Promise<void> {
  const lost = await lostEmulators(session, expected);
  if (lost === undefined) return;
  // Another first run at this moment may have made it since it was looked for.
  const { lockfile } = session.places;
  if ((await session.ports.disk.read(lockfile, maximumLockfileBytes)) === undefined) throw lost;
}

/** Who remembers an emulator's lockfile, as the error that says so; undefined where nobody does. */
async function lostEmulators(session: Session, expected: Binding): Promise<Failure | undefined> {
  const committed = await committedLockfiles(session);
  const holder = committed.find(
    ({ lockfile: { environment } }) =>
      environment.name === expected.name && environment.baseUrl === expected.baseUrl,
  );
  if (holder !== undefined) return gone(session, `${holder.revision} holds it`);
  const { disk } = session.context.system;
  const lineages = await lineagesOf(disk, session.places, expected);
  const known = lineages.find(({ ids, hasJournal }) => ids > 0 || hasJournal);
  if (known === undefined) return undefined;
  const folder = lineageFolder(session.places.stateDirectory, known.lineage);
  // Offline nobody can tell which emulator a ledger is of, so `recover` does not take it.
  const next =
    "Put the file back. If it was removed on purpose, move that folder away: everything is then created again.";
  return gone(session, `this machine's ledger in ${folder} knows what it held`, next);
}

function gone(session: Session, witness: string, next = recoverStep(session)): Failure {
  const message = `The lockfile ${shown(session)} is gone: ${witness}.`;
  return failure(exitCode.refused, "no-lockfile", message, next);
}

/**
 * Refuses a plan after which the lockfile could not be read: somebody has written a generation into it
 * that no apply gets to. Throws a Failure.
 */
export function checkGenerations(session: Session, planned: Plan): void {
  if (!hasChanges(planned)) return;
  const last = planned.actions.find(({ generation }) => generation > maximumGeneration);
  if (last === undefined) return;
  const file = shown(session);
  throw failure(
    exitCode.refused,
    "lockfile-damaged",
    `The lockfile ${file} was edited or damaged: the generation of ${last.address} in it is one that no apply gets to. Nothing was sent.`,
    `Look at what changed it: git log -p -- ${file}`,
    file,
  );
}

/**
 * Refuses a plan that creates something only because the lockfile tells an id otherwise than git or
 * this machine does. `worldFor` answers the world that it was planned for, as it is to be planned
 * again with what a memory tells. Throws a Failure.
 */
export function refuseContradicted(
  session: Session,
  planned: Plan,
  evidence: readonly Evidence[],
  worldFor: (evidence: Evidence) => World,
): void {
  const file = shown(session);
  const problems = evidence.flatMap((each) =>
    contradictedCreates(worldFor(each), planned, each).map((address): Problem => ({
      code: "lockfile-contradicted",
      severity: "error",
      message: `The plan would create ${address} only because the lockfile ${file} tells something otherwise than ${each.source}: it may be there already.`,
      next: `If somebody damaged or edited the lockfile: ${restoreStep(file)}. If ${address} is new: --not-renamed ${address}`,
      file,
    })),
  );
  if (problems.length > 0) throw new Failure(exitCode.refused, problems);
}

function shown({ context, places }: Session): string {
  return shownPath(context, places.lockfile);
}
