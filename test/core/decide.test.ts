import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Action, FieldChange } from "../../src/core/plan/action.ts";
import { idsToObserve } from "../../src/core/plan/decide.ts";
import { applyLocally } from "../../src/core/plan/apply-locally.ts";
import type { World } from "../../src/core/plan/input.ts";
import { plan } from "../../src/core/plan/plan.ts";
import type { Wanted } from "../../src/core/plan/wanted.ts";
import {
  absent,
  anonJwks,
  answerOf,
  attempt,
  client,
  held,
  pool,
  present,
  selfHosted,
  service,
  unreadable,
  wants,
  withIds,
  worldOf,
} from "../support/world.ts";

const Pools = suite("plan: user pools");
const Clients = suite("plan: clients");
const Revival = suite("plan: ids that come back");
const Moves = suite("plan: moves");
const Renames = suite("plan: probable renames");
const Open = suite("plan: unsettled, blocked and unreadable");
const Lookups = suite("plan: what is looked up");

const jwks = "https://login.example.com/jwks.json";
const otherJwks = "https://other.example.com/jwks.json";

/** Returns the actions of a world as `address action`, in the plan's order. */
function actionsOf(world: World): string[] {
  return plan(world).actions.map(({ address, action }) => `${address} ${action}`);
}

/** Returns the only action at an address. Throws if there are none or several. */
function at(world: World, address: string): Action {
  const found = plan(world).actions.filter((action) => action.address === address);
  const [action] = found;
  if (action === undefined || found.length > 1)
    throw new Error(`${found.length} actions at ${address}`);
  return action;
}

