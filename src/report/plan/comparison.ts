import type { FieldValue, Reference } from "../../core/kind.ts";
import type { Style } from "../style.ts";
import { indent } from "../text.ts";
import { fieldLines, changeLines } from "./values.ts";

/** One field of a resource that is about to be adopted: the manifest's value beside Anon's. */
export interface ComparisonRow {
  readonly field: string;
  readonly manifest: FieldValue | Reference | undefined;
  readonly actual: FieldValue | undefined;
  readonly verdict: "equal" | "differs" | "not told";
}

const looks = {
  equal: (row) => ["=", fieldLines(row.field, row.manifest ?? null)],
  differs: (row, style) => [
    style.red("!"),
    changeLines({ field: row.field, before: row.actual, after: row.manifest }, style),
  ],
  "not told": (row) => ["?", withNote(fieldLines(row.field, row.manifest ?? null))],
} as const satisfies Record<
  ComparisonRow["verdict"],
  (row: ComparisonRow, style: Style) => readonly [string, readonly string[]]
>;

/**
 * The values of the manifest beside the values that Anon answered, field by field, for people,
 * before a run adopts an id. Ends with a newline.
 */
export function renderComparison(rows: readonly ComparisonRow[], style: Style): string {
  const lines = rows.flatMap((row) => {
    const [symbol, [first = "", ...more]] = looks[row.verdict](row, style);
    return [`${symbol} ${first}`, ...indent(more, 1)];
  });
  const legend = "= equal   ! differs (Anon -> manifest)   ? Anon does not tell";
  return `${[legend, ...indent(lines, 1)].join("\n")}\n`;
}

function withNote([first = "", ...more]: readonly string[]): readonly string[] {
  return [`${first} (as the manifest says; taken on trust)`, ...more];
}
