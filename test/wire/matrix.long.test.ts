import pLimit from "p-limit";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CreateVerdict } from "../../src/core/wire/verdict.ts";
import { applyCases, type AppliedCases } from "./apply-cases.ts";
import { askClient, type Asked } from "./ask-client.ts";
import { cases, isAlone, verdictsOf } from "./cases.ts";
import { apiKey } from "./echo-cases.ts";
import { harmlessKey } from "./hostile-server.ts";
import { idOf, type Expected, type WireCase } from "./wire-case.ts";

/**
 * The fault matrix plays every case to the shipped client, for its verdict. It also plays them to
 * the command as a process, for the wire, the lockfile and the readers of the output.
 */
const Matrix = suite("fault matrix on the wire");

/** The limit of any answer's addition to the command's memory: every endless answer pours 256 MiB. */
const maximumGrowthBytes = 48 * 1024 * 1024;

const together = new Map([...cases].filter(([, played]) => !isAlone(played)));
const quiet: WireCase = { name: "all is well", expected: { verdict: "created" }, posts: 1 };

// Everything starts here, with as many tasks at once as a small machine can carry; the tests await
// them.
const asking = pLimit(16);
const applying = pLimit(3);
const usual = later(() => applying(() => applyCases(new Map([["c000", quiet]]))));
const oneRun = later(() => applying(() => applyCases(together, { again: true })));
const runs = [...cases].map(([key, played]) => ({
  key,
  played,
  asked: later(() => asking(() => askClient(key, played))),
  applied: isAlone(played)
    ? played.command !== false && later(() => applying(() => applyCases(new Map([[key, played]]))))
    : oneRun,
}));

/** Starts a task whose failure belongs to the test that awaits it, however late. */
function later<Result>(start: () => Promise<Result>): Promise<Result> {
  const started = start();
  started.catch(() => {});
  return started;
}

for (const { key, played, asked, applied } of runs) {
  Matrix(played.name, async () => {
    checkAsked(key, played, await asked);
    if (applied === false) return;
    checkApplied(key, played, await applied);
    const growth = (await applied).peakBytes - (await usual).peakBytes;
    assert.ok(growth < maximumGrowthBytes, `the command grew by ${growth} bytes`);
  });
}

Matrix("a second apply sends nothing again but what was refused", async () => {
  const { laterPosts, lockfile, laterSaid } = await oneRun;
  assert.ok(Object.keys(lockfile.unsettled).length > 40);
  const refused = [...together].filter(([, played]) =>
    verdictsOf(played).some(({ verdict }) => verdict === "refused"),
  );
  assert.equal(
    laterPosts,
    refused.map(([key]) => key),
    laterSaid,
  );
});

Matrix.run();

function checkAsked(key: string, played: WireCase, asked: Asked): void {
  const { verdict, posts, strays, witnessed } = asked;
  const seen = shown(verdict);
  const wanted = verdictsOf(played).map((expected) => asShown(expected, key));
  const isExpected = wanted.some((one) => JSON.stringify(one) === JSON.stringify(seen));
  if (!isExpected) assert.equal(seen, wanted[0], JSON.stringify(verdict));
  assert.is(posts, played.posts, "POSTs of the client");
  assert.equal(strays, [], "the client sent what nobody asked for");
  assert.is(witnessed, 0, "the client went elsewhere");
  assertNoKey("the verdict", JSON.stringify({ ...verdict, answer: undefined }));
}

/** Returns a verdict's parts except its sentence, in a fixed order. */
function shown(verdict: CreateVerdict): unknown[] {
  switch (verdict.verdict) {
    case "not-sent":
      return [verdict.verdict, verdict.retry];
    case "refused":
      return [verdict.verdict, verdict.stop, verdict.retryAfterMs];
    case "unknown":
      return [verdict.verdict, verdict.hint];
    default:
      return [verdict.verdict, verdict.id];
  }
}

