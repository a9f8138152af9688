import { isObject } from "../core/json.ts";
import { addressPattern } from "../core/names/address.ts";
import { isObeyedVariable } from "../core/names/obeyed-variables.ts";
import {
  clashText,
  outputClashes,
  outputNames,
  type OutputName,
  reservedOutputNames,
} from "../core/state/output-names.ts";
import type { Checked } from "./check-variables.ts";
import { livesIn } from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import { outputPattern } from "./schema.ts";
import type { Finding, Report } from "./source.ts";
import type { Tree } from "./tree.ts";

/**
 * Reports names of the output that clash in an environment, before a run creates anything. Derived
 * names get only a warning, since not every user asks for the output.
 */
export function checkOutputs(checked: Checked, outputs: ReadonlyMap<string, string>): void {
  const { environments, kinds, resources } = checked;
  const reported = new Set<string>();
  const isOneForAll = resources.every((each) => each.environments === undefined);
  for (const environment of [...environments.keys()].slice(0, isOneForAll ? 1 : undefined)) {
    const subjects = kinds.flatMap(({ name, collection }) =>
      resources
        .filter((each) => each.collection === collection && livesIn(each, environment))
        .map(({ address }) => ({ address, kind: name })),
    );
    for (const clash of outputClashes(outputNames(subjects, outputs))) {
      const text = clashText(clash);
      if (!reported.has(text)) reportClash(checked, clash, text);
      reported.add(text);
    }
  }
}

function reportClash(
  { tree, report }: Checked,
  clash: readonly OutputName[],
  message: string,
): void {
  const code = "output-name-clash";
  const given = clash.findLast(({ isGiven }) => isGiven);
  if (given !== undefined) {
    const next = "Choose another name here: case does not tell names apart.";
    report({ code, message, next }, tree.keyRange(["outputs", given.name]));
    return;
  }
  const address = clash.at(-1)?.address ?? "";
  const next = `\`anon-sync output\` is refused until one has a name of its own: outputs: { NAME: ${address} }`;
  report({ code, message, next, severity: "warning" }, tree.keyRange(address.split(".")));
}

const isAddress = new RegExp(addressPattern);
const isName = new RegExp(outputPattern);

/**
 * Reads `outputs`: name → the address whose id it stands for. Reports names that mean something
 * else already, and addresses that the manifest has in none of its environments.
 */
export function readOutputs(
  tree: Tree,
  addresses: ReadonlySet<string>,
  nearest: Nearest,
  report: Report,
): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const written = tree.valueAt(["outputs"]);
  for (const [name, address] of Object.entries(isObject(written) ? written : {})) {
    // The schema has refused these already.
    if (!isName.test(name) || typeof address !== "string" || !isAddress.test(address)) continue;
    const path = ["outputs", name];
    if (reservedOutputNames.test(name)) report(reserved(name), tree.keyRange(path));
    else if (isObeyedVariable(name)) report(obeyed(name), tree.keyRange(path));
    if (!addresses.has(address))
      report(notThere(address, nearest(address, addresses)), tree.valueRange(path));
    outputs.set(name, address);
  }
  return outputs;
}

function reserved(name: string): Finding {
  return {
    code: "reserved-name",
    message: `${name} is no name for an id: anon-sync uses it for something else`,
    next: "Choose another name.",
  };
}

/** Shells source the output, and CI sets its names as variables for whole jobs. */
function obeyed(name: string): Finding {
  return {
    code: "reserved-name",
    message: `${name} is not a valid name for an id: programs obey the variable of that name`,
    next: `Choose another name, like ANON_${name.toUpperCase()}_ID.`,
  };
}

function notThere(address: string, meant: string | undefined): Finding {
  return {
    code: "unknown-reference",
    message: `there is no ${address}`,
    next: meant === undefined ? `Add ${address}, or delete this entry.` : `Did you mean ${meant}?`,
  };
}
