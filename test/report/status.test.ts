import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyState, stateOf } from "../../src/core/state.ts";
import { renderStatus, statusDocument, type StatusView } from "../../src/report/status.ts";
import { plainStyle } from "../../src/report/style.ts";
import { held, open } from "./worlds.ts";

const Status = suite("the status");

const view: StatusView = {
  toolVersion: "0.1.0",
  environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
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
  userPools.members = id-members "members" (assumed: authorization.jwksUri)
  userPools.staff = id-staff "staff"

Retired (Anon has no delete; the ids are kept):
  userPools.old = id-old "old": removed
  userPools.twin = id-twin-2 "twin": duplicate

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
      id: "id-members",
      name: "members",
      generation: 1,
      assumed: ["authorization.jwksUri"],
    },
    { address: "userPools.staff", id: "id-staff", name: "staff", generation: 1 },
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

Status.run();
