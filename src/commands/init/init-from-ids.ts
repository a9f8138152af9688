import { dirname, resolve } from "node:path";
import { exitCode, highestExitCode } from "../../core/errors/exit-code.ts";
import { Failure, failure } from "../../core/errors/problem.ts";
import { stateOf, type IdFact } from "../../core/state/state.ts";
import { isOfAnotherEmulator } from "../../guards/binding.ts";
import { writeManifest } from "../../manifest/written.ts";
import { renderProblems } from "../../report/problems/problems.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { bare, counted } from "../../report/text.ts";
import { readWithoutRemote, type CurrentState } from "../../run/current-state.ts";
import { lockInit, lockLineage } from "../../run/lock.ts";
import type { Context } from "../../session/context.ts";
import type { InitOptions } from "../../session/options.ts";
import { sessionOf, type Session } from "../../session/session.ts";
import { commandContext } from "../../session/typed-flags.ts";
import { isThere, writeNew } from "../../store/new-file.ts";
import { initializeStore, saveStore } from "../../store/save-store.ts";
import { readStore, type Store } from "../../store/store.ts";
import { collector, oncePerAddress, readList } from "../import/listed-ids.ts";
import { environmentOf } from "./described-ids.ts";
import { contentsOf, nextSteps } from "./init-contents.ts";
import { manifestOfText, prepareGitFiles } from "./init-files.ts";
import { describeAll, lookUp, readLine } from "./look-up-ids.ts";

/**
 * `anon-sync init --from-ids FILE`: a manifest and a lockfile made of what exists. Everything is
 * looked up before anything is written, and the lockfile is written first: with a manifest alone,
 * what it describes would be created again.
 */
export async function initFromIds(
  context: Context,
  options: InitOptions,
  file: string,
): Promise<number> {
  const { disk } = context.system;
  const path = resolve(context.currentFolder, options.config);
  if (await isThere(disk, path)) throw manifestExists(options);
  const list = await readList({ context }, file, false);
  if (list.lines.length === 0)
    throw failure(
      exitCode.invalid,
      "no-list",
      `${bare(file)} holds no id.`,
      "Write an id a line.",
      file,
    );
  const session = await emptySession(context, options);
  const listed = collector(file, list)(
    list.lines.map((line) => ({ line })),
    readLine(session),
  );
  const refuseSecond = oncePerAddress();
  collector(file, list)(
    listed.filter(({ key }) => key !== undefined),
    ({ line }) => refuseSecond(line),
  );
  const current = await readWithoutRemote(session);
  const observations = await lookUp(session, current, listed);
  const found = describeAll(session, current, listed, observations, file);
  const { described, problems, stops, organizationId } = found;
  const sources = new Map([[file, list.text]]);
  const isLeftOut = options.skipMissing === true && !stops && described.length > 0;
  if (problems.length > 0 && !isLeftOut)
    throw new Failure(highestExitCode(found.codes), problems, sources);

  const writeGitFiles = await prepareGitFiles(context, dirname(path));
  const plan = contentsOf(session, described, found.leftOut);
  const lineage = await writeBoth(session, { ...current, organizationId }, plan.facts, async () => {
    if (await isThere(disk, path)) throw manifestExists(options);
    return () => writeNew(disk, path, plan.text);
  });
  const lines = [
    `Wrote ${bare(options.config)}: ${plan.counts}.`,
    `Wrote ${bare(session.lockfileName)}: ${counted(plan.facts.length, "id")} (lineage ${lineage}).`,
    ...(await writeGitFiles()),
    ...plan.notes,
  ];
  context.out.write(
    `${[...lines, "", "What to do next:", ...nextSteps(session, plan)].join("\n")}\n`,
  );
  if (problems.length === 0) return exitCode.done;
  context.err.write(`\nLeft out:\n\n${renderProblems(problems, sources, context.err.style)}`);
  return exitCode.failed;
}

/** A session of the manifest as it will be, without its resources. */
function emptySession(context: Context, options: InitOptions): Promise<Session> {
  const text = writeManifest({ ...environmentOf({ options }), resources: [], imports: [] });
  const manifest = manifestOfText(options, text);
  return sessionOf(context, options, manifest, new TextEncoder().encode(text));
}

/**
 * The lockfile with these ids, then what `prepare` answers to write; under the locks. Answers the
 * lineage. Throws a Failure if the lockfile holds anything else.
 */
async function writeBoth(
  session: Session,
  known: CurrentState & { readonly organizationId: string | undefined },
  facts: readonly IdFact[],
  prepare: () => Promise<() => Promise<void>>,
): Promise<string> {
  const { ports, places } = session;
  await using _init = await lockInit(session);
  const found = await readStore(ports, places);
  const old = found && isOfAnotherEmulator(session, found, known.binding) ? undefined : found;
  if (old !== undefined) refuseOthers(session, old, facts);
  const write = await prepare();
  const store = old ?? (await initializeStore(ports, places, known.binding));
  await using _lock = await lockLineage(session, store);
  await saveStore(ports, places, store, stateOf(facts), known.organizationId);
  await write();
  return store.lineage;
}

/** A lockfile that a first try has left may be there; one that knows more is not ours to take. */
function refuseOthers(
  { lockfileName, target }: Session,
  { state }: Store,
  facts: readonly IdFact[],
): void {
  const ours = new Map(facts.map(({ id, address }) => [id, address]));
  const others = [...state.ids.values()].filter(({ id, address }) => ours.get(id) !== address);
  if (others.length === 0 && state.attempts.size === 0) return;
  const shown = lockfileName;
  throw failure(
    exitCode.refused,
    "lockfile-in-use",
    `The lockfile ${bare(shown)} holds more than these ids. Nothing was written.`,
    `Bring the manifest back that belongs to it, then: ${suggestedCommand(target, ["import", "--file", "FILE"])}`,
    shown,
  );
}

function manifestExists(options: InitOptions): Failure {
  const { config } = options;
  return failure(
    exitCode.refused,
    "manifest-exists",
    `${bare(config)} is there already: --from-ids writes one of its own. Nothing was written.`,
    `Adopt the ids into it: ${suggestedCommand(commandContext(options), ["import", "--file", "FILE"])}. Or name another manifest: -c FILE`,
    config,
  );
}
