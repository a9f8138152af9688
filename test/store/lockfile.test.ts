import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { Failure, type Problem } from "../../src/core/errors/problem.ts";
import { mergeStates } from "../../src/core/state/merge.ts";
import { emptyState, isOpen, stateOf, type AttemptFact } from "../../src/core/state/state.ts";
import { formatLockfile, parseLockfile, type Lockfile } from "../../src/store/lockfile.ts";
import { anyState } from "../support/any-world.ts";
import { attempt, client, factsOf, held, pool, service } from "../support/world.ts";
import { lineageOf } from "../../src/core/names/lineage.ts";

const Writing = suite("lockfile: writing");
const Reading = suite("lockfile: reading");
const Both = suite("lockfile: there and back");

const path = "anon.lock.sandbox.json";
const base: Omit<Lockfile, "state"> = {
  lineage: lineageOf("3f2b0a52-6a55-4e0b-9a58-6d2a1e6f0c11"),
  environment: {
    name: "sandbox",
    baseUrl: "https://svc.sandbox.anon.com",
    organizationId: "org-1",
  },
};

const members = pool("members");

function textOf(lockfile: Lockfile): string {
  return new TextDecoder().decode(formatLockfile(lockfile));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Returns the text of a small lockfile with some of its parts replaced. */
function altered(parts: Record<string, unknown>): string {
  const text = textOf({ ...base, state: stateOf([held(members)]) });
  return JSON.stringify({ ...JSON.parse(text), ...parts }, null, 2);
}

/** Returns the one problem that refuses a text. Throws if the text is read. */
function refusal(text: string | Uint8Array): Problem {
  try {
    parseLockfile(typeof text === "string" ? bytesOf(text) : text, path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.is(error.exitCode, exitCode.refused);
    const [problem] = error.problems;
    if (problem !== undefined && error.problems.length === 1) return problem;
  }
  return assert.unreachable("it was read") as never;
}

/** Checks that the refusal of a text as damaged names the file and the way to restore it. */
function isDamaged(text: string | Uint8Array, what?: string): void {
  const { code, message, next, file } = refusal(text);
  assert.is(code, "lockfile-damaged", message);
  assert.ok(message.includes(path), message);
  assert.is(file, path);
  assert.match(next ?? "", `git log -- ${path}`);
  if (what !== undefined) assert.ok(message.includes(what), message);
}

const golden = `{
  "environment": {
    "baseUrl": "https://svc.sandbox.anon.com",
    "name": "sandbox",
    "organizationId": "org-1"
  },
  "lineage": "3f2b0a52-6a55-4e0b-9a58-6d2a1e6f0c11",
  "lockfileVersion": 1,
  "resources": {
    "sdkClients.web": {
      "answered": {
        "description": "Client web.",
        "kind": "application",
        "kind.application.userPoolId": "id-members",
        "name": "web"
      },
      "applied": {
        "description": "Client web.",
        "kind": "application",
        "kind.application.userPoolId": "id-members",
        "name": "web",
        "oauthDisabled": null
      },
      "assumed": [
        "oauthDisabled"
      ],
      "generation": 1,
      "id": "id-web"
    },
    "userPools.members": {
      "answered": {
        "authorization.idClaim": null,
        "authorization.jwksUri": "https://anon.example/.well-known/jwks.json",
        "description": "Pool members.",
        "hosted": true,
        "name": "members"
      },
      "applied": {
        "authorization.idClaim": null,
        "authorization.jwksUri": null,
        "description": "Pool members.",
        "name": "members"
      },
      "attempt": "0123456789abcdef-0",
      "generation": 2,
      "id": "id-members"
    }
  },
  "retired": {
    "old": {
      "address": "userPools.members",
      "applied": {
        "name": "members"
      },
      "generation": 1,
      "reason": "replaced"
    }
  },
  "settled": {
    "0123456789abcdef-2": {
      "address": "userPools.members",
      "generation": 1
    }
  },
  "unsettled": {
    "sdkClients.backend": {
      "0123456789abcdef-1": {
        "fields": {
          "name": "backend"
        },
        "generation": 1,
        "hint": "c-1",
        "reason": "The connection broke after the request was sent (ECONNRESET)",
        "sentAt": "2026-01-02T03:04:05.678Z"
      }
    }
  }
}
`;

const goldenState = stateOf(
  [
    held(members, { generation: 2, attempt: "0123456789abcdef-0" }),
    held(client("web", "members"), { assumed: ["oauthDisabled"] }),
    {
      id: "old",
      address: "userPools.members",
      generation: 1,
      applied: { name: "members" },
      retired: "replaced",
    },
  ],
  [
    attempt(service("backend"), {
      attempt: "0123456789abcdef-1",
      fields: { name: "backend" },
      sentAt: "2026-01-02T03:04:05.678Z",
      reason: "The connection broke after the request was sent (ECONNRESET)",
      hint: "c-1",
    }),
    attempt(members, { attempt: "0123456789abcdef-2", verdict: "refused", fields: {} }),
  ],
);

Writing(
  "a lockfile is this text: one resource a block, keys sorted, LF, a newline at the end",
  () => {
    assert.is(textOf({ ...base, state: goldenState }), golden);
  },
);

Writing("an empty lockfile has no `settled`, and no organization before one is known", () => {
  const text = textOf({
    lineage: base.lineage,
    environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
    state: emptyState,
  });
  assert.equal(JSON.parse(text), {
    lockfileVersion: 1,
    lineage: base.lineage,
    environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
    resources: {},
    unsettled: {},
    retired: {},
  });
});

Writing("two ids that hold one address are a bug, and never written: one would be lost", () => {
  const state = stateOf([held(members), held(members, { id: "other" })]);
  assert.throws(() => formatLockfile({ ...base, state }), /two ids hold userPools.members/);
});

Writing("an id called like a member of every object is kept", () => {
  for (const id of ["__proto__", "constructor", "toString"]) {
    const state = stateOf([held(members, { id, retired: "quarantined" })]);
    const read = parseLockfile(formatLockfile({ ...base, state }), path);
    assert.is(factsOf(read.state), factsOf(state));
  }
});

Writing("an attempt whose intent alone is known is written as what it is: unknown", () => {
  const state = stateOf([], [attempt(members, { verdict: "sending" })]);
  const read = parseLockfile(formatLockfile({ ...base, state }), path);
  assert.is(read.state.attempts.get("attempt-members")?.verdict, "unknown");
});

/** Returns an attempt as a lockfile stores it: an open one whole, a settled one only as settled. */
function asKept(fact: AttemptFact): AttemptFact {
  const { attempt: key, address, generation } = fact;
  return isOpen(fact)
    ? { ...fact, verdict: "unknown" }
    : { attempt: key, address, generation, verdict: "refused", fields: {} };
}

Both("what is written is read back the same", () => {
  fc.assert(
    fc.property(anyState, (facts) => {
      const state = stateOf(facts.ids.values(), [...facts.attempts.values()].map(asKept));
      const bytes = formatLockfile({ ...base, state });
      const read = parseLockfile(bytes, path);
      assert.equal([read.lineage, read.environment], [base.lineage, base.environment]);
      assert.is(factsOf(read.state), factsOf(state));
      assert.equal(formatLockfile(read), bytes);
    }),
    { numRuns: 500 },
  );
});

Both("any text a field, a reason or an id may hold is read back the same", () => {
  const text = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(text, text, text, (id, value, reason) => {
      const state = stateOf(
        [
          held(members, {
            id,
            retired: "quarantined",
            applied: { name: value },
            answered: { name: value },
          }),
        ],
        [attempt(members, { fields: { name: value }, reason, quarantined: id })],
      );
      const read = parseLockfile(formatLockfile({ ...base, state }), path);
      assert.is(factsOf(read.state), factsOf(state));
    }),
  );
});

Both("equal facts are equal bytes, whatever order they came in", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const reversed = stateOf(
        [...state.ids.values()].toReversed(),
        [...state.attempts.values()].toReversed(),
      );
      assert.equal(
        formatLockfile({ ...base, state: reversed }),
        formatLockfile({ ...base, state }),
      );
    }),
    { numRuns: 300 },
  );
});

