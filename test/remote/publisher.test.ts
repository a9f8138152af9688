import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyState, stateOf, type State } from "../../src/core/state/state.ts";
import type { Lockfile } from "../../src/store/lockfile.ts";
import { Publisher } from "../../src/remote/publisher.ts";
import { RemoteState } from "../../src/remote/remote-state.ts";
import type { SimulatedProcess } from "../support/simulated-machine.ts";
import { SimulatedRemote } from "../support/simulated-remote.ts";
import { SimulatedTime } from "../support/simulated-time.ts";
import { attempt, held, pool } from "../support/world.ts";
import { environmentNameOf } from "../../src/core/names/environment-name.ts";
import { defaultStateRefs, stateRef } from "../../src/core/names/state-ref.ts";
import { lineageNumber } from "../support/lineage.ts";

const announcements = suite("what is announced on a git remote before it is sent");

const lineage = lineageNumber(1);
const ref = stateRef(defaultStateRefs, lineage, environmentNameOf("sandbox"));
const one = pool("one");
const own = attempt(one, { attempt: "own", verdict: "sending" });

/** Returns a remote that always answers, and a function that gives a machine access to it. */
function remoteWorld() {
  const time = new SimulatedTime();
  const remote = new SimulatedRemote(time, {
    question: () => "answered",
    push: () => "answered",
    latencyMs: () => 100,
  });
  let uuids = 0;
  const clock = { now: () => time.now, sleep: (ms: number) => time.sleep(ms) };
  const random = { uuid: () => `uuid-${(uuids += 1)}`, fraction: () => 0.5 };
  const machine = (run: string): RemoteState => {
    const process: SimulatedProcess = {
      nth: 1,
      effect: () => undefined,
      host: run,
      machine: run,
      isAlive: true,
      awake: () => undefined,
    };
    const ports = { refs: remote.seenBy(process), clock, random };
    return new RemoteState(ports, ref, lockfileOf(emptyState), { run, host: run, since: "now" });
  };
  return { clock, machine };
}

function lockfileOf(state: State): Lockfile {
  const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
  return { lineage, environment, state };
}

/** Takes the lease for a run, and publishes facts of another machine. Returns the run's publisher. */
async function afterTelling(told: State): Promise<Publisher> {
  const { clock, machine } = remoteWorld();
  const [holder, other] = [machine("holder"), machine("other")];
  await holder.read();
  assert.ok(await holder.take(lockfileOf(emptyState)));
  await other.read();
  await other.tell(lockfileOf(told));
  return new Publisher(holder, clock, lockfileOf(emptyState));
}

async function refusal(publisher: Publisher, generation = 1): Promise<string | undefined> {
  try {
    await publisher.announce({ ...own, generation });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

announcements("what nobody else has told of may be sent", async () => {
  assert.is(await refusal(await afterTelling(emptyState)), undefined);
  const elsewhere = attempt(pool("two"), { attempt: "theirs" });
  assert.is(await refusal(await afterTelling(stateOf([], [elsewhere]))), undefined);
  const settled = attempt(one, { attempt: "theirs", verdict: "refused" });
  assert.is(await refusal(await afterTelling(stateOf([], [settled]))), undefined);
});

announcements(
  "a create that another machine may have sent, and has told of meanwhile, is not sent again",
  async () => {
    const theirs = attempt(one, { attempt: "theirs" });
    const reason = await refusal(await afterTelling(stateOf([], [theirs])));
    assert.match(reason ?? "", /nobody knows the end of \(attempt theirs\)/);
  },
);

announcements("what another machine has imported meanwhile is not created", async () => {
  const reason = await refusal(await afterTelling(stateOf([held(one)])));
  assert.match(reason ?? "", /is there \(id id-one\)/);
  // The id that the create replaces is of an earlier generation.
  assert.is(await refusal(await afterTelling(stateOf([held(one)])), 2), undefined);
});

announcements.run();
