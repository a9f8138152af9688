import { indexWorld } from "../core/plan/lookup.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import {
  clashText,
  environmentOutputs,
  outputClashes,
  outputNames,
  type OutputName,
} from "../core/state/output-names.ts";
import { Failure, failure, type Problem } from "../core/errors/problem.ts";
import { emptyState } from "../core/state/state.ts";
import type { Store } from "../store/store.ts";
import type { OutputValues } from "../report/output/format.ts";
import { shellWord } from "../report/text.ts";
import { expectedBinding } from "../guards/binding.ts";
import { worldWithoutLookups } from "../run/plan-world.ts";
import { shownPath, type Session } from "../session/session.ts";

/** What `output` has to tell, and what it cannot. */
export interface OutputFound {
  readonly values: OutputValues;
  /** Wanted addresses without an id, sorted. */
  readonly missing: readonly string[];
  /** Those of them whose create nobody knows the end of. */
  readonly unsettled: readonly string[];
}

/**
 * The id of each address that the manifest wants in this environment, by name, and the environment
 * itself. Declared renames count as done: the id stays the same. Throws a Failure where two
 * addresses have one name, or where the lockfile holds what no API would have answered.
 */
export function outputValues(session: Session, store: Store | undefined): OutputFound {
  const { resolved, manifest, target } = session;
  const names = outputNames(resolved.wanted, manifest.outputs);
  refuseClashes(session, names);
  const binding = expectedBinding(session, undefined);
  const world = worldWithoutLookups(session, { state: store?.state ?? emptyState, store, binding });
  const { holders, unsettled } = indexWorld({ ...world, observations: new Map() });
  const values = new Map<string, string>([
    [environmentOutputs.name, target.name],
    [environmentOutputs.apiUrl, target.baseUrl],
  ]);
  const organizationId = resolved.organizationId ?? store?.environment.organizationId;
  if (organizationId !== undefined) values.set(environmentOutputs.organizationId, organizationId);
  const missing = new Set<string>();
  for (const { name, address } of names) {
    const id = holders.get(address)?.id;
    if (id === undefined) missing.add(address);
    else values.set(name, id);
  }
  // Somebody may have edited the lockfile: what is printed here is run by shells and runners.
  if (!/^[!-~]+$/.test(organizationId ?? "-")) throw strange(session, "the organization id");
  return {
    values: new Map([...values].toSorted(([left], [right]) => (left < right ? -1 : 1))),
    missing: [...missing].toSorted(),
    unsettled: [...missing].filter((address) => unsettled.has(address)).toSorted(),
  };
}

function refuseClashes({ manifest }: Session, names: readonly OutputName[]): void {
  const problems = outputClashes(names).map((clash): Problem => {
    const address = clash.at(-1)?.address ?? "";
    return {
      code: "output-name-clash",
      severity: "error",
      message: `${clashText(clash)}.`,
      next: `Give one of them a name of its own in the manifest: outputs: { NAME: ${address} }`,
      file: manifest.file,
      range: manifest.positionOf(address),
    };
  });
  if (problems.length > 0) throw new Failure(exitCode.invalid, problems);
}

function strange({ context, places }: Session, what: string): Failure {
  const file = shownPath(context, places.lockfile);
  return failure(
    exitCode.refused,
    "lockfile-damaged",
    `The lockfile ${file} was edited or damaged: ${what} in it is none that Anon gives. Nothing was printed.`,
    `Look at what changed it: git log -p -- ${shellWord(file)}`,
    file,
  );
}
