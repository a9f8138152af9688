import { driverCommands } from "../commands/init/git-files.ts";
import { faultGrammar, faultHelp } from "../emulator/fault.ts";
import { outputFormats } from "../report/output/formats.ts";
import { planFormats } from "../report/plan/plan-formats.ts";
import { problemFormats } from "../report/problems/problem-formats.ts";
import { formatDetails, formatFlag } from "../session/format.ts";
import type { RunCommand, Flag } from "../session/options.ts";
import { changedSince, many } from "../workspace/flags.ts";
import {
  allowEvent,
  comment,
  config,
  consents,
  jwksCheck,
  json,
  lockTimeout,
  maxCreates,
  narrowing,
  online,
  parallelism,
  place,
  reach,
  shared,
  state,
  yes,
} from "./flags.ts";

/** One command. anon-sync loads a command's code only when the command runs. */
export interface CommandSpec {
  /** `plan`, or `emulator start` for a command below another. */
  readonly name: string;
  readonly arguments?: readonly { readonly name: string; readonly help: string }[];
  readonly summary: string;
  /** More text for the command's own --help. */
  readonly details?: string;
  readonly flags: readonly Flag[];
  /** Takes everything after `--` as it is. */
  readonly passThrough?: boolean;
  /** The command ends itself after a signal (Context.interrupt). Others end at the first signal. */
  readonly gracefulInterrupt?: boolean;
  load(): Promise<{ readonly run: RunCommand }>;
}

const address = { name: "<address>", help: "for example userPools.members" };

/** The first words of commands with two words. */
export const groups: Readonly<Record<string, string>> = {
  emulator: "run a local Anon API, to try things out and for tests",
};

const secretDetails = `The secret of a service client is shown once, so a place for it is proven before the create:

  file:DIR                 a new file in an existing folder outside git's reach, mode 0600
  command:PROGRAM ARG ...  on the stdin of a program that ends with 0 within 60 s; no shell reads the
                           words, and {address} {name} {NAME} {environment} {id} are filled in

The flag wins over secretSink: file:DIR of a client in the manifest, and that over ANON_SECRET_SINK.`;

const manyDetails = `With --workspace, each manifest is run for as if it were named with -c. In a pattern, * stands for any name
and ** for any folders; no symlink is followed, and neither node_modules nor .git is looked into.
The folders that the stars stand for name the key of each organization: orgs/acme has its key in
ANON_API_KEY_ACME__SANDBOX (two underscores; for the environment sandbox) or in ANON_API_KEY_ACME, and
never in ANON_API_KEY, unless the API is an emulator. One that fails stops no other. The exit code
is 1 where one of them failed, else the first of 130, 6, 4, 5, 3, 7, 2 that one of them ended with.`;

const mergeDetails = `To have git call it, once in each clone, with anon-sync on the PATH of whatever runs git:

${driverCommands.map((command) => `  ${command}`).join("\n")}

and in .gitattributes, as \`anon-sync init\` writes it: anon.lock.*.json merge=anon-sync
(a lockfile of another name needs a line of its own). In a clone without that configuration git
merges lockfiles by lines, as any text. Conflict markers that are there already:

  anon-sync merge-driver anon.lock.sandbox.json && git add anon.lock.sandbox.json

Every id and every unsettled create of both sides is kept. Where both had an id of their own for one
address, one of them holds it and the other is retired as a duplicate; the merge is done, and says so.
Two different lockfiles, or one that cannot be read, are left as a conflict (exit codes 1 to 5). Where
git could not start the driver it leaves our version alone as the conflict: make it start, then
\`git checkout --merge -- LOCKFILE\`.`;

const planDetails = `Of more than 200 addresses, people are shown what needs an answer, warns, replaces or retires, and some of
the rest; what is left out is counted. JSON and a plan saved with --out leave out nothing.

In CI without an API key, as in a pull request from a fork, the plan is offline, and its first line
says so. --comment takes GITHUB_TOKEN and \`permissions: pull-requests: write\` on GitHub,
ANON_SYNC_GITLAB_TOKEN on GitLab; what goes wrong with it is a warning and changes no exit code.

In GitHub Actions, plan and apply show what stops or warns at the manifest's lines, and write the
step's summary and its outputs: changes (true or false), digest, plan-file, ids (JSON).`;

