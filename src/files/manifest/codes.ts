/**
 * Every code that a problem of a manifest can have, with one sentence for the documentation. Codes
 * are stable: scripts match on them.
 */
export const manifestCodes = {
  "file-too-large": "The file is larger than 64 MiB.",
  "empty-file": "The file is empty, or holds nothing but comments.",
  "not-utf8": "The file is not UTF-8 text.",
  "forbidden-character":
    "A control character, a bidirectional override or half a surrogate pair, as itself or escaped.",
  "nesting-too-deep": "More than 64 levels of maps and lists.",
  "yaml-syntax": "The text is not YAML.",
  "several-documents": "More than one YAML document in the file.",
  "yaml-directive": "A %YAML or %TAG directive.",
  anchor: "A YAML anchor (&name).",
  alias: "A YAML alias (*name).",
  tag: "A YAML tag (!name).",
  "merge-key": "A YAML merge key (<<).",
  "forbidden-key": "A key that no manifest may have: __proto__.",
  "key-not-text": "A key that is not a text: a number, true, a list.",
  "duplicate-key": "A key that stands twice in one map.",
  "duplicate-address": "Two resources with the same address.",
  "unknown-key": "A key that means nothing here.",
  "missing-key": "A key that must be there and is not.",
  "empty-value": "A key with nothing behind it.",
  "wrong-type": "A number where a text belongs, a list where a map belongs, and the like.",
  "bad-value": "A value of the right type that is not accepted here.",
  "bad-key": "A name of a resource, an environment or a variable that has a wrong form.",
  "unsupported-version": "A version of the manifest that this anon-sync does not read.",
  "client-without-pool": "An application client that names no user pool.",
  "command-in-manifest": "A secretSink that is a command: those are never taken from a manifest.",
  "no-secret": "A secretSink of a client whose create answers no secret.",
  "unknown-reference": "A reference to a resource that the manifest does not hold.",
  "reference-not-in-environment":
    "A reference to a resource that is not in an environment where the referring one is.",
  "unknown-environment": "An environment that the manifest does not hold.",
  "environments-clash":
    "Two environments whose names would share a lockfile or an API key variable.",
  "bad-variable": "Something in ${…} that is not a variable of the manifest.",
  "unclosed-variable": "A ${ without its }.",
  "environment-variable": "A variable of the process: those are never read into a manifest.",
  "unknown-variable": "A variable without a value in an environment where it is used.",
  "variable-not-allowed": "A variable in a place where none are filled in.",
  "duplicate-name": "Two resources of one kind with the same name in one environment (a warning).",
  "reserved-name": "A name under outputs that anon-sync uses for something else.",
  "look-alike-name":
    "Two resources of one kind whose names differ by case, white space or look-alike letters only (a warning).",
  "moved-kind": "A moved entry between two kinds.",
  "moved-source-exists": "A moved entry from an address that the manifest still holds.",
  "moved-target-missing": "A moved entry to an address that the manifest does not hold.",
  "moved-twice": "Two moved entries from one address or to one address.",
  "moved-circle": "Moved entries that lead an address back to itself.",
} as const satisfies Readonly<Record<string, string>>;

/** The code of a problem of a manifest. */
export type ManifestCode = keyof typeof manifestCodes;
