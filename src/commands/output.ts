import { writeNotices } from "../session/context.ts";
import { resolve } from "node:path";
import { appendText } from "../ci/append-text.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, type Problem, failure } from "../core/errors/problem.ts";
import { indexWorld } from "../core/plan/lookup.ts";
import {
  clashText,
  environmentOutputs,
  outputClashes,
  outputNames,
  type OutputName,
} from "../core/state/output-names.ts";
import { emptyState } from "../core/state/state.ts";
import { checkBinding, expectedBinding, offlineBinding } from "../guards/binding.ts";
import { checkMissingLockfile } from "../guards/missing-lockfile.ts";
import { type OutputValues, outputFormats, githubOutput } from "../report/output/formats.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { counted, escapeText, shellWord, firstTen } from "../report/text.ts";
import { liveRunNotices } from "../run/lock.ts";
import { worldWithoutLookups } from "../run/plan-world.ts";
import { chosenFormat } from "../session/format.ts";
import type { RunCommand, OutputCommandOptions } from "../session/options.ts";
import { openSession, type Session } from "../session/session.ts";
import { readStore, type Store } from "../store/store.ts";

/**
 * `anon-sync output`: what applications need, by name, from manifest and lockfile alone. Writes
 * nothing but the lines for GITHUB_OUTPUT.
 */
export const run: RunCommand<OutputCommandOptions> = async (context, options) => {
  const session = await openSession(context, options);
  const store = await readStore(session.ports, session.places);
  if (store !== undefined) {
    checkBinding(session, store, offlineBinding(session, store));
    writeNotices(context, await liveRunNotices(session, store));
  }
  const found = outputValues(session, store);
  if (found.missing.length > 0) await tellMissing(session, store, found);
  const format = chosenFormat(outputFormats, options);
  const text = await format.render(found.values);
  const file = context.variables["GITHUB_OUTPUT"];
  if (format !== githubOutput || !file) context.out.write(text);
  else {
    const path = resolve(context.currentFolder, file);
    await appendText(session.ports.disk, path, text, maximumOutputBytes);
    context.err.write(`Wrote ${counted(found.values.size, "output")} to GITHUB_OUTPUT.\n`);
  }
  return exitCode.done;
};

/** With --partial a note on stderr; otherwise throws a Failure, 4 if something is unsettled. */
async function tellMissing(
  session: Session<OutputCommandOptions>,
  store: Store | undefined,
  { missing, unsettled }: OutputFound,
): Promise<void> {
  const { context, options, target } = session;
  const absent = missing.filter((address) => !unsettled.includes(address));
  if (options.partial === true) {
    context.err.write(`Left out, without an id yet: ${escapeText(missing.join(", "))}\n`);
    return;
  }
  // If the lockfile is gone, this reports how to get it back.
  if (store === undefined && !target.isLoopback)
    throw new Failure(exitCode.refused, [
      await checkMissingLockfile(session, expectedBinding(session, undefined)),
    ]);
  const file = session.lockfileName;
  const shared = { severity: "error", file } as const;
  const problems: Problem[] = [];
  if (unsettled.length > 0)
    problems.push({
      ...shared,
      code: "output-unsettled",
      message: `Nobody knows whether Anon created ${firstTen(unsettled)}.`,
      next: `See \`${suggestedCommand(target, ["status"])}\` for how to settle that, or leave out what has no id: --partial`,
    });
  if (absent.length > 0)
    problems.push({
      ...shared,
      code: "output-not-created",
      message: `${firstTen(absent)} ${absent.length === 1 ? "has" : "have"} no id in ${target.name} yet.`,
      next: `Create what is missing: ${suggestedCommand(target, ["apply"])}. Or leave it out: --partial`,
    });
  throw new Failure(unsettled.length > 0 ? exitCode.unsettled : exitCode.refused, problems);
}

/** GitHub takes 1 MiB from a step; a file of more is none of its. */
const maximumOutputBytes = 16 * 1024 * 1024;

/** The values of `output`, and the addresses without a value. */
interface OutputFound {
  readonly values: OutputValues;
  /** Wanted addresses without an id, sorted. */
  readonly missing: readonly string[];
  /** Those of them whose create nobody knows the end of. */
  readonly unsettled: readonly string[];
}

/**
 * The id of each address that the manifest wants in this environment, by name, and the environment
 * itself. Declared renames count as done: the id stays the same. Throws a Failure if two
 * addresses have one name, or if the lockfile holds what no API would have answered.
 */
function outputValues(
  session: Session<OutputCommandOptions>,
  store: Store | undefined,
): OutputFound {
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

function refuseClashes(
  { manifest }: Session<OutputCommandOptions>,
  names: readonly OutputName[],
): void {
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

function strange({ lockfileName }: Session<OutputCommandOptions>, what: string): Failure {
  const file = lockfileName;
  return failure(
    exitCode.refused,
    "lockfile-damaged",
    `The lockfile ${file} was edited or damaged: ${what} in it is none that Anon gives. Nothing was printed.`,
    `Look at what changed it: git log -p -- ${shellWord(file)}`,
    file,
  );
}
