import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CreateVerdict } from "../../src/core/wire/verdict.ts";
import { attempt, client, held, kindOf, pool, present, service } from "../support/world.ts";
import { answerTo, course, created, type Came, type Course, type Says } from "./engine-world.ts";

const poolKind = kindOf("userPools.members");
const members = pool("members");
const staff = pool("staff");
const web = client("web", "members");
const jobs = service("jobs");

/** Returns address → outcome. */
function outcomes({ applied }: Came): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (applied?.outcomes ?? []).map(({ address, outcome }) => [address, outcome]),
  );
}

function told({ events }: Came, event: string) {
  return events.filter((each) => each.event === event);
}

/** Returns the steps without their counts, and without steps that only print. */
function effects({ steps }: Came): string[] {
  const silent = /^(sending|created|failed|blocked|stopping|retry|unsettled|not-saved) \d+$/;
  return steps.filter((step) => !silent.test(step)).map((step) => step.replace(/ \d+/, ""));
}

const Order = suite("the order of effects");

Order(
  "everything is prepared before the first POST, and the lockfile is saved before the journal goes",
  async () => {
    const came = await course({ wanted: [members, jobs] });
    assert.equal(
      came.steps.filter((step) => !step.startsWith("close") || step === "close 1"),
      [
        "open 1",
        "prepare 1",
        "sending 1",
        "sending 2",
        "post 1 jobs",
        "verdict 1 t1 created",
        "secret 1",
        "created 1",
        "sending 3",
        "sending 4",
        "post 2 members",
        "verdict 2 t3 created",
        "created 2",
        "save 1",
        "close 1",
      ],
    );
    assert.is(came.applied?.saved, true);
    assert.equal(outcomes(came), { "sdkClients.jobs": "created", "userPools.members": "created" });
    assert.is(came.applied?.outcomes[0]?.secretFile, "sdkClients.jobs");
    assert.equal([...(came.saved?.ids.keys() ?? [])], ["id-new-1", "id-new-2"]);
  },
);

Order(
  "a client is created after its pool, from the id that the pool was answered with",
  async () => {
    const came = await course({ wanted: [web, members], parallelism: 5 });
    assert.equal(
      came.steps.filter((step) => step.startsWith("post")),
      ["post 1 members", "post 2 web"],
    );
    const fact = came.saved?.ids.get("id-new-2");
    assert.is(fact?.applied["kind.application.userPoolId"], "id-new-1");
  },
);

Order("a plan with nothing to do writes nothing", async () => {
  const came = await course({ wanted: [members], ids: [held(members)] });
  assert.equal(came.steps, []);
  assert.equal(came.applied?.outcomes, []);
});

Order("what sends nothing is done without a journal", async () => {
  const moved = pool("people", { name: "members", description: "Pool members." });
  const gone = pool("gone");
  const back = pool("back");
  const drifting = pool("drifting");
  const edited = pool("edited", { description: "New." });
  const before = held(pool("edited"));
  const came = await course({
    wanted: [moved, back, drifting, edited, staff],
    ids: [held(members), held(gone), held(back, { retired: "removed" }), held(drifting), before],
    attempts: [attempt(staff)],
    moved: { "userPools.members": "userPools.people" },
    seen: {
      "id-drifting": present({ ...held(drifting).answered, name: "Other" }),
      "id-edited": present({ ...before.answered, description: "New." }),
    },
  });
  assert.equal(came.steps, ["save 1"]);
  assert.equal(outcomes(came), {
    "userPools.people": "done",
    "userPools.gone": "done",
    "userPools.back": "done",
    "userPools.edited": "done",
    "userPools.staff": "unsettled",
  });
});

Order("what depends on an unsettled pool is blocked, and its reason names the pool", async () => {
  const came = await course({ wanted: [members, web], attempts: [attempt(members)] });
  assert.equal(outcomes(came), { "userPools.members": "unsettled", "sdkClients.web": "blocked" });
  assert.is(came.applied?.outcomes[1]?.reason, "it needs userPools.members");
});

