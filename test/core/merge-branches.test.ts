import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mergeBranches } from "../../src/core/state/merge-branches.ts";
import { laterIds } from "../../src/core/state/merge.ts";
import { activeIds, stateOf, type IdFact, type State } from "../../src/core/state/state.ts";
import { anyState } from "../support/any-world.ts";
import { attempt, factsOf, held, pool } from "../support/world.ts";

const Branches = suite("the merge of two branches");
const Laws = suite("the merge of two branches: laws");

const members = pool("members");

/** Merges in both orders: no outcome may depend on which branch is ours. */
function bothWays(ours: State, theirs: State, base?: State) {
  const [one, another] = [mergeBranches(ours, theirs, base), mergeBranches(theirs, ours, base)];
  assert.is(factsOf(one.state), factsOf(another.state));
  assert.equal(one.conflicts, another.conflicts);
  return one;
}

const one = (id: string, more: Partial<IdFact> = {}) => stateOf([held(members, { id, ...more })]);

Branches("two ids for one address are kept, and it is told which of them holds it", () => {
  const { state, conflicts } = bothWays(one("a"), one("b"));
  assert.equal(conflicts, [
    {
      latest: held(members, { id: "a" }),
      retired: held(members, { id: "b", retired: "duplicate" }),
    },
  ]);
  assert.is(state.ids.size, 2);
});

Branches("of what one branch alone has changed, nothing is a meeting", () => {
  const base = one("a");
  const replaced = stateOf([
    held(members, { id: "a", retired: "replaced" }),
    held(members, { id: "b", generation: 2 }),
  ]);
  const { state, conflicts: met } = bothWays(base, replaced, base);
  assert.equal([activeIds(state).get(members.address)?.id, met], ["b", []]);
});

Branches("a relock on one branch stands, whatever it changed", () => {
  // If the texts alone decided, one of the two descriptions would lose.
  for (const description of ["Anew.", "Zero."]) {
    const base = one("a");
    const relocked = one("a", { applied: { name: "members", description } });
    assert.equal(bothWays(relocked, base, base).state, relocked);
  }
});

Branches("the end of a protection or a consent on one branch stands", () => {
  const base = one("a", { protected: true, replacing: "changed:0123456789abcdef" });
  assert.equal(bothWays(one("a"), base, base).state, one("a"));
});

Branches("what both have changed does not hang on which of them is ours", () => {
  const [anew, zero] = ["Anew.", "Zero."].map((name) => one("a", { applied: { name } }));
  bothWays(anew!, zero!, one("a"));
});

Branches("what only grows is never taken back, not by a branch that reverted it either", () => {
  const base = one("a", { retired: "removed", attempt: "t", secretFingerprint: "lost" });
  const { state } = bothWays(base, one("a"), base);
  assert.equal(state, base);
});

Branches("what a branch has retired meanwhile stays so beside what the other relocked", () => {
  const base = one("a");
  const relocked = one("a", { applied: { name: "Other" }, protected: true });
  const { state } = bothWays(one("a", { retired: "removed" }), relocked, base);
  assert.equal(state, one("a", { applied: { name: "Other" }, retired: "removed" }));
});

Branches("an address in use is not left to an id that its own branch had retired", () => {
  for (const [used, removed] of [
    ["a", "b"],
    ["b", "a"],
  ] as const)
    for (const generation of [1, 3]) {
      const gone = one(removed, { generation, retired: "removed" });
      const { state, conflicts: met } = bothWays(one(used), gone);
      assert.equal([activeIds(state).get(members.address)?.id, met], [used, []]);
    }
});

Branches("an attempt that a branch left open stays open, unless the other knows its end", () => {
  const open = stateOf([], [attempt(members, { attempt: "t" })]);
  assert.is(bothWays(open, stateOf([])).state.attempts.size, 1);
  assert.is(bothWays(open, one("a", { attempt: "t" }), open).state.attempts.size, 0);
});

const runs = { numRuns: 1000 };

Laws("it does not hang on which branch is ours, whatever both came from", () => {
  fc.assert(
    fc.property(anyState, anyState, anyState, (ours, theirs, base) => {
      bothWays(ours, theirs, base);
    }),
    runs,
  );
});

Laws("merging what is merged already changes nothing and meets nobody", () => {
  fc.assert(
    fc.property(anyState, anyState, (ours, theirs) => {
      const merged = mergeBranches(ours, theirs).state;
      for (const again of [merged, ours, theirs]) {
        const { state, conflicts: met } = bothWays(merged, again);
        assert.is(factsOf(state), factsOf(merged));
        assert.equal(met, []);
      }
    }),
    runs,
  );
});

Laws("no id and no attempt is lost, and what a branch uses has one holder", () => {
  fc.assert(
    fc.property(anyState, anyState, anyState, (ours, theirs, base) => {
      const { state, conflicts: met } = mergeBranches(ours, theirs, base);
      const makers = new Set([...state.ids.values()].map((fact) => fact.attempt));
      for (const side of [ours, theirs]) {
        for (const id of side.ids.keys()) assert.ok(state.ids.has(id), id);
        for (const key of side.attempts.keys())
          assert.ok(state.attempts.has(key) || makers.has(key), key);
      }
      const active = [...state.ids.values()].filter(({ retired }) => retired === undefined);
      const holders = activeIds(state);
      assert.is(holders.size, active.length);
      const told = new Set(met.map(({ retired: { id } }) => id));
      for (const { id, retired } of laterIds(ours, theirs).values())
        if (retired === undefined) {
          // An id keeps the address of one side: that of the side that moved it, if the base lists
          // the id.
          const address = state.ids.get(id)!.address;
          assert.ok([ours, theirs].some((side) => side.ids.get(id)?.address === address));
          assert.ok(holders.has(address), address);
          assert.is(told.has(id), holders.get(address)?.id !== id, id);
        }
      for (const { latest, retired } of met) assert.is(holders.get(retired.address)?.id, latest.id);
    }),
    runs,
  );
});

Branches.run();
Laws.run();
