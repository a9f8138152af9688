import type { Kind } from "../../core/kind.ts";
import { compareAddresses } from "../../core/order.ts";
import type { ReportedEnvironment } from "../../core/plan/plan-document.ts";
import type { Moved } from "../../core/plan/wanted.ts";
import { lostSecret } from "../../core/secret-sink.ts";
import {
  activeIds,
  isOpen,
  unsettledAttempts,
  type AttemptFact,
  type IdFact,
  type State,
  usersOf,
} from "../../core/state/state.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { bare, counted, indent, quote } from "../text.ts";
import { unsettledLines } from "./unsettled.ts";

/** The parts of a report of the status. */
export interface StatusView {
  readonly toolVersion: string;
  readonly environment: ReportedEnvironment;
  readonly kinds: readonly Kind[];
  /** The lockfile as the user would name it. */
  readonly lockfile: string;
  /** Undefined if there is no lockfile yet. */
  readonly lineage: string | undefined;
  /** The lockfile with a leftover journal folded in; limited to one address if the user asks. */
  readonly state: State;
  /** The journal that a run left behind; undefined if there is none. */
  readonly journal: { readonly file: string; readonly attempts: number } | undefined;
  /** The address that the user asks for, and the renames in the manifest that concern it. */
  readonly only?: { readonly address: string; readonly moved: readonly Moved[] };
}

/** The facts of lockfile and journal, for people. Ends with a newline. */
export function renderStatus(view: StatusView, style: Style): string {
  const { state } = view;
  const active = sortedActive(state);
  const retired = sortedRetired(state);
  const lines = [
    ...headLines(view),
    "",
    ...list(
      style.bold("Resources:"),
      idTable(["address", "kind", "id", "name", "notes"], active, view, style),
    ),
    ...list(
      style.bold("Retired (Anon has no delete; the ids are kept):"),
      idTable(["address", "kind", "id", "name", "reason"], retired, view, style),
    ),
    ...unsettledList(view, style),
    countLine(state),
  ];
  return `${lines.join("\n")}\n`;
}

/** The first lines: the lockfile's environment, and whether a run was cut off. */
export function headLines(view: StatusView): string[] {
  const { environment, lockfile, lineage } = view;
  return [
    `Environment ${bare(environment.name)} at ${bare(environment.baseUrl)}`,
    lineage === undefined
      ? `Lockfile ${bare(lockfile)}: not there yet`
      : `Lockfile ${bare(lockfile)}, lineage ${bare(lineage)}`,
    journalLine(view),
  ];
}

/** The attempts that only a person can settle, and how. */
export function unsettledList({ state, environment }: StatusView, style: Style): string[] {
  const lines = sortedUnsettled(state).flatMap(([address, attempts]) => [
    `${style.red("!")} ${style.bold(bare(address))}`,
    ...indent(unsettledLines(attempts, environment)),
  ]);
  return list(style.red("Unsettled (nobody knows whether Anon created it):"), lines);
}

/** The lines below their title, with an empty one after them; nothing if there are none. */
export function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...indent(lines, 1), ""];
}

/** The name of an address's kind: `UserPool`. */
export function kindOf(address: string, { kinds }: Pick<StatusView, "kinds">): string {
  const collection = address.split(".")[0] ?? "";
  return kinds.find((kind) => kind.collection === collection)?.name ?? collection;
}

/** The ids in use, by address. */
export function sortedActive(state: State): IdFact[] {
  return [...activeIds(state).values()].toSorted(byAddress);
}

/** The retired ids, by address and generation. */
export function sortedRetired(state: State): IdFact[] {
  return [...state.ids.values()].filter(({ retired }) => retired !== undefined).toSorted(byAddress);
}

/** The open attempts, by address. */
export function sortedUnsettled(state: State): [address: string, attempts: AttemptFact[]][] {
  return [...unsettledAttempts(state)].toSorted(([left], [right]) => compareAddresses(left, right));
}

/** The attempts that a person settled as having created nothing, by address. */
export function sortedSettled(state: State): AttemptFact[] {
  return [...state.attempts.values()].filter((fact) => !isOpen(fact)).toSorted(byAddress);
}

/** The marks of an id beside its name: `secret lost`, `assumed: kind`, `protected`. */
export function notesOf(fact: IdFact): string {
  const { assumed = [], protected: isProtected, replacing, secretFingerprint } = fact;
  return [
    ...(secretFingerprint === lostSecret ? ["secret lost"] : []),
    ...(assumed.length === 0 ? [] : [`assumed: ${assumed.map(bare).join(", ")}`]),
    ...(isProtected === true ? ["protected"] : []),
    ...(replacing === undefined ? [] : ["being replaced"]),
  ].join("; ");
}

/** The reason why an id is retired, and its users: removing it in Anon's console breaks them. */
export function whyRetired({ id, retired }: IdFact, { state }: Pick<StatusView, "state">): string {
  const users = usersOf(state, id).map(bare);
  return users.length === 0 ? `${retired}` : `${retired}; still used by ${users.join(", ")}`;
}

function idTable(
  titles: readonly string[],
  facts: readonly IdFact[],
  view: StatusView,
  style: Style,
): string[] {
  const rows = facts.map((fact) => [
    bare(fact.address),
    kindOf(fact.address, view),
    bare(fact.id),
    nameOf(fact),
    fact.retired === undefined ? notesOf(fact) : whyRetired(fact, view),
  ]);
  // Most ids have no notes.
  const columns = rows.some((row) => row.at(-1) !== "") ? titles.length : titles.length - 1;
  return renderTable(
    titles.slice(0, columns),
    rows.map((row) => row.slice(0, columns)),
    style,
  );
}

function journalLine({ journal }: StatusView): string {
  if (journal === undefined) return "Journal: none left over";
  return `Journal: ${bare(journal.file)} was left by a run that did not finish, with ${counted(journal.attempts, "attempt")}; the next apply takes it over`;
}

function countLine(state: State): string {
  const resources = sortedActive(state).length;
  const retired = sortedRetired(state).length;
  const unsettled = sortedUnsettled(state).length;
  return `Status: ${counted(resources, "resource")}, ${retired} retired, ${unsettled} unsettled.`;
}

function nameOf({ applied }: IdFact): string {
  const name = applied["name"];
  return typeof name === "string" ? quote(name) : "";
}

interface AtAddress {
  readonly address: string;
  readonly generation: number;
}

function byAddress(left: AtAddress, right: AtAddress): number {
  return compareAddresses(left.address, right.address) || left.generation - right.generation;
}
