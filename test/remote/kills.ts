import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import * as assert from "uvu/assert";
import type { GitRequest } from "../support/git-server.ts";
import type { Machine } from "../support/machine.ts";
import { lockfileOf, poolsManifest, type SharedRepository } from "../support/shared-repository.ts";

/** The instant of a runner's death: at the nth request of a kind from the start of its apply. */
export interface Instant {
  readonly at: "any request" | "push" | "create";
  readonly nth: number;
  /** Whether the remote, or the API, still carries the request out. */
  readonly isCarriedOut: boolean;
}

/** The leftovers of a killed run. */
export interface Left {
  /** False if the run was over before. */
  readonly isKilled: boolean;
  /** The count of creates that a person had to look for in the console. */
  readonly unsettled: number;
  /** Whether the dead run still had the lease. */
  readonly isHeld: boolean;
}

const state = ["--state", "git"];
const apply = ["apply", "--auto-approve", ...state];

/**
 * Kills a runner's apply at an instant, and removes its disk. Checks that a fresh clone has all
 * announcements, that its apply is refused during the lease, and that it converges after unlock and
 * settle. `names` are the pools of the manifest so far: the function adds two more.
 */
export async function killRunner(
  shared: SharedRepository,
  names: string[],
  instant: Instant,
): Promise<Left> {
  names.push(`a${names.length}`, `b${names.length}`);
  shared.manifest(poolsManifest(names));
  const runner = shared.machine();
  const isKilled = await killedAt(shared, runner, instant);
  runner.remove();

  const where = JSON.stringify(instant);
  const fresh = shared.machine();
  const before = shared.chain().at(-1);
  const plan = await fresh.run(["plan", ...state]);
  if (before?.holder !== undefined) {
    assert.match(plan.stderr, `Run ${before.holder} on ${runner.host} holds the state`, where);
    const refused = await fresh.run(apply);
    assert.is(refused.code, 7, `${where}\n${refused.stderr}`);
    assert.match(refused.stderr, `anon-sync unlock --run ${before.holder} --state git`);
    const unlocked = await fresh.run(["unlock", "--run", before.holder, "--yes", ...state]);
    assert.is(unlocked.code, 0, `${where}\n${unlocked.stderr}`);
  }
  const first = await fresh.run(apply);
  const open = Object.keys(lockfileOf(fresh).unsettled);
  assert.is(first.code, open.length > 0 ? 4 : 0, `${where}\n${first.stderr}`);
  for (const address of open) await settle(shared, fresh, address);
  const last = await fresh.run(apply);
  assert.is(last.code, 0, `${where}\n${last.stderr}`);
  assert.equal(await shared.unconverged(fresh), [], where);
  assert.is(shared.chain().at(-1)?.holder, undefined, where);
  return { isKilled, unsettled: open.length, isHeld: before?.holder !== undefined };
}

async function killedAt(
  shared: SharedRepository,
  runner: Machine,
  { at, nth, isCarriedOut }: Instant,
): Promise<boolean> {
  let child: ChildProcess | undefined;
  let count = 0;
  const isCounted = ({ step }: GitRequest) => at !== "create" && (at !== "push" || step === at);
  shared.server.behave((request) => {
    if (!isCounted(request) || (count += 1) !== nth) return "serve";
    child?.kill("SIGKILL");
    return isCarriedOut ? "lose the answer" : "drop";
  });
  shared.onCreate((create) => {
    if (at !== "create" || create !== nth) return false;
    child?.kill("SIGKILL");
    return !isCarriedOut;
  });
  child = runner.start(apply);
  let stderr = "";
  child.stdout?.resume();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  await shared.server.quiet();
  shared.server.behave();
  shared.onCreate();
  if (signal === null) assert.is(code, 0, stderr);
  return signal !== null;
}

/** Settles as a person does who has looked into the console. */
async function settle(shared: SharedRepository, at: Machine, address: string): Promise<void> {
  const { resources } = await shared.emulator.inventory();
  const found = resources.userPools.find(({ name }) => `userPools.${String(name)}` === address);
  const answer = found === undefined ? ["--not-created", "--yes"] : ["--id", found.id];
  const ran = await at.run(["settle", address, ...answer, ...state]);
  assert.is(ran.code, 0, ran.stderr);
}
