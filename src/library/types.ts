/**
 * anon-sync as a library: its commands as functions. The package ships this file as its types, so
 * the file imports nothing. See docs/library.md.
 */

/** The subject of plan and apply. Everything may be left out, as on the command line. */
export interface RunOptions {
  /** The environment in the manifest; sandbox if left out. */
  readonly environment?: string;
  /** The manifest; anon.config.yaml if left out. Relative paths start from `folder`. */
  readonly manifest?: string;
  /** The lockfile; anon.lock.ENVIRONMENT.json beside the manifest if left out. */
  readonly lockfile?: string;
  /** The folder that relative paths start from; the process's own if left out. */
  readonly folder?: string;
  /** The API key; if left out, ANON_API_KEY_<ENVIRONMENT> or ANON_API_KEY of `variables`. */
  readonly apiKey?: string;
  /** The API's base URL, instead of the built-in base URL: https, or http on loopback. */
  readonly baseUrl?: string;
  /**
   * The environment variables that count: for git and proxies (PATH, HOME, HTTPS_PROXY) and those of
   * anon-sync. Usually `process.env`; none if left out, for the library reads no other.
   */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** At most this many requests at once; what the command does if left out. */
  readonly parallelism?: number;
  /** The addresses that get a new id instead of the old id, as --replace. */
  readonly replace?: readonly string[];
  /** The addresses to create again, because Anon no longer has their id, as --recreate. */
  readonly recreate?: readonly string[];
  /** The only addresses to plan, with the addresses that they depend on, as --target. */
  readonly target?: readonly string[];
  /** The addresses to leave out, with the addresses that depend on them, as --exclude. */
  readonly exclude?: readonly string[];
  /** The addresses that are new, and not other addresses renamed, as --not-renamed. */
  readonly notRenamed?: readonly string[];
  /** An abort ends an apply as Ctrl-C does: no new sends; requests under way may finish. */
  readonly signal?: AbortSignal;
  /** Gets the command's text for stderr: progress, receipts of ids, warnings. No secrets. */
  readonly onMessage?: (text: string) => void;
}

/** The options of apply. A call of apply is the approval: apply asks no person. */
export interface ApplyOptions extends RunOptions {
  /** Refuse to create more than this; 50 if neither this nor `expect` is given. */
  readonly maxCreates?: number;
  /** The `planDigest` of the only plan that apply may apply. */
  readonly expect?: string;
}

/** One action of a plan. schemas/plan.schema.json lists its other members. */
export interface PlannedAction {
  readonly address: string;
  readonly kind: string;
  /** `create`, `keep`, `retire` …: docs/errors.md and the schema name all of them. */
  readonly action: string;
  readonly id?: string;
  readonly [member: string]: unknown;
}

/** The output of `anon-sync plan --json`: schemas/plan.schema.json. */
export interface PlanDocument {
  readonly format: "anon-sync-plan";
  readonly formatVersion: 1;
  /** False if something stops all of it: then apply sends nothing. */
  readonly applicable: boolean;
  /** The number of addresses of each action. */
  readonly summary: Readonly<Record<string, number>>;
  readonly actions: readonly PlannedAction[];
  /** The value that ApplyOptions.expect takes; absent if nothing would be done. */
  readonly planDigest?: string;
  readonly [member: string]: unknown;
}

/** The outcome of one address. */
export interface Outcome {
  readonly address: string;
  readonly action: string;
  readonly outcome: "created" | "done" | "failed" | "unsettled" | "blocked" | "skipped";
  readonly id?: string;
  readonly reason?: string;
  readonly [member: string]: unknown;
}

/** The output of `anon-sync apply --json`. */
export interface AppliedDocument {
  readonly format: "anon-sync-applied";
  readonly formatVersion: 1;
  /** Whether apply did and saved everything. */
  readonly complete: boolean;
  /** Whether the lockfile contains all facts of the run. */
  readonly saved: boolean;
  /** The new ids: address → id. */
  readonly ids: Readonly<Record<string, string>>;
  readonly outcomes: readonly Outcome[];
  /** The unsettled creates, and the commands that settle them. */
  readonly unsettled: readonly Readonly<Record<string, unknown>>[];
  readonly [member: string]: unknown;
}

/** A resource as wanted in one environment, with its variables filled in. */
export interface Resource {
  /** `userPools.members` */
  readonly address: string;
  /** `UserPool` */
  readonly kind: string;
  /** Flat: `authorization.jwksUri`. A reference to another resource is `{ ref: ADDRESS }`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The addresses that must exist first. */
  readonly dependsOn: readonly string[];
}

/** A valid manifest, resolved for one environment. */
export interface Manifest {
  readonly environment: string;
  /** The names of all environments in the manifest. */
  readonly environments: readonly string[];
  readonly resources: readonly Resource[];
  /** A doubt that is no error. */
  readonly warnings: readonly Problem[];
}

/** One problem. docs/errors.md lists all codes. */
export interface Problem {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The next step: a command to type, or a change to make. */
  readonly next?: string;
  readonly file?: string;
  /** Lines and columns count from 1. */
  readonly range?: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
}

/** The error of these functions if the command would end with an error. */
export declare class Failure extends Error {
  readonly problems: readonly Problem[];
  /** The exit code of the command: `anon-sync --help` lists them. */
  readonly exitCode: number;
}

/**
 * Reads and checks a manifest, offline. Rejects with a Failure that holds all of its problems if it has
 * errors, or no such environment.
 */
export declare function loadManifest(
  file: string,
  options?: { readonly environment?: string; readonly folder?: string },
): Promise<Manifest>;

/**
 * Plans as `anon-sync plan --json` does, by the same code: looks every id up and changes nothing.
 * Resolves to the plan document, even if the plan cannot be applied (`applicable: false`). Rejects
 * with a Failure.
 */
export declare function plan(options?: RunOptions): Promise<PlanDocument>;

/**
 * Applies as `anon-sync apply --auto-approve --json` does, by the same code: with its guards, its lock and its
 * journal. Resolves to what was done, also if some of it failed or is unsettled; or to the plan, if that
 * cannot be applied: `format` tells them apart. Rejects with a Failure if nothing was done.
 */
export declare function apply(options?: ApplyOptions): Promise<AppliedDocument | PlanDocument>;
