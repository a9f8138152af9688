import type { PlanRecord } from "../../core/plan/plan-document.ts";
import type { Action } from "../../core/plan/action.ts";
import { actionLooks } from "./symbols.ts";

/** The most edges of a graph: users cannot read a graph with more. */
const maximumEdges = 100;
/** The most characters of an address in a label. */
const maximumLabel = 80;

/** The colours of the symbols, readable on light and dark pages alike. */
const fills: Readonly<Record<string, string>> = {
  green: "fill:#2da44e,color:#fff",
  yellow: "fill:#bf8700,color:#fff",
  red: "fill:#cf222e,color:#fff",
  cyan: "fill:#0969da,color:#fff",
};

/**
 * The references of which one end changes, as a Mermaid flowchart with what changes
 * coloured: its lines. Undefined if nothing refers to anything, or too much does.
 */
export function planGraph({ plan }: Pick<PlanRecord, "plan">): string[] | undefined {
  const nodes = new Map(
    plan.actions.map((action, at) => [action.address, { action, id: `n${at}` }]),
  );
  const edges = plan.actions.flatMap((action) =>
    action.dependsOn.flatMap((address) => {
      const [from, to] = [nodes.get(action.address), nodes.get(address)];
      if (from === undefined || to === undefined) return [];
      return isListed(from.action) || isListed(to.action) ? [{ from, to }] : [];
    }),
  );
  if (edges.length === 0 || edges.length > maximumEdges) return undefined;
  const drawn = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const colours = new Set(drawn.map(({ action }) => actionLooks[action.action].colour));
  return [
    "flowchart LR",
    ...drawn.map(({ action, id }) => `  ${id}["${label(action)}"]${classOf(action)}`),
    ...edges.map(({ from, to }) => `  ${from.id} --> ${to.id}`),
    ...[...colours].flatMap((colour) => {
      const fill = fills[colour];
      return fill === undefined ? [] : [`  classDef ${colour} ${fill}`];
    }),
  ];
}

function isListed({ action }: Action): boolean {
  return actionLooks[action].symbol !== "";
}

function classOf({ action }: Action): string {
  const { colour } = actionLooks[action];
  return colour in fills ? `:::${colour}` : "";
}

/** An address and its action. */
function label(action: Action): string {
  const what = isListed(action) ? ` (${actionLooks[action.action].counted})` : "";
  return `${escapeLabel(action.address)}${what}`;
}

/**
 * Replaces all but letters, digits and `_.-` with Mermaid's own entities, `#NN;` with a decimal
 * code point. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function escapeLabel(text: string): string {
  return [...text]
    .slice(0, maximumLabel)
    .map((character) =>
      /[A-Za-z0-9_.-]/.test(character) ? character : `#${character.codePointAt(0)};`,
    )
    .join("");
}