function asShown(expected: Expected, key: string): unknown[] {
  switch (expected.verdict) {
    case "not-sent":
      return [expected.verdict, expected.retry];
    case "refused":
      return [expected.verdict, expected.stop, expected.retryAfterMs];
    case "unknown":
      return [expected.verdict, expected.hint === true ? idOf(key) : undefined];
    default:
      return [expected.verdict, expected.id ?? idOf(key)];
  }
}

function checkApplied(key: string, played: WireCase, applied: AppliedCases): void {
  const { stdout, stderr, files, lockfile } = applied;
  const lines = `${stdout}\n${stderr}`.split("\n");
  const said = lines.filter((line) => isAlone(played) || line.includes(key)).join("\n");
  assert.is(lockfile.resources[`userPools.${harmlessKey}`]?.id, idOf(harmlessKey), said);
  const attempts = lines.filter((line) => line === `sending userPools.${key}`).length;
  assert.ok(attempts > 0, said);
  assert.ok(applied.posts(key) <= attempts, "at most one POST for each attempt");
  const isRetried = played.command === "created";
  assert.is(applied.posts(key), played.posts + Number(isRetried), "POSTs of the command");
  if (isAlone(played)) assert.is(attempts, isRetried ? 2 : 1, "attempts of the command");
  assert.equal(applied.strays, [], "the command sent what nobody asked for");
  assert.is(applied.witnessed, 0, "the command went elsewhere");
  for (const [what, text] of Object.entries({ stdout, stderr, files })) assertNoKey(what, text);

  const seen = inLockfile(key, lockfile);
  const verdicts: readonly Expected[] = isRetried ? [{ verdict: "created" }] : verdictsOf(played);
  const wanted = verdicts.map((expected) => afterApply(expected, key, played));
  const isExpected = wanted.some(({ state }) => JSON.stringify(state) === JSON.stringify(seen));
  if (!isExpected) assert.equal(seen, wanted[0]?.state, said);
  const codes = isAlone(played) ? wanted.map(({ code }) => code) : [1];
  assert.ok(codes.includes(applied.code ?? -1), `ended with ${applied.code}\n${said}`);
}

/** Returns a pool's entry in the lockfile: created with an id, none, or unsettled with its hints. */
function inLockfile(key: string, { resources, unsettled }: AppliedCases["lockfile"]): unknown[] {
  const address = `userPools.${key}`;
  const resource = resources[address];
  const attempts = Object.values(unsettled[address] ?? {});
  if (resource !== undefined) return ["created", resource.id, attempts.length];
  if (attempts.length === 0) return ["nothing"];
  const known = attempts.map(({ hint, quarantined }) => ({ hint, quarantined }));
  return ["unsettled", ...known];
}

/** Returns the lockfile entry and the exit code that the table of verdicts requires. */
function afterApply(
  expected: Expected,
  key: string,
  played: WireCase,
): { readonly state: unknown[]; readonly code: number } {
  const interrupted = played.hangs === true ? 130 : undefined;
  switch (expected.verdict) {
    case "created":
      return { state: ["created", expected.id ?? idOf(key), 0], code: played.exitCode ?? 0 };
    case "cut": {
      const isFound = played.forgets !== true && played.hangs !== true;
      if (isFound) return { state: ["created", idOf(key), 0], code: 0 };
      return { state: ["unsettled", { hint: idOf(key) }], code: interrupted ?? 4 };
    }
    case "unknown": {
      const hint = expected.hint === true ? { hint: idOf(key) } : {};
      return { state: ["unsettled", hint], code: interrupted ?? 4 };
    }
    case "quarantined":
      return { state: ["unsettled", { quarantined: expected.id }], code: 4 };
    case "not-sent":
      return { state: ["nothing"], code: expected.retry ? 130 : 1 };
    case "refused": {
      if (expected.retryAfterMs !== undefined) return { state: ["nothing"], code: 130 };
      return { state: ["nothing"], code: played.exitCode ?? 1 };
    }
  }
}

function assertNoKey(what: string, text: string): void {
  const hidden = [apiKey, Buffer.from(apiKey).toString("base64").replace(/=+$/, "")];
  for (const form of hidden) assert.not.ok(text.includes(form), `the key is in ${what}`);
}
