// `npm run contention`: reads the options of the command line, with the full counts as the default.
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
    over: { type: "string", multiple: true, default: ["file", "http"] },
  },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
if (noGitServer !== undefined) throw new Error(noGitServer);

const appliers = Number(values.appliers);
const rounds = Number(values.rounds);
for (const way of ["file", "http"] as const) {
  if (!values.over.includes(way)) continue;
  const startMs = performance.now();
  const contended = await contention({ way, appliers, rounds, areProcesses: true, haste: 1 });
  const { applies, creates, commits, lost, waited } = contended;
  tell(
    startMs,
    `over ${way}: ${appliers} appliers × ${rounds} rounds, ${applies} applies, ${creates} creates of ${creates} resources, one holder at a time in ${commits} commits, ${lost} takes lost, ${waited} waits, 0 unsettled`,
  );
}
await everyInstant();
const startMs = performance.now();
await pausedHolder();
tell(startMs, "a holder that was paused and unlocked sent nothing when it woke up");

/** Kills a runner at each possible instant. */
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
