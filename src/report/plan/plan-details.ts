import type { PlanRecord } from "../../core/plan/plan-document.ts";
import { isReference } from "../../core/kind.ts";
import type { Action, ActionName } from "../../core/plan/action.ts";
import { isOtherSort } from "../../core/plan/compare.ts";
import { suggestedCommand } from "../suggested-command.ts";
import { unsettledLines } from "../status/unsettled.ts";
import type { Style } from "../style.ts";
import { bare, counted, indent, sentence } from "../text.ts";
import {
  wantedLines,
  sentLines,
  changesLines,
  driftLines,
  alsoDrifted,
  adoptedLines,
  noSecret,
} from "./field-lines.ts";
import { whyReplaced, oldId, unlessProtected, breaks, replaceWay } from "./replacement-lines.ts";

type Details = (action: Action, view: PlanRecord, style: Style) => readonly string[];

/** The lines below the first line of an action's block, not yet indented. */
export function actionDetails(action: Action, view: PlanRecord, style: Style): readonly string[] {
  const id = action.id === undefined ? [] : [`id: ${bare(action.id)}`];
  return [...id, ...details[action.action](action, view, style)];
}

const details = {
  create: (action, view) => [
    ...(action.previousId === undefined
      ? []
      : [
          `The retired id ${bare(action.previousId)} does not fit any more, so a new one is created.`,
        ]),
    ...sentLines(action, view),
  ],

  replace: (action, view, style) => [
    whyReplaced(action),
    ...changesLines(action, view, style),
    ...alsoDrifted(action, view, style),
    ...unchecked(action),
    ...oldId(action, view),
    ...breaks(action, view),
    // We list all fields: with an edited lockfile, a plan may show no field as changed.
    "The new one is created with:",
    ...indent(sentLines(action, view), 1),
  ],

  protected: (action, view, style) =>
    action.agreed === undefined
      ? [
          "It left the manifest, and it is protected: it does not retire.",
          "To let it go: put its block back with `protect: false`, apply that, and then remove it.",
        ]
      : [
          `It is protected, and so it is not replaced. ${whyReplaced(action)}`,
          ...changesLines(action, view, style),
          "To have it replaced: say `protect: false` in its block, too.",
        ],

  keep: () => [],

  drifted: (action, view, style) => [
    ...driftLines(action, view, style),
    "No endpoint can repair it: change it back in Anon's console, or change the manifest to what",
    "Anon says and plan again (relock).",
  ],

  relock: (action, view, style) => [
    ...changesLines(action, view, style),
    "Anon says what the manifest says: someone made the change in its console. The lockfile takes",
    "it over; nothing is sent.",
    ...alsoDrifted(action, view, style),
  ],

  retire: (action) => [
    ...(action.checked ? ["It is protected, but Anon does not have it any more."] : []),
    "It left the manifest. Anon has no delete; remove it in the console. The lockfile keeps the id.",
  ],

  revive: (action, view, style) => [
    ...changesLines(action, view, style),
    "It comes back to the manifest: the id that was retired is used again, nothing is created.",
    ...unchecked(action),
  ],

  import: (action, view) => [
    ...adoptedLines(action, view),
    "It exists, and is adopted under this id: nothing is created.",
    ...noSecret(action, view),
    ...unchecked(action),
  ],

  "import-missing": (_action, view) => [
    "It is listed under imports, and Anon does not have this id.",
    "Ways out:",
    "  - check the id, and that it is one of this kind and of this environment: an entry with",
    `    \`environment: ${bare(view.environment.name)}\` counts there alone;`,
    "  - check that the API key is the right one: others find nothing;",
    "  - delete the entry, and plan creates a new one.",
  ],

  "import-differs": (action, view, style) => [
    "It is listed under imports, and is not what the manifest wants (Anon -> manifest):",
    ...indent(changesLines(action, view, style), 1),
    ...unchecked(action),
    "Ways out:",
    "  - say in the manifest what Anon says;",
    ...adoptWay(action, view),
  ],

  "import-taken": (action) => [
    `The id that imports lists for it is the one of ${bare(action.heldBy ?? "")} in the lockfile.`,
    "An id is never held by two addresses. Ways out:",
    "  - list the right id, or delete the entry;",
    "  - if the address was renamed, say so and delete the entry:",
    `    moved: [{ from: ${bare(action.heldBy ?? "")}, to: ${bare(action.address)} }]`,
  ],

  move: (action) => ["Only the lockfile changes; nothing is sent.", ...unchecked(action)],

  unsettled: (action, view) => [
    "A create was under way, and nobody knows whether Anon has it. Nothing more is sent for it or",
    "for what depends on it, until a person settles it.",
    ...unsettledLines(attemptsOf(action, view), view.environment),
  ],

  blocked: (action, view) => [
    `Waits for ${(action.blockedBy ?? []).map(bare).join(", ")}, which must come first and cannot.`,
    ...wantedLines(action, view),
  ],

  immutable: (action, view, style) => [
    "Anon has no update, and the manifest changed (lockfile -> manifest):",
    ...indent(changesLines(action, view, style), 1),
    ...alsoDrifted(action, view, style),
    ...(action.checked
      ? []
      : [
          "Unchecked: if the same change was made in Anon's console, a plan that asks Anon takes it over.",
        ]),
    `${action.imported === true ? "Four" : "Three"} ways out:`,
    "  - put the lockfile's values back into the manifest;",
    consoleWay(action),
    ...importWay(action, view),
    ...replaceWay(action, view),
  ],

  missing: (action, view, style) => [
    "Anon does not have this id.",
    ...(action.changes.length === 0
      ? []
      : [
          "The manifest changed, too (lockfile -> manifest):",
          ...indent(changesLines(action, view, style), 1),
        ]),
    "Ways out:",
    "  - check that the API key and the environment are the right ones: others find nothing;",
    "  - remove it from the manifest, and plan retires the id;",
    `  - create it again, with a new id${unlessProtected(action)}:`,
    `    ${suggestedCommand(view.environment, ["plan", "--recreate", action.address])}`,
    ...indent(breaks(action, view), 2),
  ],

  renamed: (action, view) => {
    const from = action.renamedFrom ?? "";
    return [
      `${bare(from)} left the manifest, and this one with equal fields appeared: probably a rename.`,
      "If it is one, add to the manifest:",
      "  moved:",
      `    - { from: ${bare(from)}, to: ${bare(action.address)} }`,
      "If it is a different one:",
      `  ${suggestedCommand(view.environment, ["plan", "--not-renamed", action.address])}`,
    ];
  },

  unreadable: (action) => [
    `It could not be looked up: ${sentence(action.reason ?? "no reason is known")}`,
    "Plan again; nothing can be applied while what exists cannot be seen.",
  ],
} as const satisfies Record<ActionName, Details>;
/** Decides about an address whose id the lockfile has there already. */
const inLockfile: readonly ActionName[] = [
  "keep",
  "drifted",
  "relock",
  "immutable",
  "missing",
  "protected",
  "replace",
];

