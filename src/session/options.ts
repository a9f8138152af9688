/** Which manifest and lockfile, and of which environment. */
export interface LocationOptions {
  readonly config: string;
  readonly lockfile?: string;
  /** `validate` looks at every environment, and for this one only if somebody typed it. */
  readonly env: string;
  /** Whether somebody typed it: production is never a default. */
  readonly isEnvTyped?: boolean;
}

/** The address of the API, and the owner of the key. */
export interface ReachOptions {
  readonly baseUrl?: string;
  /** The organization whose key it is, if several share the variables. */
  readonly keyOf?: string;
}

/** How many requests at once. */
export interface ParallelismOptions {
  /** `auto`: as many as the API takes. */
  readonly parallelism: "auto" | number;
  readonly maxParallelism: number;
}

/** How a command prints its result. */
export interface OutputOptions {
  readonly json?: boolean;
  /** One of the formats that the command has; its default if left out. */
  readonly format?: string;
}

/** The options that every command has for the code below the verbs, also without the flag. */
export interface SessionOptions extends LocationOptions, ReachOptions, ParallelismOptions {
  /** An event of GitHub or GitLab that may run with the key although a stranger's files may be here. */
  readonly allowEvent?: string;
  /** `local` or `git`; for an emulator, the file that it keeps everything in. */
  readonly state?: string;
  /** Seconds. */
  readonly lockTimeout: number;
  /** `true` or `false`. */
  readonly refresh?: string;
  /** Whether the lockfiles that git knows in other folders are of other manifests; `init` has the flag. */
  readonly separate?: boolean;
}

/** Whether a person is asked. */
export interface YesOptions {
  readonly yes?: boolean;
}

/** The consents of a person, and the addresses that a run is limited to. */
export interface ConsentOptions {
  readonly notRenamed: readonly string[];
  readonly replace: readonly string[];
  readonly recreate: readonly string[];
  readonly target: readonly string[];
  readonly exclude: readonly string[];
}

/** How the keys of new self-hosted pools are looked at. */
export interface JwksOptions {
  readonly skipJwksCheck?: boolean;
  readonly allowPrivateJwks?: boolean;
}

/** Several manifests: the last three are of no use without the pattern. */
export interface WorkspaceOptions {
  readonly workspace?: string;
  readonly workspaceParallelism: number;
  /** As typed: `3/8` or `auto`. */
  readonly shard?: string;
  /** A revision of git's. */
  readonly changedSince?: string;
}

/** The parts of the world of a plan. A command without these flags finds their defaults. */
export interface WorldOptions extends SessionOptions, ConsentOptions {
  readonly refreshOnly?: boolean;
}

/** The parts that `plan` and `apply` share. */
export interface PlanningOptions
  extends WorldOptions, OutputOptions, JwksOptions, WorkspaceOptions {
  readonly maxCreates?: number;
}

export interface PlanOptions extends PlanningOptions {
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly comment?: boolean;
}

/** The destination of the secrets of new service clients. */
export interface SecretOptions {
  /** As typed: `file:DIR` or `command:PROGRAM ARG …`. */
  readonly secretSink?: string;
  readonly secretStdout?: boolean;
  readonly mask?: boolean;
}

export interface ApplyOptions extends PlanningOptions, SecretOptions {
  readonly autoApprove?: boolean;
  readonly commit?: boolean;
  readonly commitBranch?: string;
  readonly skipCi?: boolean;
  /** The digest that the plan must have; or `reviewed`, see commands/apply/expect-digest.ts. */
  readonly expect?: string;
}

export interface SettleOptions extends SessionOptions, YesOptions {
  readonly id?: string;
  readonly notCreated?: boolean;
  readonly abandon?: boolean;
  readonly attempt?: string;
}

export interface ImportOptions extends SessionOptions, YesOptions {
  readonly file?: string;
  readonly evenIfDifferent?: boolean;
}

export interface InitOptions extends SessionOptions {
  readonly fromIds?: string;
  readonly skipMissing?: boolean;
}

export interface RecoverOptions extends SessionOptions, OutputOptions, YesOptions {
  readonly fromGit?: boolean;
  readonly fromRemote?: boolean;
  readonly fromLog?: string;
}

export interface UnlockOptions extends SessionOptions, YesOptions {
  /** The run that is over. */
  readonly run?: string;
}

export interface ShowOptions extends SessionOptions, OutputOptions {}

export interface StatusOptions extends SessionOptions, OutputOptions {}

export interface OutputCommandOptions extends WorldOptions, OutputOptions {
  readonly partial?: boolean;
}

export interface ValidateOptions extends LocationOptions, OutputOptions, WorkspaceOptions {}

export interface WorkspaceCommandOptions extends Pick<WorkspaceOptions, "changedSince"> {
  readonly githubMatrix?: number;
}

export interface TokenOptions extends SessionOptions, OutputOptions {
  readonly user?: string;
  /** As typed: `30d`. */
  readonly expiresIn?: string;
}

export interface VerifyOptions extends WorldOptions, OutputOptions {
  readonly withToken?: boolean;
}

export interface EmulatorCommandOptions extends Pick<SessionOptions, "state">, OutputOptions {
  readonly port: number;
  /** Milliseconds. */
  readonly latency: number;
  readonly fault: readonly string[];
  readonly reference: string;
}

/** The options of any command, as parsed. Which command takes which stands in cli/table.ts. */
export interface Options
  extends
    PlanOptions,
    ApplyOptions,
    SettleOptions,
    ImportOptions,
    InitOptions,
    RecoverOptions,
    UnlockOptions,
    OutputCommandOptions,
    WorkspaceCommandOptions,
    TokenOptions,
    VerifyOptions,
    EmulatorCommandOptions {}

/** The defaults: every command finds them in its options, also without the flag. */
export const withoutFlags: Options = {
  config: "anon.config.yaml",
  env: "sandbox",
  parallelism: "auto",
  maxParallelism: 64,
  lockTimeout: 0,
  workspaceParallelism: 4,
  notRenamed: [],
  target: [],
  exclude: [],
  replace: [],
  recreate: [],
  port: 0,
  latency: 0,
  fault: [],
  reference: "newer",
};

/** A command: what it is given, and the exit code it ends with. Errors for people: Failure. */
export type RunCommand<CommandOptions = Options> = (
  context: import("./context.ts").Context,
  options: CommandOptions,
  args: readonly string[],
) => Promise<number>;

/** One flag, as --help shows it. */
export interface Flag {
  /** As commander reads it: `-e, --env <name>`. */
  readonly flags: string;
  readonly help: string;
  readonly default?: string | number;
  /** How the value is read; a text if left out, `any` one that may begin with a dash. */
  readonly value?:
    "count" | "count or auto" | "whole" | "list" | "any" | { readonly choices: readonly string[] };
  /** The largest number that is accepted. */
  readonly maximum?: number;
  /** Means the same for each of several manifests (--workspace). Other flags are about one manifest. */
  readonly isPerRun?: boolean;
}

/** The typed words of a command. */
export interface Invocation {
  /** The command's name: `plan`. */
  readonly command: string;
  readonly options: Options;
  readonly args: readonly string[];
  /** The flags that were typed and not left at their defaults, as words: `--env` → [`--env`, `sandbox`]. */
  readonly typed: ReadonlyMap<string, readonly string[]>;
  /** The typed flag that is about one manifest, the first of them. */
  readonly ownFlag: string | undefined;
}
