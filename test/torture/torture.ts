import { crc32 } from "node:zlib";
import { Chance } from "../simulation/chance.ts";
import { Violated } from "./checks.ts";
import type { Duration } from "./instants.ts";
import { kills, measure, type KillCounts } from "./kills.ts";
import { Life, type Setting } from "./life.ts";
import { races, type RaceCounts } from "./races.ts";
import { stop, type StopCounts } from "./stops.ts";
import { startTruth } from "./truth.ts";

/** The amount of work. The counts are spread over the settings. */
export interface TortureOptions {
  readonly settings: readonly Setting[];
  readonly kills: number;
  /** The kills, or races, of one project before it must converge. */
  readonly perProject: number;
  readonly races: number;
  readonly stops: number;
  /** The duration of a stop, in milliseconds. */
  readonly holdMs: number;
  /** The time for which the server of a stopped run keeps an idle connection, in milliseconds. */
  readonly keepAliveMs: number;
  readonly seed: number;
  /** The count of projects at once; stopped projects do not count, because they only wait. */
  readonly jobs: number;
  /** Prints a line. */
  readonly say: (line: string) => void;
}

/** The result of a torture. */
export interface Tortured extends KillCounts, RaceCounts {
  stops: number;
  /** The repeated POSTs, or duplicate objects, without a person's consent. */
  duplicates: number;
  /** The ids and objects that are neither on record nor awaited by an open attempt. */
  lost: number;
  /** The projects with a violation of any kind. */
  violations: number;
}

/**
 * Returns every latency with every parallelism; `creates` has the count of creates for the applies
 * of each parallelism.
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

/** The counts of one setting so far. */
interface Tally extends KillCounts, RaceCounts {
  readonly setting: Setting;
  readonly stopped: StopCounts;
}

const enoughViolations = 5;
/** The count of further tries after a stop that came after the run's end. */
const stopTries = 20;

/**
 * Kills, races and stops the built command against a server in another process. After each,
 * compares the server's resources with the command's records (docs/design.md#1-what-it-is).
 */
export async function torture(options: TortureOptions): Promise<Tortured> {
  const { settings, seed, say } = options;
  const truth = startTruth();
  const found = { duplicates: 0, lost: 0, violations: 0 };
  const tallies = settings.map(tallyOf);

  /** Runs one project, from a seed of its own. Prints and counts a violation, and lets the rest go on. */
  const inLife: InLife = async (tally, what, number, work, keepAliveMs) => {
    if (found.violations >= enoughViolations) return;
    const where = `${nameOf(tally.setting)}: ${what} ${number}, seed ${seed}`;
    // The seed has the number, and not the order, which varies with the count of jobs.
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

/** Returns the last line. */
export function summary(tortured: Tortured): string {
  const { kills: killed, midRun, races: raced, stops, duplicates, lost, violations } = tortured;
  const others = violations === 0 ? "" : `, ${violations} projects with violations`;
  return `torture: ${killed} kills (${midRun} mid-run), ${raced} races, ${stops} stops, ${duplicates} duplicates without consent, ${lost} ids lost${others}`;
}

/** Works with the project of this number and purpose. */
type InLife = (
  tally: Tally,
  what: string,
  number: number,
  work: (life: Life) => Promise<void>,
  keepAliveMs?: number,
) => Promise<void>;
type Work = () => Promise<void>;

/** Kills and races the projects of the setting at an index. */
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

/** Does all the work, so many pieces at once. */
async function lanes(count: number, work: readonly Work[]): Promise<void> {
  const waiting = [...work];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: count }, lane));
}

/** Splits a count into the portions of single projects. */
function portions(total: number, perProject: number): number[] {
  const count = Math.ceil(total / perProject);
  return Array.from({ length: count }, (_, index) => share(total, index, count));
}

/** Returns the part of a count for one of so many. */
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
