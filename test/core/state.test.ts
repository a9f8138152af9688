import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mergeStates } from "../../src/core/state/merge.ts";
import {
  activeIds,
  attemptVerdicts,
  emptyState,
  generations,
  isOpen,
  retire,
  retiredReasons,
  stateOf,
  unsettledAttempts,
  withAttempt,
  withId,
  type IdFact,
  type State,
} from "../../src/core/state/state.ts";
import { anyAttemptFact, anyFacts, anyIdFact, anyState } from "../support/any-world.ts";
import { attempt, factsOf, held, pool } from "../support/world.ts";

const Facts = suite("state: facts");
const Merging = suite("state: merging");
const Laws = suite("state: laws of the merge");

const members = pool("members");
const staff = pool("staff");

/** Returns the fact of one id after a merge. */
function merged(id: string, ...states: readonly State[]): IdFact | undefined {
  return states.reduce(mergeStates, emptyState).ids.get(id);
}

function same(left: State, right: State): void {
  assert.is(factsOf(left), factsOf(right));
}

Facts("active ids are those that are not retired, by address", () => {
  const state = stateOf([
    held(members),
    held(staff, { retired: "removed" }),
    held(members, { id: "old", retired: "replaced" }),
  ]);
  assert.equal([...activeIds(state)], [["userPools.members", held(members)]]);
});

Facts("open attempts are told by address, oldest first", () => {
  const state = stateOf(
    [],
    [
      attempt(members, { attempt: "late", sentAt: "2026-01-02T00:00:01.000Z" }),
      attempt(members, { attempt: "early", sentAt: "2026-01-02T00:00:00.000Z" }),
      attempt(members, { attempt: "torn-b" }),
      attempt(members, { attempt: "torn-a", verdict: "sending" }),
      attempt(members, { attempt: "refused", verdict: "refused" }),
      attempt(members, { attempt: "planned", verdict: "planned" }),
      attempt(members, { attempt: "created", verdict: "created" }),
    ],
  );
  const open = unsettledAttempts(state);
  assert.equal([...open.keys()], ["userPools.members"]);
  assert.equal(
    open.get("userPools.members")?.map((fact) => fact.attempt),
    ["torn-a", "torn-b", "early", "late"],
  );
});

Facts("open is what may have made something that nobody knows of", () => {
  const open = attemptVerdicts.filter((verdict) => isOpen(attempt(members, { verdict })));
  assert.equal(open, ["sending", "unknown"]);
});

Facts("an address's generation is the highest it ever had, retired ids too", () => {
  const state = stateOf([
    held(members, { generation: 2 }),
    held(members, { id: "old", generation: 5, retired: "duplicate" }),
  ]);
  assert.equal([...generations(state)], [["userPools.members", 5]]);
});

Facts("retiring keeps the stronger reason", () => {
  for (const [first, left] of retiredReasons.entries())
    for (const [second, right] of retiredReasons.entries()) {
      const fact = retire(retire(held(members), left), right);
      assert.is(fact.retired, retiredReasons[Math.max(first, second)]);
    }
});

Facts("putting a fact in place leaves the state it came from as it was", () => {
  const before = stateOf([held(members)], [attempt(staff)]);
  const text = factsOf(before);
  withId(before, held(members, { retired: "removed" }));
  withAttempt(before, attempt(staff, { verdict: "refused" }));
  assert.is(factsOf(before), text);
});

Merging("a created id settles its attempt, whichever history knew which", () => {
  const known = stateOf([held(members, { attempt: "t" })]);
  for (const verdict of attemptVerdicts) {
    const open = stateOf([], [attempt(members, { attempt: "t", verdict })]);
    assert.is(mergeStates(open, known).attempts.size, 0);
    assert.is(mergeStates(known, open).attempts.size, 0);
  }
});

Merging("an import that does not know which attempt made an id does not reopen it", () => {
  const settled = stateOf([held(members, { attempt: "t" })]);
  const imported = stateOf([held(members, { generation: 2 })]);
  const open = stateOf([], [attempt(members, { attempt: "t" })]);
  assert.is(merged("id-members", settled, imported)?.attempt, "t");
  assert.is([settled, imported, open].reduce(mergeStates, emptyState).attempts.size, 0);
});

Merging("the stronger verdict on an attempt wins: a person's `not created` over unknown", () => {
  for (const [index, verdict] of attemptVerdicts.entries())
    for (const weaker of attemptVerdicts.slice(0, index)) {
      const strong = stateOf([], [attempt(members, { verdict })]);
      const weak = stateOf([], [attempt(members, { verdict: weaker, generation: 9 })]);
      for (const state of [mergeStates(strong, weak), mergeStates(weak, strong)])
        assert.is(state.attempts.get("attempt-members")?.verdict, verdict);
    }
});

