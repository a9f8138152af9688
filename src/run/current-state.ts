import { isEmulatorUrl } from "../store/binding.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Problem, Failure } from "../core/errors/problem.ts";
import type { Evidence } from "../core/plan/evidence.ts";
import { emptyState, type State } from "../core/state/state.ts";
import type { Api, Instance } from "../core/wire/api.ts";
import { checkBinding, expectedBinding, isOfAnotherEmulator } from "../guards/binding.ts";
import { checkLost } from "../guards/lost-facts.ts";
import { checkMissingLockfile, checkLostEmulators } from "../guards/missing-lockfile.ts";
import { remoteLocationOf, type RemoteLocation } from "../remote/location.ts";
import type { RemoteState } from "../remote/remote-state.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { withLostSecrets } from "../secrets/lost.ts";
import { apiOf, type Session } from "../session/session.ts";
import type { Binding } from "../store/lockfile.ts";
import { readStore, type Store } from "../store/store.ts";

/** The lockfile's side of a run, and the client to ask the API's side with. */
export interface CurrentState {
  /** Undefined if there is no lockfile yet. */
  readonly store: Store | undefined;
  readonly binding: Binding;
  /** The reason why `apply` does not run yet, if there is no lockfile. */
  readonly missing: Problem | undefined;
  readonly state: State;
  /** The evidence of git and this machine about the same ids. */
  readonly evidence: readonly Evidence[];
  /** Made, and the key asked for, on first use. */
  readonly api: () => Api;
  /** The state on the git remote, if it is kept there: what it knew is in `state`. */
  readonly remote: RemoteState | undefined;
  /** The number of facts that only the remote knew. */
  readonly news: number;
}

/** The way to read the lockfile's side. */
interface Reading {
  /** For a run that is there to put ids back: a lockfile that lacks some is no reason to refuse. */
  readonly mayLackIds?: boolean;
  /** Whether a state on a git remote is folded in: it is not if the lineage alone is wanted. */
  readonly isAlone?: boolean;
  /** For a run that changes something, under the lock of this machine: nobody may hold the remote. */
  readonly isLocked?: boolean;
}

/**
 * The current state for a plan: with what a git remote knows. Throws Failures, also if the lockfile lacks
 * an id that git or this machine knows.
 */
export function readForPlan(session: Session): Promise<CurrentState> {
  return read(session);
}

/** The current state without a state on a git remote, for commands that change nothing in it. */
export function readWithoutRemote(session: Session): Promise<CurrentState> {
  return read(session, { isAlone: true });
}

/** The lockfile for its lineage alone, before its lock is taken: it may lack ids, and no remote is asked. */
export function readLineage(session: Session): Promise<CurrentState> {
  return read(session, { mayLackIds: true, isAlone: true });
}

/** The current state under the lock of its lineage, for a run that changes something. */
export function readForWrite(session: Session): Promise<CurrentState> {
  return read(session, { isLocked: true });
}

/** The same for a run that puts ids back: a lockfile that lacks some is no reason to refuse. */
export function readForRepair(session: Session): Promise<CurrentState> {
  return read(session, { mayLackIds: true, isLocked: true });
}

/**
 * Reads the lockfile and the journal, folds in what a git remote knows, and checks that they are this
 * session's and lack nothing that git or this machine knows. Throws Failures.
 */
async function read(
  session: Session,
  { mayLackIds = false, isAlone = false, isLocked = false }: Reading = {},
): Promise<CurrentState> {
  let client: Api | undefined;
  const api = () => (client ??= apiOf(session));
  const stored = await readStore(session.ports, session.places);
  const binding = await bindingOf(session, api, stored);
  const found = stored && withLostSecrets(session.kinds, stored);
  const store = found && isOfAnotherEmulator(session, found, binding) ? undefined : found;
  if (store === undefined) {
    // An emulator's lockfile that is there belongs to an emulator that is not.
    if (session.target.isLoopback && stored === undefined)
      await checkLostEmulators(session, binding);
    const missing = session.target.isLoopback
      ? undefined
      : await checkMissingLockfile(session, binding);
    const state = emptyState;
    return { store, binding, missing, state, evidence: [], api, remote: undefined, news: 0 };
  }
  checkBinding(session, store, binding);
  const location =
    isAlone || !refreshes(session)
      ? undefined
      : await remoteLocationOf(session, { creates: isLocked });
  const { store: whole, ...shared } = await withRemote(session, location, store, isLocked);
  // The remote's facts must belong to this session too. Otherwise somebody has pushed there by hand.
  checkBinding(session, whole, binding);
  const evidence = mayLackIds ? [] : await checkLost(session, whole);
  return {
    store: whole,
    binding,
    missing: undefined,
    state: whole.state,
    evidence: evidence,
    api,
    ...shared,
  };
}

/** The store with what the remote knows; its code is loaded only if the state is on one. */
async function withRemote(
  session: Session,
  location: RemoteLocation | undefined,
  store: Store,
  isLocked: boolean,
): Promise<{ store: Store } & Pick<CurrentState, "remote" | "news">> {
  const local = { store, remote: undefined, news: 0 };
  if (location === undefined) return local;
  const { isThere, remoteStateOf, waitForLease } = await import("../remote/lease.ts");
  const { foldRemote } = await import("../remote/fold.ts");
  const remote = await remoteStateOf(session, location, store);
  if (!location.isCertain && !(await isThere(session, remote, isLocked))) return local;
  if (isLocked) await waitForLease(session, remote, store);
  else await remote.read();
  return { ...foldRemote(session.kinds, store, remote.seen), remote };
}

/** Without a refresh nothing is asked, so an emulator's lockfile is taken at its word. */
async function bindingOf(
  session: Session,
  api: () => Api,
  found: Store | undefined,
): Promise<Binding> {
  const { target } = session;
  if (target.isLoopback && !refreshes(session))
    return found !== undefined && isEmulatorUrl(found.environment.baseUrl)
      ? found.environment
      : expectedBinding(session, undefined);
  const instance = target.isLoopback ? await instanceOf(session, api()) : undefined;
  return expectedBinding(session, instance?.instanceId);
}

/** Whether anything is looked up in this run. */
export function refreshes({ options }: Session): boolean {
  return options.refresh !== "false";
}

async function instanceOf({ context }: Session, api: Api): Promise<Instance | undefined> {
  try {
    return await api.instance(context.interrupt.stop);
  } catch (error) {
    refuseInterrupted(context);
    throw error;
  }
}

/** After a signal what was not looked up is not unreadable: nobody waited for it. */
export function refuseInterrupted({ interrupt }: Session["context"]): void {
  if (!interrupt.stop.aborted) return;
  throw failure(
    exitCode.interrupted,
    "interrupted",
    "Interrupted while looking resources up. Nothing was done.",
  );
}

/** For commands that only make sense if there is a lockfile. Throws a Failure if there is none. */
export function requireLockfile(
  { lockfileName, target }: Session,
  current: CurrentState,
): CurrentState & { readonly store: Store } {
  const { store, missing } = current;
  if (store !== undefined) return { ...current, store };
  if (missing !== undefined) throw new Failure(exitCode.refused, [missing]);
  // A lockfile of an emulator is made silently, by the first apply.
  throw failure(
    exitCode.refused,
    "no-lockfile",
    `There is no lockfile ${lockfileName} for this emulator yet.`,
    `Create what the manifest wants first: ${suggestedCommand(target, ["apply"])}`,
  );
}
