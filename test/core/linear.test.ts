import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mergeStates } from "../../src/core/state/merge.ts";
import type { World } from "../../src/core/plan/input.ts";
import { plan } from "../../src/core/plan/plan.ts";
import { emptyState, stateOf } from "../../src/core/state/state.ts";
import { workOf } from "../support/work.ts";
import { held, pool, worldOf } from "../support/world.ts";

/** Tests that a stranger's text under `moved` costs a plan only work in proportion to its length. */
const Linear = suite("the work for a plan");

const moves = (count: number, to: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => [`userPools.m${at + 1}`, to(at)] as const);
const before = (at: number) => `userPools.m${at}`;
const last = pool("m0");

const worlds: Readonly<Record<string, (count: number) => World>> = {
  "a chain of moves": (count) =>
    worldOf({
      wanted: [last],
      moved: Object.fromEntries(moves(count, before)),
      ids: [held({ ...last, address: `userPools.m${count}` })],
    }),
  "a chain of moves, each from an id that retired": (count) =>
    worldOf({
      wanted: [last],
      moved: Object.fromEntries(moves(count, before)),
      ids: Array.from({ length: count }, (_, at) =>
        held({ ...last, address: `userPools.m${at + 1}` }, { id: `id-${at}`, retired: "removed" }),
      ),
    }),
  "moves to one address": (count) =>
    worldOf({
      wanted: [last],
      moved: Object.fromEntries(moves(count, () => "userPools.m0")),
      ids: [held({ ...last, address: "userPools.m1" })],
    }),
};

/** The ids that a stranger's lockfile may list for one address. */
const crowds: Readonly<Record<string, (at: number) => number>> = {
  "ids of one address, each of its own generation": (at) => at + 1,
  "ids of one address and one generation": () => 1,
};

function crowd(count: number, generationOf: (at: number) => number) {
  // All other facts lose to the last one.
  return stateOf(
    Array.from({ length: count }, (_, at) =>
      held(last, { id: `id-${String(count - at).padStart(6, "0")}`, generation: generationOf(at) }),
    ),
  );
}

for (const [name, generationOf] of Object.entries(crowds))
  Linear(`${name}: a merge of twice as many costs no more than twice as much`, () => {
    // V8 counts code that was compiled before only in part.
    workOf(() => mergeStates(emptyState, crowd(4, generationOf)));
    const [once = 0, twice = 0] = [400, 800].map((count) => {
      const state = crowd(count, generationOf);
      return workOf(() => mergeStates(emptyState, state));
    });
    assert.ok(twice / once < 2.3, `${once} and ${twice}`);
  });

Linear("150,000 ids of one address are not more than a merge can take", () => {
  const ids = Array.from({ length: 150_000 }, (_, at) => held(last, { id: `id-${at}` }));
  const { ids: merged } = mergeStates(emptyState, stateOf(ids));
  assert.is([...merged.values()].filter(({ retired }) => retired === undefined).length, 1);
});

for (const [name, make] of Object.entries(worlds))
  Linear(`${name}: twice as many cost no more than twice as much`, () => {
    plan(make(4));
    const [once = 0, twice = 0] = [400, 800].map((count) => {
      const world = make(count);
      return workOf(() => plan(world));
    });
    assert.ok(twice / once < 2.3, `${once} and ${twice}`);
  });

Linear(
  "the end of a chain is found however its moves are ordered, and a step nearer comes first",
  () => {
    const moved = [...moves(3, before), ["userPools.x", "userPools.m2"] as const];
    const orders = [moved, moved.toReversed(), [moved[2]!, moved[0]!, moved[3]!, moved[1]!]];
    for (const order of orders) {
      const ids = [3, 2].map((at) =>
        held({ ...last, address: `userPools.m${at}` }, { id: `id-${at}` }),
      );
      const { actions } = plan(worldOf({ wanted: [last], moved: Object.fromEntries(order), ids }));
      assert.equal(
        actions.map(({ address, action, movedFrom, id }) => [address, action, movedFrom, id]),
        [
          ["userPools.m0", "move", "userPools.m2", "id-2"],
          ["userPools.m3", "retire", undefined, "id-3"],
        ],
      );
    }
  },
);

Linear("a circle of moves, which no valid manifest holds, ends", () => {
  const moved = [...moves(3, before), ["userPools.m0", "userPools.m2"] as const];
  const { actions } = plan(
    worldOf({
      moved: Object.fromEntries(moved),
      ids: [held({ ...last, address: "userPools.m3" })],
    }),
  );
  assert.equal(
    actions.map(({ address, action }) => [address, action]),
    [["userPools.m3", "retire"]],
  );
});

Linear.run();
