import type { Action, ActionName } from "../../core/plan/action.ts";
import { isOtherSort } from "../../core/plan/compare.ts";
import { isReference } from "../../core/kind.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { suggestedCommand } from "../command-words.ts";
import type { PlanView } from "./plan-view.ts";
import type { Style } from "../style.ts";
import { bare, counted, indent, quoteAscii, sentence } from "../text.ts";
import { unsettledLines } from "../status/unsettled.ts";
import { changeLines, fieldLines, showValue } from "./values.ts";

type Details = (action: Action, view: PlanView, style: Style) => readonly string[];

/** What stands below the first line of an action's block, not yet indented. */
export function actionDetails(action: Action, view: PlanView, style: Style): readonly string[] {
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
    // All of it: a lockfile that was edited says of no field that it changes.
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

/** The fields of an id that is adopted, and which of them nobody could read. */
function adoptedLines(action: Action, view: PlanView): string[] {
  const { assumed = [], fields } = action;
  const untold = assumed.filter((field) => (fields[field] ?? null) !== null);
  if (untold.length === 0 || !action.checked) return wantedLines(action, view);
  return [
    ...wantedLines(action, view),
    `Anon does not tell ${untold.join(", ")}: taken from the manifest on trust.`,
  ];
}

/** Where the secret of a new service client goes, and who says so. */
function secretLine(
  { kind, fields, secretSink }: Action,
  { kinds, secretSinkBy }: PlanView,
): string[] {
  if (kinds.find(({ name }) => name === kind)?.hasSecret(fields) !== true) return [];
  const written = secretSink === undefined ? undefined : shownSink(secretSink);
  const by = secretSinkBy === undefined ? undefined : bare(secretSinkBy);
  if (by !== undefined && (by.startsWith("--") || written === undefined))
    return [
      `Its secret goes where ${by} says${written === undefined ? "" : `, not to ${written}`}.`,
    ];
  if (written !== undefined) return [`Its secret goes to ${written}, as the manifest says.`];
  return ["Its secret goes where apply is told: --secret-sink or ANON_SECRET_SINK."];
}

/** A folder whose name looks like another's must not pass for it. */
function shownSink(written: string): string {
  return /^[ -~]*$/.test(written) ? bare(written) : quoteAscii(written);
}

/** What is said of what was not created here and has a secret. */
function noSecret({ kind, fields }: Action, { kinds }: PlanView): string[] {
  if (kinds.find(({ name }) => name === kind)?.hasSecret(fields) !== true) return [];
  return ["Its secret does not come with it: Anon shows it once, to whoever creates the client."];
}

/** Why something is replaced that nobody can change, a sentence. */
function whyReplaced({ agreed, follows = [], address }: Action): string {
  const pools = follows.map(bare).join(", ");
  switch (agreed) {
    case "earlier":
      return "An earlier run was to replace it, and did not get to the end.";
    case "follows":
      return `It refers to ${pools}, which is replaced, and so it follows.`;
    case "gone":
      return `Anon does not have this id any more, and you asked for ${bare(address)} to be created again.`;
    default:
      return `You asked for ${bare(address)} to be replaced.`;
  }
}

/** What becomes of an id that another one takes the place of. */
function oldId({ gone, address }: Action, { plan }: PlanView): string[] {
  if (gone === true)
    return [
      "Anon does not have this id any more: a new one is created, and the lockfile keeps it.",
    ];
  const when = followersOf(plan, address).length > 0 ? ", once nothing uses it" : "";
  return [`A new one is created, and then this id retires: remove it in Anon's console${when}.`];
}

/** What must be said, too, of what may not be replaced. */
function unlessProtected(action: Action): string {
  return action.protected === true
    ? " (it is protected: say `protect: false` in its block, too)"
    : "";
}

/** What a new id breaks, by its kind. */
function breaks({ kind }: Action, { kinds }: PlanView): string[] {
  const sentences = kinds.find(({ name }) => name === kind)?.newIdBreaks;
  return sentences === undefined ? [] : [sentences];
}

/** What is decided of an address whose id the lockfile has there already. */
const inLockfile: readonly ActionName[] = [
  "keep",
  "drifted",
  "relock",
  "immutable",
  "missing",
  "protected",
  "replace",
];

/** The way out that takes what differs as it is, where `import` would not refuse it. */
function adoptWay(action: Action, { kinds, environment, plan }: PlanView): string[] {
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
function importWay({ imported, address, id = "" }: Action, { environment }: PlanView): string[] {
  if (imported !== true) return [];
  return [
    `  - if ${bare(id)} is the wrong id, import the right one in its place:`,
    `    ${suggestedCommand(environment, ["import", address, "ID"])}`,
  ];
}

/** The addresses that depend on this one. Worked out once for a plan, and asked for many of its blocks. */
function followersOf(plan: Plan, address: string): readonly string[] {
  let followers = followersIn.get(plan);
  if (followers === undefined) {
    followers = new Map();
    for (const action of plan.actions)
      for (const needed of new Set(action.dependsOn)) {
        const others = followers.get(needed);
        if (others === undefined) followers.set(needed, [action.address]);
        else others.push(action.address);
      }
    followersIn.set(plan, followers);
  }
  return followers.get(address) ?? [];
}

const followersIn = new WeakMap<Plan, Map<string, string[]>>();

/** The way out that makes a new id, as a command, and what it would break. */
function replaceWay(action: Action, view: PlanView): string[] {
  const { address } = action;
  const clients = followersOf(view.plan, address).map(bare).join(", ");
  return [
    `  - create a new one and retire this id${unlessProtected(action)}:`,
    `    ${suggestedCommand(view.environment, ["plan", "--replace", address])}`,
    ...indent(breaks(action, view), 2),
    ...(clients === "" ? [] : [`    What refers to it follows: ${clients}.`]),
  ];
}

/** All that a create sends, and where its secret goes. */
function sentLines(action: Action, view: PlanView): string[] {
  return longLast([...wantedFields(action, view), secretLine(action, view)]);
}

function wantedLines(action: Action, view: PlanView): string[] {
  return longLast(wantedFields(action, view));
}

/** The wanted fields in the order of their kind, the lines of each. Null is nothing, and left out. */
function wantedFields(action: Action, { kinds }: PlanView): string[][] {
  const names = kinds.find(({ name }) => name === action.kind)?.fields ?? [];
  return names.map((field) => {
    const value = action.fields[field] ?? null;
    if (value === null) return [];
    const id = isReference(value) ? action.references?.[value.ref] : undefined;
    if (!isReference(value) || id === undefined) return fieldLines(field, value);
    return [`${field}: ${showValue(id)} (id of ${bare(value.ref)})`];
  });
}

/** Texts of several lines come last: thousands of lines must not push away whose keys are trusted. */
function longLast(parts: readonly (readonly string[])[]): string[] {
  const short = parts.filter(({ length }) => length <= 1);
  return [...short, ...parts.filter(({ length }) => length > 1)].flat();
}

function changesLines({ address, changes }: Action, { place }: PlanView, style: Style): string[] {
  return longLast(
    changes.map((change) => changeLines(change, style, place?.(address, change.field))),
  );
}

function driftLines({ drift }: Action, _view: PlanView, style: Style): string[] {
  return longLast(drift.map((change) => changeLines(change, style)));
}

function alsoDrifted(action: Action, view: PlanView, style: Style): string[] {
  if (action.drift.length === 0) return [];
  return ["Anon differs, too (lockfile -> Anon):", ...indent(driftLines(action, view, style), 1)];
}

/** A reference to what is not created yet cannot be typed into a console. */
function consoleWay({ changes }: Action): string {
  const unknown = changes.flatMap(({ after }) => (isReference(after) ? [after.ref] : []));
  if (unknown.length > 0)
    return `  - change it in Anon's console: not possible before ${unknown.map(bare).join(", ")} has an id;`;
  return "  - make the same change in Anon's console and plan again, where Anon tells the field back;";
}

function unchecked({ checked }: Action): string[] {
  return checked ? [] : ["Unchecked: the id was not looked up."];
}

function attemptsOf({ attempts = [] }: Action, view: PlanView) {
  const known = new Map(view.attempts.map((fact) => [fact.attempt, fact]));
  return attempts.flatMap((attempt) => known.get(attempt) ?? []);
}

/** How many ids were not looked up, in words; nothing where all were. */
export function uncheckedNote(count: number): string[] {
  if (count === 0) return [];
  return [`${counted(count, "id")} not looked up: unchecked, nothing is said of drift.`];
}
