import type { WorldOptions } from "../session/options.ts";
import { createHash } from "node:crypto";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { kindOfAddress } from "../core/kind.ts";
import { idsToObserve } from "../core/plan/decide.ts";
import { driftPlan, holdersOf } from "../core/plan/drift.ts";
import type { WorldWithoutLookups } from "../core/plan/evidence.ts";
import { indexWorld } from "../core/plan/lookup.ts";
import type { Observations } from "../core/plan/observation.ts";
import type { PlanPins, PlanRecord } from "../core/plan/plan-document.ts";
import { plan } from "../core/plan/plan.ts";
import { unsettledAttempts, type AttemptFact, type State } from "../core/state/state.ts";
import { version } from "../core/version.ts";
import type { Api } from "../core/wire/api.ts";
import { observe } from "../engine/observe.ts";
import { refuseContradicted, checkGenerations } from "../guards/binding.ts";
import { keyVariables } from "../report/suggested-command.ts";
import { secretSinkBy } from "../secrets/destination.ts";
import { type Session, shownPath } from "../session/session.ts";
import { formatLockfile } from "../store/lockfile.ts";
import { type CurrentState, refreshes, refuseInterrupted } from "./current-state.ts";
import { plannedEnvironment } from "./planned-environment.ts";
import { unusedFlagNotices } from "./unused-flags.ts";

/** Everything that a plan is made of before anything is looked up. */
export function worldWithoutLookups(
  { kinds, resolved, options }: Session<WorldOptions>,
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

/** Looks up what the plan needs, and plans. Throws a Failure if the key is not accepted. */
export async function planWorld(
  session: Session<WorldOptions>,
  current: CurrentState,
): Promise<PlanRecord> {
  const { kinds, context } = session;
  const { state, store } = current;
  const world = worldWithoutLookups(session, current);
  const requested = refreshes(session) ? toAsk(session, world) : [];
  // Without anything to look up, a plan needs neither a key nor a network.
  const observations: Observations =
    requested.length === 0 ? new Map() : await observeAll(session, current.api(), requested);
  const seen = { ...world, observations };
  const planned = session.options.refreshOnly === true ? driftPlan(seen) : plan(seen);
  checkGenerations(session, planned);
  refuseContradicted(session, planned, current.evidence, () => seen);
  const file = shownPath(context, session.manifest.file);
  const organizationSeen = [...observations.values()].some(
    (one) =>
      one.seen === "present" &&
      one.organizationId !== undefined &&
      one.organizationId === world.organizationId,
  );
  return {
    organizationSeen,
    notices: unusedFlagNotices(seen, planned, current.evidence),
    plan: planned,
    kinds,
    toolVersion: version,
    environment: plannedEnvironment(session, current, world.organizationId),
    manifestFile: file,
    lockfile: session.lockfileName,
    attempts: openAttempts(state),
    foldedAttempts: store?.folded ?? 0,
    ...(!refreshes(session) && { isUnrefreshed: true }),
    ...(session.isKeyless === true && { isKeyless: true }),
    ...secretSinkBy(session, planned),
    positionOf(address, field) {
      const range = session.manifest.positionOf(address, field?.split("."));
      return range && `${file}:${range.start.line}:${range.start.column}`;
    },
  };
}

/** The ids that have to be looked up: for drift alone all that are in use. */
function toAsk(
  { kinds, options }: Session<WorldOptions>,
  world: WorldWithoutLookups,
): ReturnType<typeof idsToObserve> {
  if (options.refreshOnly !== true) return idsToObserve(world);
  return holdersOf(world.state).flatMap(({ id, address }) => {
    const kind = kindOfAddress(kinds, address);
    return kind === undefined ? [] : [{ id, kind }];
  });
}

/** The pins of a saved plan: the plan is stale as soon as one of them differs. */
export function pinsOf(session: Session<WorldOptions>, current: CurrentState): PlanPins {
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

/** Looks ids up. Throws a Failure if the key is not accepted, or a signal came meanwhile. */
export async function observeAll(
  session: Session,
  api: Api,
  requested: ReturnType<typeof idsToObserve>,
): Promise<Observations> {
  const { limiter, context, target } = session;
  const observations = await observe(api, requested, limiter, context.interrupt.stop);
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

/** The address of every client that has a secret, in the manifest or in use, by its present name. */
export function addressesWithSecrets(
  session: Session<WorldOptions>,
  current: Pick<CurrentState, "state" | "store" | "binding">,
): string[] {
  const { kinds, resolved } = session;
  const { holders } = indexWorld({
    ...worldWithoutLookups(session, current),
    observations: new Map(),
  });
  const inUse = [...holders].map(([address, { applied }]) => ({ address, fields: applied }));
  return [...resolved.wanted, ...inUse]
    .filter(({ address, fields }) => kindOfAddress(kinds, address)?.hasSecret(fields) === true)
    .map(({ address }) => address);
}
