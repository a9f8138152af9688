import { stripVTControlCharacters } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Applied, ApplyEvent, Outcome, StopReason } from "../../src/core/plan/applied.ts";
import {
  renderApplied,
  renderAppliedSummary,
  renderIds,
  type ApplyContext,
} from "../../src/report/apply/apply.ts";
import {
  advanceProgress,
  progressLine,
  renderEvent,
  startProgress,
} from "../../src/report/apply/apply-events.ts";
import { appliedDocument } from "../../src/report/apply/json-applied.ts";
import { colourStyle, plainStyle } from "../../src/report/style.ts";
import { open } from "./worlds.ts";

const Applies = suite("what an apply did, for people");

const context: ApplyContext = {
  toolVersion: "0.1.0",
  environment: { name: "production", baseUrl: "https://svc.prod.anon.com" },
  lockfile: "anon.lock.production.json",
  attempts: [],
  usersOf: () => [],
};

const address = "userPools.members";
const reason = "The connection broke";

const events = {
  sending: [{ event: "sending", address }, `sending ${address}\n`],
  created: [
    { event: "created", address, attempt: "a-1", id: "id-1" },
    `created ${address} id=id-1 attempt=a-1\n`,
  ],
  "not-saved": [
    { event: "not-saved", address, attempt: "a-1", id: "id-1", reason: "The disk is full" },
    `created ${address} id=id-1 attempt=a-1 NOT SAVED: The disk is full. Keep this line.\n`,
  ],
  retry: [
    { event: "retry", address, reason, delayMs: 1500 },
    `retry ${address} in 1.5 s: The connection broke.\n`,
  ],
  failed: [{ event: "failed", address, reason }, `failed ${address}: The connection broke.\n`],
  unsettled: [
    { event: "unsettled", address, attempt: "a-1", reason },
    `unsettled ${address} attempt=a-1: The connection broke.\n`,
  ],
  blocked: [{ event: "blocked", address, reason }, `blocked ${address}: The connection broke.\n`],
  stopping: [
    { event: "stopping", reason: { stop: "interrupted" } },
    "stopping Interrupted: nothing new is sent.\n",
  ],
} satisfies Record<ApplyEvent["event"], [ApplyEvent, string]>;

for (const [name, [event, line]] of Object.entries(events) as [string, [ApplyEvent, string]][]) {
  Applies(`the event ${name} is one line that a log can be searched for`, () => {
    assert.is(renderEvent(event, plainStyle), line);
    assert.is(stripVTControlCharacters(renderEvent(event, colourStyle)), line);
  });
}

Applies("the live line counts what is over, whichever way it ended", () => {
  let progress = startProgress(5);
  const steps = [events.sending, events.created, events.failed, events.unsettled, events.blocked];
  assert.is(progressLine(progress, plainStyle), "Applying: 0 of 5 creates done");
  for (const [event] of steps) progress = advanceProgress(progress, event);
  assert.is(
    progressLine(progress, plainStyle),
    "Applying: 4 of 5 creates done, 1 failed, 1 unsettled, 1 blocked",
  );
  progress = advanceProgress(progress, events.stopping[0]);
  assert.match(progressLine(progress, plainStyle), /^Stopping: 4 of 5 /);
});

const created: Outcome = { address, action: "create", outcome: "created", id: "id-1" };
const revived: Outcome = {
  address: "userPools.back",
  action: "revive",
  outcome: "done",
  id: "id-2",
};
const retired: Outcome = {
  address: "userPools.old",
  action: "retire",
  outcome: "done",
  id: "id-3",
};
const failed: Outcome = {
  address: "userPools.bad",
  action: "create",
  outcome: "failed",
  reason: "Anon refused (400): name is taken",
};
const unsettled: Outcome = {
  address: "userPools.open",
  action: "create",
  outcome: "unsettled",
  reason,
};
const blocked: Outcome = {
  address: "sdkClients.web",
  action: "create",
  outcome: "blocked",
  reason: "userPools.bad was not created",
};
const skipped: Outcome = { address: "userPools.late", action: "create", outcome: "skipped" };

