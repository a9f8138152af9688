/** One flag, as --help shows it. */
export interface Flag {
  /** As commander reads it: `-e, --env <name>`. */
  readonly flags: string;
  readonly help: string;
  readonly default?: string | number;
  /** How the value is read; a text where left out. */
  readonly value?: "count" | "whole" | "list" | { readonly choices: readonly string[] };
  /** The largest number that is accepted. */
  readonly maximum?: number;
  /** Accepted only to be refused in plain words; not in --help. */
  readonly hidden?: boolean;
}

export const config: Flag = {
  flags: "-c, --config <file>",
  help: "the manifest",
  default: "anon.config.yaml",
};
export const lockfile: Flag = {
  flags: "--lockfile <file>",
  help: "the lockfile (default: anon.lock.ENV.json beside the manifest)",
};
export const environment: Flag = {
  flags: "-e, --env <name>",
  help: "the environment; production is always said",
  default: "sandbox",
};
export const baseUrl: Flag = {
  flags: "--base-url <url>",
  help: "the API, instead of ANON_BASE_URL and the one built in (https, or http on loopback)",
};
export const parallelism: Flag = {
  flags: "--parallelism <n>",
  help: "requests at once",
  default: 10,
  value: "count",
};
export const maxCreates: Flag = {
  flags: "--max-creates <n>",
  help: "refuse to create more than n resources (50 with a bare --auto-approve)",
  value: "whole",
};
export const lockTimeout: Flag = {
  flags: "--lock-timeout <seconds>",
  help: "how long to wait for another run on this machine",
  default: 0,
  value: "whole",
};
export const json: Flag = { flags: "--json", help: "print JSON on stdout" };
export const notRenamed: Flag = {
  flags: "--not-renamed <address>",
  help: "this address is new, not another one renamed (repeatable)",
  value: "list",
};
export const yes: Flag = { flags: "--yes", help: "do not ask" };

/** What this version refuses in plain words. */
export const consents: readonly Flag[] = [
  { flags: "--replace <address>", help: "", value: "list", hidden: true },
  { flags: "--recreate <address>", help: "", value: "list", hidden: true },
];

/** Which files, and of which environment. */
export const place = [config, lockfile, environment];

/** What every command takes that asks the API. */
export const online = [...place, baseUrl, parallelism];
