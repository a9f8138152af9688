import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with what was typed, and with where it was typed. */
export const commandLineErrors = {
  "ambiguous-client": {
    cause: "The name that `token` was given belongs to several clients.",
    remedy: "Write the whole address: `anon-sync token sdkClients.web --user ID`.",
  },
  "bad-pattern": {
    cause: "A pattern of manifests has no star, or leads out of the current folder.",
    remedy:
      "Run this in the folder that holds them all, with the pattern in quotes: `--workspace 'orgs/*/anon.config.yaml'`. One manifest is named with `-c`.",
  },
  "bad-shard": {
    cause: "`--shard` is none, or `auto` where the CI does not number the job.",
    remedy: "Write which one of how many, from 1: `--shard 3/8`.",
  },
  "bad-lifetime": {
    cause: "`--expires-in` is not a time, or longer than the API takes.",
    remedy: "Write a whole number and a unit: `30d`, `12h`, `90m` or `60s`.",
  },
  "beside-a-saved-plan": {
    cause:
      "`apply PLANFILE` was given a flag that says what to plan, and the plan is made already.",
    remedy:
      "Plan again with that flag and `--out FILE`, then `anon-sync apply FILE`. Leave `--expect` out: nothing but the saved plan is applied.",
  },
  "bad-line": {
    cause: "A line of a list of ids is none that can be read.",
    remedy: "Write `ADDRESS ID`, one pair a line; `init --from-ids` takes ids alone too.",
  },
  "excess-argument": {
    cause: "The command was given more arguments than it takes.",
    remedy: "Run `anon-sync COMMAND --help`; quote what holds a space.",
  },
  "flags-exclude-each-other": {
    cause: "Two flags were given that contradict each other.",
    remedy: "Leave one of them out.",
  },
  interrupted: {
    cause: "Ctrl-C, or a signal, ended the command before it did anything.",
    remedy: "Run the command again.",
  },
  "list-unreadable": {
    cause: "The list of ids that was named cannot be read.",
    remedy: "Name a file that is there and that you may read.",
  },
  "listed-twice": {
    cause: "An id, or an address, stands twice in a list of ids.",
    remedy: "Delete one of the two lines.",
  },
  "manifests-in-one-folder": {
    cause: "Two manifests of a workspace stand in one folder, and would share its lockfiles.",
    remedy: "Give each manifest a folder of its own.",
  },
  "missing-argument": {
    cause: "The command was not given an argument that it needs.",
    remedy: "Run `anon-sync COMMAND --help`.",
  },
  "missing-value": {
    cause: "A flag that takes a value was given none.",
    remedy: "Write it behind the flag: `--env staging`.",
  },
  "no-common-history": {
    cause:
      "`--changed-since` names a revision with which HEAD has no commit in common in this clone: it may be a shallow one.",
    remedy:
      "Let the CI fetch all of history (`fetch-depth: 0`, `GIT_DEPTH: 0`), or type `git fetch --unshallow`.",
  },
  "no-key-name": {
    cause:
      "The key of a manifest of a workspace has no name: the pattern leaves no folder open on its path.",
    remedy:
      "Put a star where the folder of each organization stands: `orgs/*/anon.config.yaml` takes the key of orgs/acme from `ANON_API_KEY_ACME__<ENVIRONMENT>` or `ANON_API_KEY_ACME`.",
  },
  "no-list": {
    cause: "The list of ids that was named is not there, or holds no id.",
    remedy: "Name a file that holds an id a line.",
  },
  "no-current-folder": {
    cause: "The current folder is not there any more.",
    remedy: "Change to a folder that exists, then run the command again.",
  },
  "no-manifest": {
    cause: "There is no manifest of the name that was given, or of the usual one.",
    remedy:
      "Run this where `anon.config.yaml` is, name it with `--config FILE`, or write a first one: `anon-sync init`.",
  },
  "manifest-unreadable": {
    cause: "The manifest is there and cannot be read.",
    remedy: "Make the file yours to read, or name another one with `--config FILE`.",
  },
  "symlink-not-followed": {
    cause:
      "A file that is read leads, through a symlink in the work tree, to a file that git does not track, or, in CI, to one that is not as it was committed. A pull request could have the run print any file of the machine.",
    remedy:
      "Put the file itself there, or let the symlink lead to a file of the same repository that was added with `git add`, and that no step of the CI changes.",
  },
  "no-manifests": {
    cause: "No file matches the pattern of manifests.",
    remedy:
      "Write names between slashes, with `*` for any name and `**` for any folders; nothing else is special.",
  },
  "no-revision": {
    cause: "`--changed-since` names a revision that this clone does not have.",
    remedy:
      "Name a commit, tag or branch that `git log` knows here; let the CI fetch all of history (`fetch-depth: 0`, `GIT_DEPTH: 0`).",
  },
  "ambiguous-revision": {
    cause:
      "`--changed-since` names a revision that is two things in this clone: a tag and a branch, say. git would take the tag, which anybody who may push can make.",
    remedy: "Write the whole name (`refs/remotes/origin/main`), or a commit.",
  },
  "no-terminal": {
    cause: "The command wants to ask a question, and there is no terminal to ask on.",
    remedy:
      "Look at what it would do first (`anon-sync plan`, or Anon's console), then add `--yes`.",
  },
  "no-user": {
    cause: "`token` was not told for which user.",
    remedy: "Add `--user ID`, the user as your application knows it.",
  },
  "no-work-tree": {
    cause: "`--changed-since` asks git, outside of a repository's work tree.",
    remedy: "Run it in a clone, or leave `--changed-since` out.",
  },
  "not-a-client": {
    cause: "`token` was given the address of something else than a client.",
    remedy: "Name one of the clients that the message lists.",
  },
  "one-format": {
    cause: "Two output formats were asked for, and stdout is one document.",
    remedy: "Say one of `--json` and `--csv`.",
  },
  "one-way-to-settle": {
    cause: "`settle` was told several ways to settle, or none.",
    remedy:
      "Say one of `--id ID`, `--not-created` and `--abandon`; `anon-sync status` shows what is known.",
  },
  "organization-is-an-environment": {
    cause:
      "The variable of an organization's key would be that of an environment: `ANON_API_KEY_PRODUCTION` for an organization `production`.",
    remedy: "Rename the organization's folder, or name it otherwise with `--key-of`.",
  },
  "production-not-said": {
    cause:
      "No environment was typed, and the default one is production's: by its `target` in the manifest, by `--base-url` or by `ANON_BASE_URL`.",
    remedy:
      "Say it: `anon-sync plan -e production`. If production is not meant, correct the `target`, or unset `ANON_BASE_URL`.",
  },
  "recover-from-what": {
    cause: "`recover` was not told what to recover from.",
    remedy: "Run `anon-sync recover --from-git`, `--from-remote` or `--from-log FILE`.",
  },
  "shared-key-name": {
    cause: "Two manifests of a workspace would take their keys from the same variables.",
    remedy:
      "Rename one of their folders: case, and which signs stand between letters and digits, make no difference.",
  },
  "unknown-address": {
    cause:
      "Neither the manifest nor the lockfile has the address that was given, in this environment.",
    remedy:
      "Name an address as `anon-sync status` prints it; choose the environment with `-e NAME`.",
  },
  "unknown-command": {
    cause: "There is no such command.",
    remedy: "Run `anon-sync --help`.",
  },
  "unknown-flag": {
    cause: "The command has no such flag.",
    remedy: "Run `anon-sync COMMAND --help`.",
  },
  "unknown-schema": {
    cause: "`schema` was given a name that no schema has.",
    remedy: "Choose one of those that the message lists: `anon-sync schema manifest`.",
  },
  "url-of-another-target": {
    cause:
      "The base URL (`--base-url` or `ANON_BASE_URL`) is the one of another target than the environment's: its key would be sent there.",
    remedy:
      "Unset `ANON_BASE_URL` or leave out `--base-url`, or choose the right environment with `-e NAME`.",
  },
  usage: {
    cause: "The command line makes no sense in a way that has no code of its own.",
    remedy: "Run `anon-sync COMMAND --help`.",
  },
  "which-attempt": {
    cause: "An address has several open attempts, or not the one that was named.",
    remedy: "Say which one: `--attempt ATTEMPT`; `anon-sync status` shows them.",
  },
} as const satisfies ErrorEntries;
