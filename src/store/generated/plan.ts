// Written by scripts/generate.mjs. Change the schema, then `npm run generate`.

/**
 * Something about the world as a whole that makes the plan not applicable.
 */
export type Guard =
  | {
      /**
       * The name of the guard.
       */
      guard: "other-organization";
      address: Address;
      /**
       * The id that answered.
       */
      id: string;
      /**
       * The organization of this environment.
       */
      expected: string;
      /**
       * The organization that the id belongs to.
       */
      actual: string;
    }
  | {
      /**
       * The name of the guard.
       */
      guard: "follower-left-out";
      address: Address;
      follows: Address;
    }
  | {
      /**
       * The name of the guard.
       */
      guard: "nothing-found";
      /**
       * How many ids were looked up.
       */
      ids: number;
    };
/**
 * The path of a resource in the manifest: userPools.members.
 */
export type Address = string;
/**
 * One field's value; null is told, and nothing.
 */
export type Value = string | boolean | null;

/**
 * What anon-sync would do to each address. Holds no secret.
 */
export interface PlanFile {
  /**
   * Tells that the document is a plan.
   */
  format: "anon-sync-plan";
  /**
   * The version of this format.
   */
  formatVersion: 1;
  /**
   * The version of anon-sync that made the plan.
   */
  toolVersion: string;
  /**
   * The environment that the plan is for.
   */
  environment: {
    /**
     * Its name in the manifest.
     */
    name: string;
    /**
     * Which Anon the manifest binds it to: sandbox, production or emulator.
     */
    target: string;
    /**
     * The base URL that is built in for the target; an emulator has none.
     */
    targetUrl?: string;
    /**
     * The base URL of the API.
     */
    baseUrl: string;
    /**
     * The organization; left out where none is known yet.
     */
    organizationId?: string;
    /**
     * The organization that each create names: the manifest's.
     */
    sentOrganizationId?: string;
    /**
     * The lineage of a lockfile that holds something; not of an emulator's.
     */
    lineage?: string;
    /**
     * Where a run keeps what it knows, if the manifest says it.
     */
    state?: {
      /**
       * Where it is kept.
       */
      state: "local" | "git";
      /**
       * The git remote's name.
       */
      remote?: string;
      /**
       * What the names of its refs begin with.
       */
      refs?: string;
    };
  };
  /**
   * The manifest as the user named it.
   */
  manifest: string;
  /**
   * The lockfile that the plan was made with.
   */
  lockfile: string;
  /**
   * How many facts came from the leftover journal of a run.
   */
  foldedAttempts: number;
  /**
   * Present where nothing was looked up, on purpose: --refresh=false.
   */
  refreshed?: false;
  /**
   * The flag or the variable of the run that says where secrets go. A flag counts before the manifest.
   */
  secretSinkBy?: string;
  /**
   * What apply --expect takes. It covers the actions, and the environment but for baseUrl.
   */
  planDigest?: string;
  /**
   * False: nothing may be sent until what stops the plan is answered.
   */
  applicable: boolean;
  /**
   * Whether applying the plan would change anything.
   */
  changes: boolean;
  /**
   * How many addresses --target and --exclude left out.
   */
  leftOut?: number;
  /**
   * How many addresses each action has.
   */
  summary: {
    /**
     * Addresses to create.
     */
    create: number;
    /**
     * Addresses to replace.
     */
    replace: number;
    /**
     * Addresses to keep.
     */
    keep: number;
    /**
     * Addresses to drifted.
     */
    drifted: number;
    /**
     * Addresses to relock.
     */
    relock: number;
    /**
     * Addresses to retire.
     */
    retire: number;
    /**
     * Addresses to revive.
     */
    revive: number;
    /**
     * Addresses to import.
     */
    import: number;
    /**
     * Addresses to move.
     */
    move: number;
    /**
     * Addresses to unsettled.
     */
    unsettled: number;
    /**
     * Addresses to blocked.
     */
    blocked: number;
    /**
     * Addresses to immutable.
     */
    immutable: number;
    /**
     * Addresses to protected.
     */
    protected: number;
    /**
     * Addresses to missing.
     */
    missing: number;
    /**
     * Addresses to renamed.
     */
    renamed: number;
    /**
     * Addresses to unreadable.
     */
    unreadable: number;
    /**
     * Addresses to import-missing.
     */
    "import-missing": number;
    /**
     * Addresses to import-differs.
     */
    "import-differs": number;
    /**
     * Addresses to import-taken.
     */
    "import-taken": number;
  };
  /**
   * What is wrong with the world as a whole; empty where nothing is.
   */
  guards: Guard[];
  /**
   * What may be a permanent mistake; empty where nothing looks like one.
   */
  warnings: Warning[];
  /**
   * What is known of the open attempts that the actions name.
   */
  attempts: Attempt[];
  /**
   * One action for each address, in the order in which they can be done.
   */
  actions: Action[];
  /**
   * What a saved plan was made of. It is applied only where each of these is what it was.
   */
  pins?: {
    /**
     * SHA-256 of the manifest.
     */
    manifest: string;
    /**
     * SHA-256 of the state: lockfile and journal.
     */
    state: string;
    /**
     * The lineage of the lockfile; null where there was none yet.
     */
    lineage: string | null;
    /**
     * The name of the environment.
     */
    environment: string;
    /**
     * The base URL of the API.
     */
    baseUrl: string;
    /**
     * The organization; null where none was known yet.
     */
    organizationId: string | null;
    /**
     * The version of anon-sync.
     */
    toolVersion: string;
  };
  /**
   * In a saved plan: SHA-256 of the rest. One that was edited is not applied.
   */
  digest?: string;
}
/**
 * Something that looks like a mistake, and could not be corrected.
 */
