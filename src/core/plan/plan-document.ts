import type { ErrorCode } from "../errors/codes.ts";
import type { Kind } from "../kind.ts";
import type { AttemptFact } from "../state/state.ts";
import type { Action, FieldChange } from "./action.ts";
import type { Guard } from "./input.ts";
import { hasChanges, planOf, type Plan, type PlanSummary } from "./plan.ts";

/** The environment of a plan or an apply, as people see it. */
export interface ReportedEnvironment {
  /** As the manifest names it: `sandbox`. */
  readonly name: string;
  readonly baseUrl: string;
  /** Absent if no organization is known yet. */
  readonly organizationId?: string;
  /**
   * The flags beside -e that the user typed (`-c`, `--lockfile`, `--base-url`), for printed
   * commands. No document has them: see documentedEnvironment.
   */
  readonly flags?: readonly string[];
  /** The owner of the key, as --key-of names it, for sentences about its variables. In no document. */
  readonly keyOf?: string;
}

/** The manifest's choice of the git remote that a run records its creates on. */
export type PlannedState =
  | { readonly state: "local" }
  | { readonly state: "git"; readonly remote?: string; readonly refs?: string };

/**
 * The environment of a plan: the destinations, and who sets them. The digest of the plan covers
 * what a pull request can change of it. The digest does not cover the base URL, which the run
 * itself sets.
 */
export interface PlannedEnvironment extends ReportedEnvironment {
  /** The Anon that the manifest binds the environment to: `sandbox`, `production` or `emulator`. */
  readonly target: string;
  /** The base URL that is built in for that target; an emulator has none. */
  readonly targetUrl?: string;
  /** The organization that each create names: the manifest's. */
  readonly sentOrganizationId?: string;
  /** The lineage of a committed lockfile with facts: it names the folder and the ref of a run. */
  readonly lineage?: string;
  /** Present if the manifest says it. */
  readonly state?: PlannedState;
}

/** Returns an environment for documents, without the parts that depend on how a user typed it. */
export function documentedEnvironment<Environment extends ReportedEnvironment>({
  flags: _flags,
  keyOf: _keyOf,
  ...environment
}: Environment): Omit<Environment, "flags" | "keyOf"> {
  return environment;
}

/** The position of something in the manifest (`anon.config.yaml:12:5`); undefined if unknown. */
export type PositionOf = (address: string, field?: string) => string | undefined;

/** A plan and its sources: everything that a report or a saved plan shows. */
export interface PlanRecord {
  readonly plan: Plan;
  /** In the order of the manifest; the kinds say in which order a reader sees the fields. */
  readonly kinds: readonly Kind[];
  /** Lines for stderr, which are no part of the plan. */
  readonly notices?: readonly string[];
  /** Whether a look-up has returned the organization that the lockfile belongs to. */
  readonly organizationSeen?: boolean;
  readonly toolVersion: string;
  readonly environment: PlannedEnvironment;
  /** The manifest as the user named it. */
  readonly manifestFile: string;
  /** The lockfile as the user would name it. */
  readonly lockfile: string;
  /** The known facts of the open attempts that the plan's actions name. */
  readonly attempts: readonly AttemptFact[];
  /** How many facts were picked up from a leftover journal; 0 if there was none. */
  readonly foldedAttempts: number;
  /** Whether a user turned the look-ups off (--refresh=false). */
  readonly isUnrefreshed?: boolean;
  /** Whether the look-ups are off because the run is in a CI that has no key. */
  readonly isKeyless?: boolean;
  /** The value that `apply --expect` takes: see planDigest. Absent if nothing would be done. */
  readonly digest?: string;
  /**
   * The flag (`--secret-sink`) or the variable of this run that names the secret sink. A flag
   * counts before the manifest, a variable after it.
   */
  readonly secretSinkBy?: string;
  /** The command that applies just this plan, for people; a saved plan is applied by its file. */
  readonly applyCommand?: string;
  /** The command that prints this plan again, for reports that show a part of it. */
  readonly printCommand?: string;
  readonly positionOf?: PositionOf;
  /** Probable permanent mistakes; none if left out. */
  readonly warnings?: readonly PlanWarning[];
}

/** Something that applying the plan would make permanent and that looks like a mistake. */
export interface PlanWarning {
  /** Stable: `jwks-not-usable`. */
  readonly code: ErrorCode;
  readonly address: string;
  /** Sentences. */
  readonly message: string;
  /** The next step: a command to type, or a change to make. */
  readonly next: string;
  /** The position in the manifest. */
  readonly place?: string;
}

