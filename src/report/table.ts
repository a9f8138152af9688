import type { Style } from "./style.ts";

/**
 * Rows under a line of titles, each column as wide as its widest cell and never cut: an id that is
 * not whole is none. Answers one text a line; nothing if there are no rows.
 */
export function renderTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string[] {
  if (rows.length === 0) return [];
  const widths = titles.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, width(row[column] ?? "")), width(title)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd();
  return [style.dim(line(titles)), ...rows.map(line)];
}

/** A cell's width in characters as a person counts them, as far as code points show it. */
function width(cell: string): number {
  return [...cell].length;
}