Merging("a moved attempt stays moved when it meets what it was", () => {
  const before = stateOf([], [attempt(members)]);
  const moved = { address: "userPools.people", generation: 2 };
  const after = stateOf([], [attempt(members, moved)]);
  for (const state of [mergeStates(before, after), mergeStates(after, before)])
    assert.is(state.attempts.get("attempt-members")?.address, "userPools.people");
});

Merging("a moved id stays moved when it meets what it was", () => {
  const before = stateOf([held(members)]);
  const after = stateOf([held(members, { address: "userPools.people", generation: 2 })]);
  assert.is(merged("id-members", before, after)?.address, "userPools.people");
  assert.is(merged("id-members", after, before)?.address, "userPools.people");
});

Merging("retired beats active in one generation; a later revival beats both", () => {
  const active = stateOf([held(members)]);
  const removed = stateOf([held(members, { retired: "removed" })]);
  const revived = stateOf([held(members, { generation: 2 })]);
  assert.is(merged("id-members", removed, active)?.retired, "removed");
  assert.is(merged("id-members", active, revived, removed)?.retired, undefined);
});

Merging("a journal's fact without the answer does not take the lockfile's answer away", () => {
  const { answered, ...bare } = held(members);
  for (const states of [[bare, held(members)] as const, [held(members), bare] as const]) {
    const fact = merged("id-members", ...states.map((each) => stateOf([each])));
    assert.equal(fact?.answered, answered);
  }
});

Merging("what one history knows of the retirement and another of the answer is both kept", () => {
  const { answered, ...bare } = held(members);
  const fact = merged(
    "id-members",
    stateOf([{ ...bare, retired: "removed" }]),
    stateOf([held(members)]),
  );
  assert.equal([fact?.retired, fact?.answered], ["removed", answered]);
});

function bothOf([left, right]: readonly [IdFact, IdFact]): IdFact | undefined {
  return merged(left.id, stateOf([left]), stateOf([right]));
}

Merging("what people said of an id in use is kept, from whichever history it comes", () => {
  const plain = held(members);
  const agreed = held(members, { replacing: "changed:0123456789abcdef" });
  const same = held(members, { replacing: "same", protected: true });
  for (const sides of [
    [plain, agreed],
    [agreed, plain],
  ] as const)
    assert.is(bothOf(sides)?.replacing, "changed:0123456789abcdef");
  for (const sides of [
    [agreed, same],
    [same, agreed],
  ] as const)
    assert.equal([bothOf(sides)?.replacing, bothOf(sides)?.protected], ["same", true]);
  const later = held(members, { generation: 2 });
  assert.is(bothOf([same, later])?.replacing, undefined, "the later fact knows better");
  const retired = held(members, { retired: "removed" });
  assert.equal(bothOf([same, retired]), retired, "it ends with the use");
});

Merging("that a secret was delivered is known, whichever history knows it", () => {
  const lost = held(members, { secretFingerprint: "lost" });
  const delivered = held(members, { secretFingerprint: "sha256:0123456789ab" });
  for (const [left, right] of [
    [lost, delivered],
    [delivered, lost],
    [held(members), delivered],
    [delivered, held(members)],
  ] as const) {
    const merged = mergeStates(stateOf([left]), stateOf([right]));
    assert.is(merged.ids.get("id-members")?.secretFingerprint, "sha256:0123456789ab");
  }
});

Merging("two ids created for one address in one generation are duplicates: one holds it", () => {
  const first = stateOf([held(members, { id: "a" })]);
  const second = stateOf([held(members, { id: "b" })]);
  for (const state of [mergeStates(first, second), mergeStates(second, first)]) {
    assert.is(state.ids.get("a")?.retired, undefined);
    assert.is(state.ids.get("b")?.retired, "duplicate");
  }
});

Merging("the later generation holds the address, and the earlier is replaced", () => {
  const first = stateOf([held(members, { id: "a" })]);
  const second = stateOf([held(members, { id: "b", generation: 2 })]);
  for (const state of [mergeStates(first, second), mergeStates(second, first)]) {
    assert.is(state.ids.get("a")?.retired, "replaced");
    assert.is(state.ids.get("b")?.retired, undefined);
  }
});

Merging("a quarantined id holds nothing: it makes no other a duplicate", () => {
  const bad = stateOf([held(members, { id: "a", generation: 9, retired: "quarantined" })]);
  const good = stateOf([held(members, { id: "b" })]);
  const state = mergeStates(bad, good);
  assert.is(state.ids.get("b")?.retired, undefined);
  assert.is(state.ids.get("a")?.retired, "quarantined");
});