Reading("a BOM and CRLF, which editors on Windows add, change nothing", () => {
  const windows = `\ufeff${golden.replaceAll("\n", "\r\n")}`;
  assert.is(factsOf(parseLockfile(bytesOf(windows), path).state), factsOf(goldenState));
});

Reading(
  "a key that stands twice is refused: JSON would let the last one win and drop an id",
  () => {
    const text = textOf({ ...base, state: stateOf([held(members)]) });
    const block = /( {4}"userPools\.members": \{[^]*?\n {4}\})/.exec(text)?.[1] ?? "";
    isDamaged(
      text.replace(block, `${block},\n${block.replace("id-members", "other")}`),
      "userPools",
    );
    isDamaged(text.replace('"retired": {', '"resources": {},\n  "retired": {'), '"resources"');
  },
);

Reading("one id under two addresses, or active and retired at once, is refused", () => {
  const resource = { id: "twice", generation: 1, applied: {} };
  isDamaged(altered({ resources: { "userPools.a": resource, "userPools.b": resource } }), "twice");
  const { id: _id, ...rest } = resource;
  const retired = { twice: { ...rest, address: "userPools.b", reason: "removed" } };
  isDamaged(altered({ resources: { "userPools.a": resource }, retired }), "twice");
});

Reading("the conflict markers of a git merge are named as such, with what to do", () => {
  const conflict = golden.replace(
    '  "retired": {',
    '<<<<<<< HEAD\n  "retired": {\n=======\n>>>>>>> branch',
  );
  for (const text of [conflict, conflict.replaceAll("\n", "\r\n")]) {
    const { code, message, next } = refusal(text);
    assert.is(code, "lockfile-conflict");
    assert.match(message, path);
    assert.match(next ?? "", `anon-sync merge-driver ${path}, then git add ${path}`);
  }
});

