import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with an id, an address, a plan or an output. */
export const resourceErrors = {
  "address-retired": {
    cause: "The address left the manifest, and only its id is kept.",
    remedy: "To have it back, put it into the manifest again, then `anon-sync apply`.",
  },
  "address-taken": {
    cause: "The address holds an id already, and an address holds one.",
    remedy:
      "Give the other resource an address of its own in the manifest, then `anon-sync import ADDRESS ID`. Only an id that was itself imported may have another take its place.",
  },
  "address-unsettled": {
    cause: "The address has a create that nobody knows the end of.",
    remedy:
      "See what is known of it with `anon-sync status`. With the id from Anon's console: `anon-sync settle ADDRESS --id ID`.",
  },
  "another-resource": {
    cause:
      "The id that was to be imported is of another resource than the address: a service and not an application, a pool of Anon's and not a self-hosted one, the client of another pool.",
    remedy: "Check the id in Anon's console, or correct the manifest.",
  },
  "client-without-users": {
    cause: "The client is a service client, which has no users and so no tokens.",
    remedy: "Name the client of an application.",
  },
  "digest-version": {
    cause:
      "The digest that `--expect` names, or that stands in the comment of the pull request, was made by another version of anon-sync, which covers other things with it.",
    remedy:
      "Plan again with this version and expect the digest that it prints: `anon-sync apply --expect DIGEST`.",
  },
  "id-not-writable": {
    cause:
      "What Anon tells of the id cannot stand in a manifest: a control character in its name, or no name.",
    remedy: "Change it in Anon's console, or leave the id out: `--skip-missing`.",
  },
  "id-not-found": {
    cause: "Anon knows no resource of this kind with the id that was given.",
    remedy: "Check the id, and that the key and the environment (`-e NAME`) are the right ones.",
  },
  "id-taken": {
    cause: "The id belongs to another address, and an id is never held by two.",
    remedy:
      "Check the id in Anon's console. To rename a resource, declare it under `moved`. Of imported ids that were swapped, say the right ones in one file: `anon-sync import --file FILE`.",
  },
  "id-unreadable": {
    cause: "Anon gave no answer about the id that could be read.",
    remedy: "Run the command again.",
  },
  "it-was-created": {
    cause: "Anon answered that it created the resource, with an id that cannot be used.",
    remedy:
      "With its right id: `anon-sync settle ADDRESS --id ID`. To give that one up and create another: `anon-sync settle ADDRESS --abandon`.",
  },
  "kind-not-told": {
    cause: "The id is one of several kinds, and the list does not say which is meant.",
    remedy: "Write the collection before it: `userPools ID`.",
  },
  "needs-another": {
    cause: "The resource refers to another one, which has no id yet.",
    remedy: "Import or create that one first.",
  },
  "not-an-id": {
    cause: "What was given as an id is not a valid one.",
    remedy: "Copy the id from Anon's console.",
  },
  "not-created": {
    cause: "The address is in the manifest, and the lockfile has no id of it yet.",
    remedy: "Create it first: `anon-sync apply`.",
  },
  "not-what-was-sent": {
    cause: "The resource with this id is not what was sent for the address.",
    remedy:
      "Look for the right id in Anon's console. If it is this one, and somebody has changed it since, add `--yes`.",
  },
  "nothing-in-common": {
    cause:
      "Nothing that Anon tells of the id is what the manifest wants for the address, and nobody was asked (`--yes`).",
    remedy:
      "Check the id in Anon's console. If it is the right one: `anon-sync import ADDRESS ID --yes --even-if-different`.",
  },
  "nothing-to-abandon": {
    cause: "No id was answered for the address, so there is none to abandon.",
    remedy:
      "If you looked in Anon's console and it is not there: `anon-sync settle ADDRESS --not-created`.",
  },
  "nothing-unsettled": {
    cause: "Nothing is unsettled at the address.",
    remedy: "`anon-sync status` shows what is.",
  },
  "of-another-attempt": {
    cause: "The id was created by another attempt than the one that is to be settled.",
    remedy:
      "If Anon's console shows no second one: `anon-sync settle ADDRESS --not-created --attempt ATTEMPT`.",
  },
  "other-organization": {
    cause: "The id belongs to another organization than the lockfile, or than the ids before it.",
    remedy: "Check the id, and that the key and the environment (`-e NAME`) are the right ones.",
  },
  "output-name-clash": {
    cause:
      "Two addresses have the same name in the output, where case does not count. A warning until `output` is asked for, or an error where one of the names stands under `outputs`.",
    remedy: "Give one of them a name of its own in the manifest: `outputs: { NAME: ADDRESS }`.",
  },
  "output-not-created": {
    cause: "A resource that the output names has no id in this environment yet.",
    remedy: "Create it: `anon-sync apply`. Or leave it out: `anon-sync output --partial`.",
  },
  "output-unsettled": {
    cause: "Nobody knows whether Anon created a resource that the output names.",
    remedy:
      "`anon-sync status` shows how to settle that. Or leave out what has no id: `anon-sync output --partial`.",
  },
  "plan-not-as-expected": {
    cause:
      "The fresh plan does not have the digest that `--expect` names. Another target, base URL, organization or secret sink in the manifest or lockfile changes it, too.",
    remedy:
      "Give `apply` the flags that `plan` was given, such as `--replace ADDRESS`. If there were none, read the plan; if it is right, pass its digest: `anon-sync apply --expect DIGEST`.",
  },
  "self-hosted-pool": {
    cause:
      "The users of the client are in a self-hosted pool: its identity provider issues their tokens.",
    remedy: "Take a token of that identity provider, or name the client of an Anon-hosted pool.",
  },
  "too-early": {
    cause: "A create was sent minutes ago only, and Anon may still do it.",
    remedy:
      "Look in Anon's console again when the time that the message names is over. If it is there then: `anon-sync settle ADDRESS --id ID`.",
  },
  "too-large-to-record": {
    cause:
      "The journal of the run, or the lockfile after it, would be larger than what is read back (256 MiB): at about 100,000 creates in one apply.",
    remedy:
      "Create some of them at a time with `--target ADDRESS …`, or divide the manifest, as docs/scale.md says.",
  },
  "too-many-creates": {
    cause: "The plan creates more resources than `--max-creates` allows.",
    remedy: "Read the plan. If it is right: `--max-creates NUMBER`.",
  },
} as const satisfies ErrorEntries;
