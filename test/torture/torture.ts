import { crc32 } from "node:zlib";
import { Chance } from "../simulation/chance.ts";
import { Violated } from "./checks.ts";
import type { Duration } from "./instants.ts";
import { kills, measure, type KillCounts } from "./kills.ts";
import { Life, type Setting } from "./life.ts";
import { races, type RaceCounts } from "./races.ts";
import { stop, type StopCounts } from "./stops.ts";
import { startTruth } from "./truth.ts";

/** How much to do. The counts are spread over the settings. */
export interface TortureOptions {
  readonly settings: readonly Setting[];
  readonly kills: number;
  /** Kills, or races, that one project goes through before it is to converge. */
  readonly perProject: number;
  readonly races: number;
  readonly stops: number;
  /** How long a stopped run stands still, in milliseconds. */
  readonly holdMs: number;
  /** How long the server of a stopped run keeps an idle connection, in milliseconds. */
  readonly keepAliveMs: number;
  readonly seed: number;
  /** How many projects are worked on at once; stopped ones, which only wait, are not counted. */
  readonly jobs: number;
  /** Where a line goes. */
  readonly say: (line: string) => void;
}

/** What it came to. */
export interface Tortured extends KillCounts, RaceCounts {
  stops: number;
  /** POSTs that were repeated, or objects that exist twice, without a person's consent. */
  duplicates: number;
  /** Ids and objects that are neither recorded nor waited for. */
  lost: number;
  /** Projects with a violation of any kind. */
  violations: number;
}

/**
 * Every latency with every parallelism; `creates` says how many creates the applies of each
 * parallelism have to do.
 */
export function settingsWith(creates: Readonly<Record<1 | 8 | 32, number>>): readonly Setting[] {
  return [0, 50].flatMap((latencyMs) =>
    ([1, 8, 32] as const).map((parallelism) => ({
      latencyMs,
      parallelism,
      creates: creates[parallelism],
    })),
  );
}

/** What happened under one setting, while it goes on. */
interface Tally extends KillCounts, RaceCounts {
  readonly setting: Setting;
  readonly stopped: StopCounts;
}

const enoughViolations = 5;
/** How often a stop is tried again that came after the run's end. */
const stopTries = 20;

/**
 * Kills, races and stops the built command against a server in another process, and compares after
 * each what the server knows with what the command recorded (docs/design.md#1-what-it-is).
 */
export async function torture(options: TortureOptions): Promise<Tortured> {
  const { settings, seed, say } = options;
  const truth = startTruth();
  const found = { duplicates: 0, lost: 0, violations: 0 };
  const tallies = settings.map(tallyOf);

  /** One project, from a seed of its own; a violation is told, counted and does not end the rest. */
  const inLife: InLife = async (tally, what, number, work, keepAliveMs) => {
    if (found.violations >= enoughViolations) return;
    const where = `${nameOf(tally.setting)}: ${what} ${number}, seed ${seed}`;
    // The number and not the order, which is another one with each count of jobs.
    const chance = new Chance(crc32(where));
    try {
      await Life.with(truth, tally.setting, chance, work, keepAliveMs);
    } catch (error) {
      if (!(error instanceof Violated)) throw error;
      found.violations += 1;
      for (const { what } of error.violations) {
        found.duplicates += Number(what === "duplicate");
        found.lost += Number(what === "lost");
      }
      say(`VIOLATION ${where}\n  ${error.message}`);
    }
  };

  try {
    const stopped = lanes(8, stopWork(options, tallies, inLife));
    const worked = (async () => {
      for (const [index, tally] of tallies.entries()) {
        await lanes(options.jobs, await workOf(options, tally, index, inLife));
        say(lineOf(tally));
      }
    })();
    await Promise.all([stopped, worked]);
  } finally {
    truth.end();
  }
  for (const { setting, stopped } of tallies)
    if (stopped.stops > 0)
      say(
        `${nameOf(setting)}: ${stopped.stops} stops, ${stopped.unsettled} creates left unsettled`,
      );
  return { ...sumOf(tallies), ...found };
}

