import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure, type Problem } from "../core/errors/problem.ts";
import { contradictedCreates, type Evidence } from "../core/plan/evidence.ts";
import type { World } from "../core/plan/input.ts";
import { hasChanges, type Plan } from "../core/plan/plan.ts";
import { maximumGeneration } from "../core/state/state.ts";
import type { Session } from "../session/session.ts";
import { bindingDifferences, isEmulatorUrl } from "../store/binding.ts";
import { restoreStep, type Binding } from "../store/lockfile.ts";
import type { Store } from "../store/store.ts";

/**
 * The environment that a lockfile of this session must have. An emulator is asked for its instance: its
 * lockfile is bound to its instance and not to its port (docs/design.md#4-lockfile-journal-ledger).
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

/**
 * The same offline, without asking an emulator for its instance: the lockfile of an emulator counts as
 * its own.
 */
export function offlineBinding(session: Session, store: Store | undefined): Binding {
  const expected = expectedBinding(session, undefined);
  const { baseUrl } = store?.environment ?? expected;
  return session.target.isLoopback && isEmulatorUrl(baseUrl) ? { ...expected, baseUrl } : expected;
}

/** Whether a lockfile belongs to an emulator that is not there any more: a fresh one starts fresh. */
export function isOfAnotherEmulator(session: Session, store: Store, expected: Binding): boolean {
  const { name, baseUrl } = store.environment;
  // Both must have said so: anything else on loopback may be a tunnel to the real API.
  const isEmulators = [baseUrl, expected.baseUrl].every(isEmulatorUrl);
  // Its own ledger says what it was made for: if that differs, the lockfile is damaged.
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
    `The lockfile ${session.lockfileName} belongs to ${differences.join("; ")}.`,
    "Use the lockfile of this environment (--lockfile, -e), or go back to the base URL and organization it was made with.",
    session.lockfileName,
  );
}

/**
 * Refuses a plan after which the lockfile could not be read: somebody has written a generation into it
 * that no apply gets to. Throws a Failure.
 */
export function checkGenerations(session: Session, planned: Plan): void {
  if (!hasChanges(planned)) return;
  const last = planned.actions.find(({ generation }) => generation > maximumGeneration);
  if (last === undefined) return;
  const file = session.lockfileName;
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
 * again with the facts of the evidence. Throws a Failure.
 */
export function refuseContradicted(
  session: Session,
  planned: Plan,
  evidence: readonly Evidence[],
  worldFor: (evidence: Evidence) => World,
): void {
  const file = session.lockfileName;
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
