import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyLocally } from "../../src/core/plan/apply-locally.ts";
import { plan } from "../../src/core/plan/plan.ts";
import { mergeStates } from "../../src/core/state/merge.ts";
import { stateOf, type IdFact, type State } from "../../src/core/state/state.ts";
import {
  attempt,
  client,
  factsOf,
  held,
  pool,
  present,
  selfHosted,
  worldOf,
  type Parts,
} from "../support/world.ts";

const Local = suite("apply without requests");

const members = pool("members");
const people = pool("people", { name: "members", description: "Pool members." });
const moved = { "userPools.members": "userPools.people" };

/** Returns the state after a world's plan, and the plan of the world with that state. */
function after(parts: Parts): { state: State; again: string[] } {
  const world = worldOf(parts);
  const state = applyLocally(world.state, plan(world));
  const again = plan({ ...world, state }).actions.map(
    ({ address, action }) => `${address} ${action}`,
  );
  return { state, again };
}

function fact(state: State, id: string): IdFact {
  const found = state.ids.get(id);
  if (found === undefined) throw new Error(`${id} was dropped`);
  return found;
}

Local("what is kept stays as it is", () => {
  const world = worldOf({ wanted: [members], ids: [held(members)], attempts: [attempt(people)] });
  assert.is(factsOf(applyLocally(world.state, plan(world))), factsOf(world.state));
});

Local("the state it is given is left as it was", () => {
  const world = worldOf({ wanted: [people], ids: [held(members)], moved });
  const text = factsOf(world.state);
  applyLocally(world.state, plan(world));
  assert.is(factsOf(world.state), text);
});

Local("creates are not in it: their ids come from the API", () => {
  const { state, again } = after({ wanted: [members] });
  assert.equal([state.ids.size, state.attempts.size], [0, 0]);
  assert.equal(again, ["userPools.members create"]);
});

Local("what retires keeps its id and its fields, as removed", () => {
  const { state, again } = after({ ids: [held(members)] });
  assert.equal(fact(state, "id-members"), held(members, { retired: "removed" }));
  assert.equal(again, []);
});

Local("what is revived is active in a generation that outranks its retirement", () => {
  const retired = held(members, { retired: "removed", generation: 3 });
  const { state, again } = after({ wanted: [members], ids: [retired] });
  assert.equal(fact(state, "id-members"), held(members, { generation: 4 }));
  assert.equal(again, ["userPools.members keep"]);
  const merged = mergeStates(state, stateOf([retired]));
  assert.is(fact(merged, "id-members").retired, undefined, "an older branch does not undo it");
});

Local("what moves outranks whoever held the new address before", () => {
  const earlier = held(people, { id: "earlier", generation: 4, retired: "removed" });
  const { state, again } = after({ wanted: [people], ids: [held(members), earlier], moved });
  const fresh = fact(state, "id-members");
  assert.equal([fresh.address, fresh.generation], ["userPools.people", 5]);
  assert.equal(again, ["userPools.people keep"]);
  const merged = mergeStates(state, stateOf([held(members), earlier]));
  assert.is(fact(merged, "id-members").retired, undefined);
  assert.is(fact(merged, "id-members").address, "userPools.people");
});

Local("open attempts move along, above whoever held the new address before", () => {
  const earlier = held(people, { id: "earlier", generation: 4, retired: "removed" });
  const { state, again } = after({
    wanted: [people],
    ids: [earlier],
    attempts: [attempt(members)],
    moved,
  });
  const open = state.attempts.get("attempt-members");
  assert.equal([open?.address, open?.verdict], ["userPools.people", "unknown"]);
  // The attempt's resource then has the address; with a lower generation the plan would replace it.
  assert.is(open?.generation, 5);
  assert.equal(again, ["userPools.people unsettled"]);
});

Local("an id and an open attempt at one address move together", () => {
  const { state, again } = after({
    wanted: [people],
    ids: [held(members)],
    attempts: [attempt(members)],
    moved,
  });
  assert.is(fact(state, "id-members").address, "userPools.people");
  assert.is(state.attempts.get("attempt-members")?.address, "userPools.people");
  assert.equal(again, ["userPools.people unsettled"]);
});

