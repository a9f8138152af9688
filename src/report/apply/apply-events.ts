import type { ApplyEvent } from "../../core/plan/applied.ts";
import type { Style } from "../style.ts";
import { bare, counted, sentence } from "../text.ts";
import { stopSentence } from "./stop.ts";

/** An event on one line, for a log; ends with a newline. */
export function renderEvent(event: ApplyEvent, style: Style): string {
  return `${eventLine(event, style)}\n`;
}

function eventLine(event: ApplyEvent, style: Style): string {
  if (event.event === "stopping") return `${style.red("stopping")} ${stopSentence(event.reason)}`;
  const address = bare(event.address);
  switch (event.event) {
    case "sending":
      return `sending ${address}`;
    case "created":
      return `${style.green("created")} ${receipt(event)}`;
    case "not-saved":
      return `${style.red("created")} ${receipt(event)} ${style.bold("NOT SAVED")}: ${sentence(event.reason)} Keep this line.`;
    case "retry":
      return `retry ${address} in ${seconds(event.delayMs)}: ${sentence(event.reason)}`;
    case "failed":
      return `${style.red("failed")} ${address}: ${sentence(event.reason)}`;
    case "unsettled":
      return `${style.red("unsettled")} ${address} attempt=${bare(event.attempt)}: ${sentence(event.reason)}`;
    case "blocked":
      return `${style.yellow("blocked")} ${address}: ${sentence(event.reason)}`;
  }
}

/** Enough to settle the attempt by hand, if the log is all that is left. */
function receipt({ address, id, attempt }: { address: string; id: string; attempt: string }) {
  return `${bare(address)} id=${bare(id)} attempt=${bare(attempt)}`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

/** The progress of an apply. */
export interface Progress {
  /** The number of creates of the apply. */
  readonly total: number;
  readonly created: number;
  readonly failed: number;
  readonly unsettled: number;
  readonly blocked: number;
  readonly stopping: boolean;
}

/** The progress before the first event of an apply with `total` creates. */
export function startProgress(total: number): Progress {
  return { total, created: 0, failed: 0, unsettled: 0, blocked: 0, stopping: false };
}

/** The progress after one more event. */
export function advanceProgress(progress: Progress, { event }: ApplyEvent): Progress {
  switch (event) {
    case "created":
    case "not-saved":
      return { ...progress, created: progress.created + 1 };
    case "failed":
      return { ...progress, failed: progress.failed + 1 };
    case "unsettled":
      return { ...progress, unsettled: progress.unsettled + 1 };
    case "blocked":
      return { ...progress, blocked: progress.blocked + 1 };
    case "stopping":
      return { ...progress, stopping: true };
    case "sending":
    case "retry":
      return progress;
  }
}

/**
 * The one live line of a terminal: `Applying: 12 of 40 done, 1 failed`. No newline, and short
 * enough for 80 columns, since a terminal cannot overwrite a line that wraps.
 */
export function progressLine(progress: Progress, style: Style): string {
  const { total, created, failed, unsettled, blocked, stopping } = progress;
  const done = created + failed + unsettled + blocked;
  const troubles = [
    failed === 0 ? "" : style.red(`, ${failed} failed`),
    unsettled === 0 ? "" : style.red(`, ${unsettled} unsettled`),
    blocked === 0 ? "" : style.yellow(`, ${blocked} blocked`),
  ].join("");
  const verb = stopping ? "Stopping" : "Applying";
  return `${verb}: ${done} of ${counted(total, "create")} done${troubles}`;
}