Order("a rename beside drift is done", async () => {
  const people = pool("people", { name: "members", description: "Pool members." });
  const came = await course({
    wanted: [people],
    ids: [held(members)],
    moved: { "userPools.members": "userPools.people" },
    seen: { "id-members": present({ ...held(members).answered, name: "Other" }) },
  });
  assert.equal(outcomes(came), { "userPools.people": "done" });
});

Order("a plan that is not applicable is never applied", async () => {
  const came = await course({
    wanted: [pool("members", { name: "New" })],
    ids: [held(members)],
  });
  assert.match(String(came.thrown), "not applicable");
  assert.equal(came.steps, []);
});

const Disk = suite("what could not be written");

Disk("without a journal nothing is sent, and no place for a secret stays", async () => {
  const came = await course({ wanted: [jobs, members], fails: ["prepare 1"] });
  assert.match(String(came.thrown), "no prepare");
  assert.equal(effects(came), ["open", "prepare", "discard"]);
});

Disk("without the place of each secret nothing is sent, and those that were made go", async () => {
  const came = await course({ wanted: [jobs, service("nightly")], fails: ["open 2"] });
  assert.match(String(came.thrown), "no open");
  assert.equal(effects(came), ["open", "open", "discard"]);
});

Disk("a secret that nobody named a place for is a bug, found before anything is sent", async () => {
  const came = await course({ wanted: [jobs], withoutSecrets: true });
  assert.match(String(came.thrown), "has a secret and no place for it");
  assert.equal(came.steps, []);
});

Disk("an intent that is not durable is not sent, and stops the run", async () => {
  const came = await course({ wanted: [members, staff], fails: ["sending 1"] });
  assert.equal(effects(came), ["prepare", "save", "close"]);
  assert.is(came.applied?.stopped?.stop, "not-saved");
  assert.equal(outcomes(came), { "userPools.members": "failed", "userPools.staff": "skipped" });
});

Disk(
  "an id that is not durable is announced as NOT SAVED, and is in the lockfile at the end",
  async () => {
    const came = await course({ wanted: [members, staff], fails: ["verdict 1"] });
    assert.is(told(came, "not-saved").length, 1);
    assert.is(told(came, "created").length, 0);
    assert.is(came.applied?.stopped?.stop, "not-saved");
    assert.ok(came.saved?.ids.has("id-new-1"));
    assert.equal(outcomes(came), { "userPools.members": "created", "userPools.staff": "skipped" });
  },
);

Disk(
  "a refusal that is not durable stops the run too: the journal takes nothing more",
  async () => {
    const refused = { verdict: "refused", status: 400, reason: "no", stop: false } as const;
    const came = await course({ wanted: [members, staff], says: [refused], fails: ["verdict 1"] });
    assert.is(came.applied?.stopped?.stop, "not-saved");
    assert.is(told(came, "not-saved").length, 0);
    assert.equal(outcomes(came), { "userPools.members": "failed", "userPools.staff": "skipped" });
  },
);

Disk("a lockfile that cannot be written leaves the journal where it is", async () => {
  const came = await course({ wanted: [members], fails: ["save 1"] });
  assert.is(came.applied?.saved, false);
  assert.equal(came.applied?.stopped, { stop: "lockfile-not-saved", reason: "no save" });
  assert.not(came.steps.includes("close 1"));
  assert.ok(came.steps.includes("leave 1"), "Node 26 ends where an open file is forgotten");
});

Disk(
  "a secret that cannot be written is called lost, and stops the run: the next would be too",
  async () => {
    const came = await course({ wanted: [jobs, service("nightly")], fails: ["secret 1"] });
    assert.is(came.applied?.stopped?.stop, "secret-lost");
    assert.match(
      came.applied?.outcomes[0]?.reason ?? "",
      "its secret is lost: it could not be written",
    );
    assert.equal(outcomes(came), { "sdkClients.jobs": "created", "sdkClients.nightly": "skipped" });
    assert.ok(came.saved?.ids.has("id-new-1"));
  },
);

