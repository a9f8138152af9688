import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { environmentNameOf } from "../../src/core/names/environment-name.ts";
import { defaultStateRefs, stateRef } from "../../src/core/names/state-ref.ts";
import type { Clock } from "../../src/core/ports.ts";
import { RemoteError, type Pushed, type RemoteRefs } from "../../src/core/remote-refs.ts";
import { emptyState, stateOf, type AttemptFact, type State } from "../../src/core/state/state.ts";
import { proofMs } from "../../src/remote/ask.ts";
import { RemoteState } from "../../src/remote/remote-state.ts";
import type { Lockfile } from "../../src/store/lockfile.ts";
import { lineageNumber } from "../support/lineage.ts";

const test = suite("the state on a remote");

const lineage = lineageNumber(1);
const ref = stateRef(defaultStateRefs, lineage, environmentNameOf("sandbox"));

/** Returns a remote in memory; `onPush` may answer a push itself, given the function that does it. */
function memoryRemote() {
  const commits = new Map<string, ReadonlyMap<string, Uint8Array>>();
  let tip: string | undefined;
  let onPush: ((push: () => Pushed) => Promise<Pushed>) | undefined;
  const refs: Omit<RemoteRefs, "file" | "commitFile" | "follow"> = {
    name: "origin",
    tip: async () => tip,
    files: async (_ref, commit) => commits.get(commit) ?? new Map(),
    async commit(files, _parent, message) {
      const nonce = /nonce (.*)/.exec(message)?.[1] ?? "";
      commits.set(nonce, files);
      return nonce;
    },
    async push(_ref, commit, expected) {
      const push = (): Pushed => {
        if (tip !== expected) return { push: "refused", reason: "stale" };
        tip = commit;
        return { push: "done" };
      };
      const answer = onPush;
      onPush = undefined;
      return answer === undefined ? push() : answer(push);
    },
  };
  return {
    refs: refs as RemoteRefs,
    /** Sets the answer to the next push only. */
    onPush: (answer: typeof onPush) => void (onPush = answer),
  };
}

type Remote = ReturnType<typeof memoryRemote>;

let numbers = 0;
const random = { uuid: () => `uuid-${(numbers += 1)}`, fraction: () => 0 };

/** Returns a clock that stands still, except for its sleeps and for `add`. */
function slowClock(): Clock & { add(ms: number): void } {
  let nowMs = 1_000_000;
  return {
    now: () => nowMs,
    sleep: async (ms) => void (nowMs += ms),
    add: (ms) => void (nowMs += ms),
  };
}

async function runOf(
  { refs }: Remote,
  run: string,
  clock: Clock = slowClock(),
): Promise<RemoteState> {
  const self = { run, host: "host", since: "2026-11-26T10:00:00.000Z" };
  const state = new RemoteState({ refs, clock, random }, ref, lockfile(), self);
  await state.read();
  return state;
}

const lockfile = (state: State = emptyState): Lockfile => ({
  lineage,
  environment: { name: "sandbox", baseUrl: "https://api.example.com" },
  state,
});

const attempt = (name: string, verdict: AttemptFact["verdict"]): AttemptFact => ({
  attempt: name,
  address: "userPools.a",
  generation: 1,
  verdict,
  fields: { name: "A", description: "A pool." },
});

async function codeOf(step: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !(error instanceof Failure)) throw error;
  return error?.problems[0]?.code;
}

test("of two that planned from the same, one takes it", async () => {
  const remote = memoryRemote();
  const one = await runOf(remote, "one");
  const two = await runOf(remote, "two");
  assert.ok(await one.take(lockfile()));
  assert.not(await two.take(lockfile()));
  assert.is(two.seen?.holder?.run, "one");
  assert.is(await codeOf(two.publish(lockfile())), "remote-lock-lost");
});

test("a take that arrived unheard is not left held where facts came in between: they change the plan", async () => {
  const remote = memoryRemote();
  const one = await runOf(remote, "one");
  const two = await runOf(remote, "two");
  remote.onPush(async (push) => {
    push();
    await two.read();
    await two.tell(
      lockfile(stateOf([{ id: "id", address: "userPools.a", generation: 1, applied: {} }])),
    );
    throw new RemoteError("the answer was lost");
  });
  assert.not(await one.take(lockfile()), "what was told is not in its plan");
  assert.is(one.seen?.holder, undefined, "and nobody would let go of it");
  assert.ok(one.seen?.lockfile.state.ids.has("id"));
});

test("what was proved long ago is proved again, and a run that was unlocked sends nothing", async () => {
  const remote = memoryRemote();
  const clock = slowClock();
  const one = await runOf(remote, "one", clock);
  await one.take(lockfile());
  await one.prove();
  const two = await runOf(remote, "two");
  assert.ok(await two.unlock("one"));
  // The announcements ensure safety: while a proof is valid, the run sends no request to the
  // remote.
  await one.prove();
  clock.add(proofMs);
  assert.is(await codeOf(one.prove()), "remote-lock-lost");
});

test("a clock that was set back proves nothing", async () => {
  const remote = memoryRemote();
  const clock = slowClock();
  const one = await runOf(remote, "one", clock);
  await one.take(lockfile());
  await (await runOf(remote, "two")).unlock("one");
  clock.add(-1);
  assert.is(await codeOf(one.prove()), "remote-lock-lost");
});

test("attempts that came to nothing go with the run, unless another has written meanwhile", async () => {
  const open = stateOf([], [attempt("a", "sending")]);
  const refused = stateOf([], [attempt("a", "refused")]);
  const alone = memoryRemote();
  const one = await runOf(alone, "one");
  await one.take(lockfile());
  await one.publish(lockfile(open));
  await one.release(lockfile(), refused);
  assert.is(one.seen?.lockfile.state.attempts.size, 0);

  const shared = memoryRemote();
  const two = await runOf(shared, "two");
  await two.take(lockfile());
  await two.publish(lockfile(open));
  await (await runOf(shared, "three")).unlock("two");
  await two.release(lockfile(), refused);
  assert.is(
    (await runOf(shared, "four")).seen?.lockfile.state.attempts.get("a")?.verdict,
    "refused",
  );
});

test("a remote that refuses every push is told as one, and one that answers nothing as unreachable", async () => {
  const remote = memoryRemote();
  const refusing: RemoteRefs = {
    ...remote.refs,
    push: async () => ({ push: "refused", reason: "protected" }),
  };
  const one = await runOf({ ...remote, refs: refusing }, "one");
  assert.is(await codeOf(one.take(lockfile())), "remote-refuses");
  const silent: RemoteRefs = {
    ...remote.refs,
    tip: async () => {
      throw new RemoteError("no route to host");
    },
  };
  assert.is(await codeOf(runOf({ ...remote, refs: silent }, "two")), "remote-unreachable");
});

test("who can do without asks a remote that says nothing once, and not for long", async () => {
  const asked: (number | undefined)[] = [];
  const remote = memoryRemote();
  const silent: RemoteRefs = {
    ...remote.refs,
    tip: async (_ref, timeoutMs) => {
      asked.push(timeoutMs);
      throw new RemoteError("git did not end within 10 s");
    },
  };
  const self = { run: "one", host: "host", since: "" };
  const ports = { refs: silent, clock: slowClock(), random };
  const state = new RemoteState(ports, ref, lockfile(), self);
  assert.is(await codeOf(state.glance(10_000)), "remote-unreachable");
  assert.equal(asked, [10_000]);
});

test.run();
