// `npm run contention`: the options of the command line, and the full counts where they are left out.
import { parseArgs } from "node:util";
import { noGitServer } from "../support/git-server.ts";
import { poolsManifest, withSharedRepository } from "../support/shared-repository.ts";
import { contention } from "./contention.ts";
import { killRunner, type Instant } from "./kills.ts";
import { pausedHolder } from "./paused.ts";

const { values } = parseArgs({
  options: {
    appliers: { type: "string", default: "16" },
    rounds: { type: "string", default: "100" },
    "process-rounds": { type: "string", default: "10" },
  },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
if (noGitServer !== undefined) throw new Error(noGitServer);

const appliers = Number(values.appliers);
for (const way of ["file", "http"] as const)
  for (const areProcesses of [false, true]) {
    const rounds = Number(areProcesses ? values["process-rounds"] : values.rounds);
    if (rounds === 0) continue;
    const startMs = performance.now();
    const { applies, creates, commits, lost, waited } = await contention({
      way,
      appliers,
      rounds,
      areProcesses,
    });
    tell(
      startMs,
      `over ${way}, ${areProcesses ? "processes" : "in one process"}: ${appliers} appliers × ${rounds} rounds, ${applies} applies, ${creates} creates of ${creates} resources, one holder at a time in ${commits} commits, ${lost} takes lost, ${waited} waits, 0 unsettled`,
    );
  }
await everyInstant();
const startMs = performance.now();
await pausedHolder();
tell(startMs, "a holder that was paused and unlocked sent nothing when it woke up");

/** Kills a runner at each instant that there is. */
async function everyInstant(): Promise<void> {
  const startedMs = performance.now();
  const counts = { kills: 0, unsettled: 0, held: 0 };
  await withSharedRepository("http", poolsManifest([]), async (shared) => {
    const names: string[] = [];
    for (const at of ["any request", "create"] as const)
      for (const isCarriedOut of [false, true]) {
        let isKilled = true;
        for (let nth = 1; isKilled; nth += 1) {
          const instant: Instant = { at, nth, isCarriedOut };
          const left = await killRunner(shared, names, instant);
          ({ isKilled } = left);
          counts.kills += Number(isKilled);
          counts.unsettled += left.unsettled;
          counts.held += Number(left.isHeld);
        }
      }
  })();
  tell(
    startedMs,
    `${counts.kills} kills with the disk gone, ${counts.held} of them while the state was held, ${counts.unsettled} creates settled by hand, 0 created twice, 0 ids lost`,
  );
}

function tell(sinceMs: number, what: string): void {
  const seconds = ((performance.now() - sinceMs) / 1_000).toFixed(0);
  console.log(`contention: ${what} (${seconds} s)`);
}
