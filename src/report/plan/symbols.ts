import type { ActionName } from "../../core/plan/action.ts";
import type { Style } from "../style.ts";

/** The look of an action in a plan. */
export interface ActionLook {
  /** One ASCII character at the start of its block; empty if it is not listed. */
  readonly symbol: "" | keyof typeof legend;
  readonly colour: keyof Style;
  /** The words after the number of such actions in the last line: `2 to create`. */
  readonly counted: string;
}

/** The meaning of each symbol, in the order of the legend. */
export const legend = {
  "+": "create",
  "*": "replace (a new id; the old one retires)",
  ".": "retire (leaves the manifest; its id is kept)",
  "^": "revive (a retired id comes back)",
  "<": "import (an id that exists is adopted)",
  ">": "move (a new address for the same id)",
  "=": "relock (the lockfile takes over a change that was made in Anon's console)",
  "~": "drift (Anon differs from the lockfile)",
  "!": "refused, unsettled, blocked or unreadable: needs an answer",
} as const;

/** The look of each action. */
export const actionLooks = {
  create: { symbol: "+", colour: "green", counted: "to create" },
  replace: { symbol: "*", colour: "yellow", counted: "to replace" },
  retire: { symbol: ".", colour: "yellow", counted: "to retire" },
  keep: { symbol: "", colour: "dim", counted: "unchanged" },
  move: { symbol: ">", colour: "cyan", counted: "to move" },
  revive: { symbol: "^", colour: "green", counted: "to revive" },
  import: { symbol: "<", colour: "green", counted: "to import" },
  relock: { symbol: "=", colour: "cyan", counted: "to relock" },
  drifted: { symbol: "~", colour: "yellow", counted: "drifted" },
  unsettled: { symbol: "!", colour: "red", counted: "unsettled" },
  blocked: { symbol: "!", colour: "red", counted: "blocked" },
  immutable: { symbol: "!", colour: "red", counted: "refused" },
  protected: { symbol: "!", colour: "red", counted: "refused" },
  missing: { symbol: "!", colour: "red", counted: "refused" },
  renamed: { symbol: "!", colour: "red", counted: "refused" },
  unreadable: { symbol: "!", colour: "red", counted: "unreadable" },
  "import-missing": { symbol: "!", colour: "red", counted: "refused" },
  "import-differs": { symbol: "!", colour: "red", counted: "refused" },
  "import-taken": { symbol: "!", colour: "red", counted: "refused" },
} as const satisfies Record<ActionName, ActionLook>;
