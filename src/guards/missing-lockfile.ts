import { exitCode } from "../core/errors/exit-code.ts";
import { type Problem, Failure, failure } from "../core/errors/problem.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { counted } from "../report/text.ts";
import type { Session } from "../session/session.ts";
import { lineagesOf } from "../store/lineages.ts";
import { type Binding, maximumLockfileBytes } from "../store/lockfile.ts";
import { lineageFolder } from "../store/places.ts";
import { committedLockfiles } from "./evidence.ts";
import { recoverStep, strayLockfiles, strayWords } from "./stray-lockfiles.ts";

/**
 * Without a lockfile nothing can be created: it may have been lost. Throws a Failure if git or
 * this machine remembers one; else answers what to say before the first `init`.
 */
export async function checkMissingLockfile(session: Session, expected: Binding): Promise<Problem> {
  const { context, places, target } = session;
  const { git, disk } = context.system;
  const path = session.lockfileName;
  const workTree = await session.findWorkTree();
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
    const { clause, next } = strayWords(session, stray);
    throw gone(session, clause, next);
  }
  const created = isCutOff
    ? "a run was cut off that created for it"
    : `this machine created ${counted(ids, "id")} for it`;
  throw gone(session, inGit ? "git's history holds it" : created);
}

/**
 * An emulator's lockfile is made silently, but not in the place of one that has ids of this very
 * emulator: a new one could not be told from a damaged one, and would be refused ever after. Throws
 * a Failure if git or this machine remembers one.
 */
export async function checkLostEmulators(session: Session, expected: Binding): Promise<void> {
  const lost = await lostEmulators(session, expected);
  if (lost === undefined) return;
  // Another first run at this moment may have made it since it was looked for.
  const { lockfile } = session.places;
  if ((await session.ports.disk.read(lockfile, maximumLockfileBytes)) === undefined) throw lost;
}

/** The error that names the witness of an emulator's lockfile; undefined if there is no witness. */
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

function gone(session: Session, clause: string, next = recoverStep(session)): Failure {
  const message = `The lockfile ${session.lockfileName} is gone: ${clause}.`;
  return failure(exitCode.refused, "no-lockfile", message, next);
}
