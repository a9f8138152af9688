import type { ActionName } from "../../core/plan/action.ts";
import type { Applied, Outcome } from "../../core/plan/applied.ts";
import type { Style } from "../style.ts";

/** The number of addresses by outcome. Every outcome is named, zero or not. */
export type OutcomeCounts = Readonly<Record<Outcome["outcome"], number>>;

/** Counts the outcomes of an apply. */
export function applyCounts({ outcomes }: Applied): OutcomeCounts {
  const counts = { created: 0, done: 0, failed: 0, unsettled: 0, blocked: 0, skipped: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

/** The words for an effect on the lockfile alone, in the past tense; undefined for other actions. */
const doneWords = {
  create: undefined,
  replace: undefined,
  keep: undefined,
  drifted: undefined,
  unsettled: undefined,
  blocked: undefined,
  immutable: undefined,
  protected: undefined,
  missing: undefined,
  renamed: undefined,
  unreadable: undefined,
  "import-missing": undefined,
  "import-differs": undefined,
  "import-taken": undefined,
  import: "imported",
  move: "moved",
  revive: "revived",
  relock: "relocked",
  retire: "retired",
} as const satisfies Record<ActionName, string | undefined>;

/** The word and colour of each outcome. */
export const outcomeLooks = {
  created: { word: () => "created", colour: "green" },
  done: { word: (action) => doneWords[action] ?? "done", colour: "green" },
  failed: { word: () => "failed", colour: "red" },
  unsettled: { word: () => "unsettled", colour: "red" },
  blocked: { word: () => "blocked", colour: "yellow" },
  skipped: { word: () => "not started", colour: "yellow" },
} as const satisfies Record<
  Outcome["outcome"],
  { word: (action: ActionName) => string; colour: keyof Style }
>;

/** `1 moved`, `2 retired`: the counts of replacements and of changes of the lockfile alone. */
export function stateParts({ outcomes }: Applied): string[] {
  const counts = new Map<string, number>();
  const replaced = outcomes.filter(({ replaces }) => replaces !== undefined).length;
  if (replaced > 0) counts.set("replaced", replaced);
  for (const { outcome, action } of outcomes) {
    const word = outcome === "done" ? doneWords[action] : undefined;
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`);
}
