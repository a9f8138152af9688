import { isOpen } from "../../core/state/state.ts";
import {
  kindOf,
  notesOf,
  sortedActive,
  sortedRetired,
  sortedSettled,
  sortedUnsettled,
  type StatusView,
} from "./status.ts";
import { escapeText } from "../text.ts";

const columns = [
  "address",
  "kind",
  "state",
  "id",
  "generation",
  "name",
  "reason",
  "attempt",
  "sentAt",
  "hint",
  "notes",
] as const;

type Row = Partial<Record<(typeof columns)[number], string>>;

/**
 * What lockfile and journal hold as CSV (RFC 4180): a header, then a row for each id and for each
 * attempt that no id is known of. What a spreadsheet would take for a formula begins with a quote.
 */
export function statusCsv(view: StatusView): string {
  const { state } = view;
  const ids = [...sortedActive(state), ...sortedRetired(state)].map((fact): Row => ({
    address: fact.address,
    kind: kindOf(fact.address, view),
    state: fact.retired === undefined ? "active" : "retired",
    id: fact.id,
    generation: String(fact.generation),
    ...nameOf(fact.applied["name"]),
    ...(fact.retired !== undefined && { reason: fact.retired }),
    ...(fact.attempt !== undefined && { attempt: fact.attempt }),
    ...(fact.retired === undefined && { notes: notesOf(fact) }),
  }));
  const open = sortedUnsettled(state).flatMap(([, attempts]) => attempts);
  const attempts = [...open, ...sortedSettled(state)].map((fact): Row => ({
    address: fact.address,
    kind: kindOf(fact.address, view),
    state: isOpen(fact) ? "unsettled" : "settled",
    generation: String(fact.generation),
    ...nameOf(fact.fields["name"]),
    ...(fact.reason !== undefined && { reason: fact.reason }),
    attempt: fact.attempt,
    ...(fact.sentAt !== undefined && { sentAt: fact.sentAt }),
    ...(fact.hint !== undefined && { hint: fact.hint }),
  }));
  const rows = [...ids, ...attempts].map((row) => columns.map((column) => row[column] ?? ""));
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function nameOf(name: unknown): Row {
  return typeof name === "string" ? { name } : {};
}

/** A cell that neither steers a terminal nor is a formula of a spreadsheet. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  const shown = escapeText(inert);
  return /[",]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
