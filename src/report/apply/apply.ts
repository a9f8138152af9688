import type { Applied, Outcome } from "../../core/plan/applied.ts";
import type { ReportedEnvironment } from "../../core/plan/plan-document.ts";
import type { AttemptFact } from "../../core/state/state.ts";
import { applyCounts, outcomeLooks, stateParts } from "./apply-outcomes.ts";
import { stopSentence, stopSteps } from "./stop.ts";
import type { Style } from "../style.ts";
import { bare, indent, sentence } from "../text.ts";
import { unsettledLines } from "../status/unsettled.ts";

/** The parts of a report of an apply beside what the apply did. */
export interface ApplyContext {
  readonly toolVersion: string;
  readonly environment: ReportedEnvironment;
  /** The lockfile as the user would name it. */
  readonly lockfile: string;
  /** The attempts that are open after the apply. */
  readonly attempts: readonly AttemptFact[];
  /** The addresses in use, after the apply, that refer to an id. */
  readonly usersOf: (id: string) => readonly string[];
}

/**
 * The outcomes, why the run stopped, the next steps, and whether running again is safe. The counts and the ids are functions of their own. Ends with a newline unless empty.
 */
export function renderApplied(applied: Applied, context: ApplyContext, style: Style): string {
  const lines = [
    ...section("Done:", applied.outcomes.filter(hasMoreThanAnId), context, style),
    ...section("Not done:", applied.outcomes.filter(isNotDone), context, style),
    ...stopLines(applied, context, style),
    ...savedLines(applied, context, style),
    ...againLines(applied),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The last line: `Apply complete! 2 created, 0 failed, 0 unsettled.` Ends with a newline. */
export function renderAppliedSummary(applied: Applied, style: Style): string {
  const isComplete = isThrough(applied);
  const verdict = isComplete
    ? "complete"
    : applied.stopped === undefined
      ? "incomplete"
      : "stopped";
  const colour = isComplete ? style.green : style.red;
  return `${style.bold(colour(`Apply ${verdict}!`))} ${appliedCounts(applied)}.\n`;
}

/** `2 created, 0 failed, 0 unsettled`. */
export function appliedCounts(applied: Applied): string {
  const { created, failed, unsettled, blocked, skipped } = applyCounts(applied);
  return [
    `${created} created`,
    `${failed} failed`,
    `${unsettled} unsettled`,
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
    ...(skipped === 0 ? [] : [`${skipped} not started`]),
    ...stateParts(applied),
  ].join(", ");
}

/** `address = id`, a line for each address that has an id it did not have before the apply. */
export function renderIds(applied: Applied): string {
  return idsOf(applied)
    .map(({ address, id }) => `${bare(address)} = ${bare(id)}\n`)
    .join("");
}

/** The addresses that have an id they did not have before: created, revived or moved. */
export function idsOf(applied: Applied): { address: string; id: string }[] {
  return applied.outcomes.flatMap(({ address, id, outcome, action }) => {
    const isNew = outcome === "created" || (outcome === "done" && gains.has(action));
    return isNew && id !== undefined ? [{ address, id }] : [];
  });
}

const gains: ReadonlySet<string> = new Set(["revive", "move"]);

/** Whether everything was done and saved. */
export function isThrough(applied: Applied): boolean {
  const { failed, unsettled, blocked, skipped } = applyCounts(applied);
  return (
    failed + unsettled + blocked + skipped === 0 && applied.stopped === undefined && applied.saved
  );
}

function section(
  title: string,
  mine: readonly Outcome[],
  context: ApplyContext,
  style: Style,
): string[] {
  if (mine.length === 0) return [];
  return [
    title,
    ...indent(
      mine.flatMap((each) => outcomeLines(each, context, style)),
      1,
    ),
    "",
  ];
}

/** The outcomes that a receipt and the list of ids do not show. */
function hasMoreThanAnId({ outcome, reason, secretFile, replaces }: Outcome): boolean {
  const more = [reason, secretFile, replaces].some((shown) => shown !== undefined);
  const isTold = outcome === "created" && !more;
  return !isTold && !isNotDone({ outcome });
}

function isNotDone({ outcome }: Pick<Outcome, "outcome">): boolean {
  return outcome !== "created" && outcome !== "done";
}

function outcomeLines(outcome: Outcome, context: ApplyContext, style: Style): string[] {
  const { address, id, reason, secretFile, replaces } = outcome;
  const look = outcomeLooks[outcome.outcome];
  const word = look.word(outcome.action);
  const idPart = id === undefined ? "" : ` id ${bare(id)}`;
  const secret = secretFile === undefined ? "" : `, its secret is in ${bare(secretFile)}`;
  const attempts = context.attempts.filter((fact) => fact.address === address);
  // Each attempt below has its own reason, so we do not repeat it here.
  const isTold = outcome.outcome === "unsettled" && attempts.some((fact) => fact.reason === reason);
  const why = reason === undefined || isTold ? "" : `: ${sentence(reason)}`;
  return [
    `${style[look.colour](word)} ${bare(address)}${idPart}${secret}${why}`,
    ...(replaces === undefined ? [] : [`  ${whatOfTheOld(replaces, context)}`]),
    ...(outcome.outcome === "unsettled"
      ? indent(unsettledLines(attempts, context.environment), 1)
      : []),
  ];
}

/** A reader of "remove it" removes it, so the words leave out a resource that is in use. */
function whatOfTheOld(id: string, { usersOf }: ApplyContext): string {
  const users = usersOf(id).map(bare).join(", ");
  const next =
    users === ""
      ? ": remove it in Anon's console"
      : `; ${users} still uses it: do not remove it yet`;
  return `in place of id ${bare(id)}, which retired${next}`;
}

function stopLines({ stopped, saved }: Applied, context: ApplyContext, style: Style): string[] {
  if (stopped === undefined) return [];
  const steps = stopSteps(stopped, saved, context.environment, context.lockfile);
  return [style.red(stopSentence(stopped)), ...indent(steps, 1), ""];
}

function savedLines({ saved }: Applied, { lockfile }: ApplyContext, style: Style): string[] {
  if (saved) return [];
  return [
    style.red(
      `The lockfile ${bare(lockfile)} could not be written, or the ledger beside the journal; the journal still holds what was saved.`,
    ),
    "  The next run on this machine, in this repository, puts it into the lockfile first.",
    "  In CI, where the machine is thrown away, keep this log: its receipt lines have the ids.",
    "",
  ];
}

/** Whether the same command may be typed again; nothing if there is no reason to. */
function againLines(applied: Applied): string[] {
  if (isThrough(applied)) return [];
  const { unsettled } = applyCounts(applied);
  const stop = applied.stopped?.stop;
  if (stop === "other-organization" || stop === "other-resource")
    return ["Running again creates nothing twice, but find out first who answered."];
  if (unsettled > 0 || stop === "not-saved" || stop === "quarantined")
    return [
      "Running again is safe: what is unsettled, and what depends on it, is skipped until it is settled.",
    ];
  return ["Running again is safe: what was created is not created again."];
}
