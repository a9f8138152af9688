import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with a manifest; see also manifest-values.ts. */
export const manifestErrors = {
  alias: {
    cause: "The manifest holds a YAML alias (`*name`), and manifests do without.",
    remedy: "Write out what it stands for.",
  },
  anchor: {
    cause: "The manifest holds a YAML anchor (`&name`), and manifests do without.",
    remedy: "Delete it, and write out what it is for.",
  },
  "duplicate-address": {
    cause: "Two resources have the same address.",
    remedy: "Rename one of them, or delete it.",
  },
  "duplicate-key": {
    cause: "A key stands twice in one map.",
    remedy: "Delete one of them, or join what they hold.",
  },
  "empty-file": {
    cause: "The manifest is empty, or holds nothing but comments.",
    remedy: "Run `anon-sync init` in an empty folder to see one, or restore the file.",
  },
  "empty-value": {
    cause: "A key has nothing behind it.",
    remedy: "Write its value, or delete the key.",
  },
  "environment-name": {
    cause:
      "The name of an environment cannot be told from an organization's and an environment's (`acme__prod`), or is one that Windows keeps for devices.",
    remedy:
      "Rename it: single `-` and `_` between letters and digits, and not CON, AUX or the like.",
  },
  "environments-clash": {
    cause: "The names of two environments would share a lockfile or an API key variable.",
    remedy: "Rename one of them by more than case, `-` and `_`.",
  },
  "file-too-large": {
    cause: "A file that was named is larger than anon-sync reads.",
    remedy: "Name the right file; keep large texts elsewhere.",
  },
  "forbidden-character": {
    cause:
      "The manifest holds a control character, a bidirectional override or half a surrogate pair, as itself or escaped.",
    remedy: "Delete it at the place that is named; editors often show it as nothing.",
  },
  "forbidden-key": {
    cause: "A key has a name that no manifest may have: `__proto__`.",
    remedy: "Choose another name.",
  },
  "key-not-text": {
    cause: "A key is not a text but a number, `true` or a list.",
    remedy: 'Put it in quotes: `"404"`.',
  },
  "merge-key": {
    cause: "The manifest holds a YAML merge key (`<<`), and manifests do without.",
    remedy: "Write the keys out.",
  },
  "missing-key": {
    cause: "A key that must be there is not.",
    remedy: "Add it; `anon-sync schema manifest` tells what it holds.",
  },
  "moved-circle": {
    cause: "Entries of `moved` lead an address back to itself.",
    remedy: "Delete one of them, or move to the address that the manifest holds.",
  },
  "moved-kind": {
    cause: "An entry of `moved` goes from one kind of resource to another.",
    remedy: "Keep the part before the dot, or delete the entry.",
  },
  "moved-source-exists": {
    cause: "An entry of `moved` goes from an address that the manifest still holds.",
    remedy: "Delete that resource from the manifest, or the entry.",
  },
  "moved-target-missing": {
    cause: "An entry of `moved` goes to an address that the manifest does not hold.",
    remedy: "Add the resource, correct the address, or delete the entry.",
  },
  "moved-twice": {
    cause: "Two entries of `moved` go from one address, or to one address.",
    remedy: "Delete one of them.",
  },
  "nesting-too-deep": {
    cause: "The manifest nests maps and lists more than 64 levels deep.",
    remedy: "Look for brackets or dashes that are too many.",
  },
  "not-utf8": {
    cause: "The manifest is not UTF-8 text.",
    remedy: "Save the file as UTF-8.",
  },
  "several-documents": {
    cause: "The manifest holds more than one YAML document.",
    remedy: "Join them under one set of top-level keys, and delete the `---`.",
  },
  tag: {
    cause: "The manifest holds a YAML tag (`!name`), and manifests do without.",
    remedy: "Delete it; put a text in quotes instead of `!!str`.",
  },
  "unknown-key": {
    cause: "A key means nothing where it stands.",
    remedy: "Correct it to one of the known keys that the message names, or delete it.",
  },
  "unsupported-version": {
    cause: "The manifest has a `version` that this anon-sync does not read.",
    remedy: "Write `version: 1`, or update anon-sync.",
  },
  "yaml-directive": {
    cause: "The manifest holds a `%YAML` or `%TAG` directive, and manifests do without.",
    remedy: "Delete the line.",
  },
  "yaml-syntax": {
    cause: "The manifest is not YAML.",
    remedy: "Look at the place that is named: the mistake is there or on the line before.",
  },
} as const satisfies ErrorEntries;
