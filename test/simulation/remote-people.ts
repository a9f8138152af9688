import { run as unlock } from "../../src/commands/unlock.ts";
import { isOpen } from "../../src/core/state/state.ts";
import type { Project } from "./project.ts";
import type { RemoteWatch } from "./remote-watch.ts";
import type { RemoteWorld } from "./remote-world.ts";

/** Unlocks a run that is over, or that a person takes for dead. */
export async function unlockRun(
  { content, parts: { chance } }: RemoteWorld,
  watch: RemoteWatch,
  operator: Project,
  isSure = false,
): Promise<boolean> {
  const run = content?.holder?.run;
  if (run === undefined || (!isSure && watch.isAlive(run) && !chance.once(4))) return false;
  watch.unlocked.add(run);
  const { exitCode } = await operator.run(unlock, { run, yes: true });
  const kind = watch.isAlive(run) ? "live" : "dead";
  operator.tell(`unlock of the ${kind} run ${run} ended with ${exitCode}`);
  return exitCode === 0;
}

/** What this machine's ledger alone knows to have been sent is taken up; it is settled later. */
export async function takeUpForgotten(operator: Project): Promise<void> {
  const store = await operator.read();
  for (const {
    attempt,
    address,
    generation = 1,
    fields = {},
    ended,
  } of store?.ledger?.lines.values() ?? []) {
    if (attempt === undefined || ended === true || store?.state.attempts.has(attempt)) continue;
    const fact = { attempt, address, generation, verdict: "unknown" as const, fields };
    await operator.settleOne(address, fact);
  }
}

/** What has been open for longer than anything is under way is settled, while nobody holds the ref. */
export async function settleOpen(world: RemoteWorld, operator: Project): Promise<void> {
  for (const fact of world.state.attempts.values()) {
    if (world.content?.holder !== undefined) return;
    const ageMs = world.time.now - Date.parse(fact.sentAt ?? "");
    if (!isOpen(fact) || ageMs < 16 * 60_000) continue;
    // Late commits wait for the end of the settlement: otherwise they would be late without any
    // mistake.
    world.looking += 1;
    await operator.settleOne(fact.address, fact);
    world.looking -= 1;
  }
}