function applied(outcomes: Outcome[], stopped?: StopReason, saved = true): Applied {
  return { outcomes, saved, ...(stopped !== undefined && { stopped }) };
}

const summaries: [why: string, applied: Applied, line: string][] = [
  [
    "complete where everything was done",
    applied([created, { ...created, address: "userPools.b" }]),
    "Apply complete! 2 created, 0 failed, 0 unsettled.\n",
  ],
  [
    "what was done in the lockfile alone is counted by what it was",
    applied([revived, retired, { ...retired, address: "userPools.older" }]),
    "Apply complete! 0 created, 0 failed, 0 unsettled, 1 revived, 2 retired.\n",
  ],
  [
    "incomplete where something failed but the run went on",
    applied([created, failed, blocked]),
    "Apply incomplete! 1 created, 1 failed, 0 unsettled, 1 blocked.\n",
  ],
  [
    "stopped where the run ended early",
    applied([created, failed, unsettled, skipped, { ...skipped, address: "userPools.z" }], {
      stop: "interrupted",
    }),
    "Apply stopped! 1 created, 1 failed, 1 unsettled, 2 not started.\n",
  ],
  [
    "never complete where the lockfile could not be written",
    applied([created], undefined, false),
    "Apply incomplete! 1 created, 0 failed, 0 unsettled.\n",
  ],
];

for (const [why, value, line] of summaries) {
  Applies(`the last line: ${why}`, () => {
    assert.is(renderAppliedSummary(value, plainStyle), line);
  });
}

Applies("the ids are those that an address did not have before, for scripts to read", () => {
  assert.is(
    renderIds(applied([created, revived, retired, failed])),
    "userPools.members = id-1\nuserPools.back = id-2\n",
  );
});

Applies("what was done and what was not are told apart, with reasons and next steps", () => {
  const value = applied([
    { ...created, secretFile: "/secrets/members.json" },
    retired,
    failed,
    unsettled,
    blocked,
    skipped,
  ]);
  assert.is(
    renderApplied(value, { ...context, attempts: [open("open")] }, plainStyle),
    `Done:
  created userPools.members id id-1, its secret is in /secrets/members.json
  retired userPools.old id id-3

Not done:
  failed userPools.bad: Anon refused (400): name is taken.
  unsettled userPools.open: The connection broke.
    attempt attempt-open, sent 2026-01-02T03:04:05.678Z: The connection broke after the request was sent (ECONNRESET).
      Look for one named "open" in Anon's console.
      If it is there:
        anon-sync settle userPools.open --id ID -e production
      If it is not there (15 minutes after it was sent, or later):
        anon-sync settle userPools.open --not-created --yes -e production
  blocked sdkClients.web: userPools.bad was not created.
  not started userPools.late

Running again is safe: what is unsettled, and what depends on it, is skipped until it is settled.
`,
  );
});

Applies("a create that its receipt and the list of ids tell of is not told a third time", () => {
  const text = renderApplied(applied([created]), context, plainStyle);
  assert.is(text, "");
});

