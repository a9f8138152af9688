import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as settle } from "../../src/commands/settle.ts";
import { testEmulator, type TestEmulator, type TestEmulatorOptions } from "../support/emulator.ts";
import { project, type Project } from "../support/project.ts";
import { runHere } from "./run-here.ts";
import {
  heldFor,
  lockedIds,
  receiptIds,
  tenManifest,
  tenNames,
  unsettledAddresses,
} from "./ten-resources.ts";

/**
 * Kills the built command with SIGKILL at random instants of an apply, lets a person say truthfully
 * what is in the console, and applies again: the promise of design section 1, as a process.
 */
const kill = suite("apply, killed as a process");

/** How the server behaves while the run that is killed goes on, and how many runs are killed. */
interface Setting extends TestEmulatorOptions {
  readonly parallelism: number;
  readonly kills: number;
}

const settings: readonly Setting[] = [
  { parallelism: 1, kills: 7 },
  { parallelism: 1, kills: 7, latencyMs: 10 },
  { parallelism: 3, kills: 8 },
  { parallelism: 3, kills: 8, latencyMs: 20 },
  { parallelism: 8, kills: 8 },
  { parallelism: 8, kills: 7, latencyMs: 20 },
  // Committed long before the answer: most kills meet creates that nobody was told of.
  { parallelism: 8, kills: 6, faults: ["post:every:slow=40"] },
];

/** One kill of the many: in the `index`th of as many parts of the run's span as there are kills. */
interface Kill {
  readonly setting: Setting;
  readonly spanMs: number;
  readonly index: number;
}

/** How a killed run ended. */
interface KilledRun {
  readonly stderr: string;
  /** Killed after it began to send, before it was through. */
  readonly isMidRun: boolean;
}

const applyWith = ({ parallelism }: Setting) => [
  "apply",
  "--auto-approve",
  "--parallelism",
  String(parallelism),
];

/** Milliseconds from the first create that is sent to the end of a run that nobody disturbs. */
async function measure(setting: Setting): Promise<number> {
  return inProject(setting, async (made) => {
    const child = made.start(applyWith(setting));
    let firstMs = 0;
    child.stdout?.resume();
    child.stderr?.on("data", () => (firstMs ||= performance.now()));
    const [code] = (await once(child, "close")) as [number];
    assert.is(code, 0);
    return performance.now() - firstMs;
  });
}

async function inProject<Result>(
  setting: Setting,
  work: (made: Project, emulator: TestEmulator) => Promise<Result>,
): Promise<Result> {
  const { parallelism: _parallelism, kills: _kills, ...options } = setting;
  const emulator = await testEmulator(options);
  try {
    return await work(project(tenManifest, { env: emulator.env }), emulator);
  } finally {
    await emulator.close();
  }
}

/** Kills a process `delayMs` after it first says something. */
async function killLater(child: ChildProcess, delayMs: number): Promise<KilledRun> {
  let stderr = "";
  child.stdout?.resume();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stderr?.once("data", () => setTimeout(() => child.kill("SIGKILL"), delayMs));
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  return { stderr, isMidRun: signal === "SIGKILL" && stderr.includes("sending ") };
}

/** One kill and what comes after it. Answers whether it hit the middle, and what was left open. */
async function killAndRecover({ setting, spanMs, index }: Kill) {
  return inProject(setting, async (made, emulator) => {
    const delayMs = ((index + Math.random()) / setting.kills) * spanMs;
    const killed = await killLater(made.start(applyWith(setting)), delayMs);
    const where = `killed after ${delayMs.toFixed(1)} ms, parallelism ${setting.parallelism}:\n${killed.stderr}`;
    await emulator.clearFaults();
    // A create that was on its way when the process died is committed before the person looks.
    await sleep((setting.latencyMs ?? 0) + 50);

    const second = await made.run(applyWith(setting));
    const open = unsettledAddresses(made);
    assert.is(second.code, open.length > 0 ? 4 : 0, `${where}\n${second.stderr}`);
    for (const address of open) await settleTruthfully(made, emulator, address, where);
    const third = open.length > 0 ? await made.run(applyWith(setting)) : second;
    assert.is(third.code, 0, `does not converge, ${where}\n${third.stderr}`);

    const inventory = await emulator.inventory();
    const ids = lockedIds(made);
    for (const address of Object.keys(tenNames)) {
      const held = heldFor(inventory, address).map(({ id }) => id);
      assert.equal(held, [ids[address]], `${address}, ${where}`);
    }
    const known = Object.values(ids);
    for (const run of [killed, second, third])
      for (const id of receiptIds(run.stderr))
        assert.ok(known.includes(id), `${id} was announced and is lost, ${where}`);

    const posts = await emulator.posts();
    const lockfile = made.read("anon.lock.sandbox.emulator.json");
    assert.is((await made.run(applyWith(setting))).code, 0, where);
    assert.is(await emulator.posts(), posts, `a second apply sends something, ${where}`);
    assert.is(made.read("anon.lock.sandbox.emulator.json"), lockfile, where);
    return { isMidRun: killed.isMidRun, unsettled: open.length };
  });
}

/** A person looks into the console for the name, and says what is there. */
async function settleTruthfully(
  made: Project,
  emulator: TestEmulator,
  address: string,
  where: string,
): Promise<void> {
  const [held] = heldFor(await emulator.inventory(), address);
  const answer = held === undefined ? { notCreated: true, yes: true } : { id: held.id };
  const code = await runHere(settle, made.folder, emulator.env, answer, [address]);
  assert.is(code, 0, `settle ${address}, ${where}`);
}

kill("a SIGKILL at any instant loses no announced id and makes no duplicate", async () => {
  const kills: Kill[] = [];
  for (const setting of settings) {
    const spanMs = await measure(setting);
    for (let index = 0; index < setting.kills; index += 1) kills.push({ setting, spanMs, index });
  }
  const count = kills.length;
  let midRun = 0;
  let unsettled = 0;
  const lane = async () => {
    for (let next = kills.pop(); next !== undefined; next = kills.pop()) {
      const result = await killAndRecover(next);
      midRun += Number(result.isMidRun);
      unsettled += result.unsettled;
    }
  };
  await Promise.all([lane(), lane()]);
  console.log(`${count} kills, ${midRun} of them mid-run, ${unsettled} creates left unsettled`);
  assert.ok(count >= 50);
  assert.ok(midRun > 0, "no kill hit the middle of a run");
  assert.ok(unsettled > 0, "no kill left anything to settle");
});

kill.run();
