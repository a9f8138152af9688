import { actionTable, type Action } from "../core/action.ts";
import { hasChanges } from "../core/plan.ts";
import { commandLine } from "./command-words.ts";
import { driftSummary } from "./drift.ts";
import { blockLines, headerLines, listedOf, recordLines, symbolsOf } from "./human-plan.ts";
import { planGraph } from "./markdown/plan-graph.ts";
import { code, fenced, folded, foldedIfLong, isLong } from "./markdown/markdown-text.ts";
import { heldIds, uncheckedNote } from "./plan-details.ts";
import { guardBlock } from "./plan-guards.ts";
import { closingLines, summaryLine, uncheckedCount } from "./plan-summary.ts";
import type { PlanView } from "./plan-view.ts";
import { warningBlock } from "./plan-warnings.ts";
import { plainStyle } from "./style.ts";
import { counted } from "./text.ts";

/** A comment on GitHub holds 65,536 characters; the rest is room for what stands around the plan. */
const usualMaximumCharacters = 60_000;

/** How a plan is written. */
export interface MarkdownOptions {
  /** In UTF-16 code units, at least 1000; 60,000 where left out. */
  readonly maximumCharacters?: number;
  /** Whether the plan is one of --refresh-only: of drift there is nothing to apply. */
  readonly isDriftOnly?: boolean;
}

/** One address, guard or warning: a first line and what stands below. */
interface Block {
  readonly section: Section;
  readonly lines: readonly string[];
}

/** What stands under one headline; in the order of the text. */
const sections = {
  open: { title: "Needs an answer", language: "diff" },
  warnings: { title: "May be a mistake", language: "text" },
  changes: { title: "Changes", language: "diff" },
  drift: { title: "Drift", language: "diff" },
} as const;

type Section = keyof typeof sections;

/**
 * A plan for a review, in the markdown that GitHub and GitLab share: a verdict, what needs an answer
 * first, blocks whose lines begin with the symbols, a graph, and the command that applies just this.
 * What is longer than `maximumCharacters` is cut (`isCut`), and then nothing in it can approve the
 * plan: no digest, no command that applies it. Whatever users and APIs wrote stands in code, where
 * nothing is active. Ends with a newline.
 */
export function renderMarkdown(
  view: PlanView,
  options: MarkdownOptions = {},
): { readonly text: string; readonly isCut: boolean } {
  const { maximumCharacters = usualMaximumCharacters, isDriftOnly = false } = options;
  const blocks = blocksOf(view);
  const head = verdictLine(view, isDriftOnly);
  const graph = isDriftOnly ? undefined : planGraph(view);
  // The graph says nothing that the blocks do not say: without it, the plan is still whole.
  for (const drawn of graph === undefined ? [undefined] : [graph, undefined]) {
    const text = paragraphs([
      head,
      ...whatItIsOf(view),
      ...blocksText(blocks),
      ...(isDriftOnly ? [] : closing(view)),
      ...(drawn === undefined ? [] : [foldedIfLong("What refers to what", "mermaid", drawn)]),
    ]);
    if (text.length <= maximumCharacters) return { text, isCut: false };
  }
  return { text: cut(view, head, blocks, maximumCharacters), isCut: true };
}

/** As many blocks as there is room for. */
function cut(
  view: PlanView,
  head: string,
  blocks: readonly Block[],
  maximumCharacters: number,
): string {
  const command = view.printCommand ?? commandLine(view.environment, ["plan"]);
  const withBlocks = (count: number): string =>
    paragraphs([
      head,
      `**Only a part of it has room here** (${count} of ${counted(blocks.length, "block")}), so it cannot be approved by what is shown. All of it:`,
      fenced("sh", [command]),
      ...whatItIsOf(view),
      ...blocksText(blocks.slice(0, count)),
    ]);
  let [fits, tooMany] = [-1, blocks.length + 1];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (withBlocks(middle).length <= maximumCharacters) fits = middle;
    else tooMany = middle;
  }
  // Names and flags may be as long as anything.
  if (fits === -1)
    return paragraphs([head, "**Nothing else has room here.** Plan again to see it."]);
  return withBlocks(fits);
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

/** What it comes to, on one line. */
function verdictLine(view: PlanView, isDriftOnly: boolean): string {
  const verdict = isDriftOnly ? driftVerdict(view) : planVerdict(view);
  const offline = view.isUnrefreshed === true ? ", and Anon was not asked" : "";
  const summary = isDriftOnly ? driftSummary(view.plan) : summaryLine(view.plan);
  return `**${code(view.environment.name)}: ${verdict}${offline}.** ${summary}`;
}

function planVerdict({ plan }: PlanView): string {
  const { applicable, summary } = plan;
  if (!applicable) return "cannot be applied";
  if (summary.unsettled + summary.blocked > 0)
    return hasChanges(plan) ? "can be applied in part" : "needs an answer";
  if (hasChanges(plan)) return "can be applied";
  return summary.drifted > 0 ? "no changes, but drift" : "no changes";
}

function driftVerdict({ plan: { summary, guards } }: PlanView): string {
  if (summary.unreadable + guards.length > 0) return "drift is not known";
  return summary.drifted + summary.missing > 0 ? "drift" : "no drift";
}

function whatItIsOf(view: PlanView): string[] {
  return [
    headerLines(view, code)
      .map((line) => `- ${line}`)
      .join("\n"),
  ];
}

/** Everything that has a block, what needs an answer first. */
function blocksOf(view: PlanView): readonly Block[] {
  const { plan, warnings = [] } = view;
  const detailed = { ...view, held: heldIds(plan) };
  const records = plan.applicable ? recordLines(plan.actions) : [];
  const blocks: readonly Block[] = [
    ...plan.guards.map((guard) => block("open", guardBlock(guard, view, plainStyle))),
    ...warnings.map((warning) => block("warnings", warningBlock(warning, plainStyle))),
    ...listedOf(view)
      .toSorted((left, right) => urgency(left) - urgency(right))
      .map((action) => block(sectionOf(action), blockLines(action, detailed, plainStyle))),
    ...records.filter((line) => line !== "").map((line) => block("changes", [line])),
  ];
  const order = Object.keys(sections);
  return blocks.toSorted((a, b) => order.indexOf(a.section) - order.indexOf(b.section));
}

function block(section: Section, lines: readonly string[]): Block {
  return { section, lines };
}

/** What stops everything comes before what is only skipped. */
function urgency({ action }: Action): number {
  return { stop: 0, skip: 1, create: 2, state: 2, none: 2 }[actionTable[action].effect];
}

function sectionOf({ action }: Action): Section {
  const { effect } = actionTable[action];
  if (effect === "stop" || effect === "skip") return "open";
  return effect === "none" ? "drift" : "changes";
}

/** The sections, each with what is in it: whole where it is short, else folded under its first lines. */
function blocksText(blocks: readonly Block[]): string[] {
  return (Object.keys(sections) as Section[]).flatMap((section) => {
    const own = blocks.filter((each) => each.section === section).map(({ lines }) => lines);
    if (own.length === 0) return [];
    const { title, language } = sections[section];
    const whole = own.flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
    if (!isLong(whole)) return [`**${title}**`, fenced(language, whole)];
    const firsts = own.map(([first = ""]) => first);
    return [
      `**${title}** (${own.length})`,
      ...(isLong(firsts) ? [] : [fenced(language, firsts)]),
      folded(isLong(firsts) ? "All of them" : "Details", fenced(language, whole)),
    ];
  });
}

/** What the symbols mean, what the plan comes to, and what to run next. */
function closing(view: PlanView): string[] {
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
