import type { Action } from "../core/action.ts";
import { actionTable } from "../core/action.ts";
import { actionDetails, heldIds, uncheckedNote, type DetailsView } from "./plan-details.ts";
import { guardLines } from "./plan-guards.ts";
import { closingLines, summaryLine, uncheckedCount } from "./plan-summary.ts";
import type { PlanView } from "./plan-view.ts";
import { warningLines } from "./plan-warnings.ts";
import type { Style } from "./style.ts";
import { actionLooks, legend } from "./symbols.ts";
import { bare, counted, escapeText, indent } from "./text.ts";

/**
 * A plan for people, after Terraform's conventions: what each symbol means, a block for each
 * address that is not simply kept, and a last line that counts. Ends with a newline.
 */
export function renderPlan(view: PlanView, style: Style): string {
  const { plan } = view;
  const listed = listedOf(view);
  const lines = [
    ...headerLines(view),
    "",
    ...legendLines(view, listed, style),
    ...blocksOf(view, style),
    ...(plan.applicable ? recordLines(plan.actions) : []),
    ...guardLines(view, style),
    ...warningLines(view, style),
    ...uncheckedNote(uncheckedCount(plan)),
    ...closingLines(plan),
    ...digestLines(view),
    style.bold(summaryLine(plan)),
  ];
  return `${lines.join("\n")}\n`;
}

/** A block for each address that is not simply kept, each with an empty line behind it. */
export function blocksOf(view: PlanView, style: Style): string[] {
  const detailed = { ...view, held: heldIds(view.plan) };
  return listedOf(view).flatMap((action) => [...blockLines(action, detailed, style), ""]);
}

function listedOf({ plan }: PlanView): readonly Action[] {
  return plan.actions.filter(({ action }) => actionLooks[action].symbol !== "");
}

/** What a pipeline needs to apply just this plan later. */
function digestLines({ digest, applyCommand }: PlanView): string[] {
  return [
    ...(digest === undefined ? [] : [`Digest: ${digest}`]),
    ...(applyCommand === undefined ? [] : [`To apply just this: ${applyCommand}`]),
  ];
}

/** What a plan is of, and what it was made from. */
export function headerLines({
  environment,
  manifestFile,
  lockfile,
  foldedAttempts,
  isUnrefreshed,
}: PlanView): string[] {
  const { name, baseUrl, organizationId } = environment;
  const organization = organizationId === undefined ? "" : `, organization ${bare(organizationId)}`;
  return [
    `Environment ${bare(name)} at ${bare(baseUrl)}${organization}`,
    `Manifest ${bare(manifestFile)}, lockfile ${bare(lockfile)}`,
    ...(isUnrefreshed === true
      ? ["Not refreshed: made from manifest and lockfile alone, Anon was not asked."]
      : []),
    ...(foldedAttempts === 0
      ? []
      : [
          `${counted(foldedAttempts, "fact")} picked up from the journal of a run that did not finish.`,
        ]),
  ];
}

/** What changes the lockfile alone, and no id: protection, and consents that end. */
function recordLines(actions: readonly Action[]): string[] {
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
    return addresses.length === 0 ? [] : [`${what}: ${addresses.join(", ")}.`];
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

/** Only the symbols that the plan uses. */
function legendLines({ plan }: PlanView, listed: readonly Action[], style: Style): string[] {
  const colours = new Map(
    listed.map(({ action }) => [actionLooks[action].symbol as string, actionLooks[action].colour]),
  );
  if (plan.guards.length > 0) colours.set("!", "red");
  if (colours.size === 0) return [];
  const rows = Object.entries(legend).flatMap(([symbol, meaning]) => {
    const colour = colours.get(symbol);
    return colour === undefined ? [] : [`${style[colour](symbol)} ${meaning}`];
  });
  return ["Symbols:", ...indent(rows, 1), ""];
}

function blockLines(action: Action, view: DetailsView, style: Style): string[] {
  const { symbol, colour } = actionLooks[action.action];
  const title = style.bold(`${escapeText(action.kind)} ${bare(action.address)}`);
  const was = action.movedFrom === undefined ? "" : ` (was ${bare(action.movedFrom)})`;
  const isOpen = ["stop", "skip"].includes(actionTable[action.action].effect);
  const place = isOpen ? view.place?.(action.address) : undefined;
  const at = place === undefined ? "" : style.dim(` (${escapeText(place)})`);
  return [
    `${style[colour](symbol)} ${title}${was}${at}`,
    ...indent(actionDetails(action, view, style)),
  ];
}