/** Every command, in the order of --help. */
export const commands: readonly CommandSpec[] = [
  {
    name: "init",
    summary: "write a manifest, the lines of .gitignore and .gitattributes, and an empty lockfile",
    details: [
      "Nothing that is there is overwritten. The line of .gitattributes names the merge driver of lockfiles,",
      "which each clone has to configure: `anon-sync merge-driver --help`.",
      "",
      "With --from-ids, manifest and lockfile are made of what exists: each id of the file is looked up.",
      "A line holds an id, maybe with its collection or an address before it: `userPools 0b0e…`,",
      "`userPools.members 0b0e…`. Unless --skip-missing is said, all of them are read or nothing is",
      "written; with it, what is not there stays as a comment in the manifest. An id that could not",
      "be looked up, or is of another organization than the others, stops it all the same.",
    ].join("\n"),
    flags: [
      ...place,
      ...reach,
      ...parallelism,
      allowEvent,
      { flags: "--from-ids <file>", help: "write both from the ids in this file; needs the key" },
      {
        flags: "--separate",
        help: "this manifest is another one than those whose lockfiles git knows in other folders",
      },
      {
        flags: "--skip-missing",
        help: "with --from-ids: leave out ids that Anon does not know, or that no manifest can hold",
      },
    ],
    load: () => import("../commands/init/init.ts"),
  },
  {
    name: "validate",
    summary: "check the manifest, offline, and report all problems at once",
    details: `${formatDetails(problemFormats)}\n\n${manyDetails}`,
    flags: [
      config,
      {
        flags: "-e, --env <name>",
        help: "an environment that must be there (all are checked)",
        isPerRun: true,
      },
      formatFlag(problemFormats),
      json,
      ...many,
    ],
    load: () => import("../commands/validate.ts"),
  },
  {
    name: "workspace",
    arguments: [
      { name: "[pattern]", help: "of manifests, in quotes (default: **/anon.config.yaml)" },
    ],
    summary: "say which manifests --workspace takes, and divide them among the jobs of a CI",
    details: `${manyDetails}

A shard is a matter of the path alone: another manifest moves none. The matrix of --github-matrix goes to
strategy.matrix by fromJSON, and matrix.shard to --shard.`,
    flags: [
      changedSince,
      {
        flags: "--github-matrix <n>",
        help: "print the matrix of a job in GitHub Actions: those of n shards that are not empty",
        value: "count",
        // The largest matrix that GitHub takes.
        maximum: 256,
      },
    ],
    load: () => import("../commands/workspace.ts"),
  },
  {
    name: "plan",
    summary: "show what apply would do",
    details: `${planDetails}\n\n${formatDetails(planFormats)}\n\n${manyDetails}`,
    flags: [
      ...shared,
      maxCreates,
      { flags: "--out <file>", help: "save the plan for apply" },
      {
        flags: "--detailed-exitcode",
        help: "exit 2 where there are changes or drift",
        isPerRun: true,
      },
      {
        flags: "--refresh <look>",
        help: "false: from manifest and lockfile alone, without key and network",
        default: "true",
        value: { choices: ["true", "false"] },
        isPerRun: true,
      },
      { flags: "--refresh-only", help: "show drift, and nothing else", isPerRun: true },
      comment,
      ...jwksCheck,
      formatFlag(planFormats),
      json,
      ...consents,
      ...narrowing,
      ...many,
    ],
    load: () => import("../commands/plan.ts"),
  },
  {
    name: "apply",
    arguments: [
      { name: "[planfile]", help: "a plan saved with plan --out: it is its own approval" },
    ],
    summary: "create what is missing and record every id in the lockfile",
    details: `${secretDetails}\n\n${manyDetails}\n--max-creates counts for each manifest.`,
    gracefulInterrupt: true,
    flags: [
      ...shared,
      maxCreates,
      lockTimeout,
      ...jwksCheck,
      { flags: "--auto-approve", help: "do not ask", isPerRun: true },
      {
        flags: "--commit",
        help: "commit the lockfile to the branch, and push that commit alone",
        isPerRun: true,
      },
      {
        flags: "--commit-branch <name>",
        help: "push the commit to this branch: with --commit, where the other one is protected",
        isPerRun: true,
      },
      { flags: "--skip-ci", help: "put [skip ci] into the message of that commit", isPerRun: true },
      {
        flags: "--expect <digest>",
        help: "apply only if the plan has the digest that plan printed: it is its approval; reviewed: the one in the comment of the pull request that was merged (GitHub)",
      },
      {
        flags: "--secret-sink <sink>",
        help: "where the secrets of new service clients go, see below (also ANON_SECRET_SINK)",
        isPerRun: true,
      },
      {
        flags: "--secret-stdout",
        help: 'print each secret on stdout, as a line {"address":…,"id":…,"secret":…} (not in CI)',
      },
      {
        flags: "--mask",
        help: "in GitHub Actions: have the runner hide each secret first (::add-mask::, on stdout; on stderr with --json)",
        isPerRun: true,
      },
      json,
      ...consents,
      ...narrowing,
      ...many,
    ],
    load: () => import("../commands/apply/apply.ts"),
  },
  {
    name: "show",
    arguments: [{ name: "<planfile>", help: "a plan saved with plan --out" }],
    summary: "print a saved plan",
    details: formatDetails(planFormats),
    flags: [formatFlag(planFormats), json],
    load: () => import("../commands/show.ts"),
  },
  {
    name: "status",
    arguments: [{ name: "[address]", help: "everything that is known of this one" }],
    summary: "show what the lockfile and the journal hold, offline",
    flags: [...place, ...reach, json],
    load: () => import("../commands/status.ts"),
  },
  {
    name: "output",
    summary: "print what applications need: the ids by name, offline",
    details: formatDetails(outputFormats),
    flags: [
      ...place,
      ...reach,
      formatFlag(outputFormats),
      { flags: "--partial", help: "leave out what has no id yet, instead of failing" },
    ],
    load: () => import("../commands/output.ts"),
  },
  {
    name: "settle",
    arguments: [address],
    summary: "say what became of a create whose answer was lost",
    flags: [
      ...shared,
      lockTimeout,
      { flags: "--id <id>", help: "it created this id (looked up and compared first)" },
      { flags: "--not-created", help: "it created nothing: you looked in Anon's console" },
      { flags: "--abandon", help: "give up an id that was answered and cannot be used" },
      { flags: "--attempt <attempt>", help: "which attempt, where several are open" },
      yes,
    ],
    load: () => import("../commands/settle/settle.ts"),
  },
  {
    name: "import",
    arguments: [
      { name: "[address]", help: address.help },
      { name: "[id]", help: "the id the resource has" },
    ],
    summary: "adopt a resource that exists already, or many",
    details: [
      "A file holds a pair a line: an address of the manifest and its id, with white space or a comma",
      "between; # begins a comment. All of them are adopted, or none; what is there already is left.",
      "Where the wrong id was imported, import the right one: the wrong one retires. Ids that were",
      "swapped are put right in one file.",
    ].join("\n"),
    flags: [
      ...shared,
      lockTimeout,
      { flags: "--file <file>", help: "adopt every ADDRESS ID of this file" },
      yes,
      {
        flags: "--even-if-different",
        help: "with --yes: adopt what has nothing in common with the manifest, too",
      },
    ],
    load: () => import("../commands/import/import.ts"),
  },
  {
    name: "token",
    arguments: [{ name: "<client>", help: "for example sdkClients.web, or web" }],
    summary: "issue a token that identifies one user of an application (appUserIdToken)",
    details: [
      "Prints the token alone, and stores it nowhere. It is a credential: whoever has it acts as that",
      "user. Only for clients of Anon-hosted user pools.",
    ].join("\n"),
    flags: [
      ...online,
      { flags: "--user <id>", help: "the user, as your application knows it", value: "any" },
      {
        flags: "--expires-in <time>",
        help: "how long it lives: 30d, 12h, 90m, 60s (default: as the API decides)",
        // -1 is a mistake, not a flag: `token` answers with the form of a time.
        value: "any",
      },
      json,
    ],
    load: () => import("../commands/token/token.ts"),
  },
  {
    name: "verify",
    summary: "look every id of the lockfile up, to end a deployment with proof that all is there",
    details: [
      "Drift is a warning; what the manifest wants and nobody created fails. With --with-token, a token",
      "of 60 s is issued for one client of each Anon-hosted pool, and its signature and claims are",
      "verified; it is printed nowhere. Without any such token there is no proof.",
    ].join("\n"),
    flags: [
      ...online,
      { flags: "--with-token", help: "issue and verify a token for each Anon-hosted pool, too" },
      json,
    ],
    load: () => import("../commands/token/verify.ts"),
  },
  {
    name: "recover",
    summary: "bring back ids that git's history, the git remote or a log of apply knows",
    details: [
      "What several sources know is read together, and this machine's own ledger with it. It shows what",
      "would come back, and asks. Nothing is asked of Anon.",
      "",
      "With --from-git every version of the lockfile counts that any branch, tag, stash or reflog holds,",
      "those from before it was moved from another folder too. Not looked at: what was never committed or",
      "stashed, what is staged only, a stash that was dropped, and commits that nothing holds any more.",
      "--from-log is for the log of a CI job whose machine is gone: it tells ids that nothing else knows.",
    ].join("\n"),
    flags: [
      ...place,
      ...reach,
      state,
      lockTimeout,
      { flags: "--from-git", help: "from the lockfile's own history" },
      { flags: "--from-remote", help: "from the state on the git remote" },
      {
        flags: "--from-log <file>",
        help: "from the lines `created ADDRESS id=ID attempt=ID` in a log of apply",
      },
      yes,
      json,
    ],
    load: () => import("../commands/recover/recover.ts"),
  },
  {
    name: "unlock",
    summary: "take the state on the git remote away from a run whose machine is gone",
    details: [
      "Shows which run holds the state, and what it announced. With --run, and a yes, the state is free",
      "again. What the run announced and told no end of stays, as unsettled: it is never sent again",
      "before a person has settled it.",
    ].join("\n"),
    flags: [
      ...place,
      ...reach,
      state,
      { flags: "--run <id>", help: "the run that is over, as the error or `unlock` names it" },
      yes,
    ],
    load: () => import("../commands/unlock.ts"),
  },
  {
    name: "merge-driver",
    arguments: [
      { name: "<file>", help: "a lockfile with conflict markers; with more arguments: git's %O" },
      { name: "[ours]", help: "git's %A: our version, and where the result goes" },
      { name: "[theirs]", help: "git's %B" },
      { name: "[path]", help: "git's %P: what messages call the lockfile" },
    ],
    summary: "merge two branches' lockfiles without losing an id, for git or by hand",
    details: mergeDetails,
    flags: [],
    load: () => import("../commands/merge-driver.ts"),
  },
  {
    name: "schema",
    arguments: [{ name: "<name>", help: "manifest, lockfile or plan" }],
    summary: "print a JSON Schema",
    flags: [],
    load: () => import("../commands/schema/schema.ts"),
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
      load: () => import("../commands/emulator/start.ts"),
    },
    {
      name: "emulator exec",
      arguments: [{ name: "<command...>", help: "what to run, after --" }],
      summary: "run a command beside a local Anon API (ANON_BASE_URL and ANON_API_KEY are set)",
      details: faultDetails(),
      flags,
      passThrough: true,
      gracefulInterrupt: true,
      load: () => import("../commands/emulator/exec.ts"),
    },
  ];
}

/** Returns the help text for the notation of --fault and all its actions. */
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
