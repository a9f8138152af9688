import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { isReference } from "../../core/kind.ts";
import type { Action } from "../../core/plan/action.ts";
import type { Style } from "../style.ts";
import { bare, quoteAscii, indent } from "../text.ts";
import { fieldLines, showValue, changeLines } from "./values.ts";

/** The destination of the secret of a new service client, and who says so. */
function secretLine(
  { kind, fields, secretSink }: Action,
  { kinds, secretSinkBy }: PlanRecord,
): string[] {
  if (kinds.find(({ name }) => name === kind)?.hasSecret(fields) !== true) return [];
  const written = secretSink === undefined ? undefined : shownSink(secretSink);
  const by = secretSinkBy === undefined ? undefined : bare(secretSinkBy);
  if (by !== undefined && (by.startsWith("--") || written === undefined))
    return [
      `Its secret goes where ${by} says${written === undefined ? "" : `, not to ${written}`}.`,
    ];
  if (written !== undefined) return [`Its secret goes to ${written}, as the manifest says.`];
  return ["Its secret goes where apply is told: --secret-sink or ANON_SECRET_SINK."];
}

/** A sink in ASCII: a folder with a look-alike name must not pass for another folder. */
function shownSink(written: string): string {
  return /^[ -~]*$/.test(written) ? bare(written) : quoteAscii(written);
}

/** Texts of several lines come last: they must not push away the URLs whose keys are trusted. */
function longLast(parts: readonly (readonly string[])[]): string[] {
  const short = parts.filter(({ length }) => length <= 1);
  return [...short, ...parts.filter(({ length }) => length > 1)].flat();
}

/** The wanted fields in the order of their kind, the lines of each. Null is nothing, and left out. */
function wantedFields(action: Action, { kinds }: PlanRecord): string[][] {
  const names = kinds.find(({ name }) => name === action.kind)?.fields ?? [];
  return names.map((field) => {
    const value = action.fields[field] ?? null;
    if (value === null) return [];
    const id = isReference(value) ? action.references?.[value.ref] : undefined;
    if (!isReference(value) || id === undefined) return fieldLines(field, value);
    return [`${field}: ${showValue(id)} (id of ${bare(value.ref)})`];
  });
}

export function wantedLines(action: Action, view: PlanRecord): string[] {
  return longLast(wantedFields(action, view));
}

/** All that a create sends, and where its secret goes. */
export function sentLines(action: Action, view: PlanRecord): string[] {
  return longLast([...wantedFields(action, view), secretLine(action, view)]);
}

export function changesLines(
  { address, changes }: Action,
  { positionOf }: PlanRecord,
  style: Style,
): string[] {
  return longLast(
    changes.map((change) => changeLines(change, style, positionOf?.(address, change.field))),
  );
}

export function driftLines({ drift }: Action, _view: PlanRecord, style: Style): string[] {
  return longLast(drift.map((change) => changeLines(change, style)));
}

export function alsoDrifted(action: Action, view: PlanRecord, style: Style): string[] {
  if (action.drift.length === 0) return [];
  return ["Anon differs, too (lockfile -> Anon):", ...indent(driftLines(action, view, style), 1)];
}

/** The fields of an id that is adopted, and which of them nobody could read. */
export function adoptedLines(action: Action, view: PlanRecord): string[] {
  const { assumed = [], fields } = action;
  const omitted = assumed.filter((field) => (fields[field] ?? null) !== null);
  if (omitted.length === 0 || !action.checked) return wantedLines(action, view);
  return [
    ...wantedLines(action, view),
    `Anon does not tell ${omitted.join(", ")}: taken from the manifest on trust.`,
  ];
}

/** The lines about a resource that was not created here and has a secret. */
export function noSecret({ kind, fields }: Action, { kinds }: PlanRecord): string[] {
  if (kinds.find(({ name }) => name === kind)?.hasSecret(fields) !== true) return [];
  return ["Its secret does not come with it: Anon shows it once, to whoever creates the client."];
}