/** The way out that takes what differs as it is, if `import` would not refuse it. */
function adoptWay(action: Action, { kinds, environment, plan }: PlanRecord): string[] {
  const { address, id = "", dependsOn, changes, observed = {} } = action;
  const kind = kinds.find(({ name }) => name === action.kind);
  if (
    changes.some(
      ({ field, after }) => kind !== undefined && isOtherSort(kind, field, after, observed),
    )
  )
    return ["  - list the right id: no edit makes of this one what the manifest wants."];
  const held = plan.actions.filter((one) => inLockfile.includes(one.action));
  const waitsFor = dependsOn.filter((ref) => held.every((one) => one.address !== ref));
  if (waitsFor.length > 0)
    return [
      `  - adopt it as it is: not possible before the lockfile has an id of ${waitsFor.map(bare).join(", ")}.`,
    ];
  return [
    "  - adopt it as it is, and decide later:",
    `    ${suggestedCommand(environment, ["import", address, id])}`,
  ];
}

/** The way out of a wrong import, as a command: what was created here is never the wrong one. */
function importWay({ imported, address, id = "" }: Action, { environment }: PlanRecord): string[] {
  if (imported !== true) return [];
  return [
    `  - if ${bare(id)} is the wrong id, import the right one in its place:`,
    `    ${suggestedCommand(environment, ["import", address, "ID"])}`,
  ];
}

/** The way out by the console. A user cannot type a reference to an id that does not exist yet. */
function consoleWay({ changes }: Action): string {
  const unknown = changes.flatMap(({ after }) => (isReference(after) ? [after.ref] : []));
  if (unknown.length > 0)
    return `  - change it in Anon's console: not possible before ${unknown.map(bare).join(", ")} has an id;`;
  return "  - make the same change in Anon's console and plan again, where Anon tells the field back;";
}

function unchecked({ checked }: Action): string[] {
  return checked ? [] : ["Unchecked: the id was not looked up."];
}

function attemptsOf({ attempts = [] }: Action, view: PlanRecord) {
  const known = new Map(view.attempts.map((fact) => [fact.attempt, fact]));
  return attempts.flatMap((attempt) => known.get(attempt) ?? []);
}

/** How many ids were not looked up, in words; nothing if all were. */
export function uncheckedNote(count: number): string[] {
  if (count === 0) return [];
  return [`${counted(count, "id")} not looked up: unchecked, nothing is said of drift.`];
}
