// Medians, ratios and tables.

/** The middle number, or the mean of the two numbers in the middle. */
export function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** The median of each figure of some runs: { wallMs, cpuMs, … }. */
export function medians(runs) {
  const names = Object.keys(runs[0]);
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
}

/** The ratio of each figure to the same figure of `others`; undefined without `others`. */
export function ratios(figures, others) {
  if (others === undefined) return undefined;
  const names = Object.keys(figures);
  return Object.fromEntries(names.map((name) => [name, figures[name] / others[name]]));
}

/** Seconds as text. */
export function seconds(ms) {
  return (ms / 1000).toFixed(3);
}

/** Milliseconds as text. */
export function milliseconds(ms) {
  return ms.toFixed(1);
}

/** A ratio as text; nothing if there is none. */
export function times(ratio) {
  return ratio === undefined ? "" : `${ratio.toFixed(2)} ×`;
}

/**
 * A markdown table with aligned columns: text on the left, figures on the right. Empty columns are
 * left out.
 */
export function table(head, rows) {
  const columns = head.flatMap((title, column) => {
    const cells = rows.map((row) => String(row[column]));
    if (cells.every((cell) => cell === "")) return [];
    const width = Math.max(title.length, ...cells.map((cell) => cell.length));
    const isText = cells.every((cell) => !/^\d/.test(cell));
    const padded = (cell) => (isText ? cell.padEnd(width) : cell.padStart(width));
    const rule = isText ? "-".repeat(width) : `${"-".repeat(width - 1)}:`;
    return [[padded(title), rule, ...cells.map(padded)]];
  });
  const lines = Array.from({ length: rows.length + 2 }, (_, line) =>
    columns.map((cells) => cells[line]).join(" | "),
  );
  return lines.map((line) => `| ${line} |`).join("\n");
}
