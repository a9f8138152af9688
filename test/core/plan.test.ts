import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actionTable } from "../../src/core/plan/action.ts";
import { idsToObserve } from "../../src/core/plan/decide.ts";
import { canonicalText } from "../../src/core/json.ts";
import { applyLocally } from "../../src/core/plan/apply-locally.ts";
import { mergeStates } from "../../src/core/state/merge.ts";
import type { World } from "../../src/core/plan/input.ts";
import { createCount, hasChanges, isCreate, plan, planOf } from "../../src/core/plan/plan.ts";
import { stateOf } from "../../src/core/state/state.ts";
import { anyWorld } from "../support/any-world.ts";
import {
  absent,
  attempt,
  client,
  factsOf,
  held,
  pool,
  present,
  unreadable,
  worldOf,
} from "../support/world.ts";

const Guards = suite("plan: guards");
const Sums = suite("plan: what follows from the actions");
const Properties = suite("plan: properties");

const members = pool("members");
const staff = pool("staff");
const web = client("web", "members");

Guards("every id that answers must carry our organization", () => {
  const fact = held(members);
  const world = worldOf({
    wanted: [members, staff],
    ids: [fact, held(staff)],
    seen: { "id-members": present(fact.answered ?? {}, "org-2") },
  });
  const { guards, applicable } = plan(world);
  assert.equal(guards, [
    {
      guard: "other-organization",
      address: "userPools.members",
      id: "id-members",
      expected: "org-1",
      actual: "org-2",
    },
  ]);
  assert.not(applicable, "nothing may be sent with a key of another organization");
});

Guards("a retired id that comes back must carry our organization too", () => {
  const fact = held(members, { retired: "removed" });
  const world = worldOf({
    wanted: [members],
    ids: [fact],
    seen: { "id-members": present(fact.answered ?? {}, "org-2") },
  });
  assert.is(plan(world).guards[0]?.guard, "other-organization");
});

Guards("an answer without an organization says nothing of whose the resource is", () => {
  const fact = held(members);
  const quiet = { seen: "present", fields: fact.answered ?? {} } as const;
  const world = worldOf({ wanted: [members], ids: [fact], seen: { "id-members": quiet } });
  assert.is(plan(world).guards[0]?.guard, "other-organization");
});

Guards("where no organization is known yet, none is the wrong one", () => {
  const fact = held(members);
  const seen = { "id-members": present(fact.answered ?? {}, "org-2") };
  const first = worldOf({ wanted: [members], ids: [fact], seen });
  assert.equal(plan({ ...first, organizationId: undefined }).guards, []);
});

Guards("where none of the known ids is found, key or environment is wrong", () => {
  const seen = { "id-members": absent, "id-staff": absent };
  const ids = [held(members), held(staff)];
  const { guards, applicable } = plan(worldOf({ wanted: [members, staff], ids, seen }));
  assert.equal(guards, [{ guard: "nothing-found", ids: 2 }]);
  assert.not(applicable);
});

Guards("a consent to replace says nothing of a key that finds nothing", () => {
  const fact = held(members, { replacing: "same" });
  const world = worldOf({ wanted: [members], ids: [fact], seen: { "id-members": absent } });
  assert.equal(plan(world).guards, [{ guard: "nothing-found", ids: 1 }]);
  const agreed = plan({ ...world, recreate: new Set(["userPools.members"]) });
  assert.ok(agreed.applicable, "who says that it is gone is believed");
});

Guards("one id that is found, or cannot be read, shows that the key may be right", () => {
  const ids = [held(members), held(staff)];
  for (const other of [present(held(staff).answered ?? {}), unreadable]) {
    const seen = { "id-members": absent, "id-staff": other };
    assert.equal(plan(worldOf({ wanted: [members, staff], ids, seen })).guards, []);
  }
});

Guards("a retired id that is found shows that the key is right", () => {
  const ids = [held(members), held(staff, { retired: "removed" })];
  const seen = { "id-members": absent };
  assert.equal(plan(worldOf({ wanted: [members, staff], ids, seen })).guards, []);
});

Guards("a retired id that is gone shows nothing", () => {
  const ids = [held(members, { retired: "removed" })];
  const seen = { "id-members": absent };
  const planned = plan(worldOf({ wanted: [members], ids, seen }));
  assert.equal([planned.guards, planned.applicable], [[], true]);
});

Guards("without any lookup there is nothing to guard", () => {
  const ids = [held(members)];
  assert.equal(plan(worldOf({ wanted: [members], ids, refresh: false })).guards, []);
});

Sums("the summary counts each action, those that are not there as zero", () => {
  const { summary } = plan(worldOf({ wanted: [members, web], ids: [held(staff)] }));
  assert.equal(Object.keys(summary), Object.keys(actionTable));
  const counted = Object.entries(summary).filter(([, count]) => count > 0);
  assert.equal(Object.fromEntries(counted), { create: 2, retire: 1 });
});

