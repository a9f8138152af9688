import type { Applied } from "../../core/plan/applied.ts";
import { renderApplied, renderAppliedSummary, renderIds, type ApplyContext } from "./apply.ts";
import { code, fenced, foldedIfLong } from "../plan/markdown-text.ts";
import { plainStyle } from "../style.ts";
import { bare } from "../text.ts";

/** The length of a comment. A step summary has room for more. */
const maximumCharacters = 60_000;

/**
 * The result of an apply in Markdown: its last line, the failures with their reasons, and the new ids.
 * Blocks without room are left out, and a line says so. Ends with a newline.
 */
export function markdownApplied(applied: Applied, context: ApplyContext): string {
  const summary = renderAppliedSummary(applied, plainStyle).trimEnd();
  const head = `**${code(context.environment.name)}**: ${summary}`;
  const texts = [renderApplied(applied, context, plainStyle), renderIds(applied)];
  const blocks = texts.filter((text) => text !== "").map(block);
  const whole = `${[head, ...blocks].join("\n\n")}\n`;
  if (whole.length <= maximumCharacters) return whole;
  const short = `${head}\n\nThe rest has no room here: it is in the log, and each id in the lockfile.\n`;
  return `${short}\n${fenced("text", [bare(context.lockfile)])}\n`;
}

/** The reason why an environment has no plan. `text` lists problems. Ends with a newline. */
export function markdownRefusal(environment: string, text: string): string {
  const lines = text.trimEnd().split("\n");
  const whole = `**${code(environment)}: no plan**\n\n${fenced("text", lines)}\n`;
  if (whole.length <= maximumCharacters) return whole;
  return `**${code(environment)}: no plan.** Why has no room here: it is in the log.\n`;
}

function block(text: string): string {
  return foldedIfLong("Details", "text", text.trimEnd().split("\n"));
}
