import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { stateOf } from "../../src/core/state/state.ts";
import { flips, tally, truncations } from "./damage.ts";
import { planner } from "./simulated-planner.ts";
import {
  answersOf,
  filesOf,
  houseState,
  ledgerOf,
  lockfileOf,
  manifestTexts,
} from "./sample-project.ts";

const Damaged = suite("a damaged ledger");

const state = houseState();
const lockfile = lockfileOf(state);
const ledger = ledgerOf(state);
const look = planner({ manifests: manifestTexts, answers: answersOf(state.ids.values()) });
const before = await look(filesOf({ lockfile, ledger }));
const lookWith = (bytes: Uint8Array) => look(filesOf({ lockfile, ledger: bytes }));

Damaged("cut off anywhere it is refused", async () => {
  const counts = await tally(truncations(ledger), lookWith, before);
  assert.is(counts.refused, ledger.length);
});

Damaged("every flipped bit is refused", async () => {
  const counts = await tally(flips(ledger), lookWith, before);
  assert.is(counts.refused, ledger.length * 8);
});

Damaged("beside a whole one, a lockfile that lacks any one of its facts is refused", async () => {
  for (const id of state.ids.keys()) {
    const others = [...state.ids.values()].filter((fact) => fact.id !== id);
    await assertLost(stateOf(others, state.attempts.values()), "lost-ids");
  }
  for (const attempt of state.attempts.keys()) {
    const others = [...state.attempts.values()].filter((fact) => fact.attempt !== attempt);
    await assertLost(stateOf(state.ids.values(), others), "lost-attempts");
  }
});

async function assertLost(less: ReturnType<typeof stateOf>, code: string): Promise<void> {
  const error = await look(filesOf({ lockfile: lockfileOf(less), ledger })).catch(
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof Failure);
  assert.equal(
    error.problems.map((problem) => problem.code),
    [code],
  );
}

Damaged.run();
