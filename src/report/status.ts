import type { JsonObject } from "../core/json.ts";
import { compareAddresses } from "../core/order.ts";
import type { ReportedEnvironment } from "../core/plan-document.ts";
import { activeIds, unsettledAttempts, type IdFact, type State } from "../core/state.ts";
import type { Style } from "./style.ts";
import { bare, counted, indent, quote } from "./text.ts";
import { settleWays, unsettledLines } from "./unsettled.ts";

/** What a report of the status is made of. */
export interface StatusView {
  readonly toolVersion: string;
  readonly environment: ReportedEnvironment;
  /** The lockfile as the user would name it. */
  readonly lockfile: string;
  /** Undefined where there is no lockfile yet. */
  readonly lineage: string | undefined;
  /** The lockfile with a leftover journal folded in. */
  readonly state: State;
  /** The journal that a run left behind; undefined where there is none. */
  readonly journal: { readonly file: string; readonly attempts: number } | undefined;
}

/** What lockfile and journal hold, for people. Ends with a newline. */
export function renderStatus(view: StatusView, style: Style): string {
  const { environment, lockfile, lineage, state } = view;
  const unsettled = sortedUnsettled(state);
  const lines = [
    `Environment ${bare(environment.name)} at ${bare(environment.baseUrl)}`,
    lineage === undefined
      ? `Lockfile ${bare(lockfile)}: not there yet`
      : `Lockfile ${bare(lockfile)}, lineage ${bare(lineage)}`,
    journalLine(view),
    "",
    ...list(style.bold("Resources:"), sortedActive(state), (fact) => [
      `${bare(fact.address)} = ${bare(fact.id)}${nameOf(fact)}${assumedOf(fact)}`,
    ]),
    ...list(
      style.bold("Retired (Anon has no delete; the ids are kept):"),
      sortedRetired(state),
      (fact) => [`${bare(fact.address)} = ${bare(fact.id)}${nameOf(fact)}: ${fact.retired}`],
    ),
    ...list(
      style.red("Unsettled (nobody knows whether Anon created it):"),
      unsettled,
      ([address, attempts]) => [
        `${style.red("!")} ${style.bold(bare(address))}`,
        ...indent(unsettledLines(attempts, environment)),
      ],
    ),
    countLine(state),
  ];
  return `${lines.join("\n")}\n`;
}

/** What lockfile and journal hold, as a JSON document with the commands that settle. */
export function statusDocument(view: StatusView): JsonObject {
  const { environment, lockfile, lineage, state, journal, toolVersion } = view;
  const document = {
    format: "anon-sync-status",
    formatVersion: 1,
    toolVersion,
    environment,
    lockfile,
    lineage: lineage ?? null,
    journal: journal ?? null,
    resources: sortedActive(state).map(documentedId),
    retired: sortedRetired(state).map(documentedId),
    unsettled: sortedUnsettled(state).flatMap(([, attempts]) =>
      attempts.map((fact) => ({
        ...fact,
        settle: settleWays(fact, attempts.length > 1, environment),
      })),
    ),
  };
  return document as unknown as JsonObject;
}

function documentedId({ address, id, generation, applied, assumed, retired }: IdFact) {
  return {
    address,
    id,
    name: applied["name"] ?? null,
    generation,
    ...(assumed !== undefined && { assumed }),
    ...(retired !== undefined && { reason: retired }),
  };
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

function list<Item>(
  title: string,
  items: readonly Item[],
  lines: (item: Item) => string[],
): string[] {
  if (items.length === 0) return [];
  return [title, ...indent(items.flatMap(lines), 1), ""];
}

function nameOf({ applied }: IdFact): string {
  const name = applied["name"];
  return typeof name === "string" ? ` ${quote(name)}` : "";
}

/** Fields that were adopted on trust: the API does not tell them. */
function assumedOf({ assumed = [] }: IdFact): string {
  return assumed.length === 0 ? "" : ` (assumed: ${assumed.map(bare).join(", ")})`;
}

function sortedActive(state: State): IdFact[] {
  return [...activeIds(state).values()].toSorted(byAddress);
}

function sortedRetired(state: State): IdFact[] {
  return [...state.ids.values()].filter(({ retired }) => retired !== undefined).toSorted(byAddress);
}

function sortedUnsettled(state: State) {
  return [...unsettledAttempts(state)].toSorted(([left], [right]) => compareAddresses(left, right));
}

function byAddress(left: IdFact, right: IdFact): number {
  return compareAddresses(left.address, right.address) || left.generation - right.generation;
}
