// Written by scripts/generate.mjs from docs/errors.md. Change a section there, then `npm run generate`.

import type { ActionName, actionTable } from "./action.ts";
import type { StopReason } from "./applied.ts";
import type { Guard } from "./input.ts";

/** What docs/errors.md says of one, in Markdown: what happened, and what to do. */
interface Entry {
  readonly cause: string;
  readonly remedy: string;
}

/** The names of the actions that keep something from being applied. */
type Obstacle = {
  [Name in ActionName]: (typeof actionTable)[Name]["effect"] extends "skip" | "stop" ? Name : never;
}[ActionName];

/** Why nothing of a plan can be applied: `guards` of its JSON. */
export const guardEntries = {
  "follower-left-out": {
    cause:
      "`--exclude` or `--target` leaves out what refers to something that the plan replaces: it would go on using an id that retires.",
    remedy: "Leave what is replaced out, too: `--exclude ADDRESS`. Or leave neither out.",
  },
  "nothing-found": {
    cause: "Anon has none of the known ids: the API key or the environment is wrong.",
    remedy:
      "Check the key and `-e NAME`, then `anon-sync plan`. If they really are gone, name each: `--recreate ADDRESS`.",
  },
  "other-organization": {
    cause: "Anon says that a known id belongs to another organization.",
    remedy:
      "Set `ANON_API_KEY` to a key of the lockfile's organization, or name another environment: `-e NAME`.",
  },
} as const satisfies Readonly<Record<Guard["guard"], Entry>>;

/** Why one address of a plan cannot be applied, and all of the plan, or what depends on it. */
export const obstacleEntries = {
  blocked: {
    cause: "Something that must come first cannot: nothing is sent for this address.",
    remedy: "Answer what the plan says of the address that it waits for, then `anon-sync apply`.",
  },
  immutable: {
    cause: "The manifest changed, and Anon has no update.",
    remedy:
      "Put the lockfile's values back into the manifest, or make the same change in Anon's console and plan again, or create a new one and retire this id: `--replace ADDRESS`.",
  },
  "import-differs": {
    cause: "What is listed under `imports` is not what the manifest wants.",
    remedy:
      "Say in the manifest what Anon says, or adopt it as it is: `anon-sync import ADDRESS ID --yes`.",
  },
  "import-missing": {
    cause: "Anon does not have an id that is listed under `imports`.",
    remedy:
      "Check the id, the key and the environment (`-e NAME`), or delete the entry, and plan creates a new one.",
  },
  "import-taken": {
    cause: "An id that is listed under `imports` is in the lockfile, at another address.",
    remedy:
      "List the right id, or delete the entry. If the address was renamed: `moved: [{ from: ADDRESS, to: ADDRESS }]`.",
  },
  missing: {
    cause: "Anon does not have an id that the lockfile holds.",
    remedy:
      "Check the key and `-e NAME`. If it is gone, remove it from the manifest, or create it again with a new id: `--recreate ADDRESS`.",
  },
  protected: {
    cause: "The resource is protected, and the plan would replace or retire it.",
    remedy:
      "Say `protect: false` in its block. To let it retire, apply that first, and then remove the block.",
  },
  renamed: {
    cause:
      "One address left the manifest and another with equal fields appeared: probably a rename.",
    remedy:
      "If it is one, declare it: `moved: [{ from: ADDRESS, to: ADDRESS }]`. If it is a different one: `--not-renamed ADDRESS`.",
  },
  unreadable: {
    cause: "A known id could not be looked up.",
    remedy: "Plan again: nothing can be applied while what exists cannot be seen.",
  },
  unsettled: {
    cause: "A create was under way, and nobody knows whether Anon has it.",
    remedy:
      "Look in Anon's console. If it is there: `anon-sync settle ADDRESS --id ID`; if not: `anon-sync settle ADDRESS --not-created`.",
  },
} as const satisfies Readonly<Record<Obstacle, Entry>>;

/** Why an apply stopped sending before it was through. */
export const stopEntries = {
  interrupted: {
    cause: "Ctrl-C, or a signal, stopped the apply: nothing new was sent.",
    remedy: "To go on: `anon-sync apply`.",
  },
  "lockfile-not-saved": {
    cause:
      "What was done could not be written to the lockfile or the ledger; the journal holds it.",
    remedy: "Make room there, or make the file yours to write, then `anon-sync apply`.",
  },
  "not-announced": {
    cause:
      "A create could not be announced on the git remote, which keeps the state, and was not sent.",
    remedy: "Make `git ls-remote` and pushes to the remote work, then `anon-sync apply`.",
  },
  "not-published": {
    cause:
      "What was done is in the lockfile, and the git remote, which keeps the state, could not be told of the last of it.",
    remedy:
      "Commit the lockfile. Make pushes to the remote work, then `anon-sync apply`: it tells the remote.",
  },
  "not-saved": {
    cause: "What Anon answered could not be written to the disk.",
    remedy:
      "Keep the lines marked NOT SAVED: they may be the only record of those ids. Make room, then settle each: `anon-sync settle ADDRESS --id ID`.",
  },
  "other-organization": {
    cause: "A resource was created in another organization than the lockfile's.",
    remedy:
      "The lockfile has its id. Set `ANON_API_KEY` to a key of the right organization, and remove in the console of the other one what was created there.",
  },
  "other-resource": {
    cause: "Anon's answer to a create tells of something else than was sent.",
    remedy:
      "The lockfile has its id. Compare with `anon-sync plan` and Anon's console; if a proxy answers in Anon's place, go around it.",
  },
  quarantined: {
    cause: "Anon answered a create with an id that cannot be used.",
    remedy:
      "Look in Anon's console. With the right id: `anon-sync settle ADDRESS --id ID`; to give it up: `anon-sync settle ADDRESS --abandon`.",
  },
  refused: {
    cause: "Anon refused a create in a way that every other one would meet.",
    remedy: "Check the base URL and the key, then `anon-sync apply`.",
  },
  "secret-lost": {
    cause: "A service client was created and its secret reached no place: it cannot be had again.",
    remedy:
      "The lockfile has the client. Make another in its place, `anon-sync apply --replace ADDRESS --secret-sink SINK`, then remove the old one in Anon's console.",
  },
  unauthorized: {
    cause: "Anon did not accept the API key for a create.",
    remedy:
      "Set `ANON_API_KEY` to the key of a member who may create in this organization and environment, then `anon-sync apply`.",
  },
} as const satisfies Readonly<Record<StopReason["stop"], Entry>>;
