import type { Flag } from "../session/options.ts";

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
  isPerRun: true,
};
export const baseUrl: Flag = {
  flags: "--base-url <url>",
  help: "the API, instead of ANON_BASE_URL and the one built in (https, or http on loopback)",
  isPerRun: true,
};
export const keyOf: Flag = {
  flags: "--key-of <name>",
  help: "take the key of this organization: ANON_API_KEY_NAME__ENVIRONMENT or ANON_API_KEY_NAME",
};
export const parallelism: readonly Flag[] = [
  {
    flags: "--parallelism <n>",
    help: "requests at once; auto: as many as the API takes",
    default: "auto",
    value: "count or auto",
    isPerRun: true,
  },
  {
    flags: "--max-parallelism <n>",
    help: "with --parallelism auto: requests at once at the most",
    default: 64,
    value: "count",
    isPerRun: true,
  },
];
export const maxCreates: Flag = {
  flags: "--max-creates <n>",
  help: "refuse to create more than n resources (50 with a bare --auto-approve)",
  value: "whole",
  isPerRun: true,
};
export const lockTimeout: Flag = {
  flags: "--lock-timeout <seconds>",
  help: "how long to wait for another run on this machine",
  default: 0,
  value: "whole",
  isPerRun: true,
};
export const json: Flag = { flags: "--json", help: "print JSON on stdout", isPerRun: true };
export const notRenamed: Flag = {
  flags: "--not-renamed <address>",
  help: "this address is new, not another one renamed (repeatable)",
  value: "list",
};
export const yes: Flag = { flags: "--yes", help: "do not ask" };

/** The consents of a person, and the addresses that a run is limited to. */
export const consents: readonly Flag[] = [
  {
    flags: "--replace <address>",
    help: "create a new one in its place and retire its id (repeatable)",
    value: "list",
  },
  {
    flags: "--recreate <address>",
    help: "create it again where Anon does not have its id any more (repeatable)",
    value: "list",
  },
  notRenamed,
];

export const narrowing: readonly Flag[] = [
  { flags: "--target <address>", help: "only this and what it needs (repeatable)", value: "list" },
  {
    flags: "--exclude <address>",
    help: "everything but this and what cannot go on without it (repeatable)",
    value: "list",
  },
];

/** The flags that control the check of new self-hosted pools' keys. */
export const jwksCheck: readonly Flag[] = [
  {
    flags: "--skip-jwks-check",
    help: "do not look at the JWKS of new self-hosted pools",
    isPerRun: true,
  },
  {
    flags: "--allow-private-jwks",
    help: "look at a JWKS on a private address too (the API key is sent to none)",
    isPerRun: true,
  },
];

export const state: Flag = {
  flags: "--state <where>",
  help: "where an apply under way is known: local, or git: on the git remote, too (default: as the manifest says; git in CI)",
  value: { choices: ["local", "git"] },
  isPerRun: true,
};

/** The flag for the one comment with a plan on a pull request. */
export const comment: Flag = {
  flags: "--comment",
  help: "keep the plan as one comment on the pull request or merge request that CI runs this for",
  isPerRun: true,
};
export const allowEvent: Flag = {
  flags: "--allow-event <event>",
  help: "in GitHub Actions and GitLab CI: use the key in runs of this event (issue_comment, merge_request_event …), although the files may be a stranger's",
  isPerRun: true,
};

/** The flags that name the files and the environment. */
export const place = [config, lockfile, environment];

/** The address of the API and the owner of the key; also for commands that only print them again. */
export const reach = [baseUrl, keyOf];

/** The flags of every command that asks the API. */
export const online = [...place, ...reach, ...parallelism, allowEvent];

/** The flags of every command that plans or changes something: the state may be on a git remote. */
export const shared = [...online, state];