const stops = {
  interrupted: [{ stop: "interrupted" }, ["Interrupted", "anon-sync apply -e production"]],
  unauthorized: [
    { stop: "unauthorized", status: 401, reason: "unknown key" },
    ["did not accept the API key (401): unknown key.", "ANON_API_KEY_PRODUCTION or ANON_API_KEY"],
  ],
  refused: [
    { stop: "refused", status: 404, reason: "no such route" },
    ["(404): no such route.", "Check the base URL (https://svc.prod.anon.com)"],
  ],
  "other-organization": [
    { stop: "other-organization", address, id: "id-1", expected: "org-1", actual: "org-2" },
    ["created in organization org-2, not in org-1.", "(id-1)", "find out first who answered"],
  ],
  "other-resource": [
    { stop: "other-resource", address, id: "id-1" },
    ["(id id-1) tells of something else", "anon-sync plan -e production"],
  ],
  quarantined: [
    { stop: "quarantined", address, id: "../x", reason: "It cannot be part of a URL" },
    ["(../x): It cannot be part of a URL.", `settle ${address} --abandon -e production`],
  ],
  "secret-lost": [
    { stop: "secret-lost", address, id: "id-1", reason: "it could not be written: EIO" },
    [
      `The secret of ${address} (id id-1) is lost and cannot be had again: it could not`,
      `anon-sync apply --replace ${address} --secret-sink SINK -e production`,
    ],
  ],
  "not-saved": [
    { stop: "not-saved", reason: "No space left (ENOSPC)" },
    ["No space left (ENOSPC).", "nothing is lost", "anon-sync apply -e production"],
  ],
  "lockfile-not-saved": [
    { stop: "lockfile-not-saved", reason: "No space left (ENOSPC)" },
    [
      "What was done could not be written down:",
      "No space left (ENOSPC).",
      "anon-sync apply -e production",
    ],
  ],
  "not-announced": [
    { stop: "not-announced", reason: "Could not resolve host" },
    ["could not be told of a create, which was not sent: Could not resolve host.", "To go on:"],
  ],
  "not-published": [
    { stop: "not-published", reason: "Could not resolve host" },
    ["The lockfile has everything that was done", "Could not resolve host.", "anon-sync apply"],
  ],
} satisfies Record<StopReason["stop"], [StopReason, string[]]>;

for (const [name, [stop, says]] of Object.entries(stops) as [string, [StopReason, string[]]][]) {
  Applies(`a run stopped by ${name} says why and what to type next`, () => {
    const text = renderApplied(applied([skipped], stop), context, plainStyle);
    for (const part of says) assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    assert.match(text, /Running again /);
  });
}

Applies("a 403 is explained: a read-only member's key can look up but not create", () => {
  const stop: StopReason = { stop: "unauthorized", status: 403, reason: "forbidden" };
  const text = renderApplied(applied([skipped], stop), context, plainStyle);
  assert.match(text, "does not let it create (403): forbidden.");
  assert.match(text, "The key of a read-only member may look resources up, but not create them.");
});

Applies("where neither journal nor lockfile was written, the log is the record", () => {
  const stop: StopReason = { stop: "not-saved", reason: "No space left (ENOSPC)" };
  const text = renderApplied(applied([skipped], stop, false), context, plainStyle);
  for (const part of ["NOT SAVED", "settle ADDRESS --id ID -e production"])
    assert.ok(text.includes(part), text);
});

Applies("a lockfile that was not written is said plainly, with what a CI log is good for", () => {
  const text = renderApplied(applied([created], undefined, false), context, plainStyle);
  assert.match(text, "The lockfile anon.lock.production.json could not be written");
  assert.match(text, "keep this log");
});

Applies("the JSON document holds outcomes, counts, ids and the commands that settle", () => {
  const attempts = [open("open"), open("open", { attempt: "attempt-2" })];
  const stopped: StopReason = { stop: "interrupted" };
  const document = appliedDocument(applied([created, unsettled], stopped), {
    ...context,
    attempts,
  });
  const plain = JSON.parse(JSON.stringify(document));
  assert.is(plain.format, "anon-sync-applied");
  assert.is(plain.complete, false);
  assert.equal(plain.ids, { [address]: "id-1" });
  assert.equal(plain.outcomes, [created, unsettled]);
  assert.equal(plain.stopped, stopped);
  assert.is(plain.counts.created, 1);
  assert.is(
    plain.unsettled[1].settle[0].command,
    "anon-sync settle userPools.open --id ID --attempt attempt-2 -e production",
  );
});

Applies.run();
