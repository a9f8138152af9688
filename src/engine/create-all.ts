import type { Action } from "../core/plan/action.ts";
import type { Outcome } from "../core/plan/applied.ts";
import { createOne } from "./create.ts";
import { forEachOf, type Limiter } from "./limiter.ts";
import type { Run } from "./run.ts";

/**
 * The number of creates begun for each create that may be sent at once: enough, while some wait for
 * the resources they refer to. If we began all creates, we would keep every answer until the end.
 */
const begunForEachSent = 4;

/**
 * Makes all creates, each after the resources it refers to, as many at once as the limiter lets.
 */
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
  // creates go one by one (docs/design.md#6-apply-one-create, step 4). A saved plan looks nothing
  // up, so its creates begin one by one, too.
  while (!run.organizationSeen) {
    const next = waiting.next();
    if (next.done === true) break;
    await begin(next.value);
  }
  const window = { maximum: begunForEachSent * limiter.maximum, run: unlimited };
  // A bug of ours in one create must not keep us from waiting for the others. Promise.all throws
  // the bug when all creates have ended.
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
