import { kindOfAddress, type Kind } from "../../core/kind.ts";
import type { IdFact } from "../../core/state/state.ts";
import {
  headLines,
  kindOf,
  list,
  notesOf,
  sortedActive,
  sortedRetired,
  sortedSettled,
  unsettledList,
  whyRetired,
  type StatusView,
} from "./status.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { bare, indent } from "../text.ts";
import { showValue } from "../plan/values.ts";

/** All facts of the one address of a view, for people. Ends with a newline. */
export function renderAddress(view: StatusView, style: Style): string {
  const { state, only } = view;
  const { address = "", moved = [] } = only ?? {};
  const kind = kindOf(address, view);
  const active = sortedActive(state);
  const retired = sortedRetired(state);
  const isNothing = active.length + retired.length + state.attempts.size === 0;
  const lines = [
    ...headLines(view),
    "",
    `${style.bold(bare(address))} (${kind})`,
    ...active.flatMap((fact) => ["", ...indent(idLines(fact, view, style), 1)]),
    ...(active.length > 0
      ? []
      : indent([isNothing ? "Nothing was created or adopted for it yet." : "No id holds it."], 1)),
    "",
    ...list(
      style.bold("Former ids (Anon has no delete; they are kept):"),
      retired.flatMap((fact, at) => [...(at > 0 ? [""] : []), ...idLines(fact, view, style)]),
    ),
    ...unsettledList(view, style),
    ...list(
      style.bold("Settled attempts (a person said that they created nothing):"),
      sortedSettled(state).map(({ attempt }) => bare(attempt)),
    ),
    ...list(
      style.bold("Renames in the manifest:"),
      moved.map(({ from, to }) => `${bare(from)} -> ${bare(to)}`),
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** One id: its facts, then its fields as they were applied and answered. */
function idLines(fact: IdFact, view: StatusView, style: Style): string[] {
  // Its secret has a line of its own.
  const { secretFingerprint: _secret, ...others } = fact;
  const notes = notesOf(others);
  const facts: readonly (readonly [string, string])[] = [
    ["id", bare(fact.id)],
    ["state", fact.retired === undefined ? "active" : `retired: ${whyRetired(fact, view)}`],
    ["generation", String(fact.generation)],
    ["attempt", fact.attempt === undefined ? "(none recorded)" : bare(fact.attempt)],
    ...(fact.secretFingerprint === undefined
      ? []
      : [["secret", bare(fact.secretFingerprint)] as const]),
    ...(notes === "" ? [] : [["notes", notes] as const]),
  ];
  const names = fieldsOf(fact, view.kinds);
  const rows = names.map((field) => [
    bare(field),
    showValue(fact.applied[field]),
    showValue(fact.answered?.[field]),
  ]);
  return [
    ...facts.map(([name, value]) => `${name.padEnd(10)}  ${value}`),
    ...(rows.length === 0
      ? []
      : ["", ...renderTable(["field", "applied", "answered"], rows, style)]),
  ];
}

/** Every field of either side, in the order of its kind. Fields unknown to the kind come last. */
function fieldsOf({ address, applied, answered = {} }: IdFact, kinds: readonly Kind[]): string[] {
  const kind = kindOfAddress(kinds, address);
  const present = new Set([...Object.keys(applied), ...Object.keys(answered).toSorted()]);
  const known = (kind?.fields ?? []).filter((field) => present.has(field));
  return [...new Set([...known, ...present])];
}
