import { createHash } from "node:crypto";
import type { Api, Instance } from "../core/api.ts";
import { kindOfAddress } from "../core/kind.ts";
import { idsToObserve } from "../core/decide.ts";
import { driftPlan, holdersOf } from "../core/drift.ts";
import { exitCode } from "../core/exit-code.ts";
import type { Observations } from "../core/observation.ts";
import type { PlanPins } from "../core/plan-document.ts";
import { plan } from "../core/plan.ts";
import { failure, type Problem } from "../core/problem.ts";
import { emptyState, unsettledAttempts, type AttemptFact, type State } from "../core/state.ts";
import { version } from "../core/version.ts";
import { observe } from "../engine/observe.ts";
import { formatLockfile, type Binding } from "../files/lockfile.ts";
import type { RemoteState } from "../files/remote/remote-state.ts";
import { readStore, type Store } from "../files/store.ts";
import { keyVariables } from "../report/command-words.ts";
import type { PlanView } from "../report/plan-view.ts";
import {
  checkBinding,
  refuseContradicted,
  checkGenerations,
  checkLostEmulators,
  checkMissingLockfile,
  expectedBinding,
  isOfAnotherEmulator,
} from "./guards.ts";
import { warnOfUnusedFlags } from "./idle-flags.ts";
import { checkLost } from "./lost-guard.ts";
import { withLostSecrets } from "./lost-secrets.ts";
import type { Evidence, WorldWithoutLookups } from "./second-look.ts";
import { plannedEnvironment } from "./planned-environment.ts";
import { secretSinkBy } from "./secret-place.ts";
import { apiOf, shownPath, type Session } from "./session.ts";
import { remoteLocationOf, type RemoteLocation } from "./state-place.ts";

/** The lockfile's side of a run, and the client to ask the API's side with. */
export interface CurrentState {
  /** Undefined where there is no lockfile yet. */
  readonly store: Store | undefined;
  readonly binding: Binding;
  /** Why `apply` will not run yet, where there is no lockfile. */
  readonly missing: Problem | undefined;
  readonly state: State;
  /** What git and this machine know of the same ids. */
  readonly evidence: readonly Evidence[];
  /** Made, and the key asked for, on first use. */
  readonly api: () => Api;
  /** The state on the git remote, where it is kept there: what it knew is in `state`. */
  readonly remote: RemoteState | undefined;
  /** How many facts only the remote knew. */
  readonly news: number;
}

/** How the lockfile's side is read. */
export interface Reading {
  /** For a run that is there to put ids back: a lockfile that lacks some is no reason to refuse. */
  readonly mayLackIds?: boolean;
  /** Whether a state on a git remote is folded in: it is not where the lineage alone is wanted. */
  readonly isAlone?: boolean;
  /** For a run that changes something, under the lock of this machine: nobody may hold the remote. */
  readonly isLocked?: boolean;
}

/**
 * Reads the lockfile and the journal, folds in what a git remote knows, and checks that they are this
 * session's and lack nothing that git or this machine knows. Throws Failures.
 */
