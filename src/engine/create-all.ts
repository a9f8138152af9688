import type { Action } from "../core/plan/action.ts";
import type { Outcome } from "../core/plan/applied.ts";
import { createOne } from "./create.ts";
import { forEachOf, type Limiter } from "./limiter.ts";
import type { Run } from "./run.ts";

/**
 * How many creates may have begun for each that may be sent at once: enough of them while some wait for
 * what they refer to. To begin all of them would keep what each was answered in memory until the end.
 */
const begunForEachSent = 4;

/** All creates, each after what it refers to, as many at once as the limiter lets. */
export async function createAll(run: Run, creates: readonly Action[]): Promise<Outcome[]> {
  const outcomes = new Map<string, Promise<Outcome>>();
  const { limiter } = run.ports;
  limiter.expect(creates.length);

  async function create(action: Action, index: number): Promise<Outcome> {
    const dependencies = action.dependsOn.map((address) => outcomes.get(address));
    const blocked = blockers(await Promise.all(dependencies));
    if (blocked.length > 0) return block(run, action, blocked);
    return limiter.run(() => createOne(run, action, index));
  }

  function begin([index, action]: readonly [number, Action]): Promise<Outcome> {
    const outcome = create(action, index);
    outcomes.set(action.address, outcome);
    return outcome;
  }

  const waiting = creates.entries();
  // Until an answer of this run has shown that the key belongs to the right organization, the
  // creates go one by one (docs/design.md#6-apply-one-create, step 4; after a saved plan too, which looks nothing up).
  while (!run.organizationSeen) {
    const next = waiting.next();
    if (next.done === true) break;
    await begin(next.value);
  }
  const window = { maximum: begunForEachSent * limiter.maximum, run: unlimited };
  // A bug of ours in one must not keep us from waiting for the others: it is thrown when all have ended.
  await forEachOf(window, [...waiting], (next) => begin(next).then(nothing, nothing));
  return Promise.all(outcomes.values());
}

const unlimited: Limiter["run"] = (task) => task();
const nothing = (): void => undefined;

function blockers(dependencies: readonly (Outcome | undefined)[]): string[] {
  return dependencies.flatMap((outcome) =>
    outcome === undefined || outcome.outcome === "created" ? [] : [outcome.address],
  );
}

function block(run: Run, action: Action, blockers: readonly string[]): Outcome {
  const reason = `it needs ${blockers.join(", ")}`;
  if (run.stopped === undefined)
    run.ports.announce({ event: "blocked", address: action.address, reason });
  return { address: action.address, action: "create", outcome: "blocked", reason };
}
