import { consentTo } from "../../src/core/state/replacement-consent.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actionTable, type ActionName } from "../../src/core/plan/action.ts";
import { plan } from "../../src/core/plan/plan.ts";
import {
  absent,
  answerOf,
  attempt,
  client,
  held,
  pool,
  present,
  unreadable,
  worldOf,
  type Parts,
} from "../support/world.ts";

const Table = suite("the decision table (docs/design.md#5-plan)");

const members = pool("members");
const reworded = pool("members", { description: "Other words." });
const web = client("web", "members");
const otherConsent = "changed:0123456789abcdef";
const inConsole = present(answerOf("userPools.members", { ...held(reworded).applied }));
const elsewhere = present({ ...held(members).answered, name: "Somebody else's" });

/** One row: the manifest, the lockfile, Anon's resources, and the plan's action. */
interface Row {
  readonly wanted: string;
  readonly lockfile: string;
  readonly actual: string;
  readonly world: Parts;
  readonly action: ActionName;
  /** The address of the row; the pool's if left out. */
  readonly at?: string;
  /** Whether an apply may send anything. */
  readonly applicable: boolean;
}

const rows: readonly Row[] = [
  {
    wanted: "yes",
    lockfile: "–",
    actual: "–",
    world: { wanted: [members] },
    action: "create",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "wanted = applied",
    actual: "= answered",
    world: { wanted: [members], ids: [held(members)] },
    action: "keep",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "wanted = applied",
    actual: "≠ answered",
    world: { wanted: [members], ids: [held(members)], seen: { "id-members": elsewhere } },
    action: "drifted",
    applicable: true,
  },
  {
    wanted: "yes, that drift ignored",
    lockfile: "wanted = applied",
    actual: "≠ answered",
    world: {
      wanted: [{ ...members, ignoreDrift: ["name"] }],
      ids: [held(members)],
      seen: { "id-members": elsewhere },
    },
    action: "keep",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "wanted ≠ applied",
    actual: "= wanted in every observable field that changed",
    world: { wanted: [reworded], ids: [held(members)], seen: { "id-members": inConsole } },
    action: "relock",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "wanted ≠ applied",
    actual: "anything else",
    world: { wanted: [reworded], ids: [held(members)] },
    action: "immutable",
    applicable: false,
  },
  {
    wanted: "yes",
    lockfile: "wanted ≠ applied",
    actual: "the changed field is unobservable",
    world: {
      wanted: [members, client("web", "members", { oauthDisabled: true })],
      ids: [held(members), held(web)],
    },
    at: "sdkClients.web",
    action: "immutable",
    applicable: false,
  },
  {
    wanted: "yes",
    lockfile: "yes",
    actual: "absent",
    world: {
      wanted: [members, pool("a")],
      ids: [held(members), held(pool("a"))],
      seen: { "id-members": absent },
    },
    action: "missing",
    applicable: false,
  },
  {
    wanted: "yes, with consent to create again",
    lockfile: "yes",
    actual: "absent",
    world: {
      wanted: [members],
      ids: [held(members)],
      seen: { "id-members": absent },
      recreate: ["userPools.members"],
    },
    action: "replace",
    applicable: true,
  },
  {
    wanted: "yes, with consent to create again",
    lockfile: "yes",
    actual: "= answered",
    world: { wanted: [members], ids: [held(members)], recreate: ["userPools.members"] },
    action: "keep",
    applicable: true,
  },
  {
    wanted: "yes, with consent",
    lockfile: "wanted ≠ applied",
    actual: "any",
    world: { wanted: [reworded], ids: [held(members)], replace: ["userPools.members"] },
    action: "replace",
    applicable: true,
  },
  {
    wanted: "yes, with consent of an earlier run",
    lockfile: "wanted ≠ applied",
    actual: "any",
    world: {
      wanted: [reworded],
      ids: [held(members, { replacing: consentTo(reworded.fields, true) })],
    },
    action: "replace",
    applicable: true,
  },
  {
    wanted: "yes, and the consent of an earlier run was to another change",
    lockfile: "wanted ≠ applied",
    actual: "= answered",
    world: { wanted: [reworded], ids: [held(members, { replacing: otherConsent })] },
    action: "immutable",
    applicable: false,
  },
  {
    wanted: "yes again as it was, the consent was to a change",
    lockfile: "wanted = applied",
    actual: "= answered",
    world: { wanted: [members], ids: [held(members, { replacing: otherConsent })] },
    action: "keep",
    applicable: true,
  },
  {
    wanted: "yes, and its pool is replaced",
    lockfile: "wanted = applied but for the pool",
    actual: "any",
    world: {
      wanted: [reworded, web],
      ids: [held(members), held(web)],
      replace: ["userPools.members"],
    },
    at: "sdkClients.web",
    action: "replace",
    applicable: true,
  },
  {
    wanted: "yes, with consent, and protected",
    lockfile: "wanted ≠ applied",
    actual: "any",
    world: {
      wanted: [{ ...reworded, protect: true }],
      ids: [held(members)],
      replace: ["userPools.members"],
    },
    action: "protected",
    applicable: false,
  },
  {
    wanted: "no",
    lockfile: "yes",
    actual: "not asked",
    world: { ids: [held(members)] },
    action: "retire",
    applicable: true,
  },
  {
    wanted: "no",
    lockfile: "yes, and protected",
    actual: "not asked",
    world: { ids: [held(members, { protected: true })] },
    action: "protected",
    applicable: false,
  },
  {
    wanted: "yes",
    lockfile: "retired, fields equal",
    actual: "same",
    world: { wanted: [members], ids: [held(members, { retired: "removed" })] },
    action: "revive",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "retired, fields differ",
    actual: "as it was",
    world: { wanted: [reworded], ids: [held(members, { retired: "removed" })] },
    action: "create",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "retired, fields equal",
    actual: "absent",
    world: {
      wanted: [members],
      ids: [held(members, { retired: "removed" })],
      seen: { "id-members": absent },
    },
    action: "create",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "retired as a duplicate, fields equal",
    actual: "same",
    world: { wanted: [members], ids: [held(members, { retired: "duplicate" })] },
    action: "create",
    applicable: true,
  },
  {
    wanted: "moved",
    lockfile: "yes",
    actual: "= answered",
    world: {
      wanted: [pool("people", { name: "members", description: "Pool members." })],
      ids: [held(members)],
      moved: { "userPools.members": "userPools.people" },
    },
    at: "userPools.people",
    action: "move",
    applicable: true,
  },
  {
    wanted: "an equal one under another address",
    lockfile: "yes",
    actual: "any",
    world: {
      wanted: [pool("people", { name: "members", description: "Pool members." })],
      ids: [held(members)],
    },
    at: "userPools.people",
    action: "renamed",
    applicable: false,
  },
  {
    wanted: "yes, an id listed under imports",
    lockfile: "–",
    actual: "= wanted in every observable field",
    world: {
      wanted: [members],
      imports: { "userPools.members": "id-listed" },
      seen: { "id-listed": present(held(members).answered ?? {}) },
    },
    action: "import",
    applicable: true,
  },
  {
    wanted: "yes, an id listed under imports",
    lockfile: "–",
    actual: "differs",
    world: {
      wanted: [members],
      imports: { "userPools.members": "id-listed" },
      seen: { "id-listed": elsewhere },
    },
    action: "import-differs",
    applicable: false,
  },
  {
    wanted: "yes, an id listed under imports",
    lockfile: "–",
    actual: "absent",
    world: {
      wanted: [members],
      imports: { "userPools.members": "id-listed" },
      seen: { "id-listed": absent },
    },
    action: "import-missing",
    applicable: false,
  },
  {
    wanted: "yes, an id listed under imports",
    lockfile: "another address has that id",
    actual: "any",
    world: {
      wanted: [members, pool("staff")],
      ids: [held(pool("staff"))],
      imports: { "userPools.members": "id-staff" },
    },
    action: "import-taken",
    applicable: false,
  },
  {
    wanted: "yes",
    lockfile: "open attempt",
    actual: "–",
    world: { wanted: [members], attempts: [attempt(members)] },
    action: "unsettled",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "what it needs has an open attempt",
    actual: "–",
    world: { wanted: [members, web], attempts: [attempt(members)] },
    at: "sdkClients.web",
    action: "blocked",
    applicable: true,
  },
  {
    wanted: "yes",
    lockfile: "yes",
    actual: "unreadable",
    world: { wanted: [members], ids: [held(members)], seen: { "id-members": unreadable } },
    action: "unreadable",
    applicable: false,
  },
];

for (const { wanted, lockfile, actual, world, action, at, applicable } of rows)
  Table(`wanted: ${wanted} | lockfile: ${lockfile} | actual: ${actual} → ${action}`, () => {
    const planned = plan(worldOf(world));
    const address = at ?? "userPools.members";
    assert.is(planned.actions.find((one) => one.address === address)?.action, action);
    assert.is(planned.applicable, applicable);
  });

Table("every action there is has a row", () => {
  const covered = new Set<string>(rows.map(({ action }) => action));
  for (const name of Object.keys(actionTable)) assert.ok(covered.has(name), name);
});

Table.run();
