import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { type Action, actionTable } from "../../core/plan/action.ts";
import type { Style } from "../style.ts";
import { bare, escapeText, indent } from "../text.ts";
import { leftOutLines, mostBlocks, shortened } from "./long-plan.ts";
import { actionDetails, uncheckedNote } from "./plan-details.ts";
import { guardLines, warningLines } from "./plan-guards.ts";
import { headerLines } from "./plan-header.ts";
import { closingLines, summaryLine, uncheckedCount } from "./plan-summary.ts";
import { actionLooks, legend } from "./symbols.ts";

/** A symbol that a plan uses, with its colour and meaning. */
interface ShownSymbol {
  readonly symbol: string;
  readonly colour: keyof Style;
  readonly meaning: string;
}

/**
 * A plan for people, after Terraform's conventions: a legend of symbols, a block for each address
 * that is not simply kept, and a last line that counts. For a long plan, see shortened. Ends with a
 * newline.
 */
export function renderPlan(view: PlanRecord, style: Style): string {
  const { plan } = view;
  const lines = [
    ...headerLines(view),
    "",
    ...legendLines(view, style),
    ...blocksOf(view, style),
    ...(plan.applicable ? recordLines(plan.actions) : []),
    ...hiddenDriftLines(plan.actions),
    ...guardLines(view, style),
    ...warningLines(view, style),
    ...uncheckedNote(uncheckedCount(plan)),
    ...closingLines(plan),
    ...digestLines(view),
    style.bold(summaryLine(plan)),
  ];
  return `${lines.join("\n")}\n`;
}

/** A block for each address that is not simply kept, each with an empty line behind it; of a long plan some. */
export function blocksOf(view: PlanRecord, style: Style): string[] {
  const { shown, others } = shortened(listedOf(view));
  return [
    ...shown.flatMap((action) => [...blockLines(action, view, style), ""]),
    ...leftOutLines(others, view),
  ];
}

/** The actions that are not a mere keep. */
export function listedOf({ plan }: Pick<PlanRecord, "plan">): readonly Action[] {
  return plan.actions.filter(({ action }) => actionLooks[action].symbol !== "");
}

/** The lines that a pipeline needs to apply just this plan later. */
function digestLines({ digest, applyCommand }: PlanRecord): string[] {
  return [
    ...(digest === undefined ? [] : [`Digest: ${digest}`]),
    ...(applyCommand === undefined ? [] : [`To apply just this: ${applyCommand}`]),
  ];
}

/**
 * The changes of the lockfile alone, of no id: protection, and consents that end. Of more than
 * `most` addresses the others are counted.
 */
export function recordLines(actions: readonly Action[], most = mostBlocks): string[] {
  const changes: readonly (readonly [string, (action: Action) => boolean])[] = [
    ["Protected from now on", ({ protect }) => protect === true],
    ["Not protected any more", ({ protect }) => protect === false],
    [
      "No longer to be replaced, since the manifest wants what is there again",
      ({ withdrawn }) => withdrawn === true,
    ],
  ];
  const lines = changes.flatMap(([what, is]) => {
    const addresses = actions.filter(is).map(({ address }) => bare(address));
    return addresses.length === 0 ? [] : [`${what}: ${listed(addresses, most)}.`];
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

/**
 * The addresses whose drift ignoreDrift hides, on one line: `ignoreDrift hides drift: userPools.staff (description).`
 * Of more than `most` addresses the others are counted.
 */
export function hiddenDriftLines(actions: readonly Action[], most = mostBlocks): string[] {
  const hidden = actions.flatMap(({ address, hiddenDrift }) =>
    hiddenDrift === undefined ? [] : [`${bare(address)} (${hiddenDrift.map(bare).join(", ")})`],
  );
  return hidden.length === 0 ? [] : [`ignoreDrift hides drift: ${listed(hidden, most)}.`, ""];
}

function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function legendLines(view: PlanRecord, style: Style): string[] {
  const rows = symbolsOf(view).map(({ symbol, colour, meaning }) => {
    return `${style[colour](symbol)} ${meaning}`;
  });
  return rows.length === 0 ? [] : ["Symbols:", ...indent(rows, 1), ""];
}

/** Only the symbols that the plan uses, in the order of the legend. */
export function symbolsOf(view: Pick<PlanRecord, "plan">): readonly ShownSymbol[] {
  const colours = new Map<string, keyof Style>(
    listedOf(view).map(({ action }) => [actionLooks[action].symbol, actionLooks[action].colour]),
  );
  if (view.plan.guards.length > 0) colours.set("!", "red");
  return Object.entries(legend).flatMap(([symbol, meaning]) => {
    const colour = colours.get(symbol);
    return colour === undefined ? [] : [{ symbol, colour, meaning }];
  });
}

/** The block of one address: a first line that begins with its symbol, and what stands below. */
export function blockLines(action: Action, view: PlanRecord, style: Style): string[] {
  const { symbol, colour } = actionLooks[action.action];
  const title = style.bold(`${escapeText(action.kind)} ${bare(action.address)}`);
  const was = action.movedFrom === undefined ? "" : ` (was ${bare(action.movedFrom)})`;
  const isOpen = ["stop", "skip"].includes(actionTable[action.action].effect);
  const place = isOpen ? view.positionOf?.(action.address) : undefined;
  const at = place === undefined ? "" : style.dim(` (${escapeText(place)})`);
  return [
    `${style[colour](symbol)} ${title}${was}${at}`,
    ...indent(actionDetails(action, view, style)),
  ];
}