export async function readCurrentState(
  session: Session,
  { mayLackIds = false, isAlone = false, isLocked = false }: Reading = {},
): Promise<CurrentState> {
  let client: Api | undefined;
  const api = () => (client ??= apiOf(session));
  const read = await readStore(session.ports, session.places);
  const binding = await bindingOf(session, api, read);
  const found = read && withLostSecrets(session.kinds, read);
  const store = found && isOfAnotherEmulator(session, found, binding) ? undefined : found;
  if (store === undefined) {
    // An emulator's lockfile that is there belongs to an emulator that is not.
    if (session.target.isLoopback && read === undefined) await checkLostEmulators(session, binding);
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
  // What the remote has brought belongs to this session, too, or somebody has pushed there by hand.
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

/** The store with what the remote knows; its code is loaded only where the state is on one. */
async function withRemote(
  session: Session,
  location: RemoteLocation | undefined,
  store: Store,
  isLocked: boolean,
): Promise<{ store: Store } & Pick<CurrentState, "remote" | "news">> {
  const local = { store, remote: undefined, news: 0 };
  if (location === undefined) return local;
  const {
    foldRemote,
    isThere,
    remoteStateOf,
    waitForLease: untilFree,
  } = await import("./remote-session.ts");
  const remote = await remoteStateOf(session, location, store);
  if (!location.isCertain && !(await isThere(session, remote, isLocked))) return local;
  if (isLocked) await untilFree(session, remote, store);
  else await remote.read();
  return { ...foldRemote(session.kinds, store, remote.seen), remote };
}

/** A plan to be shown, and whether an answer has shown that the key is our organization's. */
export interface PlannedWorld extends PlanView {
  readonly organizationSeen: boolean;
}

/** Nobody is asked without a refresh: an emulator's lockfile is then what it says it is. */
async function bindingOf(
  session: Session,
  api: () => Api,
  found: Store | undefined,
): Promise<Binding> {
  const { target } = session;
  const isAnEmulators = found?.environment.baseUrl.startsWith("emulator:") === true;
  if (target.isLoopback && !refreshes(session))
    return isAnEmulators ? found.environment : expectedBinding(session, undefined);
  const instance = target.isLoopback ? await instanceOf(session, api()) : undefined;
  return expectedBinding(session, instance?.instanceId);
}

/** Whether anything is looked up in this run. */
function refreshes({ options }: Session): boolean {
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
function refuseInterrupted({ interrupt }: Session["context"]): void {
  if (!interrupt.stop.aborted) return;
  throw failure(
    exitCode.interrupted,
    "interrupted",
    "Interrupted while looking resources up. Nothing was done.",
  );
}

/** Everything that a plan is made of before anything is looked up. */
export function worldWithoutLookups(
  { kinds, resolved, options }: Session,
  { state, store, binding }: Pick<CurrentState, "state" | "store" | "binding">,
): WorldWithoutLookups {
  return {
    kinds,
    wanted: resolved.wanted,
    moved: resolved.moved,
    imports: resolved.imports,
    state,
    organizationId: binding.organizationId ?? store?.environment.organizationId,
    notRenamed: new Set(options.notRenamed),
    replace: new Set(options.replace),
    recreate: new Set(options.recreate),
    target: new Set(options.target),
    exclude: new Set(options.exclude),
  };
}

/** Looks up what the plan needs, and plans. Throws a Failure where the key is not accepted. */
export async function planWorld(session: Session, current: CurrentState): Promise<PlannedWorld> {
  const { kinds, context } = session;
  const { state, store } = current;
  const world = worldWithoutLookups(session, current);
  const asked = refreshes(session) ? toAsk(session, world) : [];
  // Without anything to look up, a plan needs neither a key nor a network.
  const observations: Observations =
    asked.length === 0 ? new Map() : await observeAll(session, current.api(), asked);
  const seen = { ...world, observations };
  const planned = session.options.refreshOnly === true ? driftPlan(seen) : plan(seen);
  checkGenerations(session, planned);
  refuseContradicted(session, planned, current.evidence, () => seen);
  warnOfUnusedFlags(session, seen, planned, current.evidence);
  const file = shownPath(context, session.manifest.file);
  const organizationSeen = [...observations.values()].some(
    (one) =>
      one.seen === "present" &&
      one.organizationId !== undefined &&
      one.organizationId === world.organizationId,
  );
  return {
    organizationSeen,
    plan: planned,
    kinds,
    toolVersion: version,
    environment: plannedEnvironment(session, current, world.organizationId),
    manifestFile: file,
    lockfile: shownPath(context, session.places.lockfile),
    attempts: openAttempts(state),
    foldedAttempts: store?.folded ?? 0,
    ...(!refreshes(session) && { isUnrefreshed: true }),
    ...(session.isKeyless === true && { isKeyless: true }),
    ...secretSinkBy(session, planned),
    place(address, field) {
      const range = session.manifest.positionOf(address, field?.split("."));
      return range && `${file}:${range.start.line}:${range.start.column}`;
    },
  };
}

/** The ids that have to be looked up: for drift alone all that are in use. */
function toAsk(
  { kinds, options }: Session,
  world: WorldWithoutLookups,
): ReturnType<typeof idsToObserve> {
  if (options.refreshOnly !== true) return idsToObserve(world);
  return holdersOf(world.state).flatMap(({ id, address }) => {
    const kind = kindOfAddress(kinds, address);
    return kind === undefined ? [] : [{ id, kind }];
  });
}

/** What a saved plan is applied under: it is stale where any of it moved. */
export function pinsOf(session: Session, current: CurrentState): PlanPins {
  const { store, binding, state } = current;
  const environment = store?.environment ?? binding;
  return {
    manifest: sha256(session.manifestBytes),
    // The facts and not the bytes of the file: a journal may be folded in between.
    state: sha256(formatLockfile({ lineage: "", environment: { name: "", baseUrl: "" }, state })),
    lineage: store?.lineage ?? null,
    environment: session.target.name,
    baseUrl: binding.baseUrl,
    organizationId: binding.organizationId ?? environment.organizationId ?? null,
    toolVersion: version,
  };
}

/** Every open attempt of a state. */
export function openAttempts(state: State): AttemptFact[] {
  return [...unsettledAttempts(state).values()].flat();
}

/** Looks ids up. Throws a Failure where the key is not accepted, or a signal came meanwhile. */
export async function observeAll(
  session: Session,
  api: Api,
  asked: ReturnType<typeof idsToObserve>,
): Promise<Observations> {
  const { limiter, context, target } = session;
  const observations = await observe(api, asked, limiter, context.interrupt.stop);
  refuseInterrupted(context);
  for (const seen of observations.values()) {
    if (seen.seen !== "unreadable" || !seen.unauthorized) continue;
    throw failure(
      exitCode.unauthorized,
      "not-authorized",
      `The API at ${target.baseUrl} does not accept the key: ${seen.reason}`,
      `Check ${keyVariables(target)}, and that the key belongs to this environment.`,
    );
  }
  return observations;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