function shown(changes: readonly FieldChange[]): string[] {
  return changes.map(
    ({ field, before, after }) => `${field}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
  );
}

const members = pool("members");
const staff = selfHosted("staff", jwks, "email");

// There is one test for each row of the decision table, for user pools.

Pools("what the lockfile does not hold is created, after what it refers to", () => {
  const world = worldOf({ wanted: [client("web", "members"), members] });
  assert.equal(actionsOf(world), ["userPools.members create", "sdkClients.web create"]);
  const action = at(world, "userPools.members");
  assert.equal([action.generation, action.id, action.previousId], [1, undefined, undefined]);
});

Pools("what is wanted, applied and answered alike is kept", () => {
  const world = worldOf({ wanted: [members, staff], ids: [held(members), held(staff)] });
  assert.equal(actionsOf(world), ["userPools.members keep", "userPools.staff keep"]);
  assert.equal(at(world, "userPools.staff").observed, undefined);
});

Pools("a hosted pool that answers Anon's own authorization has not drifted", () => {
  const fact = held(members);
  assert.is(fact.answered?.["authorization.jwksUri"], anonJwks);
  const world = worldOf({ wanted: [members], ids: [fact] });
  assert.equal(at(world, "userPools.members").drift, []);
  // A kill that left the lockfile without the answer causes no drift either.
  const { answered, ...bare } = fact;
  const killed = worldOf({ wanted: [members], ids: [bare] });
  const action = at(killed, "userPools.members");
  assert.equal([action.action, action.drift], ["keep", []]);
  assert.equal(action.observed, answered);
});

Pools("a hosted pool whose own authorization changes has drifted", () => {
  const fact = held(members);
  const fields = { ...fact.answered, "authorization.jwksUri": otherJwks };
  const world = worldOf({
    wanted: [members],
    ids: [fact],
    seen: { "id-members": present(fields) },
  });
  const action = at(world, "userPools.members");
  assert.is(action.action, "drifted");
  assert.equal(shown(action.drift), [`authorization.jwksUri: "${anonJwks}" -> "${otherJwks}"`]);
});

Pools("what somebody changed in the console has drifted, field by field, and stops nothing", () => {
  const fact = held(staff);
  const seen = { ...fact.answered, name: "Staff 2", "authorization.idClaim": "oid" };
  const world = worldOf({ wanted: [staff], ids: [fact], seen: { "id-staff": present(seen) } });
  const action = at(world, "userPools.staff");
  assert.is(action.action, "drifted");
  assert.equal(shown(action.drift), [
    'name: "staff" -> "Staff 2"',
    'authorization.idClaim: "email" -> "oid"',
  ]);
  assert.equal(action.changes, []);
  assert.ok(plan(world).applicable);
});

Pools("drift is measured against what was applied where a kill left no answer", () => {
  const { answered, ...bare } = held(staff);
  const seen = { ...answered, name: "Staff 2" };
  const world = worldOf({ wanted: [staff], ids: [bare], seen: { "id-staff": present(seen) } });
  const action = at(world, "userPools.staff");
  assert.equal([action.action, shown(action.drift)], ["drifted", ['name: "staff" -> "Staff 2"']]);
  assert.is(action.observed, undefined, "what drifted is not taken over in silence");
});

Pools("without `hosted` (older reference) a hosted pool has not drifted", () => {
  const older = answerOf("userPools.members", held(members).applied, true);
  assert.is(older["hosted"], undefined);
  for (const answered of [older, held(members).answered]) {
    const world = worldOf({
      wanted: [members],
      ids: [{ ...held(members), answered }],
      seen: { "id-members": present(older) },
    });
    assert.is(at(world, "userPools.members").action, "keep");
  }
  const { answered: _none, ...bare } = held(members);
  const killed = worldOf({
    wanted: [members],
    ids: [bare],
    seen: { "id-members": present(older) },
  });
  assert.is(at(killed, "userPools.members").action, "keep");
});

Pools("fields that the API tells only from now on have not drifted", () => {
  const fact = held(members, { answered: { name: "members", description: "Pool members." } });
  const world = worldOf({
    wanted: [members],
    ids: [fact],
    seen: { "id-members": present(answerOf(fact.address, fact.applied)) },
  });
  assert.is(at(world, "userPools.members").action, "keep");
});

Pools("idClaim null, absent and `sub` are the same claim", () => {
  const plain = selfHosted("staff", jwks);
  const sub = selfHosted("staff", jwks, "sub");
  for (const [wanted, applied] of [
    [plain, sub],
    [sub, plain],
  ] as const) {
    const world = worldOf({ wanted: [wanted], ids: [held(applied)] });
    assert.is(at(world, "userPools.staff").action, "keep");
  }
  const fact = held(plain);
  for (const idClaim of [null, "sub"]) {
    const seen = { ...fact.answered, "authorization.idClaim": idClaim };
    const world = worldOf({ wanted: [plain], ids: [fact], seen: { "id-staff": present(seen) } });
    assert.is(at(world, "userPools.staff").action, "keep");
  }
});

Pools("a description that the API trims has neither changed nor drifted", () => {
  const padded = pool("members", { description: "  Pool members.\n" });
  const fact = held(padded);
  assert.is(fact.answered?.["description"], "Pool members.");
  for (const wanted of [padded, members]) {
    const world = worldOf({ wanted: [wanted], ids: [fact] });
    assert.is(at(world, "userPools.members").action, "keep");
    const { answered, ...bare } = fact;
    const killed = worldOf({ wanted: [wanted], ids: [bare], seen: {} });
    assert.is(at(killed, "userPools.members").action, "keep");
    assert.ok(answered);
  }
});

Pools("a change that somebody made in the console already is taken over", () => {
  const renamed = pool("members", { name: "Our members" });
  const fact = held(members);
  const seen = { ...fact.answered, name: "Our members" };
  const world = worldOf({
    wanted: [renamed],
    ids: [fact],
    seen: { "id-members": present(seen) },
  });
  const action = at(world, "userPools.members");
  assert.is(action.action, "relock");
  assert.equal(shown(action.changes), ['name: "members" -> "Our members"']);
  assert.equal([action.drift, action.observed], [[], seen]);
});

Pools(
  "a hosted pool that was made self-hosted in the console is taken over, `hosted` with it",
  () => {
    const wanted = selfHosted("members", jwks, "email");
    const seen = answerOf("userPools.members", withIds(wanted.fields));
    const world = worldOf({
      wanted: [wanted],
      ids: [held(members)],
      seen: { "id-members": present(seen) },
    });
    const action = at(world, "userPools.members");
    assert.is(action.action, "relock");
    assert.equal(shown(action.changes), [
      `authorization.jwksUri: null -> "${jwks}"`,
      'authorization.idClaim: null -> "email"',
    ]);
    assert.equal(action.drift, []);
    assert.is(action.observed?.["hosted"], false);
  },
);

Pools("a self-hosted pool that was made hosted in the console is taken over", () => {
  const hosted = pool("staff");
  const seen = answerOf("userPools.staff", withIds(hosted.fields));
  const world = worldOf({
    wanted: [hosted],
    ids: [held(staff)],
    seen: { "id-staff": present(seen) },
  });
  assert.equal(
    [at(world, "userPools.staff").action, at(world, "userPools.staff").drift],
    ["relock", []],
  );
});

Pools("without `hosted` nobody can tell that a pool became hosted, so that is immutable", () => {
  const hosted = pool("staff");
  const seen = answerOf("userPools.staff", withIds(hosted.fields), true);
  const world = worldOf({
    wanted: [hosted],
    ids: [held(staff, { answered: answerOf("userPools.staff", held(staff).applied, true) })],
    seen: { "id-staff": present(seen) },
  });
  assert.is(at(world, "userPools.staff").action, "immutable");
});

Pools("a change taken over leaves other drift as drift", () => {
  const renamed = pool("members", { name: "Our members" });
  const seen = { ...held(members).answered, name: "Our members", description: "Hands off." };
  const world = worldOf({
    wanted: [renamed],
    ids: [held(members)],
    seen: { "id-members": present(seen) },
  });
  const action = at(world, "userPools.members");
  assert.is(action.action, "relock");
  assert.equal(shown(action.drift), ['description: "Pool members." -> "Hands off."']);
});

Pools("a change that nobody made cannot be made: immutable, and nothing may be sent", () => {
  const renamed = pool("members", { name: "Our members" });
  const world = worldOf({ wanted: [renamed, staff], ids: [held(members)] });
  const action = at(world, "userPools.members");
  assert.is(action.action, "immutable");
  assert.equal(shown(action.changes), ['name: "members" -> "Our members"']);
  assert.equal(action.drift, []);
  assert.not(plan(world).applicable);
});

Pools("a change made by half is immutable, and both differences are shown", () => {
  const wanted = pool("members", { name: "Our members", description: "New." });
  const seen = { ...held(members).answered, name: "Our members" };
  const world = worldOf({
    wanted: [wanted],
    ids: [held(members)],
    seen: { "id-members": present(seen) },
  });
  const action = at(world, "userPools.members");
  assert.is(action.action, "immutable");
  assert.equal(shown(action.changes), [
    'name: "members" -> "Our members"',
    'description: "Pool members." -> "New."',
  ]);
  assert.equal(shown(action.drift), ['name: "members" -> "Our members"']);
});

Pools("an id that is not there any more is missing: created again only by consent", () => {
  const world = worldOf({
    wanted: [members, staff],
    ids: [held(members), held(staff)],
    seen: { "id-members": absent },
  });
  assert.equal(actionsOf(world), ["userPools.members missing", "userPools.staff keep"]);
  assert.not(plan(world).applicable);
});

Pools("what left the manifest retires and is not looked up", () => {
  const world = worldOf({ wanted: [staff], ids: [held(members), held(staff)] });
  assert.equal(actionsOf(world), ["userPools.staff keep", "userPools.members retire"]);
  const action = at(world, "userPools.members");
  assert.equal(
    [action.id, action.checked, action.fields],
    ["id-members", false, held(members).applied],
  );
  assert.ok(plan(world).applicable);
});

Pools("what was not looked up is unchecked, never in sync", () => {
  const renamed = pool("members", { name: "Our members" });
  for (const [wanted, expected] of [
    [members, "keep"],
    [renamed, "immutable"],
  ] as const) {
    const world = worldOf({ wanted: [wanted], ids: [held(members)], refresh: false });
    const action = at(world, "userPools.members");
    assert.equal([action.action, action.checked], [expected, false]);
    assert.equal(plan(world).guards, []);
  }
});

Pools("a manifest that is planned before any state exists is all creates", () => {
  const wanted = [members, staff, client("web", "members"), service("backend")];
  assert.equal(actionsOf(worldOf({ wanted })), [
    "sdkClients.backend create",
    "userPools.members create",
    "userPools.staff create",
    "sdkClients.web create",
  ]);
  assert.equal(plan(worldOf({})).actions, []);
});

// The same rows apply to clients.

const web = client("web", "members");

/** Returns a world of a pool and its client, the client as given. */
function clientWorld(wanted: Wanted, more: Parameters<typeof worldOf>[0] = {}): World {
  return worldOf({
    wanted: [members, wanted],
    ids: [held(members), held(web)],
    ...more,
  });
}

Clients("what is created names the ids that it refers to, whatever is left out of the plan", () => {
  const wanted = [members, client("web", "members"), pool("fresh"), client("desk", "fresh")];
  const world = worldOf({ wanted, ids: [held(members)] });
  const ids = { "userPools.members": "id-members" };
  assert.equal(at(world, "sdkClients.web").references, ids);
  // The create's own answer brings an id that no fact has yet.
  assert.is(at(world, "sdkClients.desk").references, undefined);
  const excluded = { ...world, exclude: new Set(["userPools.members"]) };
  assert.equal(at(excluded, "sdkClients.web").references, ids);
});

Clients("only what gets a secret now names the place of one", () => {
  const secretSink = "file:safe";
  const jobs = { ...service("jobs"), secretSink };
  assert.is(at(worldOf({ wanted: [jobs] }), jobs.address).secretSink, secretSink);
  const replaced = worldOf({ wanted: [jobs], ids: [held(jobs)], replace: [jobs.address] });
  assert.is(at(replaced, jobs.address).secretSink, secretSink);
  const others = [
    worldOf({ wanted: [jobs], ids: [held(jobs)] }),
    worldOf({ wanted: [{ ...client("jobs", { id: "elsewhere" }), secretSink }] }),
  ];
  for (const world of others) assert.is(at(world, jobs.address).secretSink, undefined);
});

Pools("drift that is hidden is named, and never taken for what the lockfile was told", () => {
  const ignoring = { ...members, ignoreDrift: ["name", "description"] };
  const { answered: _answered, ...unanswered } = held(members);
  const drifted = {
    "id-members": present({ ...answerOf(members.address, unanswered.applied), name: "Else" }),
  };
  const action = at(
    worldOf({ wanted: [ignoring], ids: [unanswered], seen: drifted }),
    members.address,
  );
  assert.is(action.action, "keep");
  assert.equal([action.ignoreDrift, action.hiddenDrift], [["description", "name"], ["name"]]);
  assert.is(
    action.observed,
    undefined,
    "the record of what Anon answered is not completed with it",
  );
  const same = at(worldOf({ wanted: [ignoring], ids: [unanswered] }), members.address);
  assert.is(same.hiddenDrift, undefined);
  assert.ok(same.observed !== undefined);
});

Clients("a client as wanted, applied and answered is kept", () => {
  assert.is(at(clientWorld(web), "sdkClients.web").action, "keep");
});

Clients("without `auth` (older reference) a client has not drifted", () => {
  const older = answerOf("sdkClients.web", held(web).applied, true);
  assert.equal(Object.keys(older), ["name", "description"]);
  const world = clientWorld(web, { seen: { "id-web": present(older) } });
  assert.is(at(world, "sdkClients.web").action, "keep");
});

Clients("a client whose pool was changed in the console has drifted", () => {
  const seen = { ...held(web).answered, "kind.application.userPoolId": "id-else" };
  const action = at(clientWorld(web, { seen: { "id-web": present(seen) } }), "sdkClients.web");
  assert.is(action.action, "drifted");
  assert.equal(shown(action.drift), ['kind.application.userPoolId: "id-members" -> "id-else"']);
});

Clients("oauthDisabled left out and false are the same; the API never tells it", () => {
  const off = client("web", "members", { oauthDisabled: false });
  assert.is(at(clientWorld(off), "sdkClients.web").action, "keep");
  const on = client("web", "members", { oauthDisabled: true });
  const action = at(clientWorld(on), "sdkClients.web");
  assert.is(action.action, "immutable", "an unobservable change cannot be taken over");
  assert.equal(shown(action.changes), ["oauthDisabled: null -> true"]);
});

Clients("an unobservable change keeps an observable one from being taken over", () => {
  const wanted = client("web", "members", { name: "Shop", oauthDisabled: true });
  const seen = { ...held(web).answered, name: "Shop" };
  const world = clientWorld(wanted, { seen: { "id-web": present(seen) } });
  assert.is(at(world, "sdkClients.web").action, "immutable");
});

Clients("a changed kind is immutable where the API does not tell `auth`", () => {
  const toService = wants("sdkClients.web", {
    name: "web",
    description: "Client web.",
    kind: "service",
  });
  const older = answerOf("sdkClients.web", held(web).applied, true);
  const world = clientWorld(toService, { seen: { "id-web": present(older) } });
  const action = at(world, "sdkClients.web");
  assert.is(action.action, "immutable");
  assert.equal(shown(action.changes), [
    'kind: "application" -> "service"',
    'kind.application.userPoolId: "id-members" -> null',
  ]);
});

Clients("a changed kind that the console has already is taken over", () => {
  const toService = wants("sdkClients.web", {
    name: "web",
    description: "Client web.",
    kind: "service",
  });
  const seen = answerOf("sdkClients.web", withIds(toService.fields));
  const world = clientWorld(toService, { seen: { "id-web": present(seen) } });
  assert.is(at(world, "sdkClients.web").action, "relock");
});

Clients("a client that is moved to another pool of the manifest is immutable", () => {
  const world = worldOf({
    wanted: [members, staff, client("web", "staff")],
    ids: [held(members), held(staff), held(web)],
  });
  const action = at(world, "sdkClients.web");
  assert.is(action.action, "immutable");
  assert.equal(shown(action.changes), ['kind.application.userPoolId: "id-members" -> "id-staff"']);
});

Clients("a client that the console moved to the wanted pool is taken over", () => {
  const seen = { ...held(web).answered, "kind.application.userPoolId": "id-staff" };
  const world = worldOf({
    wanted: [members, staff, client("web", "staff")],
    ids: [held(members), held(staff), held(web)],
    seen: { "id-web": present(seen) },
  });
  assert.is(at(world, "sdkClients.web").action, "relock");
});

Clients("a client stays where its pool is written by id instead of by key", () => {
  const byId = client("web", { id: "id-members" });
  assert.equal(byId.dependsOn, []);
  assert.is(at(clientWorld(byId), "sdkClients.web").action, "keep");
});

Clients("a client of a pool that is created anew cannot follow: it is immutable", () => {
  // The pool's retired id does not fit any more: the plan creates the pool under a new id.
  const world = worldOf({
    wanted: [pool("members", { name: "Others" }), web],
    ids: [held(members, { retired: "removed" }), held(web)],
  });
  assert.equal(actionsOf(world), ["userPools.members create", "sdkClients.web immutable"]);
  assert.equal(shown(at(world, "sdkClients.web").changes), [
    'kind.application.userPoolId: "id-members" -> {"ref":"userPools.members"}',
  ]);
  assert.not(plan(world).applicable);
});

Clients("a client stays where its pool's old id comes back", () => {
  const world = worldOf({
    wanted: [members, web],
    ids: [held(members, { retired: "removed" }), held(web)],
  });
  assert.equal(actionsOf(world), ["userPools.members revive", "sdkClients.web keep"]);
});

Clients("a client stays where its pool moves", () => {
  const world = worldOf({
    wanted: [
      pool("people", { name: "members", description: "Pool members." }),
      client("web", "people"),
    ],
    ids: [held(members), held(web)],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.people move", "sdkClients.web keep"]);
});

Clients("a client stays where its pool is missing, and a new one is blocked", () => {
  const world = worldOf({
    wanted: [members, web, client("app", "members"), staff],
    ids: [held(members), held(web), held(staff)],
    seen: { "id-members": absent },
  });
  assert.equal(actionsOf(world), [
    "userPools.members missing",
    "userPools.staff keep",
    "sdkClients.app blocked",
    "sdkClients.web keep",
  ]);
  assert.equal(at(world, "sdkClients.app").blockedBy, ["userPools.members"]);
});

// Ids that come back.

Revival("an id whose address comes back unchanged is revived, nothing is created", () => {
  for (const retired of ["removed", "replaced"] as const) {
    const world = worldOf({ wanted: [members], ids: [held(members, { retired, generation: 4 })] });
    const action = at(world, "userPools.members");
    assert.equal([action.action, action.id, action.generation], ["revive", "id-members", 5]);
    assert.equal(action.observed, held(members).answered);
  }
});

Revival("an id that was retired comes back under the new name of its address", () => {
  const world = worldOf({
    wanted: [pool("people", { name: "members", description: "Pool members." })],
    ids: [held(members, { retired: "removed", generation: 4 })],
    moved: { "userPools.members": "userPools.people" },
  });
  const { action, id, generation, movedFrom } = at(world, "userPools.people");
  assert.equal([action, id, generation], ["revive", "id-members", 5]);
  assert.is(movedFrom, "userPools.members");
  const fact = applyLocally(world.state, plan(world)).ids.get("id-members");
  assert.equal([fact?.address, fact?.retired], ["userPools.people", undefined]);
});

Revival("a pool and its client come back together", () => {
  const world = worldOf({
    wanted: [members, web],
    ids: [held(members, { retired: "removed" }), held(web, { retired: "removed" })],
  });
  assert.equal(actionsOf(world), ["userPools.members revive", "sdkClients.web revive"]);
});

Revival("of several equal ids the newest comes back", () => {
  const ids = [3, 9, 5].map((generation) =>
    held(members, { id: `id-${generation}`, generation, retired: "removed" }),
  );
  const action = at(worldOf({ wanted: [members], ids }), "userPools.members");
  assert.equal([action.action, action.id, action.generation], ["revive", "id-9", 10]);
});

Revival("an older id that is still what is wanted comes back before anything is created", () => {
  const other = pool("members", { name: "Others" });
  const world = worldOf({
    wanted: [members],
    ids: [
      held(members, { id: "old", generation: 1, retired: "removed" }),
      held(other, { id: "new", generation: 2, retired: "removed" }),
    ],
  });
  const action = at(world, "userPools.members");
  assert.equal([action.action, action.id, action.generation], ["revive", "old", 3]);
});

Revival("a duplicate and a quarantined id never come back", () => {
  for (const retired of ["duplicate", "quarantined"] as const) {
    const world = worldOf({ wanted: [members], ids: [held(members, { retired })] });
    const action = at(world, "userPools.members");
    assert.equal([action.action, action.previousId, action.generation], ["create", undefined, 2]);
  }
});

Revival("an id that is not what is wanted any more is named by the create", () => {
  const world = worldOf({
    wanted: [pool("members", { name: "Others" })],
    ids: [held(members, { retired: "removed" })],
  });
  const action = at(world, "userPools.members");
  assert.equal(
    [action.action, action.previousId, action.id, action.generation],
    ["create", "id-members", undefined, 2],
  );
});

Revival("an id that was changed in the console or is gone does not come back", () => {
  const drifted = present({ ...held(members).answered, name: "Others" });
  for (const seen of [drifted, absent]) {
    const world = worldOf({
      wanted: [members],
      ids: [held(members, { retired: "removed" })],
      seen: { "id-members": seen },
    });
    const action = at(world, "userPools.members");
    assert.equal([action.action, action.previousId], ["create", "id-members"]);
    assert.ok(plan(world).applicable);
  }
});

Revival("an id that cannot be read stops the plan: a create might be a duplicate of it", () => {
  const world = worldOf({
    wanted: [members],
    ids: [held(members, { retired: "removed" })],
    seen: { "id-members": unreadable },
  });
  assert.is(at(world, "userPools.members").action, "unreadable");
  assert.not(plan(world).applicable);
});

Revival("without a lookup an equal id comes back unchecked", () => {
  const world = worldOf({
    wanted: [members],
    ids: [held(members, { retired: "removed" })],
    refresh: false,
  });
  const action = at(world, "userPools.members");
  assert.equal([action.action, action.checked], ["revive", false]);
});

Revival("a client does not come back to a pool that is created anew", () => {
  const world = worldOf({
    wanted: [pool("members", { name: "Others" }), web],
    ids: [held(members, { retired: "removed" }), held(web, { retired: "removed" })],
  });
  assert.equal(actionsOf(world), ["userPools.members create", "sdkClients.web create"]);
  assert.is(at(world, "sdkClients.web").previousId, "id-web");
});

// Moves.

const people = pool("people", { name: "members", description: "Pool members." });

Moves("a declared rename moves the id, in a generation that outranks both addresses", () => {
  const world = worldOf({
    wanted: [people],
    ids: [
      held(members, { generation: 3 }),
      held(pool("people"), { id: "earlier", generation: 6, retired: "removed" }),
    ],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.people move"]);
  const action = at(world, "userPools.people");
  assert.equal(
    [action.id, action.movedFrom, action.generation],
    ["id-members", "userPools.members", 7],
  );
});

Moves("a rename that is done already moves nothing again", () => {
  const world = worldOf({
    wanted: [people],
    ids: [held(people, { applied: held(members).applied })],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.people keep"]);
});

Moves("a chain of renames moves to its end", () => {
  for (const key of ["first", "second"]) {
    const world = worldOf({
      wanted: [people],
      ids: [held(pool(key), { applied: held(members).applied, answered: held(members).answered })],
      moved: { "userPools.first": "userPools.second", "userPools.second": "userPools.people" },
    });
    assert.is(at(world, "userPools.people").action, "move");
    assert.is(at(world, "userPools.people").movedFrom, `userPools.${key}`);
  }
});

Moves("where two ids are on one chain the one nearest its end moves, however it is written", () => {
  const ids = ["first", "second"].map((key) =>
    held(pool(key), { applied: held(members).applied, answered: held(members).answered }),
  );
  const moved = { "userPools.first": "userPools.second", "userPools.second": "userPools.people" };
  const reversed = Object.fromEntries(Object.entries(moved).toReversed());
  for (const written of [moved, reversed])
    assert.equal(actionsOf(worldOf({ wanted: [people], ids, moved: written })), [
      "userPools.people move",
      "userPools.first retire",
    ]);
});

Moves("a circle of renames moves nothing", () => {
  const world = worldOf({
    wanted: [members],
    ids: [held(members)],
    moved: { "userPools.members": "userPools.people", "userPools.people": "userPools.members" },
  });
  assert.equal(actionsOf(world), ["userPools.members keep"]);
});

Moves("what the manifest still holds has not moved, whatever `moved` says", () => {
  const world = worldOf({
    wanted: [members, people],
    ids: [held(members)],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.members keep", "userPools.people create"]);
});

Moves("where both addresses hold an id nothing moves, and what left the manifest retires", () => {
  const world = worldOf({
    wanted: [people],
    ids: [held(members), held(people)],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.people keep", "userPools.members retire"]);
});

Moves("a rename to an address that this environment does not have retires where it was", () => {
  const world = worldOf({
    wanted: [],
    ids: [held(members)],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.members retire"]);
});

Moves("an unsettled attempt whose new address this environment lacks stays where it was", () => {
  const world = worldOf({
    wanted: [],
    attempts: [attempt(members)],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.members unsettled"]);
});

Moves("an open attempt moves along and stays open", () => {
  const world = worldOf({
    wanted: [people],
    attempts: [attempt(members)],
    moved: { "userPools.members": "userPools.people" },
  });
  const action = at(world, "userPools.people");
  assert.equal(
    [action.action, action.movedFrom, action.attempts],
    ["unsettled", "userPools.members", ["attempt-members"]],
  );
  assert.equal(actionsOf(world), ["userPools.people unsettled"]);
});

Moves("nothing moves onto an open attempt: it may have made another", () => {
  const world = worldOf({
    wanted: [people],
    ids: [held(members)],
    attempts: [attempt(people)],
    moved: { "userPools.members": "userPools.people" },
  });
  assert.equal(actionsOf(world), ["userPools.people unsettled", "userPools.members retire"]);
});

Moves("what moves is compared as what stays: drifted, immutable, missing, relock", () => {
  const moved = { "userPools.members": "userPools.people" };
  const cases = [
    [people, present({ ...held(members).answered, name: "X" }), "drifted"],
    [pool("people", { name: "X", description: "Pool members." }), undefined, "immutable"],
    [
      pool("people", { name: "X", description: "Pool members." }),
      present({ ...held(members).answered, name: "X" }),
      "relock",
    ],
    [people, absent, "missing"],
    [people, unreadable, "unreadable"],
  ] as const;
  for (const [wanted, seen, expected] of cases) {
    const world = worldOf({
      wanted: [wanted],
      ids: [held(members)],
      moved,
      ...(seen !== undefined && { seen: { "id-members": seen } }),
    });
    const action = at(world, "userPools.people");
    assert.equal([action.action, action.movedFrom], [expected, "userPools.members"]);
  }
});

// Probable renames.

Renames("an address that vanished while an equal one appeared stops the plan", () => {
  const world = worldOf({ wanted: [people, staff], ids: [held(members), held(staff)] });
  const action = at(world, "userPools.people");
  assert.equal(
    [action.action, action.renamedFrom, action.id],
    ["renamed", "userPools.members", "id-members"],
  );
  assert.equal(actionsOf(world), ["userPools.people renamed", "userPools.staff keep"]);
  assert.not(plan(world).applicable);
});

Renames("the clients of a renamed pool follow: only the pool is asked about", () => {
  const world = worldOf({
    wanted: [people, client("web", "people")],
    ids: [held(members), held(web)],
  });
  assert.equal(actionsOf(world), ["userPools.people renamed", "sdkClients.web keep"]);
});

Renames("a pool and its client that are both renamed are both asked about", () => {
  const shop = client("shop", "people", { name: "web", description: "Client web." });
  const world = worldOf({ wanted: [people, shop], ids: [held(members), held(web)] });
  assert.equal(actionsOf(world), ["userPools.people renamed", "sdkClients.shop renamed"]);
});

Renames("with --not-renamed of either address it is a create and a retire", () => {
  for (const address of ["userPools.people", "userPools.members"]) {
    const world = worldOf({ wanted: [people], ids: [held(members)], notRenamed: [address] });
    assert.equal(actionsOf(world), ["userPools.people create", "userPools.members retire"]);
  }
});

Renames("a differing resource is no rename", () => {
  const world = worldOf({ wanted: [pool("people")], ids: [held(members)] });
  assert.equal(actionsOf(world), ["userPools.people create", "userPools.members retire"]);
});

Renames("two equal ids that vanished while one appeared: one is asked about, one retires", () => {
  const twin = pool("twin", { name: "members", description: "Pool members." });
  const ids = [held(twin), held(members)];
  for (const order of [ids, ids.toReversed()])
    assert.equal(actionsOf(worldOf({ wanted: [people], ids: order })), [
      "userPools.people renamed",
      "userPools.twin retire",
    ]);
  const asked = at(worldOf({ wanted: [people], ids }), "userPools.people");
  assert.is(asked.renamedFrom, "userPools.members");
});

Renames("two that vanished while two equal ones appeared are paired, none twice", () => {
  const same = { name: "members", description: "Pool members." };
  const world = worldOf({
    wanted: [pool("a", same), pool("b", same)],
    ids: [held(pool("y", same)), held(pool("x", same))],
  });
  assert.equal(
    plan(world).actions.map(({ address, renamedFrom }) => [address, renamedFrom]),
    [
      ["userPools.a", "userPools.x"],
      ["userPools.b", "userPools.y"],
    ],
  );
});

Renames("an id of the address itself comes back before anything is called a rename", () => {
  const world = worldOf({
    wanted: [people],
    ids: [held(members), held(people, { retired: "removed" })],
  });
  assert.equal(actionsOf(world), ["userPools.people revive", "userPools.members retire"]);
});

Renames("a client never is a rename of a pool", () => {
  const world = worldOf({
    wanted: [service("members", { description: "Pool members." })],
    ids: [held(members)],
  });
  assert.equal(actionsOf(world), ["sdkClients.members create", "userPools.members retire"]);
});

// Unsettled, blocked and unreadable.

Open("an open attempt skips its address and what depends on it, and stops nothing else", () => {
  const world = worldOf({
    wanted: [members, web, staff, service("backend")],
    attempts: [attempt(members, { attempt: "b" }), attempt(members, { attempt: "a" })],
  });
  assert.equal(actionsOf(world), [
    "sdkClients.backend create",
    "userPools.members unsettled",
    "userPools.staff create",
    "sdkClients.web blocked",
  ]);
  assert.equal(at(world, "userPools.members").attempts, ["a", "b"]);
  assert.equal(at(world, "sdkClients.web").blockedBy, ["userPools.members"]);
  assert.ok(plan(world).applicable);
});

Open("only what may have been received is open: planned, refused and created are not", () => {
  for (const [verdict, expected] of [
    ["sending", "unsettled"],
    ["unknown", "unsettled"],
    ["planned", "create"],
    ["refused", "create"],
  ] as const) {
    const world = worldOf({ wanted: [members], attempts: [attempt(members, { verdict })] });
    assert.is(at(world, "userPools.members").action, expected);
  }
});

Open("an address that holds an id and has an open attempt keeps its id and is unsettled", () => {
  const world = worldOf({
    wanted: [members, web, client("app", "members")],
    ids: [held(members), held(web)],
    attempts: [attempt(members)],
  });
  assert.equal(actionsOf(world), [
    "userPools.members unsettled",
    "sdkClients.app blocked",
    "sdkClients.web keep",
  ]);
  assert.is(at(world, "userPools.members").id, "id-members");
});

Open("an id that left the manifest does not retire while an attempt at it is open", () => {
  const world = worldOf({ wanted: [], ids: [held(members)], attempts: [attempt(members)] });
  assert.equal(actionsOf(world), ["userPools.members unsettled"]);
  assert.is(at(world, "userPools.members").id, "id-members");
});

Open("an undeclared rename of an open attempt stops: what was sent would be sent again", () => {
  const world = worldOf({ wanted: [people], ids: [held(members)], attempts: [attempt(members)] });
  assert.equal(actionsOf(world), ["userPools.people renamed", "userPools.members unsettled"]);
});

Open("an open attempt at what is not wanted any more is still for a person", () => {
  const world = worldOf({ attempts: [attempt(staff), attempt(members)] });
  assert.equal(actionsOf(world), ["userPools.members unsettled", "userPools.staff unsettled"]);
  assert.equal(at(world, "userPools.staff").fields, withIds(staff.fields));
  assert.ok(plan(world).applicable);
});

Open("a client that waits for an unsettled pool's id is blocked, not immutable", () => {
  const world = worldOf({
    wanted: [members, web, staff],
    ids: [
      held(web, { applied: { ...held(web).applied, "kind.application.userPoolId": "id-else" } }),
    ],
    attempts: [attempt(members)],
  });
  const action = at(world, "sdkClients.web");
  assert.equal([action.action, action.blockedBy], ["blocked", ["userPools.members"]]);
  assert.ok(plan(world).applicable, "the rest can go on");
});

Open("a client that waits for a pool and has changed otherwise too is immutable", () => {
  const wanted = client("web", "members", { name: "Shop" });
  const world = worldOf({
    wanted: [members, wanted],
    ids: [held(web)],
    attempts: [attempt(members)],
  });
  assert.is(at(world, "sdkClients.web").action, "immutable");
});

Open("a client of a pool that nobody wants and nothing holds is blocked, never sent", () => {
  const world = worldOf({ wanted: [web] });
  assert.equal(actionsOf(world), ["sdkClients.web blocked"]);
  assert.equal(at(world, "sdkClients.web").blockedBy, ["userPools.members"]);
});

Open("a client of a pool that is about to retire is blocked: nothing new refers to it", () => {
  const world = worldOf({ wanted: [web], ids: [held(members)] });
  assert.equal(actionsOf(world), ["sdkClients.web blocked", "userPools.members retire"]);
});

Open("an id that cannot be read stops the plan and says why", () => {
  const world = worldOf({
    wanted: [members, client("app", "members")],
    ids: [held(members)],
    seen: { "id-members": unreadable },
  });
  assert.equal(actionsOf(world), ["userPools.members unreadable", "sdkClients.app blocked"]);
  const action = at(world, "userPools.members");
  assert.equal([action.reason, action.checked], ["500", false]);
  assert.not(plan(world).applicable);
});

// Lookups.

Lookups("every id that a decision needs is asked for, and no other", () => {
  const { observations: _none, ...world } = worldOf({
    wanted: [people, staff, web],
    ids: [
      held(members),
      held(staff, { id: "staff-1", generation: 1, retired: "removed" }),
      held(staff, { id: "staff-2", generation: 2, retired: "replaced" }),
      held(staff, { id: "staff-3", generation: 2, retired: "duplicate" }),
      held(service("gone")),
      held(web),
    ],
    moved: { "userPools.members": "userPools.people" },
  });
  const asked = idsToObserve(world).map(({ id, kind }) => `${kind.name} ${id}`);
  assert.equal(asked.toSorted(), [
    "SdkClient id-web",
    "UserPool id-members",
    "UserPool staff-1",
    "UserPool staff-2",
  ]);
});

for (const tests of [Pools, Clients, Revival, Moves, Renames, Open, Lookups]) tests.run();
