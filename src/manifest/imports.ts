import { addressPattern } from "../core/names/address.ts";
import { isObject } from "../core/json.ts";
import { parseResourceId, resourceIdRule } from "../core/names/resource-id.ts";
import { unknownEnvironment } from "./environments.ts";
import { livesIn, type Environment, type ImportTemplate, type Resource } from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import type { Finding, Report, Path } from "./source.ts";
import type { Tree } from "./tree.ts";
import { fillIn, isTemplate, parseTemplate } from "./variables.ts";
import { quote } from "./words.ts";

const isAddress = new RegExp(addressPattern);

/** The resources that an entry of `imports` can refer to. */
export interface ImportScope {
  readonly environments: ReadonlyMap<string, Environment>;
  readonly resources: readonly Resource[];
  readonly nearest: Nearest;
}

/**
 * Reads `imports`. Reports addresses and environments that the manifest does not have, variables
 * without a value, and invalid ids. Reports an address or an id that two entries name in one
 * environment.
 */
export function readImports(
  tree: Tree,
  { environments, resources, nearest }: ImportScope,
  report: Report,
): readonly ImportTemplate[] {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const written = tree.valueAt(["imports"]);
  const entries: { entry: ImportTemplate; path: Path }[] = [];
  for (const [index, each] of (Array.isArray(written) ? written : []).entries()) {
    if (!isObject(each)) continue;
    const { to, id, environment } = each;
    // The schema has refused these already.
    if (typeof to !== "string" || typeof id !== "string" || !isAddress.test(to)) continue;
    if (environment !== undefined && typeof environment !== "string") continue;
    const entry = { to, id, ...(environment !== undefined && { environment }) };
    entries.push({ entry, path: ["imports", index] });
  }
  const taken = new Set<string>();
  for (const { entry, path } of entries) {
    const { to, id, environment } = entry;
    const resource = byAddress.get(to);
    const at = (member: string) => tree.valueRange([...path, member]);
    if (environment !== undefined && !environments.has(environment))
      report(unknownEnvironment(environment, nearest, environments), at("environment"));
    else if (resource === undefined) report(notThere(to, nearest(to, byAddress.keys())), at("to"));
    else if (environment !== undefined && !livesIn(resource, environment))
      report(notInEnvironment(to, environment), at("environment"));
    const template = parseTemplate(id);
    for (const { finding, part } of template.mistakes)
      report(finding, tree.rangeWithin([...path, "id"], part));
    if (resource === undefined || template.mistakes.length > 0) continue;
    const reported = new Set<string>();
    for (const [name, { vars }] of environments) {
      if (!countsIn(entry, name) || !livesIn(resource, name)) continue;
      const say = (finding: Finding, member: string) => {
        if (!reported.has(finding.message)) report(finding, at(member));
        reported.add(finding.message);
      };
      const unknown = template.parts.flatMap((part) =>
        typeof part === "string" || vars.has(part.variable) ? [] : [part.variable],
      );
      for (const variable of unknown) say(unknownVariable(variable, name), "id");
      if (unknown.length > 0) continue;
      const filled = fillIn(template, vars) ?? "";
      if (parseResourceId(filled) === undefined)
        say(noId(filled, isTemplate(id) ? name : undefined), "id");
      for (const [member, value] of [
        ["to", to],
        ["id", filled],
      ] as const) {
        const key = JSON.stringify([name, member, value]);
        if (taken.has(key)) say(twice(member, value), member);
        taken.add(key);
      }
    }
  }
  return entries.map(({ entry }) => entry);
}

/** Whether an entry is for an environment. */
export function countsIn({ environment }: ImportTemplate, name: string): boolean {
  return environment === undefined || environment === name;
}

function notThere(to: string, meant: string | undefined): Finding {
  return {
    code: "unknown-reference",
    message: `the manifest holds no ${to}`,
    next: meant === undefined ? `Add ${to}, or delete this entry.` : `Did you mean ${meant}?`,
  };
}

function notInEnvironment(to: string, environment: string): Finding {
  return {
    code: "reference-not-in-environment",
    message: `${to} is not in ${environment}`,
    next: `Add ${environment} to its environments, or delete this entry.`,
  };
}

function unknownVariable(variable: string, environment: string): Finding {
  return {
    code: "unknown-variable",
    message: `\${vars.${variable}} has no value in ${environment}`,
    next: `Add ${variable} under environments.${environment}.vars, or say environment: NAME in this entry.`,
  };
}

function noId(id: string, environment: string | undefined): Finding {
  const where = environment === undefined ? "" : ` (its variables filled in, in ${environment})`;
  return {
    code: "bad-value",
    message: `${quote(id)} is not a valid id${where}`,
    next: `Copy the id from Anon's console. ${resourceIdRule}`,
  };
}

function twice(member: "to" | "id", value: string): Finding {
  const what = member === "to" ? "are for the address" : "adopt the id";
  return {
    code: "import-twice",
    message: `two entries of imports ${what} ${value} in one environment`,
    next: "Delete one of them, or say in each of them which environment it is for.",
  };
}
