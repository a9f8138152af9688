import {
  clashText,
  outputClashes,
  outputNames,
  type OutputName,
} from "../core/state/output-names.ts";
import type { Checked } from "./check-variables.ts";
import { livesIn } from "./manifest.ts";

/**
 * Reports names of the output that are taken for each other in an environment, before anything is
 * created: a warning where they are derived, since not everybody asks for the output.
 */
export function checkOutputs(checked: Checked, outputs: ReadonlyMap<string, string>): void {
  const { environments, kinds, resources } = checked;
  const told = new Set<string>();
  const isOneForAll = resources.every((each) => each.environments === undefined);
  for (const environment of [...environments.keys()].slice(0, isOneForAll ? 1 : undefined)) {
    const subjects = kinds.flatMap(({ name, collection }) =>
      resources
        .filter((each) => each.collection === collection && livesIn(each, environment))
        .map(({ address }) => ({ address, kind: name })),
    );
    for (const clash of outputClashes(outputNames(subjects, outputs))) {
      const text = clashText(clash);
      if (!told.has(text)) reportClash(checked, clash, text);
      told.add(text);
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
