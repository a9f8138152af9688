import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { poolsManifest, withSharedRepository, type Way } from "../support/shared-repository.ts";

/** The count of appliers of one ref and of their rounds, and the way to the ref. */
export interface ContentionOptions {
  readonly way: Way;
  readonly appliers: number;
  readonly rounds: number;
  /** Whether each apply is a process of its own; otherwise all run in this process, with a clone each. */
  readonly areProcesses: boolean;
  /** The divisor of every wait in this process. */
  readonly haste: number;
}

/** The result of the contention. */
export interface Contended {
  readonly applies: number;
  readonly creates: number;
  /** The count of commits on the ref. */
  readonly commits: number;
  /** The count of takes that another run won. */
  readonly lost: number;
  /** The count of applies that waited for another one. */
  readonly waited: number;
}

/**
 * In each round a pool is new to the manifest of all, and all apply at once: one creates it, the rest
 * learn of it. Throws if two have held the ref, or anything was created twice or is not known.
 */
export async function contention({
  way,
  appliers,
  rounds,
  areProcesses,
  haste,
}: ContentionOptions): Promise<Contended> {
  let contended: Contended | undefined;
  const contend = withSharedRepository(way, poolsManifest([]), async (shared) => {
    const machines = Array.from({ length: appliers }, () => shared.machine({ haste }));
    const names: string[] = [];
    let lost = 0;
    let waited = 0;
    const words = ["apply", "--auto-approve", "--state", "git", "--lock-timeout", "600"];
    for (let round = 1; round <= rounds; round += 1) {
      names.push(`p${round}`);
      for (const { folder } of machines)
        writeFileSync(join(folder, "anon.config.yaml"), poolsManifest(names));
      const runs = await Promise.all(
        machines.map((machine) => (areProcesses ? machine.runCli(words) : machine.run(words))),
      );
      for (const { code, stderr } of runs) {
        assert.is(code, 0, `round ${round}\n${stderr}`);
        lost += [...stderr.matchAll(/Planning again/g)].length;
        waited += Number(stderr.includes("Waiting up to"));
      }
      assert.is(await shared.emulator.posts(), round, `round ${round}`);
    }
    assert.equal(shared.misheld(), []);
    for (const machine of machines) assert.equal(await shared.unconverged(machine), []);
    const commits = shared.chain().length;
    contended = { applies: appliers * rounds, creates: names.length, commits, lost, waited };
  });
  await contend();
  if (contended === undefined) throw new Error("nothing was done");
  return contended;
}