Disk("a secret that did not come with the answer is called lost, and its place goes", async () => {
  const came = await course({
    wanted: [jobs],
    says: [async (id, body) => ({ verdict: "created", id, answer: { ...body, id } })],
  });
  assert.match(came.applied?.outcomes[0]?.reason ?? "", "it did not come with the answer");
  assert.ok(came.steps.includes("discard 1"));
});

const Verdicts = suite("what becomes of a verdict");

const one = (says: Course["says"], more: Course = {}) =>
  course({ wanted: [members, staff], says, ...more });

Verdicts("what was certainly not sent is tried four times, with ever longer waits", async () => {
  const down = { verdict: "not-sent", reason: "Refused.", retry: true } as const;
  const came = await one([down, down, down, down]);
  assert.equal(
    came.steps.filter((step) => step.startsWith("sleep")).map((step) => step.split(" ")[2]),
    ["1000", "2000", "4000"],
  );
  assert.equal(outcomes(came), { "userPools.members": "failed", "userPools.staff": "created" });
  assert.match(came.applied?.outcomes[0]?.reason ?? "", "tried 4 times");
});

Verdicts("what does not get better by trying again is not tried again", async () => {
  const came = await one([{ verdict: "not-sent", reason: "The certificate.", retry: false }]);
  assert.equal(outcomes(came), { "userPools.members": "failed", "userPools.staff": "created" });
  assert.not(came.steps.some((step) => step.startsWith("sleep")));
});

function slow(retryAfterMs: number): CreateVerdict {
  return { verdict: "refused", status: 429, reason: "Slow.", retryAfterMs, stop: false };
}

Verdicts("429 makes everybody wait as long as the API asks, at most a minute a time", async () => {
  const came = await one([slow(5_000), slow(900_000)]);
  assert.equal(
    came.steps.filter((step) => step.startsWith("sleep")).map((step) => step.split(" ")[2]),
    ["5000", "60000"],
  );
  assert.equal(outcomes(came), { "userPools.members": "created", "userPools.staff": "created" });
});

Verdicts("a create that others were told to wait for waits too", async () => {
  const wanted = [pool("a"), pool("b"), pool("c")];
  const came = await course({ wanted, says: [slow(5_000)], parallelism: 2 });
  const steps = came.steps.filter((step) => /^(post|sleep)/.test(step));
  assert.equal(steps.slice(0, 4), ["post 1 a", "post 2 b", "sleep 1 5000", "sleep 2 5000"]);
  const later = steps.slice(4).map((step) => step.split(" ")[2]);
  assert.equal(later.toSorted(), ["a", "c"], steps.join("\n"));
  assert.is(Object.values(outcomes(came)).join(), "created,created,created");
});

Verdicts("a refusal fails its create; one that every other would meet stops the run", async () => {
  for (const [status, expected] of [
    [400, undefined],
    [401, "unauthorized"],
    [403, "unauthorized"],
    [404, "refused"],
  ] as const) {
    const stop = expected !== undefined;
    const came = await one([{ verdict: "refused", status, reason: "no", stop }]);
    assert.is(came.applied?.stopped?.stop, expected, String(status));
    assert.is(outcomes(came)["userPools.members"], "failed");
    assert.is(outcomes(came)["userPools.staff"], stop ? "skipped" : "created");
  }
});

Verdicts("an unknown one is recorded with its hint, and the run goes on", async () => {
  const came = await one([{ verdict: "unknown", reason: "Broke.", hint: "id-9" }]);
  assert.equal(outcomes(came), { "userPools.members": "unsettled", "userPools.staff": "created" });
  assert.is(came.saved?.attempts.get("t1")?.hint, "id-9");
});