/** The last line. */
export function summary(tortured: Tortured): string {
  const { kills: killed, midRun, races: raced, stops, duplicates, lost, violations } = tortured;
  const others = violations === 0 ? "" : `, ${violations} projects with violations`;
  return `torture: ${killed} kills (${midRun} mid-run), ${raced} races, ${stops} stops, ${duplicates} duplicates without consent, ${lost} ids lost${others}`;
}

/** Does something to the project of this number and purpose. */
type InLife = (
  tally: Tally,
  what: string,
  number: number,
  work: (life: Life) => Promise<void>,
  keepAliveMs?: number,
) => Promise<void>;
type Work = () => Promise<void>;

/** The projects that are killed and raced under the setting at an index. */
async function workOf(
  options: TortureOptions,
  tally: Tally,
  index: number,
  inLife: InLife,
): Promise<Work[]> {
  const partOf = (total: number) =>
    portions(share(total, index, options.settings.length), options.perProject);
  let duration: Duration | undefined;
  await inLife(tally, "measured", 0, async (life) => {
    duration = await measure(life);
  });
  const measured = duration;
  if (measured === undefined) return [];
  return [
    ...partOf(options.kills).map((count, number) => {
      const work = (life: Life) => kills(life, measured, count, tally);
      return () => inLife(tally, "kills", number, work);
    }),
    ...partOf(options.races).map((count, number) => {
      const work = (life: Life) => races(life, count, tally);
      return () => inLife(tally, "races", number, work);
    }),
  ];
}

function stopWork(options: TortureOptions, tallies: readonly Tally[], inLife: InLife): Work[] {
  const { stops, holdMs, keepAliveMs } = options;
  return Array.from({ length: stops }, (_, index) => async () => {
    const tally = tallies[index % tallies.length];
    if (tally === undefined) return;
    const before = tally.stopped.stops;
    const stopOnce = (life: Life) => stop(life, holdMs, tally.stopped);
    for (let tries = 0; tally.stopped.stops === before && tries < stopTries; tries += 1)
      await inLife(tally, `stop, try ${tries},`, index, stopOnce, keepAliveMs);
  });
}

/** Does it all, so many at once. */
async function lanes(count: number, work: readonly Work[]): Promise<void> {
  const waiting = [...work];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: count }, lane));
}

/** A count in portions of what one project goes through. */
function portions(total: number, perProject: number): number[] {
  const count = Math.ceil(total / perProject);
  return Array.from({ length: count }, (_, index) => share(total, index, count));
}

/** The part of a count that falls to one of so many. */
function share(total: number, index: number, of: number): number {
  return Math.floor(total / of) + Number(index < total % of);
}

function tallyOf(setting: Setting): Tally {
  const stopped = { stops: 0, unsettled: 0 };
  const none = { kills: 0, midRun: 0, unsettled: 0, silent: 0, races: 0, refused: 0, killed: 0 };
  return { setting, ...none, stopped };
}

function sumOf(tallies: readonly Tally[]): KillCounts & RaceCounts & { stops: number } {
  const sum = (count: (tally: Tally) => number) =>
    tallies.reduce((total, tally) => total + count(tally), 0);
  return {
    kills: sum((tally) => tally.kills),
    midRun: sum((tally) => tally.midRun),
    unsettled: sum((tally) => tally.unsettled),
    silent: sum((tally) => tally.silent),
    races: sum((tally) => tally.races),
    refused: sum((tally) => tally.refused),
    killed: sum((tally) => tally.killed),
    stops: sum((tally) => tally.stopped.stops),
  };
}

function nameOf({ latencyMs, parallelism }: Setting): string {
  return `latency ${latencyMs} ms, parallelism ${parallelism}`;
}

function lineOf(tally: Tally): string {
  const { kills: killed, midRun, unsettled, silent, races: raced, refused } = tally;
  return [
    `${nameOf(tally.setting)}: ${killed} kills (${midRun} mid-run)`,
    `${unsettled} creates left unsettled (${silent} of them exist)`,
    `${raced} races (${refused} runs refused, ${tally.killed} killed)`,
  ].join(", ");
}
