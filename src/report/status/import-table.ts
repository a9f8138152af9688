import type { IdFact } from "../../core/state/state.ts";
import { renderComparison, type ComparisonRow } from "../plan/comparison.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { bare, indent } from "../text.ts";

/** One id that is about to be adopted, or that its address has already. */
export interface ImportRow {
  readonly address: string;
  readonly id: string;
  /** Field by field beside the manifest; undefined if it is there already. */
  readonly rows: readonly ComparisonRow[] | undefined;
}

/**
 * Many ids beside the manifest, for people: a line for each id, and below them the fields that
 * differ. Ends with a newline.
 */
export function renderImports(imports: readonly ImportRow[], style: Style): string {
  const lines = renderTable(
    ["ADDRESS", "ID", "BESIDE THE MANIFEST"],
    imports.map(({ address, id, rows }) => [bare(address), bare(id), inWords(rows)]),
    style,
  );
  const differing = imports.flatMap(({ address, rows = [] }) => {
    const differs = rows.filter(({ verdict }) => verdict === "differs");
    if (differs.length === 0) return [];
    const [, ...fields] = renderComparison(differs, style).trimEnd().split("\n");
    return [`${bare(address)} differs (Anon -> manifest):`, ...fields];
  });
  const note =
    differing.length === 0
      ? []
      : [
          "",
          ...differing,
          "What differs is adopted as it is. Plan refuses it until the manifest or the console is changed.",
        ];
  return `${[...indent(lines, 1), ...note].join("\n")}\n`;
}

/** For people: the ids that addresses hold until others take their place. Empty if none does. */
export function renderTakenPlaces(
  imports: readonly Pick<ImportRow, "address" | "id">[],
  holders: ReadonlyMap<string, string>,
): string {
  const lines = imports.flatMap(({ address, id }) => {
    const held = holders.get(address);
    if (held === undefined || held === id) return [];
    return [
      `${bare(address)} is ${bare(held)} now, which was imported: ${bare(id)} takes its place.\n`,
    ];
  });
  return lines.join("");
}

/** The ids that gave their addresses to others, a line each. Empty if there are none. */
export function renderRetired(retired: readonly IdFact[]): string {
  return retired
    .map(
      ({ address, id }) =>
        `Retired: ${bare(id)}, which ${bare(address)} was; the lockfile keeps it as replaced.\n`,
    )
    .join("");
}

function inWords(rows: ImportRow["rows"]): string {
  if (rows === undefined) return "already there";
  const of = (verdict: ComparisonRow["verdict"]) =>
    rows.filter((row) => row.verdict === verdict).map(({ field }) => field);
  const [differs, omitted] = [of("differs"), of("not told")];
  return [
    differs.length > 0 ? `differs: ${differs.join(", ")}` : "equal",
    ...(omitted.length > 0 ? [`not told, taken on trust: ${omitted.join(", ")}`] : []),
  ].join("; ");
}