Verdicts("what depends on one that failed is blocked and not sent", async () => {
  const came = await course({
    wanted: [members, web],
    says: [{ verdict: "unknown", reason: "Broke." }],
  });
  assert.equal(outcomes(came), { "userPools.members": "unsettled", "sdkClients.web": "blocked" });
  assert.is(told(came, "blocked").length, 1);
});

Verdicts("an id that cannot be used is kept, and stops the run", async () => {
  const came = await one([{ verdict: "quarantined", id: "../x", reason: "Odd." }]);
  assert.is(came.applied?.stopped?.stop, "quarantined");
  assert.is(came.saved?.attempts.get("t1")?.quarantined, "../x");
});

const sameId: Says = async (_id, body) => created("id-same", poolKind, body);

Verdicts("one id in two answers is the first one's; the second is quarantined", async () => {
  const came = await one([sameId, sameId]);
  assert.equal(outcomes(came), { "userPools.members": "created", "userPools.staff": "unsettled" });
  assert.is(came.applied?.stopped?.stop, "quarantined");
});

const cut = { verdict: "cut", id: "id-cut", reason: "Cut." } as const;

Verdicts("an id of a cut answer is believed only where a look shows what was sent", async () => {
  const body = { name: "members", description: "Pool members." };
  const answer = answerTo("id-cut", poolKind, body);
  const lookup = { verdict: "present", answer } as const;
  const came = await one([cut], { lookup });
  assert.equal(outcomes(came), { "userPools.members": "created", "userPools.staff": "created" });
  assert.ok(came.saved?.ids.has("id-cut"));
  // The journal has the id as a hint before the lookup: a kill in between must not lose it.
  assert.ok(came.steps.indexOf("verdict 1 t1 unknown") < came.steps.indexOf("lookup 1"));

  const other = { verdict: "present", answer: { ...answer, name: "Other" } } as const;
  for (const seen of [other, { verdict: "absent" } as const]) {
    const doubted = await one([cut], { lookup: seen });
    assert.is(outcomes(doubted)["userPools.members"], "unsettled");
    assert.is(doubted.saved?.attempts.get("t1")?.hint, "id-cut");
  }
});

Verdicts("an id of a cut answer that we know already is nobody's hint", async () => {
  const came = await course({
    wanted: [members, staff],
    ids: [held(staff, { id: "id-cut" })],
    says: [cut],
  });
  assert.is(outcomes(came)["userPools.members"], "unsettled");
  assert.is(came.saved?.attempts.get("t1")?.hint, undefined);
  assert.not(came.steps.includes("lookup 1"));
});

Verdicts(
  "an answer of another organization, or of none, is recorded and stops the run",
  async () => {
    for (const [organizationId, actual] of [
      ["org-2", "org-2"],
      [undefined, "none"],
    ] as const) {
      const came = await one([
        async (id, body) => ({
          verdict: "created",
          id,
          answer: { ...body, id, ...(organizationId !== undefined && { organizationId }) },
        }),
      ]);
      const { stopped } = came.applied ?? {};
      assert.is(stopped?.stop === "other-organization" && stopped.actual, actual);
      assert.ok(came.saved?.ids.has("id-new-1"));
      assert.is(outcomes(came)["userPools.staff"], "skipped");
    }
  },
);

Verdicts("an answer under another name is recorded and stops the run", async () => {
  const came = await one([
    async (id, body) => ({
      verdict: "created",
      id,
      answer: { ...body, name: "Other", id, organizationId: "org-1" },
    }),
  ]);
  assert.is(came.applied?.stopped?.stop, "other-resource");
  assert.ok(came.saved?.ids.has("id-new-1"));
});

