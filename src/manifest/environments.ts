import { isObject } from "../core/json.ts";
import { environmentNamePattern, parseEnvironmentName } from "../core/names/environment-name.ts";
import { environmentWord, organizationIn } from "../core/names/key-variables.ts";
import { parseStateRefs } from "../core/names/state-ref.ts";
import { maximumLengthInEnvironments } from "./limits.ts";
import {
  defaultEnvironments,
  type Environment,
  type Target,
  type StateLocation,
} from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import type { Finding, Report } from "./source.ts";
import type { Tree } from "./tree.ts";
import { isTemplate, notAllowed, parseTemplate } from "./variables.ts";
import { listed, pathText, quote } from "./words.ts";

/**
 * Reads `environments`, or returns the default environments without that key. Reports variables in
 * texts that take none, and names that clash. Reads refused values as far as possible.
 */
export function readEnvironments(tree: Tree, report: Report): ReadonlyMap<string, Environment> {
  const written = tree.valueAt(["environments"]);
  if (written === undefined) return defaultEnvironments;
  const environments = new Map<string, Environment>();
  for (const [name, block] of Object.entries(isObject(written) ? written : {})) {
    const path = ["environments", name];
    const members = isObject(block) ? block : {};
    const vars = isObject(members["vars"]) ? members["vars"] : {};
    const organizationId = members["organizationId"];
    environments.set(name, {
      target: members["target"] as Target,
      vars: new Map(
        Object.entries(vars).map(([key, value]) => [
          key,
          literal(value, [...path, "vars", key], tree, report),
        ]),
      ),
      ...(organizationId !== undefined && {
        organizationId: literal(organizationId, [...path, "organizationId"], tree, report),
      }),
    });
  }
  reportClashes(environments, tree, report);
  reportNames(environments.keys(), tree, report);
  return environments;
}

/** A text with `$${` read as `${`. Reports a variable in it: only resources have variables. */
function literal(value: unknown, path: readonly string[], tree: Tree, report: Report): string {
  // The schema has refused anything but a text.
  if (typeof value !== "string") return "";
  if (!isTemplate(value)) return value;
  const { parts, mistakes } = parseTemplate(value);
  const variable = parts.find((part) => typeof part !== "string");
  const part =
    variable === undefined || typeof variable === "string"
      ? mistakes[0]?.part
      : `\${vars.${variable.variable}}`;
  if (part !== undefined) report(notAllowed(pathText(path)), tree.rangeWithin(path, part));
  return parts.filter((each) => typeof each === "string").join("");
}

/**
 * Reports names that clash. `eu-prod` and `EU_PROD` would share the variable ANON_API_KEY_EU_PROD.
 * `prod` and `Prod` would share a lockfile on a disk whose file names ignore case.
 */
function reportClashes(
  environments: ReadonlyMap<string, Environment>,
  tree: Tree,
  report: Report,
): void {
  const seen = new Map<string, string>();
  for (const name of environments.keys()) {
    const common = environmentWord(name);
    const first = seen.get(common);
    seen.set(common, first ?? name);
    if (first === undefined) continue;
    report(
      {
        code: "environments-clash",
        message: `the environments ${first} and ${name} would share a lockfile or ANON_API_KEY_${common}`,
        next: "Rename one of them by more than case, - and _.",
      },
      tree.keyRange(["environments", name]),
    );
  }
}

/**
 * Reports names with a second meaning. `acme__prod` would share its variable with `prod` in the
 * organization `acme`. Windows would take a file of `con` for a device.
 */
function reportNames(names: Iterable<string>, tree: Tree, report: Report): void {
  for (const name of names) {
    const other = organizationIn(name);
    const message =
      other !== undefined
        ? `${other.variable} has two readings: the key of the environment ${name}, and the key of the environment ${quote(other.name)} of the organization ${quote(other.keyOf)}`
        : isPattern.test(name) && parseEnvironmentName(name) === undefined
          ? `${name} is a device on Windows, and no file there can bear that name`
          : undefined;
    if (message === undefined) continue;
    const finding = { code: "environment-name", message, next: "Rename it." } as const;
    report(finding, tree.keyRange(["environments", name]));
  }
}

/** The schema has refused a text that does not fit the pattern. */
const isPattern = new RegExp(environmentNamePattern);

/** The finding for too many environments in a manifest of `length` UTF-16 code units. */
export function tooManyEnvironments(count: number, length: number): Finding {
  const most = Math.max(1, Math.floor(maximumLengthInEnvironments / length));
  return {
    code: "too-many-environments",
    message: `the manifest has ${count} environments; at its length of ${length} characters it may have ${most}`,
    next: "Divide the resources, or the environments, among several manifests.",
  };
}

/** The finding for a name that should be an environment of the manifest and is not. */
export function unknownEnvironment(
  name: string,
  nearest: Nearest,
  environments: ReadonlyMap<string, Environment>,
): Finding {
  const meant = nearest(name, environments.keys());
  return {
    code: "unknown-environment",
    message: `the manifest has no environment ${quote(name)}`,
    next:
      meant === undefined
        ? `Add it under environments, or choose from ${listed([...environments.keys()], "or")}.`
        : `Did you mean ${quote(meant)}?`,
  };
}

/** Reads `state`; undefined if the key is left out, or the schema has refused what it says. */
export function readStatePlace(tree: Tree): StateLocation | undefined {
  const written = tree.valueAt(["state"]);
  if (written === "local" || written === "git") return { state: written };
  const git = isObject(written) ? written["git"] : undefined;
  if (!isObject(git)) return undefined;
  const { remote } = git;
  const refs = parseStateRefs(String(git["refs"] ?? ""));
  return {
    state: "git",
    ...(typeof remote === "string" && { remote }),
    ...(refs !== undefined && { refs }),
  };
}