Sums("creates, state changes and moves are changes; looking and warning are not", () => {
  const changing = [
    worldOf({ wanted: [members] }),
    worldOf({ ids: [held(members)] }),
    worldOf({ wanted: [members], ids: [held(members, { retired: "removed" })] }),
    worldOf({
      wanted: [staff],
      attempts: [attempt(members)],
      moved: { "userPools.members": "userPools.staff" },
    }),
  ];
  for (const world of changing) assert.ok(hasChanges(plan(world)));
  const still = [
    worldOf({}),
    worldOf({ wanted: [members], ids: [held(members)] }),
    worldOf({ wanted: [members], ids: [held(members)], seen: { "id-members": absent } }),
    worldOf({ wanted: [members, web], attempts: [attempt(members)] }),
  ];
  for (const world of still) assert.not(hasChanges(plan(world)));
});

Sums("each stop makes the plan not applicable, and nothing else does", () => {
  const base = plan(worldOf({ wanted: [members] })).actions[0];
  if (base === undefined) throw new Error("no action");
  for (const [action, { effect }] of Object.entries(actionTable))
    assert.is(
      planOf([{ ...base, action: action as keyof typeof actionTable }], []).applicable,
      effect !== "stop",
      action,
    );
  assert.not(planOf([base], [{ guard: "nothing-found", ids: 1 }]).applicable);
});

Sums("as many POSTs would be sent as there are creates", () => {
  assert.is(createCount(plan(worldOf({ wanted: [members, staff, web], ids: [held(staff)] }))), 2);
});

const runs = { numRuns: 1000 };

/** Returns the world whose plan leaves nothing out. */
function whole(world: World): World {
  return { ...world, target: new Set(), exclude: new Set() };
}

/** Returns the world of the next run, without another consent to replace. */
function next(world: World): World {
  return { ...world, replace: new Set(), recreate: new Set() };
}

/** Returns the plan as text: equal texts, equal plans. */
function planText(world: World): string {
  return canonicalText(plan(world));
}

/** Returns the same world, with another order of everything whose order has no meaning. */
function shuffled(world: World, order: (left: string, right: string) => number): World {
  return {
    ...world,
    wanted: world.wanted.toSorted((left, right) => order(left.address, right.address)),
    imports: world.imports.toSorted((left, right) => order(left.to, right.to)),
    moved: world.moved.toSorted((left, right) => order(left.from + left.to, right.from + right.to)),
    state: stateOf(
      [...world.state.ids.values()].toSorted((left, right) => order(left.id, right.id)),
      [...world.state.attempts.values()].toSorted((left, right) =>
        order(left.attempt, right.attempt),
      ),
    ),
    observations: new Map(
      [...world.observations].toSorted(([left], [right]) => order(left, right)),
    ),
  };
}

Properties("any world has a plan, the same each time, with one action an address", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { actions } = plan(world);
      const addresses = actions.map(({ address }) => address);
      assert.is(new Set(addresses).size, addresses.length);
      const ids = actions.flatMap(({ id }) => (id === undefined ? [] : [id]));
      assert.is(new Set(ids).size, ids.length, "an id has one action");
      const all = plan(whole(world)).actions.map(({ address }) => address);
      for (const { address } of world.wanted) assert.ok(all.includes(address));
      for (const address of addresses) assert.ok(all.includes(address));
      for (const address of world.exclude) assert.not(addresses.includes(address));
      assert.is(planText(world), planText(world));
    }),
    runs,
  );
});

Properties("the plan does not hang on the order in which anything was read", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const text = planText(world);
      assert.is(planText(shuffled(world, (left, right) => (left < right ? -1 : 1))), text);
      assert.is(planText(shuffled(world, (left, right) => (left < right ? 1 : -1))), text);
    }),
    runs,
  );
});

Properties("every active id of the lockfile is named by the plan", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const named = new Set(
        plan(whole(world)).actions.flatMap(({ id, renamedFrom }) => [id, renamedFrom]),
      );
      for (const fact of world.state.ids.values())
        if (fact.retired === undefined) assert.ok(named.has(fact.id), fact.id);
    }),
    runs,
  );
});

Properties("what a plan creates refers only to what is there or is created before it", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const sent = new Set<string>();
      const { actions } = plan(world);
      const left = plan(whole(world)).actions.filter(
        ({ action, address }) =>
          // Among actions on the lockfile alone, only a relock has an id that exists already.
          (actionTable[action].effect !== "state" || action === "relock") &&
          !actions.some((taken) => taken.address === address),
      );
      const kept = [...actions, ...left].filter(
        (one) =>
          // A probable rename may concern an attempt without a known id; it stops the plan.
          (one.id !== undefined || one.action === "renamed") &&
          one.action !== "retire" &&
          !isCreate(one),
      );
      const has = new Set(kept.map(({ address }) => address));
      for (const one of actions.filter(isCreate)) {
        for (const needed of one.dependsOn) assert.ok(sent.has(needed) || has.has(needed), needed);
        sent.add(one.address);
      }
    }),
    runs,
  );
});

