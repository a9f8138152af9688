import { faultGrammar, faultHelp } from "../emulator/fault.ts";
import {
  baseUrl,
  config,
  consents,
  json,
  lockTimeout,
  maxCreates,
  notRenamed,
  online,
  place,
  yes,
  type Flag,
} from "./flags.ts";
import type { RunCommand } from "./options.ts";

/** One command. Its code is loaded only when it runs. */
export interface CommandSpec {
  /** `plan`, or `emulator start` for a command below another. */
  readonly name: string;
  readonly arguments?: readonly { readonly name: string; readonly help: string }[];
  readonly summary: string;
  /** More for its own --help. */
  readonly details?: string;
  readonly flags: readonly Flag[];
  /** Takes everything after `--` as it is. */
  readonly passThrough?: boolean;
  /** Ends by itself at a signal (Context.interrupt); all others are ended at the first one. */
  readonly gracefulInterrupt?: boolean;
  load(): Promise<{ readonly run: RunCommand }>;
}

const address = { name: "<address>", help: "for example userPools.members" };

/** What is above commands with two words. */
export const groups: Readonly<Record<string, string>> = {
  emulator: "run a local Anon API, to try things out and for tests",
};

/** Every command, in the order of --help. */
export const commands: readonly CommandSpec[] = [
  {
    name: "init",
    summary: "write a manifest, the .gitignore lines and an empty lockfile",
    details: "Nothing that is there is overwritten.",
    flags: [...place, baseUrl],
    load: () => import("./init.ts"),
  },
  {
    name: "validate",
    summary: "check the manifest, offline, and report all problems at once",
    flags: [
      config,
      { flags: "-e, --env <name>", help: "an environment that must be there (all are checked)" },
      json,
    ],
    load: () => import("./validate.ts"),
  },
  {
    name: "plan",
    summary: "show what apply would do",
    flags: [
      ...online,
      maxCreates,
      notRenamed,
      { flags: "--out <file>", help: "save the plan for apply" },
      { flags: "--detailed-exitcode", help: "exit 2 where there are changes or drift" },
      json,
      ...consents,
    ],
    load: () => import("./plan.ts"),
  },
  {
    name: "apply",
    arguments: [
      { name: "[planfile]", help: "a plan saved with plan --out: it is its own approval" },
    ],
    summary: "create what is missing and record every id in the lockfile",
    gracefulInterrupt: true,
    flags: [
      ...online,
      maxCreates,
      lockTimeout,
      notRenamed,
      { flags: "--auto-approve", help: "do not ask" },
      {
        flags: "--secrets-dir <dir>",
        help: "where the secrets of new service clients go (an existing folder outside git's reach)",
      },
      json,
      ...consents,
    ],
    load: () => import("./apply.ts"),
  },
  {
    name: "show",
    arguments: [{ name: "<planfile>", help: "a plan saved with plan --out" }],
    summary: "print a saved plan",
    flags: [json],
    load: () => import("./show.ts"),
  },
  {
    name: "status",
    summary: "show what the lockfile and the journal hold, offline",
    flags: [...place, baseUrl, json],
    load: () => import("./status.ts"),
  },
  {
    name: "settle",
    arguments: [address],
    summary: "say what became of a create whose answer was lost",
    flags: [
      ...online,
      lockTimeout,
      { flags: "--id <id>", help: "it created this id (looked up and compared first)" },
      { flags: "--not-created", help: "it created nothing: you looked in Anon's console" },
      { flags: "--abandon", help: "give up an id that was answered and cannot be used" },
      { flags: "--attempt <attempt>", help: "which attempt, where several are open" },
      yes,
    ],
    load: () => import("./settle.ts"),
  },
  {
    name: "import",
    arguments: [address, { name: "<id>", help: "the id the resource has" }],
    summary: "adopt a resource that exists already",
    flags: [...online, lockTimeout, yes],
    load: () => import("./import.ts"),
  },
  {
    name: "schema",
    arguments: [{ name: "<name>", help: "manifest, lockfile or plan" }],
    summary: "print a JSON Schema",
    flags: [],
    load: () => import("./schema.ts"),
  },
  ...emulatorCommands(),
];

function emulatorCommands(): CommandSpec[] {
  const flags: Flag[] = [
    {
      flags: "--port <port>",
      help: "0 takes a free one",
      default: 0,
      value: "whole",
      maximum: 65_535,
    },
    { flags: "--state <file>", help: "keep everything in this file (default: in memory)" },
    {
      flags: "--latency <ms>",
      help: "wait this long in each request",
      default: 0,
      value: "whole",
      maximum: 600_000,
    },
    {
      flags: "--fault <fault>",
      help: "make a request go wrong, see below (repeatable)",
      value: "list",
    },
    {
      flags: "--reference <name>",
      help: "answer as the older or the newer API reference says",
      default: "newer",
      value: { choices: ["newer", "older"] },
    },
  ];
  return [
    {
      name: "emulator start",
      summary: "run a local Anon API until it is interrupted",
      details: faultDetails(),
      flags: [...flags, json],
      gracefulInterrupt: true,
      load: () => import("./emulator-start.ts"),
    },
    {
      name: "emulator exec",
      arguments: [{ name: "<command...>", help: "what to run, after --" }],
      summary: "run a command beside a local Anon API (ANON_BASE_URL and ANON_API_KEY are set)",
      details: faultDetails(),
      flags,
      passThrough: true,
      gracefulInterrupt: true,
      load: () => import("./emulator-exec.ts"),
    },
  ];
}

/** How --fault is written, and every action there is. */
function faultDetails(): string {
  const rows = faultHelp();
  const width = Math.max(...rows.map(([action]) => action.length));
  return [
    `A fault is written ${faultGrammar}: post:2:reset-after is the second POST,`,
    "get/userPool:every:503 every GET whose path holds /userPool. Actions:",
    "",
    ...rows.map(([action, sentence]) => `  ${action.padEnd(width)}  ${sentence}`),
  ].join("\n");
}
