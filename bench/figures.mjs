// Medians, ratios and tables.

/** The middle one, or the mean of the two in the middle. */
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

/** What each figure is to another one's, as a number; undefined without the other. */
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

/** A ratio as text; nothing where there is none. */
export function times(ratio) {
  return ratio === undefined ? "" : `${ratio.toFixed(2)} ×`;
}

/** A markdown table, its columns aligned: text on the left, figures on the right. */
export function table(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => String(row[column]).length)),
  );
  const isText = head.map((_, column) => rows.every((row) => !/^\d/.test(row[column])));
  const line = (row) =>
    `| ${row
      .map((cell, column) => {
        const text = String(cell);
        return isText[column] ? text.padEnd(widths[column]) : text.padStart(widths[column]);
      })
      .join(" | ")} |`;
  const rule = widths.map((width, column) =>
    isText[column] ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
