import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lostSecret } from "../../src/core/secret-sink.ts";
import { emptyState, stateOf } from "../../src/core/state/state.ts";
import { kinds } from "../../src/kinds/index.ts";
import { renderAddress } from "../../src/report/status/status-address.ts";
import { statusDocument } from "../../src/report/status/status-json.ts";
import { renderStatus, type StatusView } from "../../src/report/status/status.ts";
import { plainStyle } from "../../src/report/style.ts";
import { held, open, poolFields } from "./worlds.ts";

const Status = suite("the status");

const view: StatusView = {
  toolVersion: "0.1.0",
  environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
  kinds,
  lockfile: "anon.lock.sandbox.json",
  lineage: "lineage-1",
  journal: { file: ".git/anon-sync/lineage-1/journal", attempts: 1 },
  state: stateOf(
    [
      held("staff"),
      held("members", { assumed: ["authorization.jwksUri"] }),
      held("old", { retired: "removed" }),
      held("twin", { id: "id-twin-2", retired: "duplicate" }),
    ],
    [open("open"), open("refused", { verdict: "refused" })],
  ),
};

Status("shows what is held, what is retired and why, and what a person must settle", () => {
  assert.is(
    renderStatus(view, plainStyle),
    `Environment sandbox at https://svc.sandbox.anon.com
Lockfile anon.lock.sandbox.json, lineage lineage-1
Journal: .git/anon-sync/lineage-1/journal was left by a run that did not finish, with 1 attempt; the next apply takes it over

Resources:
  address            kind      id          name       notes
  userPools.members  UserPool  id-members  "members"  assumed: authorization.jwksUri
  userPools.staff    UserPool  id-staff    "staff"

Retired (Anon has no delete; the ids are kept):
  address         kind      id         name    reason
  userPools.old   UserPool  id-old     "old"   removed
  userPools.twin  UserPool  id-twin-2  "twin"  duplicate

Unsettled (nobody knows whether Anon created it):
  ! userPools.open
      attempt attempt-open, sent 2026-01-02T03:04:05.678Z: The connection broke after the request was sent (ECONNRESET).
        Look for one named "open" in Anon's console.
        If it is there:
          anon-sync settle userPools.open --id ID
        If it is not there (15 minutes after it was sent, or later):
          anon-sync settle userPools.open --not-created --yes

Status: 2 resources, 2 retired, 1 unsettled.
`,
  );
});

Status("an empty tree says that there is no lockfile and no journal", () => {
  const text = renderStatus(
    { ...view, lineage: undefined, journal: undefined, state: emptyState },
    plainStyle,
  );
  assert.match(text, "Lockfile anon.lock.sandbox.json: not there yet\nJournal: none left over\n");
  assert.match(text, /Status: 0 resources, 0 retired, 0 unsettled\.\n$/);
});

Status("an attempt whose record was torn is still shown, with what is not known named", () => {
  const torn = { attempt: "a-1", address: "userPools.open", generation: 1, fields: {} };
  const state = stateOf([], [{ ...torn, verdict: "sending" }]);
  const text = renderStatus({ ...view, state }, plainStyle);
  assert.match(text, "attempt a-1, send time not known: no answer was recorded.\n");
  assert.match(text, "Look for it in Anon's console.");
});

Status("the JSON document says the same", () => {
  const document = JSON.parse(JSON.stringify(statusDocument(view)));
  assert.is(document.format, "anon-sync-status");
  assert.equal(document.journal, { file: ".git/anon-sync/lineage-1/journal", attempts: 1 });
  assert.equal(document.resources, [
    {
      address: "userPools.members",
      kind: "UserPool",
      id: "id-members",
      name: "members",
      generation: 1,
      applied: poolFields("members"),
      answered: { name: "members", description: "Pool members." },
      assumed: ["authorization.jwksUri"],
    },
    {
      address: "userPools.staff",
      kind: "UserPool",
      id: "id-staff",
      name: "staff",
      generation: 1,
      applied: poolFields("staff"),
      answered: { name: "staff", description: "Pool staff." },
    },
  ]);
  assert.equal(
    document.retired.map(({ reason }: { reason: string }) => reason),
    ["removed", "duplicate"],
  );
  assert.is(document.unsettled.length, 1);
  assert.equal(
    document.unsettled[0].settle.map(({ command }: { command: string }) => command),
    [
      "anon-sync settle userPools.open --id ID",
      "anon-sync settle userPools.open --not-created --yes",
    ],
  );
});

Status("of one address everything is told, with what it was and what was agreed", () => {
  const address = "userPools.members";
  const text = renderAddress(
    {
      ...view,
      journal: undefined,
      only: { address, moved: [{ from: "userPools.users", to: address }] },
      state: stateOf(
        [
          held("members", { generation: 2, attempt: "a-2", protected: true }),
          held("members", { id: "id-before", retired: "replaced", answered: { hosted: true } }),
        ],
        [{ ...open("members"), attempt: "a-3", verdict: "refused", fields: {} }],
      ),
    },
    plainStyle,
  );
  assert.is(
    text,
    `Environment sandbox at https://svc.sandbox.anon.com
Lockfile anon.lock.sandbox.json, lineage lineage-1
Journal: none left over

userPools.members (UserPool)

  id          id-members
  state       active
  generation  2
  attempt     a-2
  notes       protected

  field                  applied          answered
  name                   "members"        "members"
  description            "Pool members."  "Pool members."
  authorization.jwksUri  (none)           (not told)
  authorization.idClaim  (none)           (not told)

Former ids (Anon has no delete; they are kept):
  id          id-before
  state       retired: replaced
  generation  1
  attempt     (none recorded)

  field                  applied          answered
  name                   "members"        (not told)
  description            "Pool members."  (not told)
  authorization.jwksUri  (none)           (not told)
  authorization.idClaim  (none)           (not told)
  hosted                 (not told)       true

Settled attempts (a person said that they created nothing):
  a-3

Renames in the manifest:
  userPools.users -> userPools.members
`,
  );
});

Status("an address that the manifest alone knows says that nothing is there yet", () => {
  const only = { address: "userPools.new", moved: [] };
  const text = renderAddress({ ...view, only, state: emptyState }, plainStyle);
  assert.match(
    text,
    /userPools\.new \(UserPool\)\n {2}Nothing was created or adopted for it yet\.\n$/,
  );
});

Status("an id is never cut, however long, and the columns stay aligned", () => {
  const id = "x".repeat(200);
  const state = stateOf([held("a", { id }), held("b"), held("ü")]);
  const text = renderStatus({ ...view, state }, plainStyle);
  const rows = text.split("\n").filter((line) => line.includes("UserPool"));
  assert.match(text, id);
  assert.equal(new Set(rows.map((row) => row.indexOf('"'))).size, 1, text);
});

Status("a lost secret is told in the table", () => {
  const state = stateOf([held("a", { secretFingerprint: lostSecret }), held("b")]);
  assert.match(renderStatus({ ...view, state }, plainStyle), /userPools\.a .*"a" +secret lost\n/);
});

Status.run();
