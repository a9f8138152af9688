import type { Action } from "../core/action.ts";
import type { Outcome } from "../core/applied.ts";
import { createOne } from "./create.ts";
import type { Run } from "./run.ts";

/** All creates, each after what it refers to, as many at once as the limiter lets. */
export async function createAll(run: Run, creates: readonly Action[]): Promise<Outcome[]> {
  const outcomes = new Map<string, Promise<Outcome>>();
  const { limiter } = run.ports;
  limiter.expect(creates.length);
  // Until an answer of this run has shown that the key belongs to the right organization, the
  // creates go one by one (design section 6, step 4; after a saved plan too, which looks nothing up).
  let alone: Promise<unknown> | undefined = run.organizationSeen ? undefined : Promise.resolve();
  for (const [index, action] of creates.entries()) {
    const before = alone;
    const outcome = (async () => {
      await before;
      const dependencies = action.dependsOn.map((address) => outcomes.get(address));
      const blocked = blockers(await Promise.all(dependencies));
      if (blocked.length > 0) return block(run, action, blocked);
      return limiter.run(() => createOne(run, action, index));
    })();
    outcomes.set(action.address, outcome);
    if (alone !== undefined) {
      await outcome;
      if (run.organizationSeen) alone = undefined;
    }
  }
  const settled = await Promise.allSettled(outcomes.values());
  return settled.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

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