export interface Warning {
  /**
   * Stable: jwks-not-usable, jwks-private-key, look-alike-name.
   */
  code: string;
  address: Address;
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What to type or change next.
   */
  next: string;
  /**
   * Where it stands in the manifest: file:line:column.
   */
  place?: string;
}
/**
 * One try at creating an address, whose outcome nobody knows.
 */
export interface Attempt {
  /**
   * Its random id.
   */
  attempt: string;
  address: Address;
  /**
   * The generation of the address that it was for.
   */
  generation: number;
  /**
   * What is known of it.
   */
  verdict: "planned" | "sending" | "unknown" | "refused" | "created";
  fields: Fields;
  /**
   * When it was sent (ISO 8601); for display only.
   */
  sentAt?: string;
  /**
   * Why the verdict is what it is.
   */
  reason?: string;
  /**
   * An id that the answer hinted at; never believed without a person.
   */
  hint?: string;
  /**
   * An id the API answered that cannot be used.
   */
  quarantined?: string;
}
/**
 * Fields by dotted path.
 */
export interface Fields {
  [k: string]: Value;
}
/**
 * What would happen to one address, and why.
 */
export interface Action {
  /**
   * The row of the decision table.
   */
  action:
    | "create"
    | "replace"
    | "keep"
    | "drifted"
    | "relock"
    | "retire"
    | "revive"
    | "import"
    | "move"
    | "unsettled"
    | "blocked"
    | "immutable"
    | "protected"
    | "missing"
    | "renamed"
    | "unreadable"
    | "import-missing"
    | "import-differs"
    | "import-taken";
  address: Address;
  /**
   * The kind of the resource.
   */
  kind: "UserPool" | "SdkClient";
  /**
   * The generation that the address has once the action is done.
   */
  generation: number;
  fields: WantedFields;
  /**
   * The addresses whose ids the fields refer to.
   */
  dependsOn: Address[];
  /**
   * Lockfile (applied) to manifest (wanted).
   */
  changes: Change[];
  /**
   * Lockfile (answered) to API (actual).
   */
  drift: Change[];
  /**
   * False where the id was not looked up.
   */
  checked: boolean;
  /**
   * The id that the address has, or gets back.
   */
  id?: string;
  /**
   * The ids that references in the fields stand for, by address.
   */
  references?: {
    /**
     * The id.
     */
    [k: string]: string;
  };
  /**
   * Where the manifest wants its secret to go: file:DIR, seen from the manifest.
   */
  secretSink?: string;
  /**
   * The fields whose drift the manifest wants hidden.
   *
   * Items: A field.
   */
  ignoreDrift?: string[];
  /**
   * Those of them that drifted.
   *
   * Items: A field.
   */
  hiddenDrift?: string[];
  observed?: Fields;
  /**
   * Who agreed that the id is replaced.
   */
  agreed?: "asked" | "gone" | "earlier" | "follows";
  /**
   * The replaced addresses that it follows.
   */
  follows?: Address[];
  /**
   * Anon does not have the id that is replaced.
   */
  gone?: true;
  /**
   * Its id was imported, so that the right one may be imported in its place.
   */
  imported?: true;
  /**
   * It is protected, so that replacing is refused, too.
   */
  protected?: true;
  /**
   * A consent to replace it ends: the manifest wants what is there again.
   */
  withdrawn?: true;
  /**
   * Where the manifest says otherwise than the lockfile whether it is protected.
   */
  protect?: boolean;
  movedFrom?: Address;
  renamedFrom?: Address;
  /**
   * A retired id of the address that does not fit any more.
   */
  previousId?: string;
  /**
   * The addresses that must come first and cannot.
   */
  blockedBy?: Address[];
  /**
   * The open attempts.
   *
   * Items: The id of an attempt.
   */
  attempts?: string[];
  /**
   * The fields that the API does not tell, taken on trust.
   *
   * Items: A field.
   */
  assumed?: string[];
  heldBy?: Address;
  /**
   * What the API said instead of the resource.
   */
  reason?: string;
  /**
   * Where the address stands in the manifest: file:line:column.
   */
  place?: string;
}
/**
 * Fields by dotted path; ids that are not known yet as references.
 */
export interface WantedFields {
  [k: string]: Value | Reference;
}
/**
 * Stands for the id of another resource, not known yet.
 */
export interface Reference {
  ref: Address;
}
/**
 * One field that differs. A side that nobody told is left out.
 */
export interface Change {
  /**
   * The dotted path of the field.
   */
  field: string;
  before?: Value;
  /**
   * What it should be, or is now.
   */
  after?: Value | Reference;
  /**
   * Where the field stands in the manifest: file:line:column.
   */
  place?: string;
}
