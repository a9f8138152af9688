import { suite } from "uvu";
import * as assert from "uvu/assert";
import { idsToObserve } from "../../src/core/plan/decide.ts";
import { applyLocally } from "../../src/core/plan/apply-locally.ts";
import type { World } from "../../src/core/plan/input.ts";
import { hasChanges, plan } from "../../src/core/plan/plan.ts";
import {
  absent,
  answerOf,
  attempt,
  client,
  held,
  pool,
  present,
  service,
  unreadable,
  withIds,
  worldOf,
  type Parts,
} from "../support/world.ts";

const Imports = suite("imports: in the manifest");

const members = pool("members");
const staff = pool("staff");
const web = client("web", "members");
const robot = service("robot");
const isMembers = present(answerOf(members.address, withIds(members.fields)));

/** Returns the action at an address, in a world with these parts. Throws if there is none. */
function at(parts: Parts | World, address = "userPools.members") {
  const world = "kinds" in parts ? parts : worldOf(parts);
  const found = plan(world).actions.find((action) => action.address === address);
  if (found === undefined) throw new Error(`no action at ${address}`);
  return found;
}

const listed: Parts = {
  wanted: [members],
  imports: { "userPools.members": "id-members" },
  seen: { "id-members": isMembers },
};

Imports(
  "a listed id that is what the manifest wants is adopted, and the next plan is quiet",
  () => {
    const world = worldOf(listed);
    assert.equal(
      idsToObserve(world).map(({ id }) => id),
      ["id-members"],
    );
    const first = plan(world);
    assert.equal([first.actions[0]?.action, first.applicable], ["import", true]);
    const state = applyLocally(world.state, first);
    const fact = state.ids.get("id-members");
    assert.equal([fact?.address, fact?.generation], ["userPools.members", 1]);
    assert.equal(fact?.answered, isMembers.seen === "present" ? isMembers.fields : undefined);
    assert.not(hasChanges(plan({ ...world, state })));
    assert.is(at({ ...world, state }).action, "keep");
  },
);

Imports("a client refers to the id of a pool that is adopted before it", () => {
  const world = worldOf({
    wanted: [members, web],
    imports: { "userPools.members": "id-members", "sdkClients.web": "id-web" },
    seen: {
      "id-members": isMembers,
      "id-web": present(answerOf(web.address, withIds(web.fields))),
    },
  });
  const state = applyLocally(world.state, plan(world));
  const fact = state.ids.get("id-web");
  assert.is(fact?.applied["kind.application.userPoolId"], "id-members");
  // The API never returns this field.
  assert.equal(fact?.assumed, ["oauthDisabled"]);
});

Imports("a client of another pool than the one it is to have is not adopted", () => {
  const of = (pools: string) =>
    present(
      answerOf(web.address, { ...withIds(web.fields), "kind.application.userPoolId": pools }),
    );
  const parts = { wanted: [members, web], imports: { "sdkClients.web": "id-web" } };
  // The same plan creates the pool of the client: the listed client cannot belong to that pool.
  const early = at({ ...parts, seen: { "id-web": of("id-other") } }, "sdkClients.web");
  assert.equal(
    [early.action, early.changes],
    [
      "import-differs",
      [
        {
          field: "kind.application.userPoolId",
          before: "id-other",
          after: { ref: "userPools.members" },
        },
      ],
    ],
  );
  const later = at(
    { ...parts, ids: [held(members)], seen: { "id-web": of("id-other") } },
    "sdkClients.web",
  );
  assert.is(later.action, "import-differs");
});

Imports("what the API does not tell is taken from the manifest, and marked as assumed", () => {
  const older = present(answerOf(robot.address, withIds(robot.fields), true));
  const world = worldOf({
    wanted: [robot],
    imports: { "sdkClients.robot": "id-robot" },
    seen: { "id-robot": older },
  });
  const fact = applyLocally(world.state, plan(world)).ids.get("id-robot");
  assert.equal(fact?.assumed, ["kind", "kind.application.userPoolId", "oauthDisabled"]);
  assert.is(fact?.applied["kind"], "service");
});

Imports("what differs, is absent or cannot be read stops the plan, and nothing is created", () => {
  const other = present({ ...answerOf(members.address, withIds(members.fields)), name: "Other" });
  for (const [seen, action] of [
    [other, "import-differs"],
    [absent, "import-missing"],
    [unreadable, "unreadable"],
  ] as const) {
    const planned = plan(worldOf({ ...listed, seen: { "id-members": seen } }));
    assert.equal([planned.actions[0]?.action, planned.applicable], [action, false]);
  }
});

Imports("the id of another organization is refused by the guard that all ids have", () => {
  const theirs = present(answerOf(members.address, withIds(members.fields)), "org-2");
  const { guards } = plan(worldOf({ ...listed, seen: { "id-members": theirs } }));
  assert.is(guards[0]?.guard, "other-organization");
});

Imports("an id that another address has, in use or retired, is not taken from it", () => {
  for (const more of [{}, { retired: "removed" as const }]) {
    const world = worldOf({
      wanted: [members, staff],
      ids: [held(staff, more)],
      imports: { "userPools.members": "id-staff" },
    });
    const action = at(world);
    assert.equal([action.action, action.heldBy], ["import-taken", "userPools.staff"]);
    assert.is(idsToObserve(world).filter(({ id }) => id === "id-staff").length, 1);
  }
});

Imports("an address that holds an id, or has an open create, takes no notice of its entry", () => {
  const holds = worldOf({ ...listed, ids: [held(members, { id: "id-mine" })] });
  assert.is(at(holds).action, "keep");
  assert.equal(
    idsToObserve(holds).map(({ id }) => id),
    ["id-mine"],
  );
  assert.is(at({ ...listed, attempts: [attempt(members)] }).action, "unsettled");
});

Imports("of what the lockfile has retired at the address, what fits comes back first", () => {
  const retired = { retired: "replaced" as const, generation: 1 };
  const stale = held(members, { id: "id-members", ...retired, applied: withIds(staff.fields) });
  const fits = held(members, { id: "id-later", retired: "removed", generation: 2 });
  const seen = { "id-members": absent };
  assert.is(at({ ...listed, ids: [stale, fits], seen }).id, "id-later");
  // If no listed id fits, an entry still prevents a create.
  assert.is(at({ ...listed, ids: [stale], seen }).action, "import-missing");
});

Imports(
  "a retired id that is adopted again keeps the attempt that made it, and outranks it",
  () => {
    const duplicate = held(members, { retired: "duplicate", attempt: "t1", generation: 4 });
    const world = worldOf({ ...listed, ids: [duplicate] });
    const fact = applyLocally(world.state, plan(world)).ids.get("id-members");
    assert.equal([fact?.retired, fact?.attempt, fact?.generation], [undefined, "t1", 5]);
  },
);

Imports("without a look-up nothing is called checked", () => {
  const { action, checked } = at({ ...listed, refresh: false });
  assert.equal([action, checked], ["import", false]);
});

Imports.run();