Verdicts(
  "the first answer of a first run names the organization, and none is expected before",
  async () => {
    const came = await one([], { organizationId: undefined, parallelism: 5 });
    assert.is(came.applied?.organizationId, "org-1");
    // The first create goes alone, until its answer has shown the key's organization.
    assert.ok(came.steps.indexOf("verdict 1 t1 created") < came.steps.indexOf("post 2 staff"));
    const nobody = await one([async (id) => ({ verdict: "created", id, answer: { id } })], {
      organizationId: undefined,
    });
    const { stopped } = nobody.applied ?? {};
    assert.is(stopped?.stop === "other-organization" && stopped.expected, "one");
  },
);

Verdicts("a bug in one create saves what the others learned, and is thrown after", async () => {
  const came = await one([
    undefined,
    async () => {
      throw new TypeError("a bug");
    },
  ]);
  assert.match(String(came.thrown), "a bug");
  assert.ok(came.saved?.ids.has("id-new-1"));
  assert.not(came.steps.includes("close 1"), "the journal has what the lockfile lacks");
  assert.ok(came.steps.includes("leave 1"));
});

const Signal = suite("signals");

Signal("the first one lets what is in flight finish, and sends nothing new", async () => {
  const came = await one([], {
    watch: (step, { first }) => {
      if (step === "post 1") first.abort();
    },
  });
  assert.equal(outcomes(came), { "userPools.members": "created", "userPools.staff": "skipped" });
  assert.is(came.applied?.stopped?.stop, "interrupted");
});

Signal("one that came before the start sends nothing at all", async () => {
  for (const which of ["first", "second"] as const) {
    const came = await one([], {
      watch: (step, signals) => {
        if (step === "prepare 1") signals[which].abort();
      },
    });
    assert.not(
      came.steps.some((step) => step.startsWith("post")),
      which,
    );
    assert.is(came.applied?.stopped?.stop, "interrupted");
  }
});

Signal("one between the intent and the POST takes the intent back", async () => {
  const came = await one([], {
    watch: (step, { first }) => {
      if (step === "sending 1") first.abort();
    },
  });
  assert.ok(came.steps.includes("verdict 1 t1 refused"), came.steps.join("\n"));
  assert.not(came.steps.some((step) => step.startsWith("post")));
  assert.equal(outcomes(came), { "userPools.members": "skipped", "userPools.staff": "skipped" });
});

/** Returns an answer that comes only after the run abandons the request; calls `abort` once it is sent. */
function inFlight(signals: { abort?: () => void }): Says {
  return async (_id, _body, signal) => {
    const givenUp = new Promise<void>((resolve) =>
      signal?.addEventListener("abort", () => resolve()),
    );
    signals.abort?.();
    await givenUp;
    return { verdict: "unknown", reason: "Interrupted." };
  };
}

Signal(
  "the second one, or the end of the grace, gives up what is in flight: it is unknown then",
  async () => {
    for (const which of ["first", "second"] as const) {
      const signals: { abort?: () => void } = {};
      const came = await one([inFlight(signals)], {
        watch: (_step, controllers) => {
          signals.abort = () => controllers[which].abort();
        },
      });
      assert.equal(outcomes(came), {
        "userPools.members": "unsettled",
        "userPools.staff": "skipped",
      });
      assert.is(came.applied?.stopped?.stop, "interrupted");
    }
  },
);

Signal("one while a create waits to be tried again ends the wait, and it is skipped", async () => {
  const came = await one([{ verdict: "not-sent", reason: "Refused.", retry: true }], {
    watch: (step, { first }) => {
      if (step === "sleep 1") first.abort();
    },
  });
  assert.equal(outcomes(came), { "userPools.members": "skipped", "userPools.staff": "skipped" });
});

Signal("what was not sent because of it is skipped, not failed", async () => {
  const came = await one([{ verdict: "not-sent", reason: "Interrupted.", retry: false }], {
    watch: (step, { first }) => {
      if (step === "post 1") first.abort();
    },
  });
  assert.equal(outcomes(came), { "userPools.members": "skipped", "userPools.staff": "skipped" });
});

for (const each of [Order, Disk, Verdicts, Signal]) each.run();
