import type { PlanRecord } from "../../core/plan/plan-document.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Style } from "../style.ts";
import { blocksOf, hiddenDriftLines } from "./human-plan.ts";
import { guardLines } from "./plan-guards.ts";
import { headerLines } from "./plan-header.ts";

/**
 * The drift between Anon and the lockfile, for people: a block for each id that differs, is gone or
 * cannot be read, and a last line that counts. Ends with a newline.
 */
export function renderDrift(view: PlanRecord, style: Style): string {
  const lines = [
    ...headerLines(view),
    "Drift only: what Anon has otherwise than the lockfile, whatever the manifest wants.",
    "",
    ...blocksOf(view, style),
    ...hiddenDriftLines(view.plan.actions),
    ...guardLines(view, style),
    style.bold(driftSummary(view.plan)),
  ];
  return `${lines.join("\n")}\n`;
}

/** The last line: `Drift: 1 drifted, 0 missing, 0 unreadable, 3 as the lockfile says.` */
export function driftSummary({ summary }: Plan): string {
  const { drifted, missing, unreadable, keep } = summary;
  return `Drift: ${drifted} drifted, ${missing} missing, ${unreadable} unreadable, ${keep} as the lockfile says.`;
}