Properties("nothing is created where an attempt is open or an id is held", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { actions } = plan(world);
      const busy = new Set<string>();
      const movedAway = new Set(actions.map(({ movedFrom }) => movedFrom));
      for (const fact of world.state.ids.values())
        if (fact.retired === undefined) busy.add(fact.address);
      for (const fact of world.state.attempts.values())
        if (fact.verdict === "unknown" || fact.verdict === "sending") busy.add(fact.address);
      for (const { action, address } of actions)
        if (action === "create") assert.ok(!busy.has(address) || movedAway.has(address), address);
    }),
    runs,
  );
});

Properties("what is protected is neither replaced nor retired", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const wanted = new Map(world.wanted.map((one) => [one.address, one.protect]));
      for (const { action, address, id } of plan(world).actions) {
        const isHeld = world.state.ids.get(id ?? "")?.protected === true;
        const isProtected = wanted.get(address) ?? isHeld;
        // A resource that Anon does not have any more needs no protection.
        const isGone = world.observations.get(id ?? "")?.seen === "absent";
        if (isProtected && !(isGone && action === "retire"))
          assert.not(["replace", "retire"].includes(action), address);
      }
    }),
    runs,
  );
});

Properties("nothing is replaced that nobody agreed to, and what refers to it follows", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { actions } = plan(whole(world));
      const replaced = new Set<string>();
      for (const { action, address, id, agreed, dependsOn } of actions) {
        if (dependsOn.some((each) => replaced.has(each)) && id !== undefined)
          assert.ok(
            [
              "replace",
              "protected",
              "unsettled",
              "unreadable",
              "blocked",
              "import-differs",
              "import-missing",
            ].includes(action),
            action,
          );
        if (action !== "replace") continue;
        replaced.add(address);
        const asked = world.replace.has(address) || world.recreate.has(address);
        const earlier = world.state.ids.get(id ?? "")?.replacing !== undefined;
        const follows = dependsOn.some((each) => replaced.has(each));
        assert.ok({ asked, gone: asked, earlier, follows }[agreed ?? "asked"], address);
      }
    }),
    runs,
  );
});

Properties("what was not looked up is never called checked or drifted", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      for (const { id, action, checked, drift } of plan({ ...world, observations: new Map() })
        .actions) {
        if (id === undefined || action === "unsettled" || action === "renamed") continue;
        assert.not(checked);
        assert.equal(drift, []);
      }
    }),
    runs,
  );
});

Properties("an id that a plan calls checked was asked for", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const asked = new Set(idsToObserve(world).map(({ id }) => id));
      const observations = new Map([...world.observations].filter(([id]) => asked.has(id)));
      assert.equal(plan({ ...world, observations }).actions, plan(world).actions);
    }),
    runs,
  );
});

Properties(
  "a second plan after the first was applied changes nothing but what was not created",
  () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const first = plan(world);
        // A user who excludes an address to replace also excludes the clients that would follow.
        const agreed = [...world.replace, ...world.recreate];
        if (agreed.some((address) => world.exclude.has(address))) return;
        // An address whose replacement its protection refused has another action once the consent
        // is gone.
        if (first.summary.protected > 0) return;
        const state = applyLocally(world.state, first);
        const second = plan({ ...next(world), state });
        for (const one of second.actions) {
          const { action, address, movedFrom, protect } = one;
          const isTold = protect !== undefined && one.id !== undefined;
          assert.not(first.applicable && isTold, `${address} is told of its protection again`);
          assert.is.not(actionTable[action].effect, "state", `${action} ${address}`);
          assert.is(movedFrom, undefined, `${address} moves again`);
        }
        const creates = ({ actions }: typeof first): string[] =>
          actions.filter(isCreate).map(({ address }) => address);
        if (!first.applicable) return;
        assert.equal(creates(second), creates(first));
        assert.is(factsOf(applyLocally(state, second)), factsOf(state));
      }),
      runs,
    );
  },
);

Properties("applying drops no id and no attempt, and wins over what it was in a merge", () => {
  fc.assert(
    fc.property(anyWorld, ({ state, ...world }) => {
      const before = mergeStates(state, stateOf([]));
      const planned = plan({ ...world, state: before });
      const after = applyLocally(before, planned);
      const adopted = planned.actions.flatMap(({ action, id = "" }) =>
        action === "import" && !before.ids.has(id) ? [id] : [],
      );
      assert.equal([...after.ids.keys()], [...before.ids.keys(), ...adopted]);
      assert.equal([...after.attempts.keys()], [...before.attempts.keys()]);
      const holders = [...after.ids.values()].filter(({ retired }) => retired === undefined);
      assert.is(new Set(holders.map(({ address }) => address)).size, holders.length);
      const merged = mergeStates(before, after);
      for (const [id, { address, retired, generation }] of after.ids) {
        const fact = merged.ids.get(id);
        assert.equal([fact?.address, fact?.generation], [address, generation]);
        assert.is(fact?.retired === undefined, retired === undefined);
      }
      for (const [key, fact] of after.attempts)
        assert.is(merged.attempts.get(key)?.address, fact.address);
    }),
    runs,
  );
});

for (const tests of [Guards, Sums, Properties]) tests.run();
