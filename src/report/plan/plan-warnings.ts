import type { PlanWarning } from "../../core/plan/plan-document.ts";
import type { PlanView } from "./plan-view.ts";
import type { Style } from "../style.ts";
import { escapeText, indent } from "../text.ts";

/** What looks like a mistake that could not be corrected, a block each; empty where nothing does. */
export function warningLines({ warnings = [] }: PlanView, style: Style): string[] {
  return warnings.flatMap((warning) => [...warningBlock(warning, style), ""]);
}

/** One of them. */
export function warningBlock({ message, next, place }: PlanWarning, style: Style): string[] {
  const at = place === undefined ? "" : style.dim(` (${escapeText(place)})`);
  // A runner takes what begins with :: for a command, behind white space too; a saved plan may hold any text.
  const step = escapeText(next).replace(/^\s*(?=::)/, "| ");
  return [`${style.yellow("Warning")}: ${escapeText(message)}${at}`, ...indent([step])];
}
