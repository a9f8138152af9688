import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DiskError } from "../../src/core/ports.ts";
import { disk } from "../../src/system/disk.ts";
import type { CliRun } from "../support/cli.ts";
import { noGitServer, type Behaviour, type GitRequest } from "../support/git-server.ts";
import type { Machine } from "../support/machine.ts";
import {
  lockfileOf,
  poolsManifest,
  withSharedRepository,
  type SharedRepository,
} from "../support/shared-repository.ts";

const Steps = suite("a git remote that fails at each step of an apply");
const test = noGitServer === undefined ? Steps : Steps.skip;

const apply = ["apply", "--auto-approve", "--state", "git"];

/**
 * Applies two more pools while the nth request of `counted` fails, for each n until no request is
 * left. Calls `check` with each run. Returns the count of runs.
 */
async function atEachStep(
  shared: SharedRepository,
  counted: (request: GitRequest) => boolean,
  failing: (step: number, nth: number) => Behaviour,
  check: (ran: CliRun, at: Machine) => Promise<void>,
): Promise<number> {
  const names: string[] = [];
  const machine = shared.machine();
  for (let step = 1; ; step += 1) {
    names.push(`a${step}`, `b${step}`);
    writeFileSync(join(machine.folder, "anon.config.yaml"), poolsManifest(names));
    let nth = 0;
    shared.server.behave((request) => {
      if (counted(request)) nth += 1;
      return counted(request) && nth >= step ? failing(step, nth) : "serve";
    });
    const ran = await machine.run(apply);
    shared.server.behave();
    await check(ran, machine);
    if (nth < step) return step - 1;
  }
}

test(
  "however far a run gets before the remote is gone, nothing is sent unannounced, and the next goes on",
  withSharedRepository("http", poolsManifest([]), async (shared) => {
    const ends = new Set<string>();
    const steps = await atEachStep(
      shared,
      () => true,
      (step) => (step % 2 === 0 ? "drop" : { status: 503 }),
      async ({ code, stderr }, machine) => {
        // This machine's lockfile has each created id, whatever reached the remote.
        const { resources } = lockfileOf(machine);
        for (const [, address = "", id] of stderr.matchAll(/^created (\S+) id=(\S+)/gm))
          assert.is(resources[address]?.id, id, stderr);
        if (code === 0) return;
        assert.is(code, 1, stderr);
        const problems = stderr.match(/^(error\[remote-unreachable\]|stopping|The lockfile has)/gm);
        assert.is(problems?.length, 1, `it is told once:\n${stderr}`);
        ends.add(String(problems));
        const again = await machine.run(apply);
        assert.is(again.code, 0, `${stderr}\n${again.stderr}`);
        assert.equal(await shared.unconverged(machine), [], `${stderr}\n${again.stderr}`);
      },
    );
    assert.ok(steps >= 8, `${steps} steps`);
    assert.equal([...ends].toSorted(), [
      "The lockfile has",
      "error[remote-unreachable]",
      "stopping",
    ]);
  }),
);

test(
  "whichever push was received and its answer lost, it is read back: nobody notices",
  withSharedRepository("http", poolsManifest([]), async (shared) => {
    const steps = await atEachStep(
      shared,
      ({ step }) => step === "push",
      (step, nth) => (nth === step || step % 2 === 0 ? "lose the answer" : "serve"),
      async ({ code, stderr }, machine) => {
        assert.is(code, 0, stderr);
        assert.equal(await shared.unconverged(machine), [], stderr);
        assert.is(shared.chain().at(-1)?.holder, undefined);
      },
    );
    assert.ok(steps >= 3, `${steps} steps`);
    const commits = shared.chain().map(({ commit }) => commit);
    assert.is(new Set(commits).size, commits.length);
  }),
);

Steps(
  "a disk that takes no lockfile keeps the remote from nothing: it may be the only one to know",
  withSharedRepository("file", poolsManifest(["a", "b"]), async (shared) => {
    const full = {
      ...disk,
      async rename(from: string, to: string) {
        if (to.endsWith("anon.lock.sandbox.emulator.json"))
          throw new DiskError("ENOSPC", to, "no space left on device");
        await disk.rename(from, to);
      },
    };
    const runner = shared.machine({ system: { disk: full } });
    const ran = await runner.run(apply);
    assert.is(ran.code, 1, ran.stderr);
    runner.remove();
    const fresh = shared.machine();
    const plan = await fresh.run(["plan", "--state", "git"]);
    assert.match(plan.stdout, "0 to create, 0 to retire, 2 unchanged", plan.stderr);
    assert.is((await fresh.run(apply)).code, 0);
    assert.equal(await shared.unconverged(fresh), []);
  }),
);

Steps.run();
