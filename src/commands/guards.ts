import { dirname, join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import type { Plan, World } from "../core/plan.ts";
import { Failure, failure, type Problem } from "../core/problem.ts";
import type { AttemptFact, IdFact } from "../core/state.ts";
import { parseLockfile, restoreStep, type Binding } from "../files/lockfile.ts";
import type { Ledger } from "../files/ledger.ts";
import { lineagesOf, lostAttempts, lostIds } from "../files/lost.ts";
import type { Store } from "../files/store.ts";
import { doubtfulCreates, type Memory, type Remembered } from "./second-look.ts";
import { shownPath, type Session } from "./session.ts";

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
  const { environment } = store;
  const differences = (["name", "baseUrl", "organizationId"] as const).flatMap((part) => {
    const held = environment[part];
    const wanted = expected[part];
    if (held === undefined || wanted === undefined || held === wanted) return [];
    return [`${words[part]} ${held}, and this run is for ${wanted}`];
  });
  if (differences.length === 0) return;
  throw failure(
    exitCode.refused,
    "lockfile-of-another-environment",
    `The lockfile ${shown(session)} belongs to ${differences.join("; ")}.`,
    "Use the lockfile of this environment (--lockfile, -e), or go back to the base URL and organization it was made with.",
    shown(session),
  );
}

const words = {
  name: "the environment",
  baseUrl: "the API at",
  organizationId: "the organization",
} as const;

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
  const init = `anon-sync init${target.name === "sandbox" ? "" : ` -e ${target.name}`}`;
  const problem: Problem = {
    code: "no-lockfile",
    severity: "error",
    message: `There is no lockfile ${path}.`,
    next: `If this is the first time: ${init}. If there was one: ${restoreStep(path)}`,
  };
  if (!inGit && ids === 0) return problem;
  const witness = inGit ? "git's history holds it" : `this machine created ${ids} ids for it`;
  throw new Failure(exitCode.refused, [
    { ...problem, message: `The lockfile ${path} is gone: ${witness}.`, next: restoreStep(path) },
  ]);
}

/**
 * Refuses a lockfile that lacks an id, or an open attempt, which HEAD, its upstream or the ledger
 * knows (design section 6, step 1): what it lacks would be created again. Answers what they know.
 */
export async function checkLost(session: Session, store: Store): Promise<readonly Memory[]> {
  const problems: Problem[] = await otherLineageHere(session, store);
  const memories: Memory[] = [];
  if (store.ledger !== undefined) memories.push(ledgerMemory(store.ledger));
  const { git } = session.context.system;
  const workTree = await git.workTree(dirname(session.places.lockfile));
  if (workTree !== undefined) {
    const upstream = await git.upstream(workTree.root);
    for (const revision of upstream === undefined ? ["HEAD"] : ["HEAD", upstream]) {
      const bytes = await git.show(workTree.root, revision, session.places.lockfile);
      if (bytes === undefined) continue;
      const other = parseLockfile(bytes, `${revision}:${shown(session)}`);
      memories.push({ witness: revision, ...other.state });
      if (other.lineage !== store.lineage) problems.push(otherLineage(session, revision));
    }
  }
  problems.push(...memories.flatMap((memory) => lost(session, store, memory)));
  if (problems.length > 0) throw new Failure(exitCode.refused, problems);
  return memories;
}

/**
 * Refuses a plan that creates something only because the lockfile tells an id otherwise than git or
 * this machine does. Throws a Failure.
 */
export function checkDoubtful(
  session: Session,
  world: World,
  planned: Plan,
  memories: readonly Memory[],
): void {
  const file = shown(session);
  const problems = memories.flatMap((memory) =>
    doubtfulCreates(world, planned, memory).map((address): Problem => ({
      code: "lockfile-contradicted",
      severity: "error",
      message: `The plan would create ${address} only because the lockfile ${file} tells something otherwise than ${memory.witness}: it may be there already.`,
      next: `If somebody damaged or edited the lockfile: ${restoreStep(file)}. If ${address} is new: --not-renamed ${address}`,
      file,
    })),
  );
  if (problems.length > 0) throw new Failure(exitCode.refused, problems);
}

/**
 * A lockfile whose lineage this machine does not know, in the place of one that it does: a damaged
 * lineage would hide the journal and the ledger.
 */
async function otherLineageHere(session: Session, store: Store): Promise<Problem[]> {
  if (store.ledger !== undefined) return [];
  const { disk } = session.context.system;
  const { places } = session;
  for (const { lineage, ids } of await lineagesOf(disk, places, store.environment)) {
    const folder = join(places.stateDirectory, lineage);
    if (lineage === store.lineage) continue;
    if (ids === 0 && !(await disk.list(folder)).includes("journal")) continue;
    return [
      {
        ...otherLineage(session, `this machine's ledger in ${folder}`),
        next: `${restoreStep(shown(session))}. If it was made anew on purpose, move that folder away.`,
      },
    ];
  }
  return [];
}

function lost(session: Session, store: Store, known: Memory): Problem[] {
  const { witness } = known;
  const file = shown(session);
  const restore = `Merge the branch whose lockfile holds them, or: ${restoreStep(file)}`;
  const problem = (code: string, what: string, next: string): Problem => ({
    code,
    severity: "error",
    message: `The lockfile ${file} lacks ${what}.`,
    next,
    file,
  });
  const problems: Problem[] = [];
  const ids = lostIds(addressesOf(known.ids), store.state).map(
    ({ id, address }) => `${address} (${id})`,
  );
  if (ids.length > 0)
    problems.push(
      problem(
        "lost-ids",
        `ids that ${witness} knows: ${firstOf(ids)}`,
        `${restore}. One at a time: anon-sync import ADDRESS ID`,
      ),
    );
  const attempts = lostAttempts(addressesOf(known.attempts), store.state).map(
    ({ attempt, address }) => `${address} (attempt ${attempt})`,
  );
  if (attempts.length > 0)
    problems.push(
      problem(
        "lost-attempts",
        `creates that ${witness} knows were sent, and nobody knows the end of: ${firstOf(attempts)}`,
        `${restore}. Then settle them: anon-sync status`,
      ),
    );
  return problems;
}

function ledgerMemory({ lines }: Ledger): Memory {
  const ids = new Map<string, Remembered<IdFact>>();
  const attempts = new Map<string, Remembered<AttemptFact>>();
  for (const { id, attempt, ended, ...known } of lines.values()) {
    if (id !== undefined) ids.set(id, known);
    if (attempt !== undefined && ended !== true) attempts.set(attempt, known);
  }
  return { witness: "this machine's ledger", ids, attempts };
}

function addressesOf(
  known: ReadonlyMap<string, { readonly address: string }>,
): ReadonlyMap<string, string> {
  return new Map([...known].map(([id, { address }]) => [id, address]));
}

function firstOf(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${names.slice(0, 10).join(", ")}${more}`;
}

function otherLineage(session: Session, revision: string): Problem {
  return {
    code: "other-lineage",
    severity: "error",
    message: `The lockfile ${shown(session)} is not the one that ${revision} holds: its lineage differs.`,
    next: restoreStep(shown(session)),
    file: shown(session),
  };
}

function shown({ context, places }: Session): string {
  return shownPath(context, places.lockfile);
}
