import type { Fields, FieldValue, Reference, WantedFields } from "../kind.ts";

/**
 * The plan for one address: one row of the decision table (docs/design.md#5-plan), a
 * line each. `effect` says what apply makes of it:
 * - create: sends a POST; state: changes what the lockfile says and sends nothing;
 * - none: nothing to do; skip: cannot go on, and what depends on it neither;
 * - stop: the whole plan cannot be applied until it is answered.
 */
export const actionTable = {
  create: { effect: "create" },
  replace: { effect: "create" },
  keep: { effect: "none" },
  drifted: { effect: "none" },
  relock: { effect: "state" },
  retire: { effect: "state" },
  revive: { effect: "state" },
  import: { effect: "state" },
  move: { effect: "state" },
  unsettled: { effect: "skip" },
  blocked: { effect: "skip" },
  immutable: { effect: "stop" },
  protected: { effect: "stop" },
  missing: { effect: "stop" },
  renamed: { effect: "stop" },
  unreadable: { effect: "stop" },
  "import-missing": { effect: "stop" },
  "import-differs": { effect: "stop" },
  "import-taken": { effect: "stop" },
} as const satisfies Record<string, { effect: "create" | "state" | "none" | "skip" | "stop" }>;

export type ActionName = keyof typeof actionTable;

/**
 * The consents to a replacement. `asked`: a person asks for it now (--replace). `gone`: a person
 * asks to create the resource again (--recreate). `earlier`: a person agreed in a run that did not
 * finish it. `follows`: the resource refers to a replaced resource.
 */
export const agreements = ["asked", "gone", "earlier", "follows"] as const;
export type Agreed = (typeof agreements)[number];

/** One field that differs. Undefined is an unknown value; a Reference is an id not known yet. */
export interface FieldChange {
  readonly field: string;
  readonly before: FieldValue | undefined;
  readonly after: FieldValue | Reference | undefined;
}

/** The action at one address, and the reason. */
export interface Action {
  readonly action: ActionName;
  readonly address: string;
  /** The name of its Kind: `UserPool`. */
  readonly kind: string;
  /** The id that the address has, or gets back. */
  readonly id?: string;
  /** The generation that the address has once the action is done. */
  readonly generation: number;
  /** The wanted fields; for `retire`, the fields that were applied. */
  readonly fields: WantedFields;
  /** The addresses whose ids the fields refer to. */
  readonly dependsOn: readonly string[];
  /** Lockfile (applied) → manifest (wanted); `import-differs`: API (actual) → manifest. */
  readonly changes: readonly FieldChange[];
  /** Lockfile (answered) → API (actual). */
  readonly drift: readonly FieldChange[];
  /** False if the id was not looked up, so nothing is said of drift. */
  readonly checked: boolean;
  /**
   * `create`, `replace`: address → the id that a reference in `fields` stands for, if it is known.
   */
  readonly references?: Readonly<Record<string, string>>;
  /** `create`, `replace`: if the manifest wants its secret to go, as it is written there. */
  readonly secretSink?: string;
  /** The fields whose drift the manifest wants hidden, sorted. */
  readonly ignoreDrift?: readonly string[];
  /** The fields of `ignoreDrift` that drifted: the action shows nothing else of their drift. */
  readonly hiddenDrift?: readonly string[];
  /** The answer of the API, if the lockfile will record it. */
  readonly observed?: Fields;
  /** The address it had, if `moved` renames it. */
  readonly movedFrom?: string;
  /** `renamed`: the address that vanished while this equal one appeared. */
  readonly renamedFrom?: string;
  /** `replace`: the consent to it. */
  readonly agreed?: Agreed;
  /** `replace`: the addresses of the replaced resources that this resource refers to. */
  readonly follows?: readonly string[];
  /** `replace`: present if Anon does not have the id that is replaced. */
  readonly gone?: true;
  /** `immutable`, `missing`: present if it is protected, so that replacing is refused, too. */
  readonly protected?: true;
  /** `immutable`: present if its id was imported, so that the right one may take its place. */
  readonly imported?: true;
  /** Present if a consent to replace it ends, since the manifest wants what is there again. */
  readonly withdrawn?: true;
  /** Present if the manifest says otherwise than the lockfile whether it is protected. */
  readonly protect?: boolean;
  /** `create`: a retired id of this address that does not fit any more. */
  readonly previousId?: string;
  /** `blocked`: the addresses that must come first and cannot. */
  readonly blockedBy?: readonly string[];
  /** `unsettled`: the open attempts. */
  readonly attempts?: readonly string[];
  /** `import`: the fields that the API does not return, recorded from the manifest on trust. */
  readonly assumed?: readonly string[];
  /** `import-taken`: the address that has the id in the lockfile, in use or retired. */
  readonly heldBy?: string;
  /** `unreadable`: the reason, from the API's answer. */
  readonly reason?: string;
}

export type Base = Omit<Action, "action">;