/** The inputs of a saved plan: it is applied only if none of them has changed. */
export interface PlanPins {
  /** SHA-256 of the manifest's bytes, hex. */
  readonly manifest: string;
  /** SHA-256 of the state's canonical text, hex. */
  readonly state: string;
  /** Null if there was no lockfile yet. */
  readonly lineage: string | null;
  readonly environment: string;
  readonly baseUrl: string;
  readonly organizationId: string | null;
  readonly toolVersion: string;
}

interface DocumentedChange extends FieldChange {
  readonly place?: string;
}

interface DocumentedAction extends Action {
  readonly changes: readonly DocumentedChange[];
  readonly place?: string;
}

/** The public form of a plan, JSON throughout. Its schema is plan.v1.schema.json. */
export interface PlanDocument {
  readonly format: "anon-sync-plan";
  readonly formatVersion: 1;
  readonly toolVersion: string;
  readonly environment: PlannedEnvironment;
  readonly manifest: string;
  readonly lockfile: string;
  readonly foldedAttempts: number;
  /** False if nothing was looked up on purpose; left out if it was. */
  readonly refreshed?: boolean;
  /** The flag or the variable of the run that names the secret sink. */
  readonly secretSinkBy?: string;
  /** The value that `apply --expect` takes; left out if nothing would be done. */
  readonly planDigest?: string;
  readonly applicable: boolean;
  /** Whether applying it would change anything. */
  readonly changes: boolean;
  /** Present if --target or --exclude left addresses out: how many. */
  readonly leftOut?: number;
  readonly summary: PlanSummary;
  readonly guards: readonly Guard[];
  readonly warnings: readonly PlanWarning[];
  readonly attempts: readonly AttemptFact[];
  readonly actions: readonly DocumentedAction[];
  /** Present in a saved plan. */
  readonly pins?: PlanPins;
  /** Present in a saved plan: SHA-256 of the rest. Apply then gets the plan that was shown. */
  readonly digest?: string;
}

/**
 * Returns the complete document of a plan: planRecordOf restores the record. The document has no
 * secret, since a plan has none. Undefined members are left out.
 */
export function planDocumentOf(record: PlanRecord, pins?: PlanPins): PlanDocument {
  const { plan, positionOf } = record;
  return withoutUndefined({
    format: "anon-sync-plan",
    formatVersion: 1,
    toolVersion: record.toolVersion,
    environment: documentedEnvironment(record.environment),
    manifest: record.manifestFile,
    lockfile: record.lockfile,
    foldedAttempts: record.foldedAttempts,
    refreshed: record.isUnrefreshed === true ? false : undefined,
    secretSinkBy: record.secretSinkBy,
    planDigest: record.digest,
    applicable: plan.applicable,
    changes: hasChanges(plan),
    leftOut: plan.leftOut === 0 ? undefined : plan.leftOut,
    summary: plan.summary,
    guards: plan.guards,
    warnings: record.warnings ?? [],
    attempts: record.attempts,
    actions: plan.actions.map((action) => ({
      ...action,
      changes: action.changes.map((change) => ({
        ...change,
        place: positionOf?.(action.address, change.field),
      })),
      place: positionOf?.(action.address),
    })),
    pins,
  }) as PlanDocument;
}

/**
 * Returns the record that a document (valid by its schema) was made of. It computes everything that
 * follows from the actions and guards again. So a document that a person edited cannot call itself
 * applicable.
 */
export function planRecordOf(document: PlanDocument, kinds: readonly Kind[]): PlanRecord {
  const places = new Map<string, string>();
  const actions = document.actions.map(({ place, ...action }): Action => {
    if (place !== undefined) places.set(placeKey(action.address), place);
    const changes = action.changes.map(({ place: fieldPlace, ...change }): FieldChange => {
      if (fieldPlace !== undefined) places.set(placeKey(action.address, change.field), fieldPlace);
      return withBothSides(change);
    });
    return { ...action, changes, drift: action.drift.map(withBothSides) };
  });
  return {
    plan: planOf(actions, document.guards, document.leftOut),
    kinds,
    toolVersion: document.toolVersion,
    environment: document.environment,
    manifestFile: document.manifest,
    lockfile: document.lockfile,
    attempts: document.attempts,
    foldedAttempts: document.foldedAttempts,
    warnings: document.warnings,
    ...(document.secretSinkBy !== undefined && { secretSinkBy: document.secretSinkBy }),
    ...(document.planDigest !== undefined && { digest: document.planDigest }),
    positionOf: (address, field) => places.get(placeKey(address, field)),
  };
}

/** Restores both sides of a change: an unknown side is undefined, and in a document left out. */
function withBothSides(change: FieldChange): FieldChange {
  return { field: change.field, before: change.before, after: change.after };
}

function placeKey(address: string, field?: string): string {
  return JSON.stringify([address, field]);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutUndefined(member)]),
  );
}