const runs = { numRuns: 1000 };

Laws("a merge does not hang on which side is which", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (left, right) =>
      same(mergeStates(left, right), mergeStates(right, left)),
    ),
    runs,
  );
});

Laws("merging what is known already changes nothing", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (left, right) => {
      const once = mergeStates(left, right);
      same(mergeStates(once, once), once);
      same(mergeStates(once, left), once);
      same(mergeStates(once, right), once);
    }),
    runs,
  );
});

Laws("after a merge each address has one holder at most, and every id is still there", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (left, right) => {
      const state = mergeStates(left, right);
      const active = [...state.ids.values()].filter(({ retired }) => retired === undefined);
      assert.is(new Set(active.map(({ address }) => address)).size, active.length);
      for (const id of [...left.ids.keys(), ...right.ids.keys()]) assert.ok(state.ids.has(id));
      const made = new Set([...state.ids.values()].map((fact) => fact.attempt));
      for (const key of [...left.attempts.keys(), ...right.attempts.keys()])
        assert.ok(state.attempts.has(key) || made.has(key), key);
    }),
    runs,
  );
});

Laws("no merge makes a retired id active in the generation it was retired in", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (left, right) => {
      const state = mergeStates(left, right);
      for (const [id, known] of left.ids) {
        const fact = state.ids.get(id);
        if (known.retired === undefined || fact?.generation !== known.generation) continue;
        assert.is.not(fact.retired, undefined, id);
      }
    }),
    runs,
  );
});

/** Returns the fact with the one attempt that made this id, if the fact has any attempt. */
function madeByOne({ attempt: made, ...fact }: IdFact): IdFact {
  return { ...fact, ...(made !== undefined && { attempt: `t${fact.id.slice(1)}` }) };
}

/**
 * Histories in which an id that shares its address with others keeps the address of its create. The
 * id may be retired, answered, imported again or settled, and other histories may lack it.
 */
const histories = fc.array(anyIdFact, { minLength: 1, maxLength: 6 }).chain((origins) => {
  const place = new Map(origins.map(({ id, ...origin }) => [id, origin]));
  const known = anyIdFact
    .filter(({ id }) => place.has(id))
    .map((fact): IdFact => {
      const { address, generation, retired: first } = place.get(fact.id) ?? fact;
      const { retired: later, ...rest } = madeByOne(fact);
      // An id that is unusable in one history is unusable in all histories.
      const retired = first === "quarantined" ? first : later === "quarantined" ? undefined : later;
      return { ...rest, address, generation, ...(retired !== undefined && { retired }) };
    });
  const one = fc
    .tuple(fc.array(known, { maxLength: 6 }), fc.array(anyAttemptFact, { maxLength: 3 }))
    .map(([ids, attempts]) => stateOf(ids, attempts));
  return fc.tuple(one, one, one);
});

Laws("it does not matter in which order histories meet", () => {
  fc.assert(
    fc.property(histories, ([first, second, third]) =>
      same(
        mergeStates(mergeStates(first, second), third),
        mergeStates(first, mergeStates(second, third)),
      ),
    ),
    runs,
  );
});

Laws("it does not matter in which order the moves of one id meet", () => {
  // Each id has addresses of its own, which no other id ever had.
  const own = anyFacts.map(({ ids, attempts }) =>
    stateOf(
      [...ids.values()].map((fact) => ({
        ...madeByOne(fact),
        address: `${fact.address}-${fact.id}`,
      })),
      attempts.values(),
    ),
  );
  fc.assert(
    fc.property(own, own, own, (first, second, third) =>
      same(
        mergeStates(mergeStates(first, second), third),
        mergeStates(first, mergeStates(second, third)),
      ),
    ),
    runs,
  );
});

Laws("in whatever order histories meet, no id is lost and no address has two", () => {
  fc.assert(
    fc.property(anyState, anyState, anyState, (first, second, third) => {
      const ids = [first, second, third].flatMap((state) => [...state.ids.keys()]);
      for (const state of [
        mergeStates(mergeStates(first, second), third),
        mergeStates(first, mergeStates(second, third)),
        mergeStates(mergeStates(first, third), second),
      ]) {
        assert.equal([...state.ids.keys()].toSorted(), [...new Set(ids)].toSorted());
        const active = [...state.ids.values()].filter(({ retired }) => retired === undefined);
        assert.is(new Set(active.map(({ address }) => address)).size, active.length);
      }
    }),
    runs,
  );
});

for (const tests of [Facts, Merging, Laws]) tests.run();