/** Returns a lockfile with the two resources of two branches at one address, one of them moved by hand. */
function resolvedByHand(kept: string, moved: string): string {
  const { id: _id, ...block } = JSON.parse(altered({})).resources["userPools.members"];
  return altered({
    resources: { "userPools.members": { ...block, id: kept } },
    retired: { [moved]: { ...block, address: "userPools.members", reason: "duplicate" } },
  });
}

Reading("of two ids at one address the one that a person left in use is in use", () => {
  for (const [kept, moved] of [
    ["id-1", "id-2"],
    ["id-2", "id-1"],
  ] as const) {
    const { state } = parseLockfile(bytesOf(resolvedByHand(kept, moved)), path);
    assert.is(state.ids.get(kept)?.retired, undefined);
    assert.is(state.ids.get(moved)?.retired, "duplicate");
    assert.is(factsOf(mergeStates(state, emptyState)), factsOf(state), "and stays it");
  }
});

Reading("an attempt that git merged beside the id it made is not open", () => {
  const { attempt: key, address: _address, verdict: _verdict, ...open } = attempt(members);
  const resource = JSON.parse(altered({})).resources["userPools.members"];
  const text = altered({
    resources: { "userPools.members": { ...resource, attempt: key } },
    unsettled: { "userPools.members": { [key]: open } },
  });
  const { state } = parseLockfile(bytesOf(text), path);
  assert.equal([...state.attempts], []);
  assert.is(state.ids.get(resource.id)?.attempt, key);
});

Reading("a text that only mentions conflict markers is no conflict", () => {
  const state = stateOf([held(members, { applied: { name: "\n<<<<<<< HEAD\n" } })]);
  const read = parseLockfile(formatLockfile({ ...base, state }), path);
  assert.is(factsOf(read.state), factsOf(state));
});

Reading("a newer version is refused and says to use the newer tool", () => {
  const { code, message, next } = refusal(altered({ lockfileVersion: 2, invented: true }));
  assert.is(code, "lockfile-version");
  assert.match(message, "version 2");
  assert.match(next ?? "", "newer anon-sync");
});

Reading("what is no version is damage", () => {
  for (const version of [0, -1, "1", null, 1.5 - 1, undefined])
    isDamaged(altered({ lockfileVersion: version }));
});

Reading("keys we do not know are refused, not dropped at the next write", () => {
  isDamaged(altered({ extra: 1 }));
  isDamaged(altered({ environment: { ...base.environment, extra: 1 } }));
  const resource = { id: "a", generation: 1, applied: {} };
  isDamaged(altered({ resources: { "userPools.a": { ...resource, extra: 1 } } }));
  isDamaged(altered({ resources: { "gadgets.a": resource } }), '"gadgets.a"');
  isDamaged(altered({ resources: { "userPools.a b": resource } }));
});

Reading("values of another type are refused, and the place is named", () => {
  const wrong: Record<string, unknown>[] = [
    { lineage: "" },
    { lineage: 1 },
    { environment: { name: "sandbox" } },
    { resources: [] },
    { resources: { "userPools.a": { id: "", generation: 1, applied: {} } } },
    { resources: { "userPools.a": { id: "a", generation: 0, applied: {} } } },
    { resources: { "userPools.a": { id: "a", generation: 1.5, applied: {} } } },
    { resources: { "userPools.a": { id: "a", generation: 1, applied: { name: {} } } } },
    { resources: { "userPools.a": { id: "a", generation: 1, applied: { name: 1 } } } },
    { retired: { a: { address: "userPools.a", generation: 1, reason: "lost", applied: {} } } },
    { unsettled: { "userPools.a": {} } },
    { unsettled: { "userPools.a": { t: { generation: 1 } } } },
    { settled: { t: { address: "nowhere", generation: 1 } } },
  ];
  for (const parts of wrong) isDamaged(altered(parts), `/${Object.keys(parts)[0]}`);
  for (const text of ["[]", "null", "1", '"text"', "{}"]) isDamaged(text);
});

Reading("what is no JSON or no UTF-8 is refused, also where it is cut anywhere", () => {
  for (const text of ["", " ", "\n", "{", "not json", golden.replace('"retired"', "retired")])
    isDamaged(text, text === "" ? "JSON" : undefined);
  const bytes = formatLockfile({ ...base, state: goldenState });
  for (let end = 0; end < bytes.length - 1; end += 1) isDamaged(bytes.subarray(0, end));
  isDamaged(Uint8Array.of(...bytes.subarray(0, 40), 0xff, ...bytes.subarray(40)), "UTF-8");
  // Some file systems leave a file of zeroes after a power cut.
  isDamaged(new Uint8Array(bytes.length));
});

Reading("a message cannot steer a terminal, whatever the file holds", () => {
  const { message } = refusal("\u001b[2J\u0007{");
  // eslint-disable-next-line no-control-regex
  assert.not.match(message, /[\u0000-\u001f\u007f-\u009f]/);
});

for (const tests of [Writing, Reading, Both]) tests.run();