Local("what has drifted still moves, and the drift stays to be seen", () => {
  const seen = { "id-members": present({ ...held(members).answered, name: "X" }) };
  const { state, again } = after({ wanted: [people], ids: [held(members)], moved, seen });
  assert.equal(fact(state, "id-members").answered, held(members).answered);
  assert.equal(again, ["userPools.people drifted"]);
});

Local("what the console changed is taken over, other drift stays drift", () => {
  const wanted = pool("members", { name: "New" });
  const fields = { ...held(members).answered, name: "New", description: "Hands off." };
  const { state, again } = after({
    wanted: [wanted],
    ids: [held(members)],
    seen: { "id-members": present(fields) },
  });
  const { applied, answered } = fact(state, "id-members");
  assert.equal([applied["name"], applied["description"]], ["New", "Pool members."]);
  assert.equal([answered?.["name"], answered?.["description"]], ["New", "Pool members."]);
  assert.equal(again, ["userPools.members drifted"]);
});

Local("a pool that became self-hosted in the console is in sync once it is taken over", () => {
  const wanted = selfHosted("members", "https://login.example.com/jwks.json", "email");
  const { answered } = held(wanted);
  const { state, again } = after({
    wanted: [wanted],
    ids: [held(members)],
    seen: { "id-members": present(answered ?? {}) },
  });
  assert.equal(fact(state, "id-members"), { ...held(wanted), revision: 1 });
  assert.equal(again, ["userPools.members keep"]);
});

Local("a relock wins every merge with what was before, whichever text is the greater", () => {
  for (const [before, now] of [
    ["A", "B"],
    ["B", "A"],
  ] as const) {
    const old = held(pool("members", { name: before }));
    const wanted = pool("members", { name: now });
    const { state } = after({
      wanted: [wanted],
      ids: [old],
      seen: { "id-members": present({ ...old.answered, name: now }) },
    });
    const merged = mergeStates(stateOf([old]), state);
    assert.is(fact(merged, "id-members").applied["name"], now);
    assert.equal(merged, mergeStates(state, stateOf([old])));
  }
});

Local("a protection that ended does not come back from a branch that still has it", () => {
  const old = held(members, { protected: true });
  const { state } = after({ wanted: [{ ...members, protect: false }], ids: [old] });
  const merged = mergeStates(stateOf([old]), state);
  assert.is(fact(merged, "id-members").protected, undefined);
});

Local("the answered fields that a kill left out are taken over", () => {
  const { answered, ...bare } = held(members);
  const { state } = after({ wanted: [members], ids: [bare] });
  assert.equal(fact(state, "id-members").answered, answered);
});

Local("but not over drift, which would vanish unseen", () => {
  const { answered, ...bare } = held(members);
  const seen = { "id-members": present({ ...answered, name: "X" }) };
  const { state, again } = after({ wanted: [members], ids: [bare], seen });
  assert.is(fact(state, "id-members").answered, undefined);
  assert.equal(again, ["userPools.members drifted"]);
});

Local("a consent ends with the change it was for, and no merge brings it back", () => {
  const agreed = held(members, { replacing: "changed:0123456789abcdef" });
  const { state, again } = after({ wanted: [members], ids: [agreed] });
  assert.is(fact(state, "id-members").replacing, undefined);
  assert.equal(again, ["userPools.members keep"]);
  for (const merged of [
    mergeStates(state, stateOf([agreed])),
    mergeStates(stateOf([agreed]), state),
  ])
    assert.is(fact(merged, "id-members").replacing, undefined);
});

Local("what cannot go on stays as it is", () => {
  const web = client("web", "members");
  const world = worldOf({
    wanted: [pool("members", { name: "New" }), web, pool("staff")],
    ids: [held(members)],
    attempts: [attempt(pool("staff"))],
  });
  assert.is(factsOf(applyLocally(world.state, plan(world))), factsOf(world.state));
});

Local.run();
