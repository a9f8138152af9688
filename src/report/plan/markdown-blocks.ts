import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { actionTable, type Action } from "../../core/plan/action.ts";
import { plainStyle } from "../style.ts";
import { blockLines, hiddenDriftLines, listedOf, recordLines } from "./human-plan.ts";
import { fenced, folded, isLong } from "./markdown-text.ts";
import { guardBlock, warningBlock } from "./plan-guards.ts";

/** The blocks under one headline, in the order of the text: a block that needs an answer comes first. */
const sections = {
  open: { title: "Needs an answer", language: "diff" },
  warnings: { title: "May be a mistake", language: "text" },
  changes: { title: "Changes", language: "diff" },
  drift: { title: "Drift", language: "diff" },
} as const;

type SectionName = keyof typeof sections;

const sectionNames = Object.keys(sections) as SectionName[];

/** The block of one address, guard or warning: a first line and its details. */
export interface Block {
  readonly section: SectionName;
  readonly lines: readonly string[];
}

/** Everything that a plan says, in the order in which it is read. */
export function planBlocks(view: PlanRecord): readonly Block[] {
  const { plan, warnings = [] } = view;
  // An approval by the digest needs every block seen: a block that is too long is cut as a whole.
  const all = Number.POSITIVE_INFINITY;
  const records = plan.applicable ? recordLines(plan.actions, all) : [];
  const blocks = [
    ...plan.guards.map((guard) => block("open", guardBlock(guard, view, plainStyle))),
    ...listedOf(view)
      .toSorted((left, right) => urgency(left) - urgency(right))
      .map((action) => block(sectionOf(action), blockLines(action, view, plainStyle))),
    ...records.filter((line) => line !== "").map((line) => block("changes", [line])),
    ...hiddenDriftLines(plan.actions, all)
      .filter((line) => line !== "")
      .map((line) => block("drift", [line])),
    ...warnings.map((warning) => block("warnings", warningBlock(warning, plainStyle))),
  ];
  return sectionNames.flatMap((name) => blocks.filter(({ section }) => section === name));
}

/** The sections with their blocks: whole if short, otherwise folded under their first lines. */
export function blocksText(blocks: readonly Block[]): string[] {
  return sectionNames.flatMap((name) => {
    const own = blocks.filter(({ section }) => section === name).map(({ lines }) => lines);
    if (own.length === 0) return [];
    const { title, language } = sections[name];
    const whole = own.flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
    if (!isLong(whole)) return [`**${title}**`, fenced(language, whole)];
    const heading = `**${title}** (${own.length})`;
    const firsts = own.map(([first = ""]) => first);
    if (isLong(firsts)) return [heading, folded("All of them", fenced(language, whole))];
    return [heading, fenced(language, firsts), folded("Details", fenced(language, whole))];
  });
}

function block(section: SectionName, lines: readonly string[]): Block {
  return { section, lines };
}

/** A block that stops everything comes before blocks that are only skipped. */
function urgency({ action }: Action): number {
  return { stop: 0, skip: 1, create: 2, state: 2, none: 2 }[actionTable[action].effect];
}

function sectionOf({ action }: Action): SectionName {
  const { effect } = actionTable[action];
  if (effect === "stop" || effect === "skip") return "open";
  return effect === "none" ? "drift" : "changes";
}
