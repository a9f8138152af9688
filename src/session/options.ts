/** Every option there is, as parsed. Which command takes which stands in table.ts. */
export interface Options {
  readonly config: string;
  readonly lockfile?: string;
  /** `validate` looks at every environment, and for this one only where somebody typed it. */
  readonly env: string;
  /** Whether somebody typed it: production is never a default. */
  readonly isEnvTyped?: boolean;
  readonly baseUrl?: string;
  /** The organization whose key it is, where several share the variables. */
  readonly keyOf?: string;
  /** How many requests at once, or `auto`: as many as the API takes. */
  readonly parallelism: "auto" | number;
  readonly maxParallelism: number;
  readonly maxCreates?: number;
  /** Seconds. */
  readonly lockTimeout: number;
  readonly json?: boolean;
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly autoApprove?: boolean;
  /** These three `apply` alone. */
  readonly commit?: boolean;
  readonly commitBranch?: string;
  readonly skipCi?: boolean;
  /** As typed: `file:DIR` or `command:PROGRAM ARG …`. */
  readonly secretSink?: string;
  readonly secretStdout?: boolean;
  readonly mask?: boolean;
  readonly notRenamed: readonly string[];
  readonly replace: readonly string[];
  readonly recreate: readonly string[];
  readonly target: readonly string[];
  readonly exclude: readonly string[];
  /** `true` or `false`. */
  readonly refresh?: string;
  readonly refreshOnly?: boolean;
  /** `plan` alone has it. */
  readonly comment?: boolean;
  /** An event of GitHub or GitLab that may run with the key although a stranger's files may be here. */
  readonly allowEvent?: string;
  /** The digest that the plan must have; or `reviewed`, see expected-plan.ts. */
  readonly expect?: string;
  readonly id?: string;
  readonly notCreated?: boolean;
  readonly abandon?: boolean;
  readonly attempt?: string;
  readonly user?: string;
  /** As typed: `30d`. */
  readonly expiresIn?: string;
  /** `unlock` alone has it: the run that is over. */
  readonly run?: string;
  readonly withToken?: boolean;
  readonly yes?: boolean;
  /** `import` alone has it. */
  readonly file?: string;
  readonly evenIfDifferent?: boolean;
  /** These three `init` alone. */
  readonly separate?: boolean;
  readonly fromIds?: string;
  readonly skipMissing?: boolean;
  /** These three `recover` alone. */
  readonly fromGit?: boolean;
  readonly fromRemote?: boolean;
  readonly fromLog?: string;
  /** One of the formats that the command has; its default where left out. */
  readonly format?: string;
  readonly partial?: boolean;
  readonly skipJwksCheck?: boolean;
  readonly allowPrivateJwks?: boolean;
  /** A pattern of manifests; the next three are of no use without it. */
  readonly workspace?: string;
  readonly workspaceParallelism: number;
  /** As typed: `3/8` or `auto`. */
  readonly shard?: string;
  /** A revision of git's; `workspace` has it, too. */
  readonly changedSince?: string;
  /** `workspace` alone has it. */
  readonly githubMatrix?: number;
  /** `local` or `git`; for an emulator, the file that it keeps everything in. */
  readonly state?: string;
  readonly port: number;
  /** Milliseconds. */
  readonly latency: number;
  readonly fault: readonly string[];
  readonly reference: string;
}

/** What every command finds in its options, whether it has the flag or not. */
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
export type RunCommand = (
  context: import("./context.ts").Context,
  options: Options,
  args: readonly string[],
) => Promise<number>;

/** One flag, as --help shows it. */
export interface Flag {
  /** As commander reads it: `-e, --env <name>`. */
  readonly flags: string;
  readonly help: string;
  readonly default?: string | number;
  /** How the value is read; a text where left out, `any` one that may begin with a dash. */
  readonly value?:
    "count" | "count or auto" | "whole" | "list" | "any" | { readonly choices: readonly string[] };
  /** The largest number that is accepted. */
  readonly maximum?: number;
  /** Accepted only to be refused in plain words; not in --help. */
  readonly hidden?: boolean;
  /** Means the same for each of several manifests (--workspace). Other flags are about one manifest. */
  readonly isPerRun?: boolean;
}

/** What was typed for a command. */
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
