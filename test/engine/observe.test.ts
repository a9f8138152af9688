import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Api } from "../../src/core/wire/api.ts";
import type { LookupVerdict } from "../../src/core/wire/verdict.ts";
import { createLimiter, type Limiter } from "../../src/engine/limiter.ts";
import { observe } from "../../src/engine/observe.ts";
import { kinds } from "../../src/kinds/index.ts";

const Observe = suite("looking ids up");

const [kind] = kinds;
const asked = ["a", "b", "c"].flatMap((id) => (kind === undefined ? [] : [{ id, kind }]));

function atOnce(requests: number): Limiter {
  return createLimiter({ now: () => 0, sleep: async () => undefined }, requests, 64);
}

/** Returns an API with these answers to lookups, which records its lookups. */
function answering(answers: Readonly<Record<string, LookupVerdict>>): Api & { lookups: string[] } {
  const lookups: string[] = [];
  return {
    lookups,
    create: () => Promise.reject(new Error("nothing is created here")),
    issueToken: () => Promise.reject(new Error("no token is issued here")),
    instance: () => Promise.resolve(undefined),
    async lookup(_kind, id) {
      lookups.push(id);
      return answers[id] ?? { verdict: "absent" };
    },
  };
}

Observe("each verdict is an observation, in the words of the plan", async () => {
  const api = answering({
    a: { verdict: "present", answer: { id: "a", name: "A", organizationId: "org-1" } },
    b: { verdict: "present", answer: { id: "b", name: "B" } },
    c: { verdict: "unreadable", reason: "500", retry: true },
  });
  const seen = await observe(api, asked, atOnce(2));
  const a = seen.get("a");
  assert.is(a?.seen === "present" && a.organizationId, "org-1");
  assert.is(a?.seen === "present" && a.fields["name"], "A");
  const b = seen.get("b");
  assert.is(b?.seen === "present" && b.organizationId, undefined);
  assert.equal(seen.get("c"), { seen: "unreadable", reason: "500", unauthorized: false });
  assert.equal((await observe(answering({}), asked, atOnce(2))).get("a"), { seen: "absent" });
});

Observe("after a first `not authorized` nothing more is asked", async () => {
  const api = answering({ a: { verdict: "unauthorized", status: 401, reason: "no" } });
  const seen = await observe(api, asked, atOnce(1));
  assert.equal(api.lookups, ["a"]);
  for (const id of ["a", "b", "c"])
    assert.equal(seen.get(id), { seen: "unreadable", reason: "no", unauthorized: true });
});

Observe.run();
