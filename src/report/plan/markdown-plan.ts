import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { hasChanges } from "../../core/plan/plan.ts";
import { suggestedCommand } from "../suggested-command.ts";
import { counted } from "../text.ts";
import { driftSummary } from "./drift.ts";
import { symbolsOf } from "./human-plan.ts";
import { blocksText, planBlocks, type Block } from "./markdown-blocks.ts";
import { planGraph } from "./markdown-graph.ts";
import { code, fenced, foldedIfLong } from "./markdown-text.ts";
import { uncheckedNote } from "./plan-details.ts";
import { headerLines } from "./plan-header.ts";
import { closingLines, summaryLine, uncheckedCount } from "./plan-summary.ts";

/** A comment on GitHub may have 65,536 characters. The rest is room for text around the plan. */
const usualMaximumCharacters = 60_000;

/** Options of renderMarkdown. */
export interface MarkdownOptions {
  /** In UTF-16 code units, at least 1000. The default is 60,000. */
  readonly maximumCharacters?: number;
  /** Whether the plan comes from --refresh-only: apply can do nothing about drift. */
  readonly isDriftOnly?: boolean;
}

/** A plan as markdown, which ends with a newline. */
export interface MarkdownPlan {
  readonly text: string;
  /** Whether blocks had to be left out. If so, nothing in the text approves the plan. */
  readonly isCut: boolean;
}

/**
 * A plan for a review, in the markdown that GitHub and GitLab share. It has a verdict, blocks whose
 * lines begin with the symbols (open questions first), the digest, the command that applies exactly
 * this plan, and a graph. A text longer than `maximumCharacters` is cut, and has neither digest nor
 * command: a reviewer cannot agree to blocks that are not shown. Texts of users and APIs appear in
 * code only, since nothing is active in code.
 */
export function renderMarkdown(view: PlanRecord, options: MarkdownOptions = {}): MarkdownPlan {
  const { maximumCharacters = usualMaximumCharacters, isDriftOnly = false } = options;
  const head = [verdictLine(view, isDriftOnly)];
  const blocks = planBlocks(view);
  const whole = [
    ...head,
    whatItIsOf(view),
    ...blocksText(blocks),
    ...(isDriftOnly ? [] : closing(view)),
  ];
  const graph = isDriftOnly ? undefined : planGraph(view);
  const drawn = graph === undefined ? [] : [foldedIfLong("What refers to what", "mermaid", graph)];
  // The graph only repeats the blocks: without the graph, the plan is still whole.
  const text = [[...whole, ...drawn], whole]
    .map(paragraphs)
    .find(({ length }) => length <= maximumCharacters);
  if (text !== undefined) return { text, isCut: false };
  return { text: cut(view, head, blocks, maximumCharacters), isCut: true };
}

/** The verdict, the command that shows the whole plan, and as many blocks as fit. */
function cut(
  view: PlanRecord,
  head: readonly string[],
  blocks: readonly Block[],
  maximumCharacters: number,
): string {
  const command = view.printCommand ?? suggestedCommand(view.environment, ["plan"]);
  const withBlocks = (count: number): string =>
    paragraphs([
      ...head,
      `**Only a part of it has room here** (${count} of ${counted(blocks.length, "block")}), and nobody can agree to what is not shown. All of it:`,
      fenced("sh", [command]),
      whatItIsOf(view),
      ...blocksText(blocks.slice(0, count)),
    ]);
  let [fits, tooMany] = [-1, blocks.length + 1];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (withBlocks(middle).length <= maximumCharacters) fits = middle;
    else tooMany = middle;
  }
  // Names and flags may have any length.
  return fits === -1
    ? paragraphs([...head, "**Nothing else has room here.** Plan again to see all of it."])
    : withBlocks(fits);
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

/** The summary, on one line. */
function verdictLine(view: PlanRecord, isDriftOnly: boolean): string {
  const { plan, environment, isUnrefreshed } = view;
  const verdict = isDriftOnly ? driftVerdict(view) : planVerdict(view);
  const offline = isUnrefreshed === true ? ", and Anon was not asked" : "";
  const summary = isDriftOnly ? driftSummary(plan) : summaryLine(plan);
  return `**${code(environment.name)}: ${verdict}${offline}.** ${summary}`;
}

function planVerdict({ plan }: PlanRecord): string {
  const { applicable, summary } = plan;
  if (!applicable) return "cannot be applied";
  if (summary.unsettled + summary.blocked > 0)
    return hasChanges(plan) ? "can be applied in part" : "needs an answer";
  if (hasChanges(plan)) return "can be applied";
  return summary.drifted > 0 ? "no changes, but drift" : "no changes";
}

function driftVerdict({ plan: { summary, guards } }: PlanRecord): string {
  if (summary.unreadable + guards.length > 0) return "not all of it could be compared";
  return summary.drifted + summary.missing > 0 ? "drift" : "no drift";
}

function whatItIsOf(view: PlanRecord): string {
  return headerLines(view, code)
    .map((line) => `- ${line}`)
    .join("\n");
}

/** The meaning of the symbols, the summary of the plan, and the next command. */
function closing(view: PlanRecord): string[] {
  const { plan, digest, applyCommand } = view;
  const symbols = symbolsOf(view).map(({ symbol, meaning }) => `\`${symbol}\` ${meaning}`);
  return [
    ...(symbols.length === 0 ? [] : [`Symbols: ${symbols.join("; ")}.`]),
    ...uncheckedNote(uncheckedCount(plan)),
    ...closingLines(plan),
    ...(digest === undefined ? [] : [`Digest: ${code(digest)}`]),
    ...(applyCommand === undefined ? [] : ["To apply just this:", fenced("sh", [applyCommand])]),
  ];
}
