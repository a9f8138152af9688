import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flips, tally, truncations } from "./damage.ts";
import { planner } from "./simulated-planner.ts";
import { answersOf, filesOf, houseState, lockfileOf, manifestTexts } from "./sample-project.ts";

/** The other evidence of the lockfile's ids: this machine's ledger, or HEAD. */
export interface Beside {
  readonly ledger?: Uint8Array;
  readonly head?: Uint8Array;
}

/** Makes tests of the outcomes of every cut and every flipped bit of a lockfile, by the evidence. */
export async function damagedLockfile(
  name: string,
  { ledger, head }: Beside,
): Promise<{ run(): void }> {
  const Damaged = suite(name);
  const state = houseState();
  const lockfile = lockfileOf(state);
  const look = planner({
    manifests: manifestTexts,
    answers: answersOf(state.ids.values()),
    ...(head !== undefined && { head }),
  });
  const lookAt = (bytes: Uint8Array) =>
    look(filesOf({ lockfile: bytes, ...(ledger !== undefined && { ledger }) }));
  const before = await lookAt(lockfile);

  Damaged("the plans of the whole one: creates, a revival, and two undeclared renames", () => {
    const plans = before.plans.map((plan) => ("actions" in plan ? plan : undefined));
    assert.equal(
      plans.map((plan) => [plan?.applicable, plan?.summary.create, plan?.summary.renamed]),
      [
        [true, 2, 0],
        [false, 2, 1],
        [false, 2, 1],
      ],
    );
    assert.is(plans[0]?.summary.revive, 1);
  });

  Damaged("cut off anywhere it is refused", async () => {
    const counts = await tally(truncations(lockfile), lookAt, before);
    // Only the last newline has no meaning.
    assert.is(counts["as before"], 1);
    assert.is(counts.refused, lockfile.length - 1);
  });

  Damaged("no flipped bit loses an id or an attempt unseen, or plans another create", async () => {
    const counts = await tally(flips(lockfile), lookAt, before);
    assert.is(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      lockfile.length * 8,
    );
    for (const [outcome, count] of Object.entries(counts)) assert.ok(count > 100, outcome);
  });
  return Damaged;
}
