import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with the names, values, references and variables that a manifest holds. */
export const manifestValueErrors = {
  "bad-key": {
    cause: "The name of a resource, an environment, a variable or an output has a wrong form.",
    remedy:
      "Begin it with a letter, and use letters, digits, `-` and `_` only, at most 64 of them. The names under `outputs` take no `-`.",
  },
  "bad-value": {
    cause: "A value in the manifest, or of a flag, is of the right type and not accepted here.",
    remedy:
      "Write what the message asks for. `anon-sync schema manifest` tells what the manifest takes, and `anon-sync COMMAND --help` what the flags take.",
  },
  "bad-variable": {
    cause: "What stands in a `${…}` is not a variable of the manifest.",
    remedy: "Write `${vars.NAME}`, or `$${` for a literal `${`.",
  },
  "client-without-pool": {
    cause: "The client of an application names no user pool.",
    remedy:
      "Write `kind: { application: { userPool: KEY } }`, or `userPoolId: ID` for a pool that is kept elsewhere.",
  },
  "command-in-manifest": {
    cause:
      "A `secretSink` in the manifest is a command, which a pull request could make the deploy run.",
    remedy:
      "Write `file:DIR` there, or say the command where you run it: `anon-sync apply --secret-sink 'command:PROGRAM ARG …'`.",
  },
  "deceptive-url": {
    cause:
      "A URL in the manifest can be misread: programs connect to another host than a reader sees. Its host or its path mixes scripts or holds a character that looks like a separator, or its host is written otherwise than programs read it.",
    remedy:
      "Type the URL again. If a host of that name is meant, write it in ASCII (`xn--…`), as plans show it.",
  },
  "duplicate-name": {
    cause:
      "A warning: two resources of one kind have the same name in one environment, and nothing tells them apart in Anon's console.",
    remedy: "Rename one of them before it is created.",
  },
  "environment-variable": {
    cause: "The manifest asks for a variable of the process, and those are never read into it.",
    remedy: "Put the text under `environments.NAME.vars`, and write `${vars.NAME}`.",
  },
  "import-twice": {
    cause: "Two entries of `imports` are for one address, or adopt one id, in one environment.",
    remedy:
      "Delete one of them, or say in each which environment it is for: `environment: sandbox`.",
  },
  "look-alike-name": {
    cause:
      "A warning: the names of two resources of one kind differ by case, separators (white space, `-`, `_`, `.`) or look-alike letters (`I`, `l` and `1`; `O` and `0`; `rn` and `m`) only.",
    remedy:
      "Change one of them before it is created, for Anon cannot rename. If it is one resource renamed, declare that under `moved`.",
  },
  "no-secret": {
    cause: "A `secretSink` stands at a client whose create answers no secret.",
    remedy: "Delete it there: only clients of `kind: service` have one.",
  },
  "password-in-url": {
    cause: "A URL in the manifest holds a user name or a password before its host.",
    remedy:
      "Write the URL without them: the manifest is committed. If it was committed with them, change the password.",
  },
  "reference-not-in-environment": {
    cause: "A resource refers to one that is not in all of its environments.",
    remedy:
      "Add the environment to `environments` of what is referred to, or limit those of what refers to it.",
  },
  "reserved-name": {
    cause:
      "A name under `outputs` is one that anon-sync uses for something else, or a variable that programs obey (`PATH`, `NODE_OPTIONS`, `GITHUB_TOKEN`): whoever sourced the output would run or trust something else.",
    remedy: "Choose another name.",
  },
  "unclosed-variable": {
    cause: "A text holds a `${` without its `}`.",
    remedy: "Close it, as in `${vars.site}`; write `$${` for a literal `${`.",
  },
  "too-many-environments": {
    cause:
      "The manifest has more environments than one of its length may have: everything in it is checked in each of them. Length times environments may be 48 Mi characters, so a manifest of 1 MiB may have 48.",
    remedy: "Divide the resources, or the environments, among several manifests.",
  },
  "unknown-environment": {
    cause: "The manifest has no environment of the name that was given.",
    remedy: "Name one of those that the message lists (`-e NAME`), or add it under `environments`.",
  },
  "unknown-reference": {
    cause:
      "A resource, or an entry under `outputs`, refers to one that the manifest does not hold.",
    remedy: "Add it, or name one that is there.",
  },
  "unknown-variable": {
    cause: "A variable has no value in an environment where it is used.",
    remedy: "Add it under `environments.NAME.vars`.",
  },
  "variable-not-allowed": {
    cause: "A `${…}` stands in a place where no variables are filled in.",
    remedy: "Write the text itself; `$${` stands for a literal `${`.",
  },
  "wrong-type": {
    cause: "A value is of the wrong type: a number where a text belongs, a list where a map does.",
    remedy: "Write what the message asks for; put a text that looks like a number in quotes.",
  },
} as const satisfies ErrorEntries;
